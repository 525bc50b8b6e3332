"""The web page's settings: where supervisors reach their site from a phone or a desk."""

from pathlib import Path

from pydantic import Field, IPvAnyNetwork

from shared.config.section import Section


class Board(Section):
    """The roster, the desk and the muster as a web page. Beyond this machine it is served with TLS alone."""

    host: str = Field("127.0.0.1", min_length=1)
    port: int = Field(8443, ge=0, le=65_535)
    certificate_file: Path | None = Field(None, description="PEM, with the certificates between it and its root")
    key_file: Path | None = Field(None, description="PEM, readable by this user alone")
    behind_proxy: tuple[IPvAnyNetwork, ...] = Field(
        (), description="addresses of a proxy that ends TLS; nobody else is answered then"
    )
    session_min: float = Field(60, ge=1, le=720, description="signed out after this long without a touch")
    sites: tuple[str, ...] = Field((), description="names of the sites it shows; left out: every site")
