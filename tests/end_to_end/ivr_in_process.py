"""The phone line's application on real HTTP inside the test: its clock is moved by hand, its memory can be lost."""

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

import requests
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn import Config, Server

from ivr.answer import Answering
from ivr.app import Web
from ivr.clock_watch import ClockWatch
from ivr.line import Line
from ivr.line_site import LineSite
from ivr.metrics import Metrics
from ivr.moment import LineSettings
from ivr.phone.signing import TokenSigner
from ivr.phone.webhooks import FORM, Answer
from ivr.prompts.spoken import LOCALES
from ivr.public_url import PublicUrl
from ivr.rounds import Rounds
from ivr.server import BoundedProtocol
from ivr.signature import Signatures
from ivr.workers import Workers
from shared.clock import Reading
from shared.domain.model import Door as DoorKind
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.recording import Door
from shared.store.database import Store
from shared.words.calendar import LocalTime

BASE: Final = "https://phone.example.com"
TOKEN: Final = "not a token of anybody"
ACCOUNT_SID: Final = "AC" + "0" * 32
NOON: Final = datetime(2026, 3, 3, 17, 0, tzinfo=UTC)
"""12:00 in Montreal: no walk through the hours of a test comes to midnight."""
ZONE: Final = ZoneInfo("America/Montreal")
TOWER, DOCKS = "Harbour Tower", "Old Docks"
CALLED: Final = {TOWER: "+15145550100", DOCKS: "+15145550200", "": "+15145550300"}
"""The number called for each site, and one that belongs to none."""
PATIENCE_S: Final = 20.0
Fields = list[tuple[str, str]]
T = TypeVar("T")


class HandClock:
    """All clocks of the machine, moved by hand and together."""

    def __init__(self) -> None:
        self.wall, self.boottime_s = NOON, 1000.0

    def read(self) -> Reading:
        """All of them now."""
        return Reading(self.wall, self.boottime_s, "this boot")

    def advance(self, seconds: float) -> None:
        """Time passes."""
        self.wall += timedelta(seconds=seconds)
        self.boottime_s += seconds


class Serving(Server):
    """A web server whose application is exchanged while it runs."""

    def __init__(self) -> None:
        options: dict[str, Any] = {"http": BoundedProtocol, "loop": "uvloop", "ws": "none", "lifespan": "off"}
        options |= {"interface": "asgi3", "proxy_headers": False}
        super().__init__(Config(self._pass_on, host="127.0.0.1", port=0, log_config=None, access_log=False, **options))
        self.app: ASGIApp | None = None
        self.is_up = threading.Event()

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.app is not None
        await self.app(scope, receive, send)

    async def startup(self, sockets: Any = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.url = f"http://127.0.0.1:{self.servers[0].sockets[0].getsockname()[1]}"
        self.is_up.set()

    def on_loop(self, act: Callable[[], T]) -> T:
        """Do it in the server's own thread: what is opened there belongs to it."""

        async def acting() -> T:
            return act()

        return asyncio.run_coroutine_threadsafe(acting(), self.loop).result(PATIENCE_S)


@contextmanager
def serving() -> Iterator[Serving]:
    """A server in a thread of its own, for as many lines as come."""
    server = Serving()
    thread = threading.Thread(target=server.run, name="phone line")
    thread.start()
    try:
        assert server.is_up.wait(PATIENCE_S)
        yield server
    finally:
        server.should_exit = True
        thread.join(PATIENCE_S)


class InProcessLine:
    """One line and its ledger, two sites; the server's threads run from `start` to `stop`."""

    def __init__(self, server: Serving, ledger_file: Path) -> None:
        self.server = server
        self.clock = HandClock()
        self.ledger_file = ledger_file
        self.store = Store.open(ledger_file)
        self._signer = TokenSigner(TOKEN)
        self._sessions = [requests.Session(), requests.Session()]
        self._pool = ThreadPoolExecutor(len(self._sessions))

    def start(self) -> None:
        """The application begins, and knows what the ledger file knows."""
        self._own = self.server.on_loop(lambda: Store.open(self.ledger_file))
        public, metrics = PublicUrl(BASE, "/voice"), Metrics()
        self._workers = Workers(self._own, ClockWatch(self.clock, "trust", lambda: None))
        settings = LineSettings("Phone line", _sites(), LOCALES, pin_digits=4)
        line = Line(settings, self._own, self._workers, self.clock, Answering(public))
        self.rounds = Rounds(self._workers, self.clock, metrics)
        self._workers.start()
        web = Web(line, self._workers, self.rounds, Signatures("sha1", TOKEN), public, ACCOUNT_SID, metrics)
        self.server.app = web.app()

    def stop(self) -> None:
        """The application ends, and with it all that it remembered."""
        self._workers.stop()
        self.server.on_loop(self._own.close)

    def close(self) -> None:
        """For good."""
        self.stop()
        self._pool.shutdown()
        for session in self._sessions:
            session.close()
        self.store.close()

    def go_round(self) -> None:
        """What the line does every 30 seconds."""
        asyncio.run_coroutine_threadsafe(self.rounds.go(), self.server.loop).result(PATIENCE_S)

    def ask(self, *requests_: tuple[str, Fields]) -> list[Answer]:
        """One signed webhook, or two at the same instant; `requests_`: path with query, and form fields."""
        asked = [self._pool.submit(self._ask, *pair) for pair in zip(self._sessions, requests_, strict=False)]
        return [one.result(PATIENCE_S) for one in asked]

    def _ask(self, session: requests.Session, request: tuple[str, Fields]) -> Answer:
        path, fields = request
        headers = {"Content-Type": FORM, **self._signer.headers(BASE + path, fields)}
        with session.post(self.server.url + path, data=fields, headers=headers, timeout=PATIENCE_S) as answer:
            return Answer(answer.status_code, answer.headers.get("Content-Type", ""), answer.content)


def _sites() -> tuple[LineSite, ...]:
    rules, local = Rules(timezone=ZONE.key), LocalTime(ZONE, 24)
    doors = {
        name: Door(Site(name, account, rules), "Phone line", ("tracktik",), 20.0, DoorKind.PHONE)
        for name, account in ((TOWER, 687), (DOCKS, 688))
    }
    return tuple(LineSite(door, local, (CALLED[name],)) for name, door in doors.items())
