"""Requests as Twilio sends them: signed, in time, tried again, repeated, and the fallback when all that fails."""

import itertools
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.datastructures import ImmutableMultiDict
from twilio.request_validator import RequestValidator

from ivr.phone.faults import ANSWERED_DIFFERENTLY, NO_ANSWER, RETRIEVAL, TOO_LARGE
from ivr.phone.settings import Settings
from ivr.phone.signing import SETTINGS, SIGNATURE, PortSigned, SharedKeySigner, TokenSigner, with_port_as
from ivr.phone.telephone import play
from tests.ivr.phone.line import Line, Page, Request, page

MENU = '<Gather action="/voice/menu?step=1&amp;who=%C3%A9" numDigits="1"/>'


class ManyValues(ImmutableMultiDict[str, str]):
    """A form as Twilio's library wants to read one."""

    def getall(self, name: str) -> list[str]:
        return self.getlist(name)


@contextmanager
def a_port_that_refuses() -> Iterator[str]:
    """An address nobody listens at, held so that nobody else takes it."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}/voice"


def whole_request(connection: socket.socket) -> bytes:
    """The head and the body of a request, or nothing where none came."""
    with connection.makefile("rb") as stream:
        head = b"".join(iter(stream.readline, b"\r\n")) if stream.peek(1) else b""
        length = re.search(rb"Content-Length: (\d+)", head)
        return head + stream.read(int(length[1]) if length else 0)


@contextmanager
def a_line_that_breaks(times: int) -> Iterator[tuple[str, list[bytes]]]:
    """A line that reads a request and hangs up without an answer, `times` times; then it answers."""
    requests: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        for attempt in itertools.count(1):
            connection, _ = listener.accept()
            with connection:
                got = whole_request(connection)
                if not got:
                    return
                requests.append(got)
                if attempt > times:
                    body = b"<Response><Say>Hi</Say></Response>"
                    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: {len(body)}\r\n\r\n"
                    connection.sendall(head.encode() + body)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/voice", requests
    socket.create_connection(listener.getsockname()).close()
    thread.join()
    listener.close()


@contextmanager
def a_line_in_drops(every_s: float) -> Iterator[str]:
    """A line that answers twice, a few bytes every so often, each soon enough for a limit a read."""
    listener = socket.create_server(("127.0.0.1", 0))
    pace = threading.Event()

    def serve() -> None:
        for _ in range(2):
            connection, _ = listener.accept()
            with connection, suppress(ConnectionError):
                whole_request(connection)
                connection.sendall(b"HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n")
                for drop in (b"<Response>", b"<Say>", b"Hi</", b"Say>", b"</Response>"):
                    pace.wait(every_s)
                    connection.sendall(drop)

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}/voice"
    thread.join()
    listener.close()


def in_body(request: Request) -> list[tuple[str, str]]:
    return request.fields if request.method == "POST" else []


def is_signed(request: Request, address: str, secret: str, algorithm: str = "HMAC_SHA1") -> bool:
    form = ManyValues(in_body(request))
    return bool(RequestValidator(secret).validate(address, form, request.headers[SIGNATURE], algorithm))


@pytest.mark.parametrize("port_signed", PortSigned)
def test_every_request_is_signed_for_the_address_it_goes_to(
    line: Line, settings: Settings, port_signed: PortSigned
) -> None:
    line.says("/voice", MENU)
    line.says("/voice/menu", "<Redirect method='GET'>/voice/end</Redirect>")
    line.says("/voice/end", "<Hangup/>")
    play("1", replace(settings, signer=TokenSigner("12345"), port_signed=port_signed, status_url="/over"))
    assert len(line.requests) == 4
    for request in line.requests:
        assert is_signed(request, line.url + request.target, "12345")
        assert not is_signed(request, line.url + request.target, "12346")
        known_as = with_port_as(line.url + request.target, port_signed)
        assert request.headers[SIGNATURE] == TokenSigner("12345").headers(known_as, in_body(request))[SIGNATURE]
        assert SETTINGS not in request.headers
        assert request.headers["User-Agent"] == "TwilioProxy/1.1"


def test_behind_a_proxy_the_public_address_is_signed_and_the_local_one_is_asked(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Redirect>https://phone.example.com/c/voice/menu?a=1</Redirect>")
    line.says("/voice/menu", "<Redirect>end</Redirect>")
    line.says("/voice/end", "<Hangup/>")
    public = "https://ana:secret@phone.example.com/c/voice"
    transcript = play("", replace(settings, public_url=public, signer=TokenSigner("12345")))
    assert transcript.faults == []
    assert [request.target for request in line.requests] == ["/voice", "/voice/menu?a=1", "/voice/end"]
    for request in line.requests:
        assert is_signed(request, f"https://phone.example.com/c{request.target}", "12345")
    assert line.requests[0].headers["Authorization"].startswith("Basic ")


def test_a_shared_key_signs_with_sha_256_and_is_named(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    play("", replace(settings, signer=SharedKeySigner("key-7", "secret")))
    (request,) = line.requests
    assert is_signed(request, settings.url, "secret", "HMAC_SHA256")
    assert request.headers[SETTINGS] == "key=key-7,algorithm=HMAC_SHA256"


def test_without_a_signer_nothing_is_signed(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    play("", settings)
    assert SIGNATURE not in line.requests[0].headers


def test_cookies_of_the_line_come_back_within_a_call_and_not_in_the_next(line: Line, settings: Settings) -> None:
    line.pages["/voice"] = replace(page("<Redirect>/end</Redirect>"), headers={"Set-Cookie": "seen=1"})
    line.says("/end", "<Hangup/>")
    play("", settings)
    play("", settings)
    assert [request.headers.get("Cookie") for request in line.requests] == [None, "seen=1", None, "seen=1"]


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (Page(b"no", 403, "text/plain"), RETRIEVAL),
        (Page(b"", 302, "text/xml", {"Location": "/end"}), RETRIEVAL),
        (Page(b"<Response/>", 500), RETRIEVAL),
        (Page(b"<Response/>", 200, "application/json"), RETRIEVAL),
        (page(" " * 70_000), TOO_LARGE),
    ],
)
def test_an_answer_that_is_no_document_goes_to_the_fallback(
    line: Line, settings: Settings, answer: Page, code: int
) -> None:
    line.pages["/voice"] = answer
    line.says("/end", "<Say>Ghost</Say>")
    line.says("/away", "<Say>Leave a message</Say>")
    transcript = play("", replace(settings, fallback_url="/away"))
    (asked,) = line.to("/away")
    assert (asked["ErrorCode"], asked["ErrorUrl"]) == (str(code), settings.url)
    assert asked["CallSid"] == transcript.call_sid
    assert transcript.said == ["Leave a message"]
    assert [fault.code for fault in transcript.faults] == [code]


def test_a_fallback_that_fails_too_ends_in_an_application_error(line: Line, settings: Settings) -> None:
    transcript = play("", replace(settings, fallback_url="/away"))
    assert [fault.code for fault in transcript.faults] == [RETRIEVAL, RETRIEVAL]
    assert transcript.entries[-1].verb == "error"


def test_a_fallback_document_kept_at_twilio_needs_no_server(settings: Settings, tmp_path: Path) -> None:
    kept = tmp_path / "fallback.xml"
    kept.write_text('<Response><Say>Leave a message</Say><Record playBeep="false"/><Say>None</Say></Response>')
    with a_port_that_refuses() as nowhere:
        transcript = play("# -", replace(settings, url=nowhere, fallback_file=kept))
    # Record without an action asks for the kept document again.
    assert transcript.said == ["Leave a message", "Leave a message", "None"]
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]
    assert not transcript.was_answered


def test_a_kept_document_cannot_lead_to_another_one_at_twilio(settings: Settings, tmp_path: Path) -> None:
    kept = tmp_path / "fallback.xml"
    kept.write_text("<Response><Redirect>/next</Redirect></Response>")
    with a_port_that_refuses() as nowhere:
        transcript = play("", replace(settings, url=nowhere, fallback_file=kept, request_limit=3))
    assert RETRIEVAL in [fault.code for fault in transcript.faults]


def test_a_connection_that_breaks_is_tried_once_more_with_the_same_request(settings: Settings) -> None:
    with a_line_that_breaks(1) as (url, requests):
        transcript = play("", replace(settings, url=url))
    assert len(requests) == 2
    assert requests[0] == requests[1]
    assert b"I-Twilio-Idempotency-Token" in requests[0]
    assert transcript.said == ["Hi"]
    assert transcript.faults == []


def test_a_connection_that_breaks_twice_is_given_up(settings: Settings) -> None:
    with a_line_that_breaks(2) as (url, requests):
        transcript = play("", replace(settings, url=url))
    assert len(requests) == 2
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]


def test_an_answer_that_is_not_whole_in_time_is_none_and_is_not_asked_again(line: Line, settings: Settings) -> None:
    held = threading.Event()

    def slow(request: Request) -> Page:
        held.wait(10)
        return page("<Say>Too late</Say>")

    line.pages["/voice"] = slow
    line.says("/away", "<Say>Away</Say>")
    transcript = play("", replace(settings, answer_limit_s=0.2, fallback_url="/away"))
    held.set()
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]
    assert len(line.to("/voice")) == 1
    assert transcript.said == ["Away"]


def test_an_answer_in_drops_must_be_whole_in_time_too(settings: Settings) -> None:
    with a_line_in_drops(0.1) as url:
        transcript = play("", replace(settings, url=url, answer_limit_s=0.35))
        in_time = play("", replace(settings, url=url, answer_limit_s=30))
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]
    assert in_time.said == ["Hi"]


def test_an_answer_that_stops_half_way_is_given_up_in_time_and_not_asked_again(line: Line, settings: Settings) -> None:
    line.pages["/voice"] = replace(page("<Say>Half</Say>"), missing_bytes=1)
    transcript = play("", replace(settings, answer_limit_s=0.2))
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]
    assert len(line.requests) == 1


def test_a_status_address_that_cannot_be_reached_is_a_fault(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    with a_port_that_refuses() as nowhere:
        transcript = play("", replace(settings, status_url=nowhere))
    assert [fault.code for fault in transcript.faults] == [NO_ANSWER]


def test_repeated_requests_are_the_same_and_must_be_answered_alike(line: Line, settings: Settings) -> None:
    counted = itertools.count(1)
    line.says("/voice", MENU)
    line.pages["/voice/menu"] = lambda _: page(f"<Say>Receipt {next(counted)}</Say>")
    transcript = play("1", replace(settings, repeat_every_request=True))
    assert [fault.code for fault in transcript.faults] == [ANSWERED_DIFFERENTLY]
    assert transcript.said == ["Receipt 1"]
    first, again = line.to("/voice/menu")
    assert (first.fields, first.headers) == (again.fields, again.headers)
    assert len(line.to("/voice")) == 2
    assert len(transcript.exchanges) == 4


def test_what_was_sent_can_be_read_in_the_transcript(line: Line, settings: Settings) -> None:
    line.says("/voice", MENU)
    line.says("/voice/menu", "<Hangup/>")
    transcript = play("1", settings)
    sent = transcript.exchanges[-1]
    assert (sent.method, sent.status, sent.value("Digits"), sent.value("Nothing")) == ("POST", 200, "1", None)
    assert "Digits" not in repr(sent)
