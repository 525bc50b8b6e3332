"""The edge: what is refused before any state is touched, and what is understood however it is sent."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
import requests

from ivr.form import LONGEST_FORM_BYTES, MOST_FIELDS
from ivr.phone.request_fields import call_fields
from ivr.phone.signing import SharedKeySigner, TokenSigner
from shared.store import ledger
from tests.ivr.cast import ACCOUNT_SID, PIN, TOKEN
from tests.ivr.conftest import MakeLine
from tests.ivr.phone_line import PATIENCE_S, PhoneLine

SID = "CA" + "1" * 32
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATHS = ("/voice", "/voice/step", "/voice/status", "/voice/message", "/voice/recorded")


def metrics(line: PhoneLine) -> str:
    return requests.get(f"{line.local}/metrics", timeout=PATIENCE_S).text


def fields(line: PhoneLine) -> list[tuple[str, str]]:
    return list(call_fields(line.phone(), SID, "ringing"))


def unsigned(line: PhoneLine, path: str, body: bytes, **headers: str) -> requests.Response:
    return requests.post(line.local + path, data=body, headers={**FORM, **headers}, timeout=PATIENCE_S)


@pytest.mark.parametrize("path", PATHS)
def test_what_nobody_signed_is_refused_and_touches_nothing(line: PhoneLine, path: str) -> None:
    before = ledger.count(line.store)
    for headers in ({}, {"X-Twilio-Signature": "AAAA"}, {"X-Twilio-Signature": ""}):
        answer = unsigned(
            line, path, f"CallSid={SID}&AccountSid={ACCOUNT_SID}&CallStatus=completed".encode(), **headers
        )
        assert (answer.status_code, answer.text) == (403, "Not signed by Twilio.")
    assert ledger.count(line.store) == before
    assert 'clockpost_webhooks_refused_total{why="signature"} 3.0' in metrics(line)
    assert "clockpost_calls_total 0.0" in metrics(line)


def test_a_signature_of_another_address_or_other_fields_is_refused(line: PhoneLine) -> None:
    told = fields(line)
    assert line.post("/voice", told, signed_address=f"{line.base}/voice/step").status_code == 403
    assert line.post("/voice", told, signed_address=f"{line.local}/voice").status_code == 403
    assert line.post("/voice", told, signed_fields=told[1:]).status_code == 403
    assert line.post("/voice?x=1", told, signed_address=f"{line.base}/voice").status_code == 403
    assert line.post("/voice", told).status_code == 200


def test_a_signature_by_another_algorithm_is_refused_whatever_its_header_says(line: PhoneLine) -> None:
    told = line.call("", signer=SharedKeySigner("key", TOKEN), faults=True)
    assert told.exchanges[0].status == 403


def test_a_call_of_another_account_is_refused(line: PhoneLine) -> None:
    told = [(name, "AC" + "1" * 32 if name == "AccountSid" else value) for name, value in fields(line)]
    assert line.post("/voice", told).status_code == 403
    assert line.post("/voice", [pair for pair in fields(line) if pair[0] != "CallSid"]).status_code == 403
    assert 'clockpost_webhooks_refused_total{why="account"} 2.0' in metrics(line)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"a=" + b"x" * LONGEST_FORM_BYTES, 413),
        (b"&".join([b"a=1"] * (MOST_FIELDS + 1)), 400),
        (b"a=%zz", 400),
        (b"a=%ff", 400),
        ("a=é".encode(), 400),
        (b'{"CallSid": "CA1"}', 403),
        (b"", 403),
    ],
    ids=["too long", "too many fields", "broken escape", "no UTF-8", "not encoded", "JSON", "nothing"],
)
def test_bodies_that_are_no_form_of_twilios_are_refused(line: PhoneLine, body: bytes, status: int) -> None:
    assert unsigned(line, "/voice", body).status_code == status
    assert line.says("").startswith("Harbour Tower.")


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_a_body_without_an_end_is_read_no_further_than_it_may_be_long(line: PhoneLine, method: str) -> None:
    def pieces() -> Iterator[bytes]:
        while True:
            yield b"x" * 1024

    # The line answers 413 and closes, or just closes: either ends what would never end.
    with suppress(requests.ConnectionError):
        answer = requests.request(method, f"{line.local}/voice", data=pieces(), headers=FORM, timeout=PATIENCE_S)
        assert answer.status_code == 413
    assert line.says("").startswith("Harbour Tower.")


def test_blank_repeated_and_unknown_fields_are_signed_and_passed_over(line: PhoneLine) -> None:
    more = (("SomethingNew", ""), ("SomethingNew", "two"), ("SomethingNew", "two"), ("é", "ü & ="), ("Memory", "{}"))
    told = line.call(f"1053 {PIN} 1", further_fields=more)
    assert told.said[-1].startswith("Clocked in at 6:58.")


def test_a_number_set_to_get_is_served(line: PhoneLine) -> None:
    address = f"{line.base}/voice?" + requests.models.RequestEncodingMixin._encode_params(fields(line))
    headers = TokenSigner(TOKEN).headers(address, ())
    local = address.replace(line.base, line.local)
    assert "Employee number." in requests.get(local, headers=headers, timeout=PATIENCE_S).text
    assert requests.get(local + "&x=1", headers=headers, timeout=PATIENCE_S).status_code == 403
    told = line.call(f"1053 {PIN} 1", method="GET")
    assert told.said[-1].startswith("Clocked in at 6:58.")


@pytest.mark.parametrize("kept", [True, False], ids=["the proxy keeps the prefix", "the proxy takes it away"])
def test_a_public_prefix_is_understood_either_way(make_line: MakeLine, kept: bool) -> None:
    line = make_line(base="https://phone.example.com/line")
    url = f"{line.local}/line/voice" if kept else f"{line.local}/voice"
    told = line.call(f"1053 {PIN} 1", url=url)
    assert told.said[-1].startswith("Clocked in at 6:58.")
    assert all(one.address.startswith(("https://phone.example.com/line/", "")) for one in told.exchanges)


def test_other_addresses_and_methods_are_not_served(line: PhoneLine) -> None:
    assert requests.get(f"{line.local}/", timeout=PATIENCE_S).status_code == 404
    assert requests.put(f"{line.local}/voice", timeout=PATIENCE_S).status_code == 405
    assert requests.post(f"{line.local}/healthz", timeout=PATIENCE_S).status_code == 405


def test_every_document_is_xml_for_twilio(line: PhoneLine) -> None:
    answer = line.post("/voice", fields(line))
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.text.startswith('<?xml version="1.0" encoding="UTF-8"?><Response>')


@pytest.mark.parametrize(
    "status", ["ringing", "in-progress", "completed", "busy", "failed", "no-answer", "canceled", ""]
)
def test_every_status_is_answered_with_an_empty_document(line: PhoneLine, status: str) -> None:
    answer = line.post("/voice/status", call_fields(line.phone(), SID, status))
    assert answer.status_code == 200
    assert answer.text.endswith("<Response/>")


def test_the_numbers_tell_of_calls_answers_and_the_ledger(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1")
    line.go_round()
    told = metrics(line)
    assert "clockpost_calls_total 1.0" in told
    assert 'clockpost_webhook_seconds_count{page="step"} 3.0' in told
    assert 'clockpost_webhook_seconds_count{page="status"} 1.0' in told
    assert "clockpost_events_waiting 1.0" in told
    assert "clockpost_ledger_writable 1.0" in told
    assert "1053" not in told
