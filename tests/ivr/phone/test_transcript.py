"""The transcript, for people and for programs."""

import json

from ivr.phone.faults import SCHEMA, Fault
from ivr.phone.transcript import KEYS, Transcript, Who


def written() -> Transcript:
    transcript = Transcript("CA7")
    transcript.add(Who.LINE, "Your PIN", "Say", "en-US")
    transcript.add(Who.CALLER, "2580#", KEYS)
    transcript.add_fault(Fault(SCHEMA, "<Shout> is no verb", "http://x/voice"))
    transcript.ended_by = Who.LINE
    return transcript


def test_people_read_who_did_what() -> None:
    assert written().lines() == [
        "  line [en-US]: Your PIN",
        "caller: presses 2580#",
        "twilio: 12200: <Shout> is no verb (http://x/voice)",
    ]


def test_masked_no_key_can_be_read_and_their_number_can() -> None:
    assert written().lines(mask=True)[1] == "caller: presses *****"
    assert "2580" not in json.dumps(written().as_json(mask=True))


def test_programs_read_plain_values() -> None:
    told = json.loads(json.dumps(written().as_json()))
    assert told["call_sid"] == "CA7"
    assert told["ended_by"] == "line"
    assert told["entries"][1] == {"who": "caller", "verb": "keys", "text": "2580#", "language": ""}
    assert told["faults"] == [{"code": 12200, "sentence": "<Shout> is no verb", "address": "http://x/voice"}]
