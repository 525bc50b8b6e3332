"""The phone line as it is served: the real application on real HTTP, a real ledger, and the product's own telephone."""

import asyncio
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import requests
from uvicorn import Config, Server

from ivr.answer import Answering
from ivr.app import Web
from ivr.clock_watch import ClockWatch
from ivr.line import Line
from ivr.metrics import Metrics
from ivr.moment import LineSettings
from ivr.phone.hands import AskedHand, Question
from ivr.phone.presses import HangUp, Press, presses_in
from ivr.phone.request_fields import call_fields
from ivr.phone.settings import Settings
from ivr.phone.signing import Fields, TokenSigner
from ivr.phone.telephone import Telephone
from ivr.phone.transcript import Transcript
from ivr.prompts.spoken import LOCALES
from ivr.public_url import PublicUrl
from ivr.rounds import Rounds
from ivr.server import BoundedProtocol, _listener
from ivr.signature import Signatures
from ivr.workers import Workers
from shared.config import Config as Installed
from shared.domain.event import ClockEvent
from shared.domain.model import Kind, Person
from shared.health.watch import Watch
from shared.store import ledger, people, presence, roster, taps
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.store.taps import StoredTap, TapState
from tests.ivr.cast import (
    ACCOUNT_SID,
    CAST,
    CHLOES_PHONE,
    EVERYWHERE,
    MOBILE,
    OTHER_MOBILE,
    PIN,
    TOKEN,
    TOWER_CALLED,
    Sites,
)
from tests.ivr.hand_clock import HandClock

PATIENCE_S: Final = 10.0


class Serving(Server):
    """Tells when it listens, and on which loop; stops at once, where uvicorn looks every tenth of a second."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.up = threading.Event()

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.told_to_stop = asyncio.Event()
        self.up.set()

    async def main_loop(self) -> None:
        await self.told_to_stop.wait()

    def stop(self) -> None:
        self.loop.call_soon_threadsafe(self.told_to_stop.set)


class PhoneLine:
    """One line and its ledger. `store` is the test's own connection, for arranging and for looking."""

    def __init__(
        self, ledger_file: Path, sites: Sites, base: str, pin_hash: str, cast: tuple[Person, ...], **wishes: Any
    ) -> None:
        self.clock = HandClock()
        self.sites, self.base, self._pin_hash = sites, base, pin_hash
        self.settings = LineSettings("Phone line", sites, LOCALES, languages=("en", "fr", "es", "da"), pin_digits=4)
        self.settings = replace(self.settings, **wishes)
        self.store = Store.open(ledger_file)
        self.register(cast)
        self._shifts: list[tuple[object, ...]] = []

    # The server

    def start(self, port: int = 0) -> None:
        listener = _listener("127.0.0.1", port)
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
        site = {"name": "Harbour Tower", "account": 687, "timezone": "America/Montreal"}
        settings = Installed.model_validate({"site": site, "store": {"path": own.path}})
        watch = Watch(settings, self.clock, metrics.installation)
        self.rounds = Rounds(self.workers, self.clock, metrics, watch)
        return Web(self.line, self.workers, self.rounds, Signatures("sha1", TOKEN), public, ACCOUNT_SID, metrics)

    def stop(self) -> None:
        self.server.stop()
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

    def status(self, call_sid: str, status: str = "completed") -> None:
        """Twilio tells how a call stands."""
        fields = call_fields(self.phone(), call_sid, status)
        assert self.post("/voice/status", fields).status_code == 200

    def post(
        self, path: str, fields: Fields, *, signed_address: str = "", signed_fields: Fields | None = None
    ) -> requests.Response:
        """A request signed as Twilio signs it, or as if it were for another address or had other fields."""
        said = fields if signed_fields is None else signed_fields
        headers = TokenSigner(TOKEN).headers(signed_address or self.base + path, said)
        return requests.post(self.local + path, data=list(fields), headers=headers, timeout=PATIENCE_S)

    # What is known

    def register(self, cast: tuple[Person, ...], pin_hash: str = "") -> None:
        """A new register of people; Chloé's telephone is in it."""
        self.cast = cast
        rows = [
            RegisterRow(one, CHLOES_PHONE if one.number == "1055" else "", pin_hash or self._pin_hash, ())
            for one in cast
        ]
        people.replace(self.store, rows, fingerprint="test", taken_at=self.clock.wall)

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
