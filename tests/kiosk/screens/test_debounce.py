"""Echoes."""

from kiosk.screens.debounce import BUTTON_HOLD_S, KEY_HOLD_S, Debounce


def test_the_first_touch_acts():
    assert Debounce().passes(0.0)


def test_a_touch_within_the_hold_is_an_echo():
    debounce = Debounce()
    debounce.passes(10.0)
    assert not debounce.passes(10.0 + BUTTON_HOLD_S - 0.01)
    assert debounce.passes(10.0 + BUTTON_HOLD_S)


def test_echoes_do_not_prolong_the_hold():
    debounce = Debounce()
    debounce.passes(10.0)
    debounce.passes(10.2)
    assert debounce.passes(10.31)


def test_a_brisk_hand_may_type_the_same_digit_twice():
    debounce = Debounce(KEY_HOLD_S)
    assert debounce.passes(10.0)
    assert debounce.passes(10.15)
