"""Documents in, verbs out."""

import pytest
from twilio.twiml.voice_response import Gather as LibraryGather
from twilio.twiml.voice_response import VoiceResponse

from ivr.phone.faults import NOT_TWIML, RETRIEVAL, SCHEMA, TOO_LARGE, NoDocument
from ivr.phone.twiml_reader import LARGEST_BYTES, Document, read_answer, read_document
from ivr.phone.verbs import Dial, Gather, Hangup, Pause, Play, Record, Redirect, Reject, Say, Verb

PLACE = "http://127.0.0.1/voice"


def read(inside: str) -> Document:
    return read_document(PLACE, f"<Response>{inside}</Response>".encode())


def only(inside: str) -> Verb:
    document = read(inside)
    assert document.warnings == ()
    (verb,) = document.verbs
    return verb


def test_what_twilios_library_writes_is_read_whole() -> None:
    written = VoiceResponse()
    asked = LibraryGather(
        action="/pin?x=1&y=2",
        method="GET",
        timeout=7,
        num_digits=4,
        finish_on_key="",
        input="dtmf speech",
        action_on_empty_result=True,
        speech_timeout="auto",
        hints="clock in, clock out",
        language="fr-CA",
        profanity_filter=False,
    )
    asked.say("PIN & <ok> é", language="fr-CA", voice="Polly.Gabrielle")
    asked.play("/beep.mp3")
    asked.pause(length=2)
    written.append(asked)
    written.record(
        action="/kept",
        timeout=3,
        max_length=60,
        play_beep=False,
        finish_on_key="#",
        trim="do-not-trim",
        recording_status_callback="/status",
        recording_status_callback_method="GET",
        recording_status_callback_event="completed absent",
    )
    written.dial("+15145550199", action="/after", timeout=20, caller_id="+15145550100")
    written.redirect("/start?x=1&y=2", method="GET")
    written.reject(reason="busy")
    written.hangup()
    document = read_document(PLACE, str(written).encode())
    assert document == Document(
        PLACE,
        (
            Gather(
                prompts=(Say("PIN & <ok> é", "fr-CA", "Polly.Gabrielle"), Play("/beep.mp3"), Pause(2)),
                action="/pin?x=1&y=2",
                method="GET",
                timeout_s=7,
                digits=4,
                finish_on_key="",
                takes_speech=True,
                action_on_empty_result=True,
                speech_timeout="auto",
                hints=("clock in", "clock out"),
                language="fr-CA",
            ),
            Record("/kept", "POST", 3, 60, False, "#", "do-not-trim", "/status", "GET", ("completed", "absent")),
            Dial("+15145550199", "/after", "POST", 20, "+15145550100"),
            Redirect("/start?x=1&y=2", "GET"),
            Reject("busy"),
            Hangup(),
        ),
    )


def test_defaults_are_twilios() -> None:
    gather = only("<Gather/>")
    assert gather == Gather((), None, "POST", 5, None, "#", True, False, False)
    record = only("<Record/>")
    assert record == Record(None, "POST", 5, 3600, True, "1234567890*#", "trim-silence", "", "POST", ("completed",))
    assert only("<Pause/>") == Pause(1)
    assert only("<Dial><Number>+1514</Number></Dial>") == Dial("+1514", None, "POST", 30)
    assert only("<Redirect/>") == Redirect("")
    assert only("<Reject/>") == Reject("rejected")


def test_speech_alone_takes_no_keys() -> None:
    gather = only('<Gather input="speech"/>')
    assert isinstance(gather, Gather)
    assert (gather.takes_keys, gather.takes_speech) == (False, True)


def test_spaces_between_words_are_single_and_spoken_markup_is_heard_as_words() -> None:
    assert only("<Say>  Receipt\n <say-as interpret-as='digits'>48</say-as>.<break/>Bye </Say>") == Say(
        "Receipt 48. Bye"
    )


@pytest.mark.parametrize(
    "inside",
    [
        "<Shout>hello</Shout>",
        "<say>hello</say>",
        '<Say loudness="9">hello</Say>',
        '<Gather><Say Voice="x">hello</Say></Gather>',
        "<Gather><Record/></Gather>",
        "<Say><Play>x</Play></Say>",
        '<Gather numDigits="four"/>',
        '<Gather numDigits="0"/>',
        '<Gather numDigits="²"/>',
        '<Gather finishOnKey="A"/>',
        '<Gather input="mind"/>',
        '<Gather actionOnEmptyResult="yes"/>',
        '<Gather method="PUT"/>',
        '<Record recordingStatusCallbackEvent="done"/>',
        '<Reject reason="asleep"/>',
        '<Pause length="-1"/>',
    ],
)
def test_what_twilio_does_not_know_is_a_warning_and_the_rest_is_read(inside: str) -> None:
    document = read(f"{inside}<Hangup/>")
    assert [warning.code for warning in document.warnings] == [SCHEMA]
    assert document.warnings[0].address == PLACE
    assert document.verbs[-1] == Hangup()


def test_a_value_that_cannot_be_taken_is_replaced_by_the_default() -> None:
    assert read('<Gather numDigits="four" finishOnKey="A" method="PUT"/>').verbs == (Gather(),)
    assert read("<Shout/>").verbs == ()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"hello",
        b"<Response><Say></Response>",
        b"<Reply/>",
        b'<!DOCTYPE x [<!ENTITY a "b">]><Response><Say>&a;</Say></Response>',
        b'<?xml version="1.0" encoding="nowhere"?><Response/>',
        b"<Response>\xff</Response>",
    ],
)
def test_what_is_no_document_is_twilios_12100(body: bytes) -> None:
    with pytest.raises(NoDocument) as raised:
        read_document(PLACE, body)
    assert raised.value.fault.code == NOT_TWIML


@pytest.mark.parametrize("status", [199, 301, 400, 403, 404, 500, 503])
def test_another_status_than_2xx_is_twilios_11200(status: int) -> None:
    with pytest.raises(NoDocument) as raised:
        read_answer(PLACE, status, "text/xml", b"<Response/>")
    assert raised.value.fault.code == RETRIEVAL


@pytest.mark.parametrize("content_type", ["", "text/html", "application/json", "text/plain; charset=utf-8"])
def test_another_content_type_than_xml_is_twilios_11200(content_type: str) -> None:
    with pytest.raises(NoDocument) as raised:
        read_answer(PLACE, 200, content_type, b"<Response/>")
    assert raised.value.fault.code == RETRIEVAL


@pytest.mark.parametrize("content_type", ["text/xml", "application/xml; charset=utf-8", "TEXT/XML"])
def test_both_names_of_xml_are_taken(content_type: str) -> None:
    assert read_answer(PLACE, 200, content_type, b"<Response/>") == Document(PLACE, ())


def test_a_document_of_64_kb_is_read_and_one_more_byte_is_not() -> None:
    largest = b"<Response>" + b" " * (LARGEST_BYTES - 21) + b"</Response>"
    assert len(largest) == LARGEST_BYTES == 65_536
    assert read_answer(PLACE, 200, "text/xml", largest).verbs == ()
    with pytest.raises(NoDocument) as raised:
        read_answer(PLACE, 200, "text/xml", largest + b" ")
    assert raised.value.fault.code == TOO_LARGE
