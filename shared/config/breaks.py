"""Settings of breaks: which are planned, and what is said about them."""

from typing import Literal

from pydantic import Field

from shared.config.section import Section


class ManagedBreak(Section):
    """A break that everybody, or everybody at one position, is to take."""

    kind: Literal["meal", "rest"] = "rest"
    after_min: int = Field(ge=1, le=1440, description="of work, when it falls due; with `times` again each time")
    length_min: int = Field(ge=1, le=480)
    paid: bool = False
    times: int = Field(1, ge=1, le=12)
    position: int | None = Field(None, gt=0, description="the upstream's id; else every position without its own")


class Breaks(Section):
    """Breaks of every site."""

    managed: tuple[ManagedBreak, ...] = ()
    summary: Literal["here", "app"] = Field("here", description="app: the vendor's own shows it, and nothing here does")
    notify: Literal["off", "call", "sms"] = Field(
        "off", description="by phone, to whoever has chase = yes, in the hours and from the number of [chase]"
    )
    grace_s: int = Field(120, ge=0, le=3600, description="shorter or longer by this much is as planned")
    reminder_min: int = Field(15, ge=1, le=240, description="after a break fell due, and was not taken")
    unmanaged_paid: bool = Field(False, description="a break beyond those planned counts as work")
