"""The muster's settings: who may open it at the terminal, and where its page goes."""

from pathlib import Path
from typing import Literal

from pydantic import Field

from shared.config.section import Section


class Muster(Section):
    """Who is on site when the building must be left."""

    open: Literal["free", "code", "supervisor"] = Field(
        "code", description="who may open it; without a code_file a code cannot be checked: then a supervisor"
    )
    code_file: Path | None = Field(None, description="a secret file with 4 to 8 digits")
    printer: str = Field(
        "", max_length=127, pattern=r"^[^\s/#-][^\s/#]*$|^$", description="a CUPS queue; empty: its default"
    )
    usb: str = Field("/media/*/*", pattern="^/.", description="where sticks are mounted, as a pattern of folders")
    shown_s: float = Field(1800, ge=60, le=86_400, description="how long a muster stays without a touch")
