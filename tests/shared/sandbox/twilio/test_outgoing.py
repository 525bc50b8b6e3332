"""Calls and messages that requests place, as Twilio answers them."""

import json
from typing import Any

import pytest
import requests

from shared.clock import SystemClock
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.twilio.outgoing import Callee, PlacedCall, SentMessage

LINE, ANA = "+15145550100", "+15145550142"
CALL = {"To": ANA, "From": LINE, "Twiml": "<Response/>"}
MESSAGE = {"To": ANA, "From": LINE, "Body": "You are late."}


@pytest.fixture
def at_once(operator: requests.Session) -> requests.Session:
    """Calls and messages end the moment they are placed."""
    operator.put("/pace", json={"step_s": 0})
    return operator


def listed(rest: requests.Session, path: str, **query: str) -> list[dict[str, Any]]:
    told: dict[str, list[dict[str, Any]]] = rest.get(f"/{path}.json", params=query).json()
    return told[path.lower()]


def test_a_call_is_queued_first_and_has_no_times_yet(rest: requests.Session, operator: requests.Session) -> None:
    operator.put("/pace", json={"step_s": 3600})
    answer = rest.post("/Calls.json", data=CALL)
    assert answer.status_code == 201
    placed = answer.json()
    assert (placed["status"], placed["direction"], placed["from"], placed["to"]) == (
        "queued",
        "outbound-api",
        LINE,
        ANA,
    )
    assert (placed["date_created"], placed["start_time"]) == (None, None)
    read = rest.get(f"/Calls/{placed['sid']}.json").json()
    assert (read["status"], read["start_time"], read["end_time"]) == ("queued", None, None)
    assert read["date_created"] is not None


@pytest.mark.parametrize(
    ("end", "steps"),
    [
        ("completed", ["queued", "ringing", "in-progress", "completed"]),
        ("busy", ["queued", "ringing", "busy"]),
        ("no-answer", ["queued", "ringing", "no-answer"]),
        ("failed", ["queued", "failed"]),
    ],
)
def test_a_call_goes_its_way_step_by_step(end: str, steps: list[str]) -> None:
    now = SystemClock().now()
    call = PlacedCall.model_validate({"sender": LINE, "receiver": ANA, "date_created": now, "end": end})
    seen = [call.status_at(now.fromtimestamp(now.timestamp() + second, now.tzinfo), 1) for second in range(6)]
    assert list(dict.fromkeys(seen)) == steps


@pytest.mark.parametrize(("end", "steps"), [("delivered", 4), ("undelivered", 4), ("failed", 2), ("sent", 3)])
def test_a_message_goes_its_way_step_by_step(end: str, steps: int) -> None:
    now = SystemClock().now()
    sent = SentMessage.model_validate({"sender": LINE, "receiver": ANA, "body": "x", "date_created": now, "end": end})
    seen = [sent.status_at(now.fromtimestamp(now.timestamp() + second, now.tzinfo), 1) for second in range(6)]
    assert len(set(seen)) == steps
    assert seen[-1] == end


def test_how_a_call_ends_is_said_by_whom_it_goes_to(rest: requests.Session, at_once: requests.Session) -> None:
    at_once.put("/callees", json={"number": ANA, "call": "no-answer", "message": "undelivered", "error_code": 30003})
    call, message = rest.post("/Calls.json", data=CALL).json(), rest.post("/Messages.json", data=MESSAGE).json()
    assert rest.get(f"/Calls/{call['sid']}.json").json()["status"] == "no-answer"
    read = rest.get(f"/Messages/{message['sid']}.json").json()
    assert (read["status"], read["error_code"], read["body"]) == ("undelivered", 30003, "You are late.")


@pytest.mark.parametrize(
    ("path", "changed", "code"),
    [
        ("Calls", {"To": ""}, 21201),
        ("Calls", {"From": ""}, 21213),
        ("Calls", {"Twiml": ""}, 21205),
        ("Calls", {"Twiml": "x" * 4001}, 32018),
        ("Calls", {"From": "+15145550999"}, 21210),
        ("Calls", {"To": "514"}, 21211),
        ("Calls", {"To": "+15005550001"}, 21211),
        ("Calls", {"To": "+15005550003"}, 21215),
        ("Messages", {"To": ""}, 21604),
        ("Messages", {"From": ""}, 21603),
        ("Messages", {"Body": ""}, 21602),
        ("Messages", {"Body": "x" * 1601}, 21617),
        ("Messages", {"From": "+15145550999"}, 21606),
        ("Messages", {"To": "+15005550001"}, 21211),
        ("Messages", {"To": "+15005550003"}, 21408),
        ("Messages", {"To": "+15005550004"}, 21610),
    ],
)
def test_what_cannot_be_placed_gets_its_code_and_leaves_nothing(
    rest: requests.Session, path: str, changed: dict[str, str], code: int
) -> None:
    answer = rest.post(f"/{path}.json", data=(CALL if path == "Calls" else MESSAGE) | changed)
    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert listed(rest, path) == []


def test_a_number_refuses_when_it_is_told_to(rest: requests.Session, operator: requests.Session) -> None:
    operator.put("/callees", json={"number": ANA, "refuses": 21610})
    assert rest.post("/Messages.json", data=MESSAGE).json()["code"] == 21610


def test_lists_are_narrowed_by_both_ends_and_by_day(rest: requests.Session, at_once: requests.Session) -> None:
    incoming = at_once.post("/calls", json={"caller": ANA, "started": "2026-05-01 06:58:00"}).json()
    placed = rest.post("/Calls.json", data=CALL).json()
    rest.post("/Calls.json", data=CALL | {"To": "+15145550143"})
    assert [call["sid"] for call in listed(rest, "Calls", To=ANA, From=LINE)] == [placed["sid"]]
    assert len(listed(rest, "Calls")) == 3
    assert [call["sid"] for call in listed(rest, "Calls", **{"StartTime<": "2026-05-01"})] == [incoming["sid"]]
    assert [call["sid"] for call in listed(rest, "Calls", StartTime="2026-05-01")] == [incoming["sid"]]
    assert len(listed(rest, "Calls", **{"StartTime>": "2026-05-02"})) == 2
    assert rest.get("/Calls.json", params={"StartTime": "then"}).status_code == 400


def test_what_is_not_dialled_yet_has_no_day(rest: requests.Session, operator: requests.Session) -> None:
    operator.put("/pace", json={"step_s": 3600})
    rest.post("/Calls.json", data=CALL)
    rest.post("/Messages.json", data=MESSAGE)
    assert listed(rest, "Calls", **{"StartTime>": "2026-01-01"}) == []
    assert listed(rest, "Messages", **{"DateSent>": "2026-01-01"}) == []
    assert (len(listed(rest, "Calls", To=ANA)), len(listed(rest, "Messages", To=ANA))) == (1, 1)


def test_a_restart_keeps_what_was_placed() -> None:
    now = SystemClock().now().replace(microsecond=0)
    before, after = Sandbox(default_world(now)), Sandbox(default_world(now))
    before.exchange.put_placed(PlacedCall(sender=LINE, receiver=ANA, date_created=now))
    before.exchange.put_message(SentMessage(sender=LINE, receiver=ANA, body="x", date_created=now))
    before.exchange.put_callee(Callee(number=ANA))
    after.restore(json.loads(json.dumps(before.snapshot())), with_world=True)
    assert after.exchange.snapshot() == before.exchange.snapshot()
    assert len(after.exchange.placed) == 1
