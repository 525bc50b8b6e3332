"""What Gather makes of keys."""

from hypothesis import given
from hypothesis import strategies as st

from ivr.phone.keypad import Heard, Pressed, pressed
from ivr.phone.verbs import ANY_KEY, Gather

KEYS = st.text(ANY_KEY, max_size=12)


def test_the_number_of_keys_ends_the_input_and_the_rest_stays() -> None:
    assert pressed(Gather(digits=4), "10532580") == Pressed(Heard("1053"), complete=True, left="2580")


def test_the_finishing_key_ends_the_input_and_is_not_part_of_it() -> None:
    assert pressed(Gather(), "1053#25") == Pressed(Heard("1053", "#"), complete=True, left="25")
    assert pressed(Gather(finish_on_key="*#"), "1*2") == Pressed(Heard("1", "*"), complete=True, left="2")


def test_without_a_finishing_key_the_number_sign_is_a_key() -> None:
    assert pressed(Gather(finish_on_key=""), "1#2") == Pressed(Heard("1#2"), complete=False, left="")


def test_the_finishing_key_alone_is_no_input() -> None:
    assert pressed(Gather(), "#").heard.is_empty
    assert pressed(Gather(), "").heard.is_empty
    assert not pressed(Gather(), "0").heard.is_empty


@given(KEYS, st.none() | st.integers(1, 6), st.sampled_from(["", "#", "*", "12"]))
def test_no_key_is_lost_or_made_up(keys: str, digits: int | None, finish_on_key: str) -> None:
    outcome = pressed(Gather(digits=digits, finish_on_key=finish_on_key), keys)
    assert outcome.heard.digits + outcome.heard.finished_on_key + outcome.left == keys
    assert outcome.complete or outcome.left == ""
    assert digits is None or len(outcome.heard.digits) <= digits
    assert not set(outcome.heard.digits) & set(finish_on_key)
