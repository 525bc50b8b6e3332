"""Oracle as far as its documents describe it, on a real socket, and an API account that may sign in to it."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest

from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.settings import OracleSettings
from shared.upstream.sign_in_record import SignInRecord

REPLIES = Path(__file__).parents[3] / "upstream_replies" / "oracle"


class Memory:
    """Keeps the record in a list, the newest last."""

    def __init__(self) -> None:
        self.saved: list[SignInRecord] = []

    def load(self) -> SignInRecord | None:
        return self.saved[-1] if self.saved else None

    def save(self, record: SignInRecord) -> None:
        self.saved.append(record)


class Portal:
    """Both servers in one. `routes` answer by operation to whoever brings a good id_token."""

    def __init__(self, reply: Callable[..., bytes]) -> None:
        self.reply = reply
        self.routes: dict[str, Any] = {}
        self.password = "right"
        self.good: set[str] = set()
        self.refresh: set[str] = set()
        self.rotates = True
        self.challenge = ""
        self.given = 0
        self.expires_in: Any = 1_209_600
        self.by_location = False
        self.trouble: list[Any] = []

    def answer(self, asked: Any) -> Any:
        if self.trouble:
            return self.trouble.pop(0)
        operation = asked.path.rpartition("/")[2]
        if asked.path.startswith("/oidc-provider/"):
            return {"authorize": self._authorize, "signin": self._signin, "token": self._token}[operation](asked)
        if asked.headers.get("authorization", "").removeprefix("Bearer ") not in self.good:
            return self.reply(401, {"type": "error", "title": "Unauthorized", "o:errorCode": 1})
        route = self.routes[operation]
        return route(asked) if callable(route) else route

    def _authorize(self, asked: Any) -> bytes:
        self.challenge = asked.query["code_challenge"]
        return bytes(self.reply(302, "", Location="/login", Set_Cookie="OID=abc; Path=/; HttpOnly"))

    def _signin(self, asked: Any) -> bytes:
        form = asked.form()
        if asked.headers.get("cookie") != "OID=abc" or form["orgname"] != "ACME":
            return bytes(self.reply(200, {"success": False}))
        if form["password"] == "expired":
            return bytes(self.reply(200, {"nextOp": "expired"}))
        if form["password"] != self.password:
            return bytes(self.reply(200, {"success": False}))
        target = "apiaccount://callback?code=code-1"
        if self.by_location:
            return bytes(self.reply(303, "", Location=target))
        return bytes(self.reply(200, {"success": True, "redirectUrl": target}))

    def _token(self, asked: Any) -> bytes:
        form = {name: told[0] for name, told in parse_qs(asked.body).items()}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh:
                return bytes(self.reply(400, {"error": "invalid_grant"}))
            if self.rotates:
                self.refresh.discard(form["refresh_token"])
        else:
            digest = hashlib.sha256(form["code_verifier"].encode()).digest()
            fits = base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.challenge
            if form["code"] != "code-1" or not fits:
                return bytes(self.reply(400, {"error": "invalid_grant"}))
        self.given += 1
        told: dict[str, Any] = {
            "id_token": f"id-{self.given}",
            "access_token": "not-this",
            "expires_in": self.expires_in,
        }
        self.good = {told["id_token"]}
        if self.rotates or self.given == 1:
            told["refresh_token"] = f"refresh-{self.given}"
            self.refresh.add(told["refresh_token"])
        return bytes(self.reply(200, told))


@pytest.fixture
def printed() -> dict[str, Any]:
    """The answer that the document prints."""
    told: dict[str, Any] = json.loads((REPLIES / "time_card_details.json").read_text(encoding="utf-8"))
    return told


@pytest.fixture
def portal(reply: Callable[..., bytes]) -> Portal:
    return Portal(reply)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def server(portal: Portal, peer: Any) -> Any:
    return peer(portal.answer, each=True)


@pytest.fixture
def settings(server: Any, tmp_path: Path) -> OracleSettings:
    secret = tmp_path / "oracle-password"
    secret.write_text("right\n", encoding="utf-8")
    return OracleSettings(server.url + "/", server.url, "ACME", "client-1", "clockpost", secret, read_timeout_s=5)


@pytest.fixture
def oracle(settings: OracleSettings, clock: Any, memory: Memory) -> Iterator[Oracle]:
    made = Oracle(settings, clock, memory)
    yield made
    made.close()
