"""The web page's composition root: from settings to a web application."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp

from kiosk.board.app import Web
from kiosk.board.changes import Changes
from kiosk.board.front import Front
from kiosk.board.headers import behind
from kiosk.board.rooms import Rooms
from kiosk.board.server import is_secure
from kiosk.board.sessions import Sessions
from kiosk.board.templating import Pages
from shared.clock import SystemClock
from shared.config import Config
from shared.domain.clock_trust import Witness
from shared.ports import Clock
from shared.store.database import Store
from shared.time_cards import card_rules_of
from shared.time_service import heard_now
from shared.watchdog import Watchdog
from shared.wiring import badge_keys_of, door_of, open_ledger, sites_of

ASK_EVERY_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class Built:
    """The application, and what it wants to know when the server stops."""

    app: ASGIApp
    stopping: Callable[[], None]


@contextmanager
def built(config: Config, clock: Clock | None = None, watchdog: Watchdog | None = None) -> Iterator[Built]:
    """The application, on an open ledger. Raises a StoreError or a BadgeKeyError."""
    clock = clock or SystemClock()
    with open_ledger(config, clock if isinstance(clock, SystemClock) else SystemClock()) as store:
        front = front_of(config, store, clock)
        app = Web(front, watchdog).app()
        proxies = config.board.behind_proxy
        yield Built(behind(app, proxies) if proxies else app, front.changes.end)


def front_of(config: Config, store: Store, clock: Clock) -> Front:
    """What every page stands on."""
    section, tracktik = config.board, config.upstream.tracktik
    rooms = Rooms(store)
    return Front(
        sites={one.account_id: one for one in sites_of(config) if not section.sites or one.name in section.sites},
        here=config.here.name,
        door=door_of(config),
        edits=tracktik is not None and tracktik.late_clock_out in ("auto", "edit"),
        rooms=rooms,
        changes=Changes(rooms, lambda: clock.read().wall),
        sessions=Sessions(lambda: clock.read().boottime_s, section.session_min * 60),
        pages=Pages(),
        clock=clock,
        witnesses=_Witnesses(clock, config.time.rtc),
        keys=badge_keys_of(config),
        origin_is_secure=is_secure(section),
        language=config.kiosk.language,
        hours=config.kiosk.hours,
        demo=config.demo,
        card_rules={
            one.account_id: rules for one in sites_of(config) if (rules := card_rules_of(config, one)) is not None
        },
    )


class _Witnesses:
    """The machine's own word on its clock; the time service is asked once a minute at most, beside the event loop."""

    def __init__(self, clock: Clock, rtc: str) -> None:
        self._clock, self._rtc = clock, rtc
        self._asked_s: float | None = None
        self._told: tuple[Witness, ...] = ()

    def __call__(self) -> tuple[Witness, ...]:
        reading = self._clock.read()
        if self._asked_s is None or reading.boottime_s - self._asked_s > ASK_EVERY_S:
            self._asked_s = reading.boottime_s
            _, self._told = heard_now(self._clock.read, self._rtc)
        return self._told
