"""Who may watch this installation from outside, and what it tells of itself."""

from pathlib import Path

from pydantic import Field

from shared.config.section import Section


class Health(Section):
    """Numbers and states alone: nothing about a person is ever served or sent."""

    metrics_host: str = Field("127.0.0.1", min_length=1, description="where /metrics and /healthz are served")
    metrics_port: int = Field(0, ge=0, le=65_535, description="of clockpost sync; 0: not served")
    board_metrics_port: int = Field(0, ge=0, le=65_535, description="of clockpost board; 0: not served")
    heartbeat_url_file: Path | None = Field(
        None, description="a file with an address that is told regularly that all is well; it may hold a token"
    )
    heartbeat_s: float = Field(300, ge=10, le=86_400)
