"""Gather on a real call: keys, silence, keys typed ahead, interruptions, speech."""

from dataclasses import replace

import pytest

from ivr.phone.hands import AskedHand
from ivr.phone.presses import HangUp, Keys, Press
from ivr.phone.settings import Settings
from ivr.phone.telephone import Telephone, play
from ivr.phone.transcript import Who
from ivr.phone.verbs import Gather, Record
from tests.ivr.phone.line import Line

NUMBER = '<Gather action="/number" numDigits="4"><Say>Your number</Say></Gather>'
PIN = '<Gather action="/pin" numDigits="4"><Say>Your PIN</Say></Gather>'


def test_keys_go_to_the_action_without_the_finishing_key(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/number"><Say>Your number</Say></Gather><Say>Nothing</Say>')
    line.says("/number", "<Say>Thank you</Say>")
    transcript = play("1053#", settings)
    (got,) = line.to("/number")
    assert (got["Digits"], got["FinishedOnKey"]) == ("1053", "#")
    assert "SpeechResult" not in got
    assert transcript.said == ["Your number", "Thank you"]
    assert transcript.ended_by is Who.LINE
    assert transcript.faults == []


def test_the_last_key_of_the_number_submits_at_once_with_a_blank_finishing_key(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER)
    line.says("/number", "<Hangup/>")
    play("1053", settings)
    (got,) = line.to("/number")
    assert (got["Digits"], got["FinishedOnKey"]) == ("1053", "")


def test_too_few_keys_are_submitted_when_the_time_is_over(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER)
    line.says("/number", "<Hangup/>")
    play("10", settings)
    assert line.to("/number")[0]["Digits"] == "10"


def test_silence_goes_on_with_the_next_verb(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER + "<Say>Goodbye</Say>")
    transcript = play("-", settings)
    assert transcript.said == ["Your number", "Goodbye"]
    assert line.to("/number") == []


def test_the_finishing_key_alone_is_silence(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/number"/><Say>Goodbye</Say>')
    assert play("#", settings).said == ["Goodbye"]
    assert line.to("/number") == []


def test_silence_goes_to_the_action_where_the_line_asks_for_it(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/number" actionOnEmptyResult="true"/><Say>Goodbye</Say>')
    line.says("/number", "<Say>Nothing came</Say>")
    assert play("-", settings).said == ["Nothing came"]
    assert line.to("/number")[0]["Digits"] == ""


def test_a_gather_without_action_asks_its_own_document_again(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Redirect>/menu?lang=fr</Redirect>")
    line.says("/menu", "<Gather numDigits='1'/>")
    play("1 !", settings)
    assert [request.target for request in line.requests] == ["/voice", "/menu?lang=fr", "/menu?lang=fr"]
    assert line.requests[2]["Digits"] == "1"


def test_keys_left_over_answer_the_next_question_before_it_speaks(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER)
    line.says("/number", PIN)
    line.says("/pin", "<Say>Welcome</Say>")
    transcript = play("10532580", settings)
    assert line.to("/pin")[0]["Digits"] == "2580"
    assert transcript.said == ["Your number", "Welcome"]


def test_keys_left_over_that_are_too_few_wait_for_more(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER)
    line.says("/number", PIN)
    line.says("/pin", "<Say>Welcome</Say>")
    play("105325 80", settings)
    assert line.to("/pin")[0]["Digits"] == "2580"


def test_keys_interrupt_what_is_said_inside_a_question(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/number" numDigits="1"><Say>One</Say><Say>Two</Say></Gather>')
    line.says("/number", "<Hangup/>")
    assert play("+7", settings).said == ["One"]
    assert line.to("/number")[0]["Digits"] == "7"
    assert play("7", settings).said == ["One", "Two"]


def test_keys_during_words_outside_a_question_are_lost(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Say>Welcome</Say>" + NUMBER)
    line.says("/number", "<Hangup/>")
    transcript = play("+9999 1053", settings)
    assert line.to("/number")[0]["Digits"] == "1053"
    assert any("lost" in entry.text for entry in transcript.entries)


def test_whoever_hangs_up_at_a_question_is_not_heard_of_at_its_action(line: Line, settings: Settings) -> None:
    line.says("/voice", NUMBER + "<Say>Goodbye</Say>")
    for script in ("!", "+!", ""):
        transcript = play(script, settings)
        assert transcript.ended_by is Who.CALLER
        assert transcript.said == ["Your number"]
    assert line.to("/number") == []


def test_spoken_words_go_to_the_action_where_speech_is_taken(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/menu" input="dtmf speech"/>')
    line.says("/menu", "<Hangup/>")
    play('"clock in"', settings)
    (got,) = line.to("/menu")
    assert got["SpeechResult"] == "clock in"
    assert float(got["Confidence"]) > 0
    assert "Digits" not in got


@pytest.mark.parametrize(("kind", "script"), [("dtmf", '"clock in"'), ("speech", "1"), ("speech", "+1 -")])
def test_what_a_question_does_not_take_is_silence(line: Line, settings: Settings, kind: str, script: str) -> None:
    line.says("/voice", f'<Gather action="/menu" input="{kind}"><Say>Say</Say></Gather><Say>Goodbye</Say>')
    assert play(script, settings).said == ["Say", "Goodbye"]
    assert line.to("/menu") == []


def test_a_get_action_carries_its_keys_in_the_query(line: Line, settings: Settings) -> None:
    line.says("/voice", '<Gather action="/number?step=2" method="GET" numDigits="2"/>')
    line.says("/number", "<Hangup/>")
    play("1#", settings)
    (got,) = line.to("/number")
    assert (got.method, got["step"], got["Digits"]) == ("GET", "2", "1")
    assert got["FinishedOnKey"] == "#"


def test_a_hand_can_decide_while_the_call_goes(line: Line, settings: Settings) -> None:
    asked: list[object] = []

    def answer(question: Gather | Record) -> Press:
        asked.append(question)
        return Keys("1053") if len(asked) == 1 else HangUp()

    line.says("/voice", NUMBER)
    line.says("/number", PIN)
    Telephone(settings).dial(AskedHand(answer)).run()
    assert [question.action for question in asked if isinstance(question, Gather)] == ["/number", "/pin"]


def test_the_caller_is_named_and_a_withheld_one_is_not(line: Line, settings: Settings) -> None:
    line.says("/voice", "<Hangup/>")
    play("", settings)
    play("", replace(settings, withheld=True, stir="TN-Validation-Passed-A", further_fields=[("New", "x")]))
    known, withheld = line.requests
    assert known["From"] == known["Caller"] == settings.caller
    assert known["To"] == known["Called"] == settings.called
    assert known["FromCountry"] == "CA"
    assert known["Direction"] == "inbound"
    assert "StirVerstat" not in known
    assert withheld["From"] == withheld["Caller"] == "+266696687"
    assert withheld["FromCountry"] == ""
    assert settings.caller not in [value for _, value in withheld.fields]
    assert withheld["StirVerstat"] == "TN-Validation-Passed-A"
    assert withheld["New"] == "x"
