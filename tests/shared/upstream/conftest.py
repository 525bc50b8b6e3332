"""What the upstream tests share: a clock moved by hand, and a peer on a real socket that answers as it is told."""

import json
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from shared.clock import Reading
from shared.upstream.http import Http, HttpLimits

REPLIES = Path(__file__).parents[2] / "upstream_replies"


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.wall = datetime(2022, 12, 16, 16, 0, tzinfo=UTC)

    def forward(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)

    def read(self) -> Reading:
        return Reading(self.wall, 1000.0, "boot")


@dataclass(frozen=True)
class Asked:
    """One request as it came over the wire."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str

    def json(self) -> Any:
        return json.loads(self.body)

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body))


# Bytes are sent and the connection stays open; a function gets the socket, which is closed when it returns.
Reply = bytes | Callable[[socket.socket], None]


def reply(status: int = 200, content: object = None, **headers: str) -> bytes:
    """An HTTP answer; whatever is neither text nor bytes goes out as JSON."""
    text = content if isinstance(content, (str, bytes)) else "" if content is None else json.dumps(content)
    body = text.encode() if isinstance(text, str) else text
    fields = {"Content-Length": str(len(body)), **{name.replace("_", "-"): told for name, told in headers.items()}}
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name}: {told}" for name, told in fields.items()), "", ""]
    return "\r\n".join(lines).encode() + body


class Peer:
    """A server on 127.0.0.1: `answer` decides on each request, `asked` remembers them all."""

    def __init__(self, answer: Callable[[Asked], Reply], tls: ssl.SSLContext | None = None) -> None:
        self.answer = answer
        self.asked: list[Asked] = []
        self.connections = 0
        self._tls = tls
        self._server = socket.create_server(("127.0.0.1", 0), backlog=64)
        self._served: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        scheme = "http" if tls is None else "https"
        self.url = f"{scheme}://127.0.0.1:{self._server.getsockname()[1]}"
        self._threads[0].start()

    def until_closed(self) -> None:
        """Waits until the peer has closed every connection it took."""
        for thread in self._threads[1:]:
            thread.join(5)

    def stop(self) -> None:
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for served in self._served:
            with suppress(OSError):
                served.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                served, _ = self._server.accept()
                self.connections += 1
                self._served.append(served)
                self._threads.append(threading.Thread(target=self._serve, args=(served,), daemon=True))
                self._threads[-1].start()

    def _serve(self, served: socket.socket) -> None:
        with served, suppress(OSError):
            line = self._tls.wrap_socket(served, server_side=True) if self._tls else served
            with line, line.makefile("rb") as received:
                while (asked := _request(received)) is not None:
                    self.asked.append(asked)
                    answer = self.answer(asked)
                    if not isinstance(answer, bytes):
                        answer(line)
                        return
                    line.sendall(answer)


def _request(received: Any) -> Asked | None:
    first = received.readline().decode().split()
    if not first:
        return None
    headers = {}
    while line := received.readline().decode().strip():
        name, _, told = line.partition(":")
        headers[name.lower()] = told.strip()
    body = received.read(int(headers.get("content-length", 0))).decode()
    target = urlsplit(first[1])
    return Asked(first[0], target.path, dict(parse_qsl(target.query)), headers, body)


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(name="reply")
def reply_fixture() -> Callable[..., bytes]:
    return reply


@pytest.fixture
def replies() -> Path:
    """The folder of what the vendors print in their documents."""
    return REPLIES


@pytest.fixture
def peer() -> Iterator[Callable[..., Peer]]:
    """Starts peers; `peer(b"...")` gives everybody the same answer."""
    started: list[Peer] = []

    def start(answer: Reply | Callable[[Asked], Reply], *, each: bool = False, tls: Any = None) -> Peer:
        started.append(Peer(answer if each else lambda _asked: answer, tls))  # type: ignore[arg-type]
        return started[-1]

    yield start
    for one in started:
        one.stop()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever proxy the machine has, the peers are not behind it."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def http(clock: HandClock) -> Iterator[Http]:
    """The layer under test, which takes 100,000 bytes at most."""
    made = Http("TrackTik", clock, HttpLimits(answer_bytes=100_000))
    yield made
    made.close()


@pytest.fixture
def hasty(clock: HandClock) -> Iterator[Http]:
    """The same with 0.3 s of patience, for peers that never come to an end."""
    made = Http("TrackTik", clock, HttpLimits(connect_s=0.3, answer_s=0.3))
    yield made
    made.close()


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
