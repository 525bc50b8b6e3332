"""The three things requests and urllib3 leave open, each against a server that makes use of it."""

import socket
import ssl
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from shared.upstream.errors import NotReached, OutcomeUnknown
from shared.upstream.http import Http
from shared.upstream.transport import _UntilDeadline

CERTIFICATES = Path(__file__).parent / "certificates"


def dribble(*pieces: bytes) -> Any:
    """Sends `pieces` a tenth of a second apart, the last one until nobody listens: no single wait is long."""

    def behave(served: socket.socket) -> None:
        for piece in pieces:
            served.sendall(piece)
        gone = threading.Event()
        while not gone.wait(0.1):
            served.sendall(pieces[-1])

    return behave


@pytest.mark.parametrize(
    "behaviour",
    [
        dribble(b"HTTP/1.1 200 OK\r\nX-Slow: ", b"y"),
        dribble(b"HTTP/1.1 200 OK\r\n", b"X-More: y\r\n"),
        dribble(b"HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n", b" "),
        dribble(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    ],
    ids=["in-a-header", "in-the-headers", "in-the-body", "in-chunks"],
)
def test_an_answer_that_never_ends_is_given_up(hasty: Http, peer: Any, behaviour: Any) -> None:
    server = peer(behaviour)
    began_s = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        hasty.send("POST", server.url, body="{}")
    assert time.monotonic() - began_s < 5


def test_each_wait_for_a_packet_ends_with_the_whole_answers_time() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, ours.makefile("rb", buffering=0) as received:
        ours.settimeout(30)
        answer = _UntilDeadline(ours, received)
        left_s = [30.0]
        for piece in (b"a", b"b"):
            theirs.sendall(piece)
            assert answer.readinto(bytearray(1)) == 1
            left_s.append(ours.gettimeout() or 0)
    assert left_s == sorted(set(left_s), reverse=True)
    answer.close()


def test_an_answer_in_pieces_within_the_time_is_read(http: Http, peer: Any) -> None:
    def behave(served: socket.socket) -> None:
        for piece in (b"HTTP/1.1 200 OK\r\n", b"Content-Length: 8\r\n\r\n", b'{"a"', b": 1}"):
            served.sendall(piece)

    assert http.send("GET", peer(behave).url).value == {"a": 1}


@pytest.mark.parametrize("name", ["expired", "future"])
def test_a_certificate_outside_its_dates_blames_the_terminals_clock(
    http: Http, peer: Any, reply: Any, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    certificate = str(CERTIFICATES / f"{name}.pem")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", certificate)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = peer(reply(200, {}), tls=context)
    with pytest.raises(NotReached, match="clock may be wrong"):
        http.send("POST", server.url, body="{}")
    assert server.asked == []


def test_a_certificate_nobody_vouches_for_does_not_blame_the_clock(http: Http, peer: Any, reply: Any) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(str(CERTIFICATES / "expired.pem"))
    server = peer(reply(200, {}), tls=context)
    with pytest.raises(NotReached) as caught:
        http.send("POST", server.url, body="{}")
    assert "clock" not in str(caught.value)
    assert server.asked == []


def test_a_bundle_of_certificates_that_is_missing_was_not_sent(
    http: Http, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "none.pem"))
    with pytest.raises(NotReached):
        http.send("POST", "https://127.0.0.1:9/", body="{}")


def silent(served: socket.socket) -> None:
    served.recv(5000)
    served.recv(1)


def garbled(served: socket.socket) -> None:
    served.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")


def hanging_up(served: socket.socket) -> None:
    served.recv(1)


@pytest.mark.parametrize("behave", [silent, garbled, hanging_up], ids=lambda one: one.__name__)
def test_a_handshake_that_fails_was_not_sent(hasty: Http, behave: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            served, _ = listening.accept()
            with served:
                behave(served)

        serving = threading.Thread(target=serve)
        serving.start()
        with pytest.raises(NotReached):
            hasty.send("POST", f"https://127.0.0.1:{listening.getsockname()[1]}/", body="{}")
        serving.join(5)
