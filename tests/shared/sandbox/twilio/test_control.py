"""What happens at Twilio behind the client's back, and what a restart keeps."""

import json

import pytest
import requests

from shared.clock import SystemClock
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.twilio.resources import PhoneCall, Recording


def test_what_is_shown_holds_no_token(operator: requests.Session) -> None:
    shown = operator.get("")
    assert [number["phone_number"] for number in shown.json()["numbers"]] == ["+15145550100"]
    assert "sandbox-auth-token" not in shown.text


def test_recordings_and_calls_can_be_deleted(operator: requests.Session, rest: requests.Session) -> None:
    made = operator.post("/recordings", json={}).json()
    assert operator.delete(f"/recordings/{made['sid']}").json() == {"deleted": made["sid"]}
    assert operator.delete(f"/calls/{made['call_sid']}").status_code == 200
    assert rest.get(f"/Recordings/{made['sid']}.json").status_code == 404
    assert operator.delete(f"/recordings/{made['sid']}").status_code == 400


@pytest.mark.parametrize(
    ("path", "body", "sentence"),
    [
        ("/numbers", {"phone_number": "514"}, "phone_number"),
        ("/recordings", {"media": "vinyl"}, "'mp3'"),
        ("/recordings", {"started": "then"}, "not a time"),
        ("/calls", {"who": "x"}, "caller"),
    ],
)
def test_a_mistake_is_named(operator: requests.Session, path: str, body: dict[str, str], sentence: str) -> None:
    answer = operator.post(path, json=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_a_restart_keeps_the_account() -> None:
    now = SystemClock().now()
    before, after = Sandbox(default_world(now)), Sandbox(default_world(now))
    call = before.exchange.put_call(PhoneCall(start_time=now))
    before.exchange.put_recording(Recording(call_sid=call.sid, date_created=now))
    data = json.loads(json.dumps(before.snapshot()))
    after.restore(data, with_world=True)
    assert after.exchange.snapshot() == before.exchange.snapshot()


def test_a_state_from_before_twilio_was_played_still_opens() -> None:
    now = SystemClock().now()
    before, after = Sandbox(default_world(now)), Sandbox(default_world(now))
    data = before.snapshot()
    del data["twilio"]
    after.restore(data, with_world=True)
    assert len(after.exchange.numbers) == 1
