"""The account through Twilio's library and our HTTP layer: values in, errors by their meaning, no token anywhere."""

import json
import logging
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
import requests

from ivr.rest import account as account_module
from ivr.rest.account import Account, open_account
from ivr.rest.transport import TwilioTransport, authorization
from shared.clock import SystemClock
from shared.config.ivr import Ivr
from shared.sandbox.twilio.resources import ACCOUNT_SID, AUTH_TOKEN
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

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def test_numbers_of_every_page_come(
    account: Account, operator: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    for last in range(3):
        operator.post("/numbers", json={"phone_number": f"+1514555020{last}", "voice": False})
    monkeypatch.setattr(account_module, "PAGE_ROWS", 2)
    numbers = account.numbers()
    assert sorted(number.number for number in numbers) == [
        "+15145550100",
        "+15145550200",
        "+15145550201",
        "+15145550202",
    ]
    assert [number.takes_calls for number in numbers] == [False, False, False, True]


def test_recordings_of_every_page_come_newest_first(
    account: Account, operator: requests.Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = [operator.post("/recordings", json={"started": f"now-{9 - index}h"}).json()["sid"] for index in range(5)]
    monkeypatch.setattr(account_module, "PAGE_ROWS", 2)
    assert [recorded.sid for recorded in account.recordings(LONG_AGO)] == made[::-1]
    since = SystemClock().now() - timedelta(hours=6, minutes=30)
    assert [recorded.sid for recorded in account.recordings(since)] == made[:2:-1]


def test_a_call_and_a_recording_are_values(account: Account, operator: requests.Session) -> None:
    made = operator.post("/recordings", json={"started": "2026-05-01 06:58:00", "duration_s": 12}).json()
    recorded = account.recording(made["sid"])
    assert recorded is not None
    assert (recorded.duration_s, recorded.source) == (12, "RecordVerb")
    call = account.call(recorded.call)
    assert call is not None
    assert (call.began_at, call.caller) == (datetime(2026, 5, 1, 6, 58, tzinfo=UTC), "+15145550123")
    assert call.inbound
    assert account.sound(made["sid"])[:3] == b"\xff\xfb\x10"


def test_what_twilio_has_no_more_is_none(account: Account) -> None:
    assert account.recording("RE" + "0" * 32) is None
    assert account.call("CA" + "0" * 32) is None


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        ({"kind": "429"}, TryLater),
        ({"kind": "500_before"}, OutcomeUnknown),
        ({"kind": "503"}, OutcomeUnknown),
        ({"kind": "answer_lost"}, OutcomeUnknown),
        ({"kind": "late_commit_hung", "seconds": 0}, OutcomeUnknown),
        ({"kind": "truncated"}, OutcomeUnknown),
        ({"kind": "garbage"}, Unreadable),
        ({"kind": "captive_portal"}, Unreadable),
        ({"kind": "captive_redirect"}, Unreadable),
        ({"kind": "token_expired"}, NotAllowed),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else value.__name__,
)
def test_what_goes_wrong_is_told_by_what_it_means(
    account: Account, faults: requests.Session, fault: dict[str, object], kind: type[UpstreamError]
) -> None:
    faults.post("/faults", json={**fault, "times": None})
    for ask in (account.facts, account.numbers, lambda: list(account.recordings(LONG_AGO))):
        with pytest.raises(kind) as error:
            ask()
        assert type(error.value) is kind
        assert AUTH_TOKEN not in str(error.value)


def test_a_wrong_token_is_not_allowed(line: Ivr, account: Account) -> None:
    with Account(line, "wrong", SystemClock()) as other, pytest.raises(NotAllowed):
        other.facts()


def test_nobody_listening_is_not_reached(line: Ivr) -> None:
    away = line.model_copy(update={"api_base_url": "http://127.0.0.1:9"})
    with Account(away, AUTH_TOKEN, SystemClock()) as account, pytest.raises(NotReached):
        account.facts()


class Saying(BaseHTTPRequestHandler):
    """Answers every GET with the body of its server."""

    def do_GET(self) -> None:
        body: bytes = self.server.body  # type: ignore[attr-defined]
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def told(line: Ivr, content: object) -> Iterator[Account]:
    """An account whose every answer is this JSON."""
    with HTTPServer(("127.0.0.1", 0), Saying) as server:
        server.body = json.dumps(content).encode()  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        there = line.model_copy(update={"api_base_url": f"http://127.0.0.1:{server.server_port}"})
        try:
            with Account(there, AUTH_TOKEN, SystemClock()) as account:
                yield account
        finally:
            server.shutdown()
            thread.join()


NO_SID = {"sid": None, "friendly_name": 5}
RECORDING = {"sid": "RE" + "0" * 32, "call_sid": "CA", "start_time": "soon", "date_created": None}


@pytest.mark.parametrize(
    "content",
    [
        [],
        {},
        "text",
        None,
        NO_SID,
        {"recordings": [RECORDING], "incoming_phone_numbers": [NO_SID]},
        {"recordings": [None]},
        {"recordings": 7},
        {"meta": 3},
    ],
    ids=str,
)
def test_json_of_another_shape_is_unreadable(line: Ivr, content: object) -> None:
    with told(line, content) as account:
        for ask in (account.numbers, lambda: list(account.recordings(LONG_AGO)), lambda: account.call("CA1")):
            with pytest.raises(Unreadable):
                ask()


def test_a_list_that_goes_in_circles_ends(line: Ivr) -> None:
    row = {**RECORDING, "start_time": "Fri, 01 May 2026 06:58:00 +0000"}
    with told(line, {"recordings": [row], "next_page_uri": "/again"}) as account:
        assert len(list(account.recordings(LONG_AGO))) == 1


@pytest.mark.parametrize("media", ["html", "redirect"])
def test_a_sound_that_is_no_mp3_is_unreadable(account: Account, operator: requests.Session, media: str) -> None:
    sid = operator.post("/recordings", json={"media": media}).json()["sid"]
    with pytest.raises(Unreadable):
        account.sound(sid)


def test_a_sound_that_is_not_there_is_a_404(account: Account, operator: requests.Session) -> None:
    sid = operator.post("/recordings", json={"media": "missing"}).json()["sid"]
    with pytest.raises(NotAsItIs) as error:
        account.sound(sid)
    assert error.value.status == 404


def test_the_token_goes_to_no_other_address() -> None:
    transport = TwilioTransport(Http("Twilio", SystemClock()), "https://api.twilio.com", "Basic x")
    for address in ("https://api.twilio.com.evil.test/x", "https://evil.test/https://api.twilio.com/"):
        with pytest.raises(NotReached, match="not asked"):
            transport.request("GET", address)


def test_nothing_logs_the_token(account: Account, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        account.facts()
        account.numbers()
    assert AUTH_TOKEN not in caplog.text
    assert b64encode(f"{ACCOUNT_SID}:{AUTH_TOKEN}".encode()).decode() not in caplog.text
    assert authorization(ACCOUNT_SID, AUTH_TOKEN) not in repr(account)


@pytest.mark.parametrize("edge", ["dublin", "sydney"])
def test_an_edge_of_the_environment_changes_no_address(
    line: Ivr, account: Account, monkeypatch: pytest.MonkeyPatch, edge: str
) -> None:
    monkeypatch.setenv("TWILIO_EDGE", edge)
    monkeypatch.setenv("TWILIO_REGION", "ie1")
    with open_account(line, SystemClock()) as here:
        assert here.facts().kind == "Trial"


@pytest.mark.parametrize("content", [None, b"", b"  \n", b"\xff\xfe\x00"])
def test_a_token_that_cannot_be_read_says_which_file(line: Ivr, token_file: Path, content: bytes | None) -> None:
    token_file.unlink()
    if content is not None:
        token_file.write_bytes(content)
    with pytest.raises(NotAllowed, match=r"auth_token_file: .*twilio\.token.*primary token"):
        open_account(line, SystemClock())
