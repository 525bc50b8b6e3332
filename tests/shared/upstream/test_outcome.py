import socket
import struct
from typing import Any

import pytest
import requests

from shared.upstream import outcome
from shared.upstream.call import Call
from shared.upstream.errors import (
    NotAllowed,
    NotAsItIs,
    NotReached,
    OutcomeUnknown,
    TryLater,
    Unreadable,
    UpstreamError,
)
from shared.upstream.http import Http


def failure(http: Http, url: str, method: str = "POST") -> UpstreamError:
    """The error of one exchange that must not go well."""
    with pytest.raises(UpstreamError) as caught:
        http.send(method, url, body="{}" if method == "POST" else None)
    return caught.value


def reset(served: socket.socket) -> None:
    """Ends the connection with a RST, as a machine does that lost its memory of it."""
    served.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def says(text: bytes) -> Any:
    """Sends `text` and closes."""
    return lambda served: served.sendall(text)


def silent(served: socket.socket) -> None:
    served.recv(1)


@pytest.mark.parametrize("method", ["POST", "GET"])
@pytest.mark.parametrize(
    "behaviour",
    [
        silent,
        reset,
        says(b""),
        says(b"HTTP/1.1 2"),
        says(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"),
        says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"),
        says(b"SSH-2.0-OpenSSH_9.2\r\n"),
        says(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n"),
    ],
    ids=["silent", "reset", "closed", "half-status", "half-body", "half-chunk", "not-http", "too-many-headers"],
)
def test_what_was_sent_and_not_answered_is_unknown(hasty: Http, peer: Any, method: str, behaviour: Any) -> None:
    server = peer(behaviour)
    error = failure(hasty, server.url, method)
    assert type(error) is OutcomeUnknown
    assert error.__cause__ is not None
    assert len(server.asked) == 1


def test_a_head_that_breaks_off_settles_nothing(http: Http, peer: Any) -> None:
    assert isinstance(failure(http, peer(says(b"HTTP/1.1 200 OK\r\nContent-Le")).url), OutcomeUnknown)


def test_a_body_that_stays_out_is_unknown(hasty: Http, peer: Any) -> None:
    def behave(served: socket.socket) -> None:
        served.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
        served.recv(1)

    error = failure(hasty, peer(behave).url)
    assert type(error) is OutcomeUnknown
    assert "in time" in str(error)


def test_a_kept_connection_that_is_closed_while_sending_is_unknown(http: Http, peer: Any, reply: Any) -> None:
    server = peer(lambda asked: reply(200, {}) if asked.path == "/first" else reset, each=True)
    http.send("GET", f"{server.url}/first")
    assert type(failure(http, f"{server.url}/second")) is OutcomeUnknown
    assert server.connections == 1


def test_a_kept_connection_that_was_closed_before_is_simply_replaced(http: Http, peer: Any, reply: Any) -> None:
    server = peer(says(reply(200, {})))
    http.send("GET", server.url)
    server.until_closed()
    http.send("GET", server.url)
    assert server.connections == 2


def test_a_refused_connection_was_not_reached(http: Http, free_port: int) -> None:
    error = failure(http, f"http://127.0.0.1:{free_port}/rest/v1/work-sessions")
    assert type(error) is NotReached
    assert "POST /rest/v1/work-sessions" in str(error)
    assert "refused" in str(error)


def test_a_connection_nobody_takes_was_not_reached(hasty: Http) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full, socket.socket() as first:
        first.connect(full.getsockname())
        error = failure(hasty, f"http://127.0.0.1:{full.getsockname()[1]}/")
    assert type(error) is NotReached


def test_a_name_nobody_knows_was_not_reached(http: Http, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_args: object, **_kwargs: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure(http, "http://portal.test/")
    assert type(error) is NotReached
    assert "name server" in str(error)


def test_a_proxy_that_is_away_was_not_reached(
    http: Http, free_port: int, peer: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{free_port}")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    server = peer(reply(200, {}))
    assert type(failure(http, server.url)) is NotReached
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, Unreadable),
        (302, Unreadable),
        (304, Unreadable),
        (307, Unreadable),
        (400, NotAsItIs),
        (401, NotAllowed),
        (403, NotAllowed),
        (404, NotAsItIs),
        (405, NotAsItIs),
        (407, NotReached),
        (408, OutcomeUnknown),
        (409, NotAsItIs),
        (413, NotAsItIs),
        (422, NotAsItIs),
        (425, TryLater),
        (429, TryLater),
        (500, OutcomeUnknown),
        (502, OutcomeUnknown),
        (503, OutcomeUnknown),
        (504, OutcomeUnknown),
        (511, OutcomeUnknown),
        (777, OutcomeUnknown),
    ],
)
@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_status_says_what_it_means_for_the_record(
    http: Http, peer: Any, reply: Any, method: str, status: int, kind: type[UpstreamError]
) -> None:
    server = peer(reply(status, {"message": "why"}, Location="http://127.0.0.1:9/login?token=t0p"))
    error = failure(http, f"{server.url}/rest/v1/shifts", method)
    assert type(error) is kind
    assert error.status == status
    assert f"{method} /rest/v1/shifts" in str(error)
    assert "t0p" not in str(error)
    assert len(server.asked) == 1


def test_an_error_of_the_socket_that_requests_wrapped_proves_nothing() -> None:
    wrapped = requests.ConnectionError(ConnectionResetError(104, "reset"))
    call = Call("TrackTik", "POST", "http://127.0.0.1/")
    assert type(outcome.of_failure(call, outcome.cause_of(wrapped))) is OutcomeUnknown


def test_a_redirect_is_not_followed_whatever_it_holds(http: Http, peer: Any, reply: Any) -> None:
    elsewhere = peer(reply(200, {}))
    server = peer(reply(302, "x" * 5_000_000, Location=f"{elsewhere.url}/"))
    assert type(failure(http, server.url)) is Unreadable
    assert elsewhere.asked == []


@pytest.mark.parametrize("location", ["http://[half", "http://", "gopher://x", "//", "\xff"])
def test_a_redirect_to_nowhere_is_still_an_answer(http: Http, peer: Any, reply: Any, location: str) -> None:
    assert type(failure(http, peer(reply(302, {}, Location=location)).url)) is Unreadable


def test_a_status_counts_even_when_its_body_breaks_off(http: Http, peer: Any) -> None:
    server = peer(says(b"HTTP/1.1 422 No\r\nContent-Length: 100\r\n\r\n{"))
    error = failure(http, server.url)
    assert type(error) is NotAsItIs
    assert error.answer == ""


@pytest.mark.parametrize("server_name", ["awselb/2.0", "AWSELB/2.0"])
def test_a_403_of_the_firewall_is_told_apart(http: Http, peer: Any, reply: Any, server_name: str) -> None:
    error = failure(http, peer(reply(403, "<html>", Server=server_name)).url)
    assert isinstance(error, NotAllowed)
    assert error.by_firewall


@pytest.mark.parametrize(("status", "server_name"), [(403, "nginx"), (401, "awselb/2.0")])
def test_other_refusals_are_not_the_firewalls(http: Http, peer: Any, reply: Any, status: int, server_name: str) -> None:
    error = failure(http, peer(reply(status, {}, Server=server_name)).url)
    assert isinstance(error, NotAllowed)
    assert not error.by_firewall


@pytest.mark.parametrize(
    ("headers", "wait_s"),
    [
        ({}, None),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "86400"}, 3600),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "whenever"}, None),
        ({"Retry-After": "Fri, 16 Dec 2022 16:00:45 GMT"}, 45),
        # The terminal's clock says 16:00:00; the upstream's own counts.
        ({"Retry-After": "Mon, 05 Jan 2026 10:00:20 GMT", "Date": "Mon, 05 Jan 2026 10:00:00 GMT"}, 20),
    ],
)
def test_a_429_tells_how_long_to_wait(
    http: Http, peer: Any, reply: Any, headers: dict[str, str], wait_s: float | None
) -> None:
    error = failure(http, peer(reply(429, {}, **headers)).url)
    assert isinstance(error, TryLater)
    assert error.retry_after_s == wait_s


def test_a_504_keeps_the_beginning_of_what_was_said(http: Http, peer: Any, reply: Any) -> None:
    error = failure(http, peer(reply(504, "gateway timeout " * 10_000)).url)
    assert error.status == 504
    assert error.answer.startswith("gateway timeout")
    assert len(error.answer) == 2000
