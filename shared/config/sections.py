"""The settings, section by section. Units are in the names; what a setting does stands beside it."""

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    HttpUrl,
    ModelWrapValidatorHandler,
    ValidationError,
    model_validator,
)
from pydantic_core import InitErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

Language = Literal["en", "fr", "es", "da"]


def _known_zone(zone: str) -> str:
    zones = available_timezones()
    if zone not in zones:
        close = difflib.get_close_matches(zone, zones, n=1)
        hint = f"did you mean {close[0]}?" if close else "such as Europe/Copenhagen or America/Montreal"
        raise ValueError(f"is not an IANA time zone; {hint}")
    return zone


def _loopback(host: str) -> str:
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("must be a loopback address: gpsd's protocol has no access control")
    return host


class Section(BaseModel):
    """A table of the file: unknown names are mistakes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Site(Section):
    """Where the terminal hangs and how that site wants its clock events."""

    name: str = Field(min_length=1)
    account: int = Field(gt=0, description="the upstream's id of this client site")
    latitude: float | None = Field(None, ge=-90, le=90)
    longitude: float | None = Field(None, ge=-180, le=180)
    radius_m: float = Field(150, gt=0, le=50_000)
    timezone: Annotated[str, AfterValidator(_known_zone)]
    geofence: Literal["off", "flag", "block"] = "flag"
    supervisor_phone: str = ""
    phone_line: str = Field("", description="shown when the kiosk cannot record")
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
    repeat_s: int = Field(120, ge=1, le=3600)
    release_s: int = Field(57_600, ge=3600, le=172_800)


class People(Section):
    """The people register: who holds which badge."""

    source: Path | None = None
    refresh_min: float = Field(5, gt=0, le=1440)
    badge_key_file: Path | None = None


class Roster(Section):
    """How much of the rota is kept, and how long it may refuse somebody."""

    refresh_min: float = Field(10, gt=0, le=1440)
    sessions_refresh_s: float = Field(60, gt=0, le=3600)
    days_ahead: int = Field(14, ge=1, le=29)
    refuse_max_age_h: float = Field(24, gt=0, le=720)


class Time(Section):
    """When the terminal's clock is believed."""

    hold_h: float = Field(72, gt=0, le=720, description="an event under an untrusted clock is parked after this")
    rtc: Literal["auto", "trust", "distrust"] = Field(
        "auto", description="a battery-backed clock is a witness; auto: where the kernel set its time from one"
    )


class Kiosk(Section):
    """The wall tablet."""

    terminal: str = Field("Terminal 1", min_length=1, max_length=40)
    fullscreen: bool = True
    width: int = Field(1280, ge=480, le=7680)
    height: int = Field(800, ge=480, le=4320)
    diagonal_in: float = Field(10.1, gt=3, le=100, description="the panel's real size: targets are 15 mm on it")
    language: Language = "en"
    theme: Literal["dark", "light", "sun"] = "dark"
    hours: Literal[12, 24] = 24
    idle_s: float = Field(4, ge=1, le=30, description="how long an outcome stays")
    choice_s: float = Field(15, ge=3, le=120, description="how long a question waits")
    volume: float = Field(0.8, ge=0, le=1)


class Reader(Section):
    """The badge reader on a serial line."""

    port: str = Field("", description="device path or pyserial URL; empty: no reader")
    baudrate: Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200] = 9600
    protocol: Literal["auto", "rdm6300", "id12", "line", "wiegand"] = "auto"
    number_format: Literal["hex", "dec10", "facility_number", "hex8"] = "hex"
    hold_s: float = Field(3, ge=0.2, le=60, description="a badge left on the reader is one tap")


class Gps(Section):
    """The terminal's own position."""

    source: Literal["gpsd", "surveyed", "off"] = "off"
    host: Annotated[str, AfterValidator(_loopback)] = "127.0.0.1"
    port: int = Field(2947, ge=1, le=65_535)
    assumed_accuracy_m: float = Field(50, gt=0, le=5000)
    fix_max_age_s: float = Field(30, ge=2, le=600)


class LedgerFile(Section):
    """The ledger file."""

    path: Path = Path("clockpost.db")
    key_file: Path | None = None


class Sync(Section):
    """Delivery."""

    delayed_after_s: float = Field(120, ge=1, le=3600)
    settle_s: float = Field(90, ge=0.5, le=900, description="how long the upstream may still carry out a lost request")
    lanes: int = Field(32, ge=1, le=64, description="employees delivered at the same time")
    waiting_h: float = Field(72, gt=0, le=720, description="a clock-out without a session is parked after this")
    first_retry_s: float = Field(5, gt=0, le=300)
    reconcile_min: float = Field(60, gt=0, le=1440)


class TrackTikUpstream(Section):
    """TrackTik, the system of record."""

    base_url: HttpUrl
    token_url: HttpUrl
    client_id: str = Field(min_length=1)
    client_secret_file: Path
    username: str = Field(min_length=1)
    password_file: Path
    connect_timeout_s: float = Field(5, gt=0, le=60)
    read_timeout_s: float = Field(60, gt=0, le=300, description="above the vendor's own limit of 30 s")
    late_clock_out: Literal["auto", "send", "edit", "report"] = "auto"
    overlap: Literal["post", "park"] = "park"
    unscheduled: Literal["omit", "park"] | None = Field(None, description="overrides site.unscheduled")


class Upstream(Section):
    """The systems events go to."""

    tracktik: TrackTikUpstream | None = None


class Config(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CLOCKPOST_", env_nested_delimiter="__")

    site: Site
    people: People = People()
    roster: Roster = Roster()
    time: Time = Time()
    kiosk: Kiosk = Kiosk()
    reader: Reader = Reader()
    gps: Gps = Gps()
    store: LedgerFile = LedgerFile()
    sync: Sync = Sync()
    upstream: Upstream = Upstream()
    demo: bool = Field(False, description="marks the kiosk DEMO across its width")

    @model_validator(mode="wrap")
    @classmethod
    def _every_mistake_at_once(cls, told: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Settings that contradict each other are told together with settings that are wrong by themselves."""
        found: list[InitErrorDetails] = list(_contradictions(told)) if isinstance(told, dict) else []
        try:
            config = handler(told)
        except ValidationError as error:
            found = [_again(mistake) for mistake in error.errors()] + found
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found)
        return config


def _contradictions(told: dict[str, Any]) -> Iterator[InitErrorDetails]:
    site, gps = (section if isinstance(section := told.get(name), dict) else {} for name in ("site", "gps"))
    has_place = site.get("latitude") is not None and site.get("longitude") is not None
    source, blocks = gps.get("source", "off"), site.get("geofence") == "block"
    if (site.get("latitude") is None) != (site.get("longitude") is None):
        yield _contradiction("site", "latitude", "goes together with site.longitude: give both or neither")
    if blocks and not has_place:
        yield _contradiction("site", "geofence", '"block" needs site.latitude and site.longitude')
    if blocks and source == "off":
        yield _contradiction("site", "geofence", '"block" needs gps.source = "gpsd" or "surveyed"')
    if source == "surveyed" and not has_place:
        yield _contradiction("gps", "source", '"surveyed" needs site.latitude and site.longitude')


def _contradiction(section: str, name: str, sentence: str) -> InitErrorDetails:
    return {"type": "value_error", "loc": (section, name), "input": None, "ctx": {"error": ValueError(sentence)}}


def _again(mistake: Any) -> InitErrorDetails:
    if mistake["type"] in ("missing", "extra_forbidden"):
        return {"type": mistake["type"], "loc": mistake["loc"], "input": mistake["input"]}
    said = ValueError(str(mistake["msg"]).removeprefix("Value error, "))
    return {"type": "value_error", "loc": mistake["loc"], "input": mistake["input"], "ctx": {"error": said}}
