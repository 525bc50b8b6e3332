"""Record on a real call: its action, its status callback, hang-ups and empty messages."""

from dataclasses import replace

import pytest

from ivr.phone.settings import Settings
from ivr.phone.telephone import play
from ivr.phone.transcript import Who
from tests.ivr.phone.line import Line, Page

RECORD = '<Record action="/kept" recordingStatusCallback="/stored"{}/><Say>No message</Say>'


@pytest.fixture
def kept(line: Line) -> Line:
    line.says("/voice", RECORD.format(""))
    line.says("/kept", "<Say>Thank you</Say>")
    line.pages["/stored"] = Page(b"", 204)
    return line


def test_a_message_goes_to_the_action_and_to_the_status_address(kept: Line, settings: Settings) -> None:
    transcript = play('"my badge is lost"', settings)
    (action,) = kept.to("/kept")
    (stored,) = kept.to("/stored")
    assert action["RecordingSid"].startswith("RE")
    assert action["RecordingUrl"].endswith("/Recordings/" + action["RecordingSid"])
    assert int(action["RecordingDuration"]) > 0
    assert action["Digits"] == ""
    assert action["From"] == settings.caller
    assert stored["RecordingStatus"] == "completed"
    assert stored["RecordingSid"] == action["RecordingSid"]
    assert stored["CallSid"] == action["CallSid"] == transcript.call_sid
    assert "From" not in stored
    assert transcript.said == ["Thank you"]
    assert "my badge is lost" in [entry.text for entry in transcript.entries]


def test_the_key_that_ends_a_message_is_told(kept: Line, settings: Settings) -> None:
    play("#", settings)
    assert kept.to("/kept")[0]["Digits"] == "#"


def test_a_key_that_does_not_end_it_is_part_of_the_message(kept: Line, settings: Settings) -> None:
    kept.says("/voice", RECORD.format(' finishOnKey="*"'))
    play("12*", settings)
    play("12", settings)
    assert [request["Digits"] for request in kept.to("/kept")] == ["*", ""]


def test_a_message_cut_off_by_hanging_up_is_kept_but_asks_for_no_action(kept: Line, settings: Settings) -> None:
    transcript = play("!", settings)
    assert kept.to("/kept") == []
    assert kept.to("/stored")[0]["RecordingStatus"] == "completed"
    assert transcript.ended_by is Who.CALLER
    assert transcript.said == []


def test_where_set_the_action_is_asked_after_hanging_up(kept: Line, settings: Settings) -> None:
    play("!", replace(settings, record_action_at_hang_up=True))
    assert kept.to("/kept")[0]["Digits"] == "hangup"


def test_an_empty_message_goes_on_with_the_next_verb(kept: Line, settings: Settings) -> None:
    assert play("-", settings).said == ["No message"]
    assert kept.to("/kept") == kept.to("/stored") == []


def test_the_status_address_hears_of_the_events_it_named(kept: Line, settings: Settings) -> None:
    kept.says("/voice", RECORD.format(' recordingStatusCallbackEvent="in-progress absent"'))
    play("-", settings)
    play("#", settings)
    assert [request["RecordingStatus"] for request in kept.to("/stored")] == ["in-progress", "absent", "in-progress"]


def test_a_record_without_action_asks_its_own_document_again(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Record/>")
    play("# !", settings)
    assert [request.path for request in line.requests] == ["/voice", "/voice"]
    assert line.requests[1]["Digits"] == "#"


def test_a_beep_is_heard_unless_it_is_switched_off(kept: Line, settings: Settings) -> None:
    assert "beep" in [entry.text for entry in play("-", settings).entries]
    kept.says("/voice", RECORD.format(' playBeep="false"'))
    assert "beep" not in [entry.text for entry in play("-", settings).entries]
