"""A TrackTik portal as far as its documents describe one, on a real socket, and somebody who may sign in to it."""

import json
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.upstream.errors import UpstreamError
from shared.upstream.http import Http
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.settings import TrackTikSettings
from shared.upstream.tracktik.sign_in import SignIn, SignInRecord

TOKEN_PATH = "/rest/oauth2/access_token"
ROOT = "/rest/v1"


class Memory:
    """Keeps the record in a list, the newest last, and writes each save into the portal's diary."""

    def __init__(self, diary: list[str]) -> None:
        self.saved: list[SignInRecord] = []
        self._diary = diary

    def load(self) -> SignInRecord | None:
        return self.saved[-1] if self.saved else None

    def save(self, record: SignInRecord) -> None:
        self._diary.append(f"saved {record.access_token or 'nothing'}")
        self.saved.append(record)


class Portal:
    """Gives tokens of one use to whoever knows the secrets, and answers by `routes` to whoever has the newest.

    `routes` goes by "METHOD /path"; a function gets the request. `diary` has the order of everything.
    """

    def __init__(self, reply: Callable[..., bytes]) -> None:
        self.reply = reply
        self.diary: list[str] = []
        self.routes: dict[str, Any] = {}
        self.secret, self.password = "secret", "password"
        self.given = 0
        self.lifetime_s: Any = 3600
        self.good_tokens: set[str] = set()
        self.good_refreshes: set[str] = set()
        self.sign_in_trouble: list[Any] = []
        self._lock = threading.Lock()

    def answer(self, asked: Any) -> Any:
        with self._lock:
            if asked.path == TOKEN_PATH:
                return self._token(asked)
            return self._api(asked)

    def revoke(self) -> None:
        """Makes every access token worthless."""
        self.good_tokens.clear()

    def _token(self, asked: Any) -> Any:
        form = asked.form()
        self.diary.append(f"asked for a token by {form['grant_type']}")
        if self.sign_in_trouble:
            return self.sign_in_trouble.pop(0)
        if form["client_secret"] != self.secret or not self._is_known(form):
            return self.reply(401, {"error": "invalid_grant"})
        self.given += 1
        token, refresh = f"token-{self.given}", f"refresh-{self.given}"
        self.good_tokens.add(token)
        self.good_refreshes.add(refresh)
        told = {"access_token": token, "refresh_token": refresh, "expires_in": self.lifetime_s}
        return self.reply(200, told)

    def _is_known(self, form: dict[str, str]) -> bool:
        if form["grant_type"] == "password":
            return (form["username"], form["password"]) == ("terminal@example.com", self.password)
        known = form["refresh_token"] in self.good_refreshes
        self.good_refreshes.discard(form["refresh_token"])
        return known

    def _api(self, asked: Any) -> Any:
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        self.diary.append(f"called with {token}")
        if token not in self.good_tokens:
            return self.reply(401, {"message": "token"})
        route = self.routes.get(f"{asked.method} {asked.path.removeprefix(ROOT)}", self.reply(404, {}))
        return route(asked) if callable(route) else route


@pytest.fixture
def portal(reply: Callable[..., bytes]) -> Portal:
    return Portal(reply)


@pytest.fixture
def memory(portal: Portal) -> Memory:
    return Memory(portal.diary)


@pytest.fixture
def server(portal: Portal, peer: Any) -> Any:
    return peer(portal.answer, each=True)


@pytest.fixture
def settings(server: Any, tmp_path: Path) -> TrackTikSettings:
    secret, password = tmp_path / "client_secret", tmp_path / "password"
    secret.write_text("secret\n")
    password.write_text("password\n")
    return TrackTikSettings(
        base_url=f"{server.url}{ROOT}/",
        token_url=f"{server.url}{TOKEN_PATH}",
        client_id="clockpost",
        client_secret_file=secret,
        username="terminal@example.com",
        password_file=password,
    )


@pytest.fixture
def tracktik(settings: TrackTikSettings, clock: Any, memory: Memory) -> Iterator[TrackTik]:
    made = TrackTik(settings, clock, memory)
    yield made
    made.close()


@pytest.fixture
def enveloped(reply: Callable[..., bytes]) -> Callable[..., bytes]:
    """An answer in TrackTik's envelope; a list gets its count."""

    def answer(data: Any, *, status: int = 200, **meta: Any) -> bytes:
        count = {"count": len(data), "itemCount": len(data)} if isinstance(data, list) else {}
        return reply(status, {"meta": {"debug": None, **count, **meta}, "data": data})

    return answer


@pytest.fixture
def row(replies: Path) -> Callable[..., dict[str, Any]]:
    """The document's open work session with other values where given."""
    printed = json.loads((replies / "tracktik" / "work_session_open.json").read_text())

    def changed(**values: Any) -> dict[str, Any]:
        return {**printed, **values}

    return changed


@pytest.fixture
def put(portal: Any, enveloped: Any) -> Callable[[str, Any], None]:
    """Gives a route the data it answers with."""

    def at(route: str, data: Any) -> None:
        portal.routes[route] = enveloped(data)

    return at


@pytest.fixture
def start(settings: TrackTikSettings, http: Http, clock: Any, memory: Any) -> Callable[[], SignIn]:
    """A process begins: what it knows is in the memory."""
    return lambda: SignIn(settings, http, clock, memory)


@pytest.fixture
def sign_in(start: Callable[[], SignIn]) -> SignIn:
    return start()


@pytest.fixture
def failure() -> Callable[[SignIn], UpstreamError]:
    """The error of a sign-in that must not go well."""

    def of(sign_in: SignIn) -> UpstreamError:
        with pytest.raises(UpstreamError) as caught:
            sign_in.token()
        return caught.value

    return of
