"""The kiosk's composition root: from settings to a running terminal."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path

import structlog

from kiosk.device_wiring import light_of, muster_of, position_of, reader_of, theme_of
from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.heartbeat import Heartbeat
from kiosk.night_light import NightLight
from kiosk.pin_desk import PinDesk
from kiosk.presenter import Presenter
from kiosk.stage import Show
from kiosk.surroundings import SurroundingsWatch
from kiosk.told_facts import ToldFacts
from kiosk.views import IdleView, View
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
    light: NightLight | None

    def start(self) -> None:
        """Begin to look around and to read badges. The presenter starts with the screen."""
        self.position.start()
        self.around.start()
        if self.light is not None:
            self.light.start()
        if self.reader is not None:
            self.reader.start(self._badge)

    def came_round(self, loop: str) -> None:
        """One of `LOOPS` goes on; from any thread."""
        self.watchdog.round(loop)
        self.heartbeat.round(loop)

    def _badge(self, read: BadgeRead) -> None:
        self.presenter.badge(read)
        self.told.badge_read()

    def show_on(self, glass: Show) -> None:
        """Begin to show; the panel is lit for as long as more than the idle screen stands there."""

        def show(view: View, theme: str) -> None:
            if self.light is not None:
                self.light.shows(idle=isinstance(view, IdleView))
            glass(view, theme)

        self.presenter.start(show)

    def touched(self) -> None:
        """A finger is on the glass; from any thread."""
        if self.light is not None:
            self.light.touched()

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
        if self.light is not None:
            self.light.stop()


def terminal(config: Config) -> Terminal:
    """Put a terminal together; nothing is started or opened yet."""
    clock, watchdog = SystemClock(), Watchdog(ready_after=(LEDGER, FRAME), loops=LOOPS)
    door = door_of(config)
    reader = reader_of(config, clock)
    position = position_of(config, clock)
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
        theme_of(config),
        time.monotonic,
        clock,
        muster_of(config),
        lambda: built.came_round(PRESENTER),
        lambda: _about(health, door),
    )
    built = Terminal(
        presenter, reader, position, around, pins, heartbeat, watchdog, told, looking, light_of(config, clock, health)
    )
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
