"""The server's edge: bounded heads, an address that is told once it listens, and what happens where it is taken."""

import socket
import threading
from pathlib import Path

import pytest
from starlette.types import Receive, Scope, Send

from ivr import server
from ivr.server import LONGEST_HEAD_BYTES, CannotListen, serve, to_file
from tests.ivr.phone_line import PATIENCE_S, PhoneLine

HEAD = b"GET /healthz HTTP/1.1\r\nHost: x\r\n"


def answered(line: PhoneLine, *pieces: bytes) -> bytes:
    """What comes back until the line closes; b"" where it just closes."""
    with socket.create_connection(("127.0.0.1", line.port), PATIENCE_S) as connection:
        try:
            for piece in pieces:
                connection.sendall(piece)
            return b"".join(iter(lambda: connection.recv(65_536), b""))
        except ConnectionError:
            return b""


def test_an_ordinary_head_is_answered(line: PhoneLine) -> None:
    line.go_round()
    assert answered(line, HEAD + b"Connection: close\r\n\r\n").startswith(b"HTTP/1.1 200 ")


def test_a_head_that_does_not_end_is_cut_off(line: PhoneLine) -> None:
    more = [b"X-More: " + b"x" * 1000 + b"\r\n"] * (4 * LONGEST_HEAD_BYTES // 1000)
    assert answered(line, HEAD, *more) == b""
    assert line.says("").startswith("Harbour Tower.")


def test_a_request_line_that_does_not_end_is_cut_off(line: PhoneLine) -> None:
    assert answered(line, b"GET /", *[b"x" * 1000] * 100) == b""


def test_many_requests_over_one_connection_are_no_long_head(line: PhoneLine) -> None:
    line.go_round()
    one = HEAD + b"X-More: " + b"x" * 3000 + b"\r\n\r\n"
    last = HEAD + b"Connection: close\r\n\r\n"
    told = b""
    with socket.create_connection(("127.0.0.1", line.port), PATIENCE_S) as connection:
        for _ in range(20):
            connection.sendall(one)
            told += connection.recv(65_536)
        connection.sendall(last)
        told += b"".join(iter(lambda: connection.recv(65_536), b""))
    assert told.count(b"HTTP/1.1 200 ") == 21


def test_what_is_no_http_is_answered_with_400_or_closed(line: PhoneLine) -> None:
    assert answered(line, b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n")[:12] in (b"HTTP/1.1 400", b"")
    assert line.says("").startswith("Harbour Tower.")


async def nothing(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that starts and stops."""
    assert scope["type"] == "lifespan"
    await receive()
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await send({"type": "lifespan.shutdown.complete"})


def test_a_port_that_is_taken_is_told_by_its_setting(line: PhoneLine) -> None:
    with pytest.raises(CannotListen, match=rf"port {line.port} of 127.0.0.1 cannot be used: .*ivr.port"):
        serve(nothing, "127.0.0.1", line.port, lambda url: None)


def test_the_address_is_told_once_it_listens(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    made: list[server._Announcing] = []
    usual = server._Announcing.__init__

    def remembered(self: server._Announcing, *args: object) -> None:
        usual(self, *args)  # type: ignore[arg-type]
        made.append(self)

    monkeypatch.setattr(server._Announcing, "__init__", remembered)
    ready, told, up = tmp_path / "ready", [], threading.Event()

    def announce(url: str) -> None:
        to_file(ready)(url)
        told.append(url)
        up.set()

    thread = threading.Thread(target=serve, args=(nothing, "127.0.0.1", 0, announce))
    thread.start()
    try:
        assert up.wait(PATIENCE_S)
        port = int(told[0].rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), PATIENCE_S):
            assert ready.read_text(encoding="ascii") == f"http://127.0.0.1:{port}\n"
    finally:
        made[0].should_exit = True
        thread.join(PATIENCE_S)
    assert not thread.is_alive()
    assert [file.name for file in tmp_path.iterdir()] == ["ready"]


def test_without_a_file_the_address_is_told_to_nobody() -> None:
    to_file(None)("http://127.0.0.1:1")


def test_an_address_of_ipv6_is_written_in_brackets() -> None:
    listener = server._listener("::1", 0)
    with listener:
        assert server._url(listener) == f"http://[::1]:{listener.getsockname()[1]}"
