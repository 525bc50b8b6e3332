"""The settings, section by section. Units are in the names; what a setting does stands beside it."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, HttpUrl, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic_core import InitErrorDetails
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.config.backlight import Backlight
from shared.config.backup import Backup
from shared.config.board import Board
from shared.config.breaks import Breaks
from shared.config.chase import Chase
from shared.config.contradictions import contradictions, told_again
from shared.config.health import Health
from shared.config.ivr import Ivr
from shared.config.muster import Muster
from shared.config.oracle import OracleUpstream
from shared.config.punctuality import Punctuality
from shared.config.retention import Retention
from shared.config.section import Language, Section
from shared.config.site import Site
from shared.config.tamigo import TamigoUpstream
from shared.config.tracktik_breaks import TrackTikBreaks


def _loopback(host: str) -> str:
    if host not in ("127.0.0.1", "localhost", "::1"):
        raise ValueError("must be a loopback address: gpsd's protocol has no access control")
    return host


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
    board_s: float = Field(60, ge=10, le=600, description="how long the roster board stays without a touch")
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
    breaks: TrackTikBreaks | None = Field(None, description="left out: breaks stay in the ledger, and say so")


class Upstream(Section):
    """The systems events go to."""

    tracktik: TrackTikUpstream | None = None
    tamigo: TamigoUpstream | None = None
    oracle: OracleUpstream | None = None


class Config(BaseSettings):
    """All settings of one installation."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix="CLOCKPOST_", env_nested_delimiter="__")

    site: Site | None = Field(None, description="where this terminal hangs")
    sites: tuple[Site, ...] = Field((), description="the sites that a phone line serves, beside `site`")
    people: People = People()
    roster: Roster = Roster()
    time: Time = Time()
    kiosk: Kiosk = Kiosk()
    backlight: Backlight | None = Field(None, description="left out: nothing here touches the panel's light")
    muster: Muster = Muster()
    board: Board = Board()
    reader: Reader = Reader()
    gps: Gps = Gps()
    store: LedgerFile = LedgerFile()
    sync: Sync = Sync()
    punctuality: Punctuality = Punctuality()
    breaks: Breaks = Breaks()
    upstream: Upstream = Upstream()
    ivr: Ivr | None = None
    chase: Chase = Chase()
    retention: Retention = Retention()
    backup: Backup = Backup()
    health: Health = Health()
    demo: bool = Field(False, description="marks the kiosk DEMO across its width")

    @property
    def every_site(self) -> tuple[Site, ...]:
        """`site` and `sites`: at least one."""
        return ((self.site,) if self.site else ()) + self.sites

    @property
    def here(self) -> Site:
        """Where this terminal stands: `site`, or the first of `sites` on a machine without one."""
        return self.every_site[0]

    @model_validator(mode="wrap")
    @classmethod
    def _every_mistake_at_once(cls, told: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Settings that contradict each other are told together with settings that are wrong by themselves."""
        found: list[InitErrorDetails] = list(contradictions(told)) if isinstance(told, dict) else []
        try:
            config = handler(told)
        except ValidationError as error:
            found = [told_again(mistake) for mistake in error.errors()] + found
        if found:
            raise ValidationError.from_exception_data(cls.__name__, found)
        return config
