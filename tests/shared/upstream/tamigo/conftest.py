"""tamigo as far as its documents describe it, on a real socket, and somebody who may sign in to it."""

import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.clock import SystemClock
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tamigo.default_world import DEV, VACATION
from shared.sandbox.tracktik.default_world import default_world
from shared.upstream.errors import UpstreamError
from shared.upstream.http import Http
from shared.upstream.sign_in_record import SignInRecord
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.document import read_document
from shared.upstream.tamigo.records import Reader
from shared.upstream.tamigo.settings import ApplicationLogin, TamigoSettings, UserLogin
from shared.upstream.tamigo.sign_in import SignIn
from tests.shared.upstream.tamigo.played import WAIT_S, Ahead, Played

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TOKEN_NAMES = ("securitytoken", "securityToken", "token")


class Memory:
    """Keeps the record in a list, the newest last."""

    def __init__(self) -> None:
        self.saved: list[SignInRecord] = []

    def load(self) -> SignInRecord | None:
        return self.saved[-1] if self.saved else None

    def save(self, record: SignInRecord) -> None:
        self.saved.append(record)


class Portal:
    """Gives a token to whoever knows the key or the password, and answers by `routes` to whoever has a good one.

    `routes` goes by "METHOD /path"; a function gets the request. `understands` is where tokens are looked for.
    """

    def __init__(self, reply: Callable[..., bytes], printed: Any) -> None:
        self.reply = reply
        self.routes: dict[str, Any] = {}
        self.login_answer: dict[str, Any] = printed
        self.key, self.password = "long-key", "password"
        self.understands = {"header", "query"}
        self.given = 0
        self.good_tokens: set[str] = set()
        self.sign_in_trouble: list[Any] = []
        self.unseen_status = 401

    def answer(self, asked: Any) -> Any:
        if asked.method == "POST" and asked.path.lower().startswith("/login"):
            return self._login(asked)
        if self._token(asked) not in self.good_tokens:
            return self.reply(self.unseen_status, {"message": "no session"})
        if asked.path == "/Login/":
            return self.reply(200, self.login_answer)
        route = self.routes.get(f"{asked.method} {asked.path}", self.reply(404, {}))
        return route(asked) if callable(route) else route

    def _token(self, asked: Any) -> str:
        in_query = next((asked.query[name] for name in TOKEN_NAMES if name in asked.query), "")
        told = {"header": asked.headers.get("x-tamigo-token", ""), "query": in_query}
        return next((told[way] for way in ("header", "query") if way in self.understands and told[way]), "")

    def _login(self, asked: Any) -> Any:
        if self.sign_in_trouble:
            return self.sign_in_trouble.pop(0)
        who = asked.json()
        known = (who.get("Name"), who.get("Key")) == ("clockpost", self.key) or (
            who.get("Email"),
            who.get("Password"),
        ) == ("planner@example.com", self.password)
        if not known:
            return self.reply(401, {"message": "unknown"})
        self.given += 1
        self.good_tokens.add(f"token-{self.given}")
        role = "Application" if "Name" in who else "Planner"
        return self.reply(200, {**self.login_answer, "Role": role, "SessionToken": f"token-{self.given}"})


@pytest.fixture
def printed(replies: Path) -> Callable[[str], str]:
    """A text that tamigo's documents print, by its file name."""
    return lambda name: (replies / "tamigo" / name).read_text(encoding="utf-8")


@pytest.fixture
def rows(printed: Callable[[str], str]) -> Callable[[str], Any]:
    """The value of such a text."""
    return lambda name: read_document(printed(name).encode())


@pytest.fixture
def reader() -> Reader:
    return Reader(COPENHAGEN)


@pytest.fixture
def portal(reply: Callable[..., bytes], printed: Callable[[str], str]) -> Portal:
    return Portal(reply, json.loads(printed("login_application.json")))


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def server(portal: Portal, peer: Any) -> Any:
    return peer(portal.answer, each=True)


@pytest.fixture
def settings(server: Any, tmp_path: Path) -> TamigoSettings:
    key = tmp_path / "key"
    key.write_text("long-key\n")
    return TamigoSettings(server.url, ApplicationLogin("clockpost", key), COPENHAGEN)


@pytest.fixture
def as_user(settings: TamigoSettings, tmp_path: Path) -> TamigoSettings:
    password = tmp_path / "password"
    password.write_text("password\n")
    return replace(settings, login=UserLogin("planner@example.com", password))


@pytest.fixture
def connect(clock: Any, memory: Memory) -> Iterator[Callable[[TamigoSettings], Tamigo]]:
    """Makes clients, and closes them."""
    made: list[Tamigo] = []

    def start(settings: TamigoSettings) -> Tamigo:
        made.append(Tamigo(settings, clock, memory))
        return made[-1]

    yield start
    for one in made:
        one.close()


@pytest.fixture
def tamigo(connect: Callable[[TamigoSettings], Tamigo], settings: TamigoSettings) -> Tamigo:
    return connect(settings)


@pytest.fixture
def start(settings: TamigoSettings, http: Http, clock: Any, memory: Memory) -> Callable[..., SignIn]:
    """A process begins: what it knows is in the memory."""
    return lambda changed=None: SignIn(changed or settings, http, clock, memory)


@pytest.fixture
def failure() -> Callable[[Callable[[], object]], UpstreamError]:
    """The error of a call that must not go well."""

    def of(call: Callable[[], object]) -> UpstreamError:
        with pytest.raises(UpstreamError) as caught:
            call()
        return caught.value

    return of


# tamigo as the sandbox plays it


@pytest.fixture(scope="module")
def tamigo_sandbox_url() -> Iterator[str]:
    listener = listen("127.0.0.1", 0)
    up = threading.Event()
    urls: list[str] = []
    server = server_for(
        build_app(default_world(SystemClock().now())), listener, lambda url: (urls.append(url), up.set())
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert up.wait(WAIT_S)
    yield urls[0]
    server.should_exit = True
    thread.join(WAIT_S)


@pytest.fixture
def played(tamigo_sandbox_url: str) -> Played:
    made = Played(tamigo_sandbox_url)
    for path in ("/faults", "/records", "/tamigo/switches", "/tamigo"):
        made.ask("DELETE", path)
    away = {"EmployeeId": DEV, "ShiftActivityId": VACATION, "StartTime": "now-1h", "EndTime": "now+7h"}
    made.ask("POST", "/tamigo/shifts", away)
    return made


@pytest.fixture
def ahead() -> Ahead:
    return Ahead()


@pytest.fixture
def played_settings(played: Played, tmp_path: Path) -> TamigoSettings:
    key = tmp_path / "key"
    key.write_text("sandbox-key\n")
    return TamigoSettings(
        f"{played.url}/tamigo",
        ApplicationLogin("clockpost", key),
        ZoneInfo("America/Montreal"),
        absences=frozenset({"Vacation"}),
    )


@pytest.fixture
def connect_to_played(played_settings: TamigoSettings, ahead: Ahead, memory: Memory) -> Iterator[Callable[..., Tamigo]]:
    made: list[Tamigo] = []

    def start(**changes: Any) -> Tamigo:
        made.append(Tamigo(replace(played_settings, **changes), ahead, memory))
        return made[-1]

    yield start
    for one in made:
        one.close()
