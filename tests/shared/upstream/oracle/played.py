"""Oracle played by the sandbox on a real socket, and sites that look at its cards as `clockpost sync` does."""

import random
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import requests

from shared.clock import SystemClock
from shared.config.oracle import OracleUpstream
from shared.domain.site import Site
from shared.ports import Clock
from shared.sandbox.server import build_app, listen, server_for
from shared.sandbox.tracktik.default_world import default_world
from shared.store.database import Store
from shared.store.sign_in_memory import StoredSignIns
from shared.sync.link import Link
from shared.sync.time_card_download import ORACLE
from shared.time_card_service import TimeCardService, oracle_settings
from shared.upstream.oracle.client import Oracle
from shared.upstream.sign_in_record import SignInRecord

WAIT_S = 10


@contextmanager
def sandbox() -> Iterator[str]:
    """The address of a sandbox that serves until the block ends."""
    listener = listen("127.0.0.1", 0)
    up = threading.Event()
    urls: list[str] = []
    app = build_app(default_world(SystemClock().now()))
    server = server_for(app, listener, lambda url: (urls.append(url), up.set()))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    assert up.wait(WAIT_S)
    yield urls[0]
    server.should_exit = True
    thread.join(WAIT_S)
    listener.close()


class Played:
    """The sandbox's control pages for Oracle."""

    def __init__(self, url: str) -> None:
        self.url = url

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.url}/control{path}", json=body, timeout=WAIT_S)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def turn(self, **switches: Any) -> None:
        self.ask("PUT", "/oracle/switches", switches)

    def fault(self, kind: str, **more: Any) -> None:
        """The next question for time cards meets this."""
        self.ask("POST", "/faults", {"kind": kind, "path": "*getTimeCardDetails", "times": 1, **more})

    def begin(self) -> "Played":
        """As it is after its start, without any card."""
        for path in ("/faults", "/records", "/oracle/switches", "/oracle"):
            self.ask("DELETE", path)
        self.turn(tick_s=86_400)
        for card in self.ask("GET", "/oracle/cards"):
            self.ask("DELETE", f"/oracle/cards/{card['tcId']}")
        return self

    def card(self, number: int, came: datetime, left: datetime | None = None, **more: Any) -> int:
        """Their card of somebody; its id."""
        times = {"clkInUTC": _utc(came), **({"clkOutUTC": _utc(left)} if left is not None else {})}
        made: dict[str, Any] = self.ask("POST", "/oracle/cards", {"locRef": "687", "empNum": number, **times, **more})
        return int(made["tcId"])

    def adjust(self, card: int, *, by: str = "J Doe", why: str = "Clocked out late", **values: Any) -> None:
        """A manager changes a card; times may be given as aware datetimes."""
        told = {name: _utc(value) if isinstance(value, datetime) else value for name, value in values.items()}
        self.ask("POST", f"/oracle/cards/{card}/adjust", {"mgrName": by, "rsn": why, **told})


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Looking:
    """The job of `clockpost sync` at these sites. `tick` moves its link's clock."""

    played: Played
    folder: Path
    store: Store
    sites: Sequence[Site]
    clock: Clock
    more: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        secret = self.folder / "oracle-password"
        secret.write_text("sandbox-password\n", encoding="utf-8")
        base = f"{self.played.url}/oracle"
        told = {"base_url": base, "auth_url": base, "org": "harbour", "client_id": "clockpost"}
        told |= {"username": "api-terminal", "password_file": secret, "location": "687"}
        self.section = OracleUpstream(**{**told, "read_timeout_s": 2, **self.more})
        self.monotonic = 0.0
        self.link = Link(lambda: self.monotonic, random.Random(1))
        memory = StoredSignIns(self.store, ORACLE, SignInRecord)
        client = Oracle(oracle_settings(self.section), self.clock, memory)
        self.service = TimeCardService(client, tuple(self.sites), self.section, self.clock)

    def look(self) -> bool:
        """One pass."""
        return self.service.look(self.store, self.link)

    def later(self, seconds: float = 3600) -> None:
        """Whatever the link waits for is over."""
        self.monotonic += seconds

    def close(self) -> None:
        self.service.close()
