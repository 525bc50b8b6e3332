"""The phone line as it is served: the real application on real HTTP, a real ledger, and the product's own telephone."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from uvicorn import Config, Server

from ivr.answer import Answering
from ivr.app import Web
from ivr.clock_watch import ClockWatch
from ivr.line import Line
from ivr.metrics import Metrics
from ivr.moment import LineSettings
from ivr.phone.hands import AskedHand, Question
from ivr.phone.presses import HangUp, Press, presses_in
from ivr.phone.settings import Settings
from ivr.phone.signing import TokenSigner
from ivr.phone.telephone import Telephone
from ivr.phone.transcript import Transcript
from ivr.prompts.spoken import LOCALES
from ivr.public_url import PublicUrl
from ivr.rounds import Rounds
from ivr.server import BoundedProtocol, _listener
from ivr.signature import Signatures
from ivr.workers import Workers
from shared.clock import Reading
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.store import ledger, presence, roster, taps
from shared.store.database import Store
from shared.store.roster import Part
from shared.store.taps import StoredTap, TapState
from tests.ivr.cast import (
    ACCOUNT_SID,
    CAST,
    EVERYWHERE,
    MOBILE,
    OTHER_MOBILE,
    PIN,
    START,
    TOKEN,
    TOWER_CALLED,
    Sites,
)

PATIENCE_S: Final = 10.0


class HandClock:
    """All clocks of the machine, moved by hand and together."""

    def __init__(self) -> None:
        self.wall = START
        self.boottime_s = 1000.0

    def read(self) -> Reading:
        return Reading(self.wall, self.boottime_s, "this boot")

    def advance(self, **span: float) -> None:
        passed = timedelta(**span)
        self.wall += passed
        self.boottime_s += passed.total_seconds()


class Serving(Server):
    """Tells when it listens, and on which loop."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.up.set()


class PhoneLine:
    """One line and its ledger. `store` is the test's own connection, for arranging and for looking."""

    def __init__(self, ledger_file: Path, sites: Sites, base: str, wishes: dict[str, Any]) -> None:
        self.clock = HandClock()
        self.sites, self.base = sites, base
        self.settings = LineSettings("Phone line", sites, LOCALES, languages=("en", "fr", "es", "da"), pin_digits=4)
        self.settings = replace(self.settings, **wishes)
        self.store = Store.open(ledger_file)
        self._shifts: list[tuple[object, ...]] = []

    # The server

    def start(self) -> None:
        listener = _listener("127.0.0.1", 0)
        self.port = listener.getsockname()[1]
        opened = threading.Event()

        def run() -> None:
            with self.store.another() as own:
                web = self._web(own)
                options: dict[str, Any] = {"http": BoundedProtocol, "loop": "uvloop", "ws": "none", "lifespan": "on"}
                config = Config(web.app(), log_config=None, access_log=False, **options)
                self.server = Serving(config)
                opened.set()
                self.server.run(sockets=[listener])

        self._thread = threading.Thread(target=run, name="phone line")
        self._thread.start()
        assert opened.wait(PATIENCE_S)
        assert self.server.up.wait(PATIENCE_S)

    def _web(self, own: Store) -> Web:
        public = PublicUrl(self.base, "/voice")
        metrics = Metrics()
        self.workers = Workers(own, ClockWatch(self.clock, "trust", lambda: None))
        self.line = Line(self.settings, own, self.workers, self.clock, Answering(public))
        self.rounds = Rounds(self.workers, self.clock, metrics)
        return Web(self.line, self.workers, self.rounds, Signatures("sha1", TOKEN), public, ACCOUNT_SID, metrics)

    def stop(self) -> None:
        self.server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    def restart(self) -> None:
        """Another process on the same ledger."""
        self.stop()
        self.start()

    def go_round(self) -> None:
        asyncio.run_coroutine_threadsafe(self.rounds.go(), self.server.loop).result(PATIENCE_S)

    @property
    def local(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    # Callers

    def phone(self, **settings: Any) -> Settings:
        usual: dict[str, Any] = {
            "url": f"{self.local}/voice",
            "public_url": f"{self.base}/voice",
            "signer": TokenSigner(TOKEN),
            "account_sid": ACCOUNT_SID,
            "caller": MOBILE,
            "called": TOWER_CALLED,
            "status_url": f"{self.base}/voice/status",
        }
        return Settings(**{**usual, **settings})

    def call(self, *script: str | Callable[[], object], faults: bool = False, **settings: Any) -> Transcript:
        """A call that presses what the script says; a function in it is done when its turn comes."""
        told = Telephone(self.phone(**settings)).dial(AskedHand(_asked(script))).run()
        assert faults or not told.faults
        return told

    def says(self, *script: str | Callable[[], object], **settings: Any) -> str:
        """The last thing such a call hears."""
        return self.call(*script, **settings).said[-1]

    def clocked_in(self, number: str, *, hours_ago: float, **settings: Any) -> None:
        assert "Clocked in at" in self.says(f"{number} {PIN} 1 !", **{"caller": OTHER_MOBILE, **settings})
        self.clock.advance(hours=hours_ago)

    # What is known

    def rota(self, *, positions: tuple[tuple[int, int, str], ...] = (), inactive: tuple[str, ...] = ()) -> None:
        """A complete download of all parts, now, for both sites. `positions`: id, account, name."""
        now = self.clock.wall
        rows = [(int(one.number), one.number, one.name, int(one.number not in inactive)) for one in CAST[:-1]]
        roster.replace_for(self.store, EVERYWHERE, Part.EMPLOYEES, rows, began_at=now)
        roster.replace_for(self.store, EVERYWHERE, Part.POSITIONS, positions, began_at=now)
        until = now + timedelta(days=14)
        roster.replace_for(self.store, EVERYWHERE, Part.SHIFTS, self._shifts, began_at=now, covers_until=until)

    def shift(self, number: str, *, in_h: float, hours: float = 8, account: int = 687, position: int | None = 1) -> int:
        """Plan a shift; the rota must be downloaded again."""
        starts = self.clock.wall + timedelta(hours=in_h)
        shift_id = 9000 + len(self._shifts)
        ends = starts + timedelta(hours=hours)
        self._shifts.append((int(number), starts.isoformat(), shift_id, ends.isoformat(), account, position))
        return shift_id

    # What was kept

    def events(self, number: str = "") -> list[ClockEvent]:
        """In ledger order, without what was voided and without the voiding."""
        rows = ledger.of_employee(self.store, number) if number else reversed(ledger.newest(self.store, 400))
        return [row.event for row in rows if row.event and not row.voided and row.event.about is None]

    def kinds(self, number: str) -> list[str]:
        return [event.draft.kind.value for event in self.events(number)]

    def taps(self, *states: TapState) -> list[StoredTap]:
        return taps.listed(self.store, states)

    def on_duty(self, number: str) -> bool:
        return presence.of(self.store, number).presence.on_duty


def _asked(script: tuple[str | Callable[[], object], ...]) -> Callable[[Question], Press]:
    left: list[Press | Callable[[], object]] = []
    for one in script:
        left += presses_in(one) if isinstance(one, str) else [one]

    def ask(_question: Question) -> Press:
        while left:
            one = left.pop(0)
            if not callable(one):
                return one
            one()
        return HangUp()

    return ask


def times_of(events: list[ClockEvent]) -> list[tuple[Kind, datetime]]:
    """Kind and instant of each."""
    return [(event.draft.kind, event.draft.at) for event in events]
