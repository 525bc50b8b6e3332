"""A call from ring to end: verbs in order, redirects, other calls, and how it ends."""

from dataclasses import replace

import pytest

from ivr.phone.faults import NEVER_ENDS, NOT_TWIML, RETRIEVAL, SCHEMA, UNANSWERED_NOTICE
from ivr.phone.hands import ScriptedHand
from ivr.phone.settings import Settings
from ivr.phone.telephone import Telephone, play
from ivr.phone.transcript import Entry, Who
from tests.ivr.phone.line import Line, Page


def test_the_end_of_the_document_hangs_up(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say language='fr-CA'>Bonjour</Say><Pause length='2'/><Play>/bell.mp3</Play>")
    transcript = play("", settings)
    assert [(entry.verb, entry.text, entry.language) for entry in transcript.entries[:3]] == [
        ("Say", "Bonjour", "fr-CA"),
        ("Pause", "silence of 2 s", ""),
        ("Play", "/bell.mp3", ""),
    ]
    assert transcript.ended_by is Who.LINE


def test_nothing_after_a_hang_up_is_heard(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say>Bye</Say><Hangup/><Say>Ghost</Say>")
    assert play("", settings).said == ["Bye"]


def test_a_caller_can_hang_up_while_the_line_speaks(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say>Clocked in</Say><Say>Another person?</Say>")
    transcript = play("+!", settings)
    assert transcript.said == ["Clocked in"]
    assert transcript.ended_by is Who.CALLER


def test_a_redirect_is_seen_from_the_document_it_stands_in(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Redirect>deep/one</Redirect><Say>Ghost</Say>")
    line.says("/deep/one", "<Redirect method='GET'>two?x=1</Redirect>")
    line.says("/deep/two", "<Say>Here</Say>")
    assert play("", settings).said == ["Here"]
    assert [(request.method, request.path) for request in line.requests] == [
        ("POST", "/voice"),
        ("POST", "/deep/one"),
        ("GET", "/deep/two"),
    ]


def test_a_call_rings_first_and_is_in_progress_once_the_line_spoke(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say>Hello</Say><Redirect>/next</Redirect>")
    line.says("/next", "<Hangup/>")
    transcript = play("", settings)
    assert [request["CallStatus"] for request in line.requests] == ["ringing", "in-progress"]
    assert {request["CallSid"] for request in line.requests} == {transcript.call_sid}
    assert transcript.call_sid.startswith("CA")
    assert len(transcript.call_sid) == 34


@pytest.mark.parametrize("status", ["completed", "busy", "no-answer"])
def test_a_call_to_another_number_ends_as_set(line: Line, settings: Settings, status: str) -> None:
    line.says("/voice", '<Dial action="/after">+15145550199</Dial><Say>Ghost</Say>')
    line.says("/after", "<Say>Back</Say>")
    transcript = play("", replace(settings, dial_status=status))
    (got,) = line.to("/after")
    assert got["DialCallStatus"] == status
    assert ("DialCallDuration" in got) == (status == "completed")
    assert "+15145550199" in transcript.entries[0].text
    assert transcript.said == ["Back"]


def test_a_call_to_another_number_without_action_goes_on(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Dial>+15145550199</Dial><Say>Back</Say>")
    assert play("", settings).said == ["Back"]
    assert len(line.requests) == 1


@pytest.mark.parametrize(("script", "by"), [("", Who.LINE), ("+!", Who.CALLER)])
def test_the_status_address_hears_of_the_end_once(line: Line, settings: Settings, script: str, by: Who) -> None:
    line.says("/voice", "<Say>Hello</Say>")
    line.pages["/over"] = Page(b"", 204)
    transcript = play(script, replace(settings, status_url="/over"))
    (got,) = line.to("/over")
    assert got["CallStatus"] == "completed"
    assert int(got["CallDuration"]) >= 0
    assert line.requests[-1] is got
    assert transcript.ended_by is by
    assert transcript.faults == []


def test_a_status_address_that_refuses_is_a_fault(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    transcript = play("", replace(settings, status_url="/nowhere"))
    assert [fault.code for fault in transcript.faults] == [UNANSWERED_NOTICE]


@pytest.mark.parametrize(("reason", "status"), [("busy", "busy"), ("rejected", "no-answer")])
def test_a_rejected_call_was_never_answered(line: Line, settings: Settings, reason: str, status: str) -> None:
    line.says("/voice", f'<Reject reason="{reason}"/>')
    line.pages["/over"] = Page(b"", 204)
    play("", replace(settings, status_url="/over"))
    assert line.to("/over")[0]["CallStatus"] == status


def test_a_call_that_never_ends_is_ended(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Redirect/>")
    transcript = play("", replace(settings, request_limit=5))
    assert [fault.code for fault in transcript.faults] == [NEVER_ENDS]
    assert len(line.requests) == 5
    assert transcript.ended_by is Who.TWILIO


def test_an_unknown_verb_is_a_fault_and_the_call_goes_on(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Shout>x</Shout><Say>Hello</Say>")
    transcript = play("", settings)
    assert [fault.code for fault in transcript.faults] == [SCHEMA]
    assert transcript.said == ["Hello"]


@pytest.mark.parametrize("action", ["http://[", "tel:+1514", "http://127.0.0.1:99999/x"])
def test_an_action_that_is_no_address_ends_in_an_application_error(line: Line, settings: Settings, action: str) -> None:
    line.says("/voice", f'<Gather action="{action}" numDigits="1"/>')
    transcript = play("1", settings)
    assert [fault.code for fault in transcript.faults] == [RETRIEVAL]
    assert transcript.entries[-1].verb == "error"
    assert transcript.ended_by is Who.TWILIO


def test_a_broken_document_ends_in_an_application_error(line: Line, settings: Settings) -> None:
    line.pages["/voice"] = Page(b"<Response>")
    transcript = play("", settings)
    assert [fault.code for fault in transcript.faults] == [NOT_TWIML]
    assert transcript.ended_by is Who.TWILIO


def test_every_call_is_a_new_one_unless_it_is_told_its_id(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    assert play("", settings).call_sid != play("", settings).call_sid
    assert play("", replace(settings, call_sid="CA7")).call_sid == "CA7"


def test_a_listener_hears_of_everything_as_it_happens(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say>Hello</Say>")
    heard: list[Entry] = []
    transcript = Telephone(settings).dial(ScriptedHand(()), heard.append).run()
    assert heard == transcript.entries
    assert heard[0] == Entry(Who.LINE, "Hello", "Say")
