"""Scripts of keys."""

import pytest

from ivr.phone.hands import AskedHand, ScriptedHand
from ivr.phone.presses import HangUp, Keys, NotAPress, Silence, Spoken, presses_in
from ivr.phone.verbs import Gather


def test_every_word_of_a_script_is_one_press() -> None:
    assert presses_in('1053 2580# "clock in" - +1 +! !') == (
        Keys("1053"),
        Keys("2580#"),
        Spoken("clock in"),
        Silence(),
        Keys("1", at_once=True),
        HangUp(at_once=True),
        HangUp(),
    )


def test_words_that_a_shell_already_took_apart_mean_the_same() -> None:
    assert presses_in(["1053", "clock in", '"yes"', "-"]) == presses_in('1053 "clock in" "yes" -')
    assert presses_in([Keys("1"), "!"]) == (Keys("1"), HangUp())


@pytest.mark.parametrize("script", ["10a", "yes", '1 "open', "+", "1053 2580 x", '""'])
def test_what_is_no_press_is_named(script: str) -> None:
    with pytest.raises(NotAPress, match="'"):
        presses_in(script)


def test_a_script_waits_for_a_question_unless_told_to_press_at_once() -> None:
    hand = ScriptedHand(presses_in("1 +2 +! 3"))
    assert hand.while_heard() is None
    assert hand.answer(Gather()) == Keys("1")
    assert hand.while_heard() == Keys("2", at_once=True)
    assert hand.while_heard() == HangUp(at_once=True)
    assert hand.while_heard() is None
    assert hand.answer(Gather()) == Keys("3")
    assert hand.while_heard() is None


def test_when_the_script_is_over_the_caller_hangs_up() -> None:
    assert ScriptedHand(()).answer(Gather()) == HangUp()


def test_a_hand_that_is_asked_sees_the_question() -> None:
    hand = AskedHand(lambda question: Keys(str(question.timeout_s)))
    hand.while_heard()
    assert hand.answer(Gather(timeout_s=7)) == Keys("7")
