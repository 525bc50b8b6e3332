"""Where copies of the ledger go, and how long they are kept."""

from pathlib import Path

from pydantic import Field

from shared.config.section import Section


class Backup(Section):
    """Of the newest two days every backup is kept, of each day before the last one."""

    directory: Path | None = Field(None, description="a folder that is there; none: `backups` beside the ledger")
    second_directory: Path | None = Field(
        None, description="a folder on a second medium; one that is not there is not plugged in: it is never made"
    )
    keep_days: int = Field(14, ge=1, le=3650, description="days with backups, so that a wrong clock removes none")
