"""What hangs on the terminal, as the settings name it: reader, position, panel, printer."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial

from kiosk.daylight import theme_at
from kiosk.devices.backlight import PanelLight
from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.devices.fixed_position import NoPosition, SurveyedPosition
from kiosk.devices.gps import GpsdPosition
from kiosk.devices.printer import Printer
from kiosk.muster_code import MusterCode
from kiosk.muster_desk import MusterMeans
from kiosk.muster_paper import MusterPaper
from kiosk.night_light import LightRules, NightLight
from shared.config import Config
from shared.domain.clock_trust import TrustLevel
from shared.domain.daily_hours import DailyHours
from shared.health.watch import Watch
from shared.ports import Clock, PositionSource
from shared.wiring import zone_of


def reader_of(config: Config, clock: Clock) -> SerialBadgeReader | None:
    """None where no port is set: people type their number."""
    own = config.reader
    if not own.port:
        return None
    return SerialBadgeReader(own.port, own.baudrate, own.protocol, own.number_format, clock, own.hold_s)


def position_of(config: Config, clock: Clock) -> PositionSource:
    """gpsd, the place that was measured, or none."""
    site, gps = config.here, config.gps
    if gps.source == "gpsd":
        return GpsdPosition(gps.host, gps.port, clock)
    if gps.source == "surveyed" and site.latitude is not None and site.longitude is not None:
        return SurveyedPosition(site.latitude, site.longitude, clock)
    return NoPosition()


def muster_of(config: Config) -> MusterMeans:
    """Who may open the muster, and where its page goes."""
    section = config.muster
    code = MusterCode(section.code_file, time.monotonic)
    return MusterMeans(section.open, code, MusterPaper(Printer(section.printer), section.usb), section.shown_s)


def theme_of(config: Config) -> Callable[[datetime], str]:
    """Dark or light at an instant (aware), by the setting or the sun of the site."""
    return partial(theme_at, config.kiosk.theme, config.here.latitude, config.here.longitude)


def light_of(config: Config, clock: Clock, health: Watch) -> NightLight | None:
    """None where no [backlight] is set. `health` knows whether the clock is to be believed."""
    own = config.backlight
    if own is None:
        return None

    def believed_now() -> datetime | None:
        facts = health.facts
        is_believed = facts is not None and facts.ledger.clock.level is not TrustLevel.UNTRUSTED
        return clock.read().wall if is_believed else None

    night = DailyHours(own.from_hour, own.until_hour, zone_of(config))
    rules = LightRules(own.day_percent, own.night_percent, night, own.lit_s)
    return NightLight(rules, PanelLight(), believed_now, time.monotonic)
