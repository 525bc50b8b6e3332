"""A site's settings: where it is, who rings there, and how it wants its clock events."""

import difflib
import re
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from shared.config.punctuality import Punctuality
from shared.config.section import Language, Section


def _known_zone(zone: str) -> str:
    zones = available_timezones()
    if zone not in zones:
        close = difflib.get_close_matches(zone, zones, n=1)
        hint = f"did you mean {close[0]}?" if close else "such as Europe/Copenhagen or America/Montreal"
        raise ValueError(f"is not an IANA time zone; {hint}")
    return zone


def _international(number: str) -> str:
    digits = re.sub(r"[ ()./-]", "", number)
    if re.fullmatch(r"\+[1-9]\d{6,14}", digits) is None:
        raise ValueError("must be an international number, such as +15145550100")
    return digits


def _diallable(number: str) -> str:
    if number and re.fullmatch(r"\+?[0-9 ()./-]{3,30}", number) is None:
        raise ValueError("must be a telephone number, such as +1 514 555 0199")
    return number


def _one_line(name: str) -> str:
    if not name.isprintable():
        raise ValueError("must be one line of plain text")
    return name


PhoneNumber = Annotated[str, AfterValidator(_international)]
"""In E.164: a plus sign and digits."""


class Site(Section):
    """Where the terminal hangs and how that site wants its clock events."""

    name: Annotated[str, AfterValidator(_one_line)] = Field(min_length=1, max_length=80)
    account: int = Field(gt=0, description="the upstream's id of this client site")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_m: float = Field(150, gt=0, le=50_000)
    timezone: Annotated[str, AfterValidator(_known_zone)]
    geofence: Literal["off", "flag", "block"] = "flag"
    supervisor_phone: Annotated[str, AfterValidator(_diallable)] = ""
    phone_line: str = Field("", description="shown when the kiosk cannot record")
    called_numbers: tuple[PhoneNumber, ...] = Field((), description="who calls one of these means this site")
    language: Language | None = Field(None, description="what its callers are greeted in; else ivr.default_language")
    landlines: tuple[PhoneNumber, ...] = Field((), description="telephones that stand at this site")
    other_doors: bool = Field(False, description="people also clock elsewhere: app, portal, another terminal")
    tap_out: Literal["ask", "near_end", "always"] = "ask"
    near_end_s: int = Field(1800, ge=0, le=14_400)
    default_position: int | None = Field(None, gt=0)
    unscheduled: Literal["omit", "park"] = "omit"
    badge_and_pin: bool = False
    early_window_s: int = Field(3600, ge=0, le=43_200)
    early_window_blocks: bool = False
    minimum_rest_s: int = Field(0, ge=0, le=86_400)
    grace_s: int = Field(300, ge=0, le=7200)
    punctuality: Punctuality | None = Field(None, description="overrides [punctuality] at this site")
    repeat_s: int = Field(120, ge=1, le=3600)
    release_s: int = Field(57_600, ge=3600, le=172_800)
