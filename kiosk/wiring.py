"""The kiosk's composition root: from settings to a running terminal."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path

import structlog

from kiosk.daylight import theme_at
from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.devices.fixed_position import NoPosition, SurveyedPosition
from kiosk.devices.gps import GpsdPosition
from kiosk.devices.printer import Printer
from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.heartbeat import Heartbeat
from kiosk.muster_code import MusterCode
from kiosk.muster_desk import MusterMeans
from kiosk.muster_paper import MusterPaper
from kiosk.pin_desk import PinDesk
from kiosk.presenter import Presenter
from kiosk.surroundings import SurroundingsWatch
from kiosk.told_facts import ToldFacts
from kiosk.wording.about import AboutTold
from kiosk.wording.setting import Setting
from shared.badges import BadgeKeyError, BadgeKeys
from shared.board_now import keep_touched
from shared.clock import SystemClock
from shared.config import Config
from shared.domain.clock_trust import Witness
from shared.health.address import own_address
from shared.health.loop import Looking
from shared.health.watch import Watch
from shared.ports import BadgeRead, Clock, PositionSource
from shared.recording import Door
from shared.store import witnesses
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.time_service import is_synchronised
from shared.watchdog import Watchdog
from shared.wiring import badge_keys_of, door_of, open_ledger, zone_of
from shared.words.calendar import LocalTime

LOG = structlog.get_logger()
LEDGER, FRAME = "ledger", "first frame"
SCREEN, PRESENTER = LOOPS = "screen", "presenter"


@dataclass(slots=True)
class Terminal:
    """Everything of a kiosk but its screen."""

    presenter: Presenter
    reader: SerialBadgeReader | None
    position: PositionSource
    around: SurroundingsWatch
    pins: PinDesk
    heartbeat: Heartbeat
    watchdog: Watchdog
    told: ToldFacts
    looking: Looking

    def start(self) -> None:
        """Begin to look around and to read badges. The presenter starts with the screen."""
        self.position.start()
        self.around.start()
        if self.reader is not None:
            self.reader.start(self._badge)

    def came_round(self, loop: str) -> None:
        """One of `LOOPS` goes on; from any thread."""
        self.watchdog.round(loop)
        self.heartbeat.round(loop)

    def _badge(self, read: BadgeRead) -> None:
        self.presenter.badge(read)
        self.told.badge_read()

    def stop(self) -> None:
        """Stop in the order that loses nothing: no new badges first, the presenter last. Twice does no harm."""
        if self.reader is not None:
            self.reader.stop()
        self.looking.stop()
        self.around.stop()
        self.position.stop()
        self.pins.stop()
        self.presenter.stop()
        self.heartbeat.stop()


def terminal(config: Config) -> Terminal:
    """Put a terminal together; nothing is started or opened yet."""
    clock, watchdog = SystemClock(), Watchdog(ready_after=(LEDGER, FRAME), loops=LOOPS)
    door = door_of(config)
    reader = _reader(config, clock)
    position = _position(config, clock)
    around = SurroundingsWatch(position, door.site, clock, config.time.rtc, is_synchronised, _witness_keeper(config))
    pins = PinDesk(lambda: Store.open(config.store.path, config.store.key_file), door.terminal, clock)
    keys = _keys(config)

    def watch(doorkeeper: Doorkeeper) -> HealthWatch:
        return HealthWatch(
            doorkeeper.store, door, reader, around, has_badge_key=keys is not None, monotonic=time.monotonic
        )

    open_store = partial(Store.open, config.store.path, config.store.key_file)
    told = ToldFacts(open_store, door.terminal, reader, position.position, clock)
    health = Watch(config, clock, also=told.checks)
    health.tell_status = watchdog.status
    looking = Looking(health, open_store)

    def ledger_is_open() -> None:
        watchdog.reached(LEDGER)
        looking.start()

    heartbeat = Heartbeat(config.store.path, config.kiosk.terminal, clock, told.keep, LOOPS)
    presenter = Presenter(
        _doorkeeper_opener(config, keys, around, heartbeat, clock, ledger_is_open),
        watch,
        pins,
        setting_of(config),
        _theme(config),
        time.monotonic,
        clock,
        _muster(config),
        lambda: built.came_round(PRESENTER),
        lambda: _about(health, door),
    )
    built = Terminal(presenter, reader, position, around, pins, heartbeat, watchdog, told, looking)
    return built


def _about(health: Watch, door: Door) -> AboutTold:
    facts = health.facts
    return AboutTold(
        account=door.site.account_id,
        version=version("clockpost"),
        address=own_address(),
        code=str(health.told()["code"]) if facts is not None else "",
        last_delivery_at=facts.ledger.last_delivery_at if facts is not None else None,
    )


def setting_of(config: Config) -> Setting:
    """What the terminal's sentences need."""
    return Setting(
        site=config.here.name,
        terminal=config.kiosk.terminal,
        language=config.kiosk.language,
        local=LocalTime(zone_of(config), config.kiosk.hours),
        idle_s=config.kiosk.idle_s,
        choice_s=config.kiosk.choice_s,
        supervisor_phone=config.here.supervisor_phone,
        phone_line=config.here.phone_line,
        demo=config.demo,
        board_s=config.kiosk.board_s,
    )


def kivy_home(config: Config) -> Path:
    """A writable folder for Kivy's own files: beside the ledger, since a service user has no home."""
    return config.store.path.parent / "kivy"


def _doorkeeper_opener(
    config: Config,
    keys: BadgeKeys | None,
    around: SurroundingsWatch,
    heartbeat: Heartbeat,
    clock: Clock,
    is_open: Callable[[], None],
) -> Callable[[], Doorkeeper]:
    def opened() -> Doorkeeper:
        store = open_ledger(config, clock)
        try:
            heartbeat.start(store)
            _remember_outages(store, door_of(config), clock)
        except BaseException:
            store.close()
            raise
        is_open()
        return Doorkeeper(
            store,
            door_of(config),
            keys,
            around.now,
            badge_and_pin=config.here.badge_and_pin,
            keys_again=lambda: _keys(config),
        )

    return opened


def _remember_outages(store: Store, door: Door, clock: Clock) -> None:
    try:
        keep_touched(store, door.site, door.terminal, clock.read().wall)
    except Exception:
        # The door must open, whether or not it is known whom an outage touched.
        LOG.exception("outages.not_remembered")


def _keys(config: Config) -> BadgeKeys | None:
    """Without its key the kiosk runs, says so, and the keypad works."""
    try:
        return badge_keys_of(config)
    except BadgeKeyError as error:
        LOG.error("badges.no_key", error=str(error))  # noqa: TRY400  the sentence says it all
        return None


def _witness_keeper(config: Config) -> Callable[[tuple[Witness, ...]], None]:
    def keep(found: tuple[Witness, ...]) -> None:
        try:
            with Store.open(config.store.path, config.store.key_file) as store, store.writing():
                for witness in found:
                    witnesses.keep(store, witness)
        except StoreError as error:
            LOG.warning("clock.witness_not_kept", error=str(error))

    return keep


def _reader(config: Config, clock: Clock) -> SerialBadgeReader | None:
    own = config.reader
    if not own.port:
        return None
    return SerialBadgeReader(own.port, own.baudrate, own.protocol, own.number_format, clock, own.hold_s)


def _position(config: Config, clock: Clock) -> PositionSource:
    site, gps = config.here, config.gps
    if gps.source == "gpsd":
        return GpsdPosition(gps.host, gps.port, clock)
    if gps.source == "surveyed" and site.latitude is not None and site.longitude is not None:
        return SurveyedPosition(site.latitude, site.longitude, clock)
    return NoPosition()


def _muster(config: Config) -> MusterMeans:
    section = config.muster
    code = MusterCode(section.code_file, time.monotonic)
    return MusterMeans(section.open, code, MusterPaper(Printer(section.printer), section.usb), section.shown_s)


def _theme(config: Config) -> Callable[[datetime], str]:
    return partial(theme_at, config.kiosk.theme, config.here.latitude, config.here.longitude)
