"""Guessing is limited per number, per place and in all; a lock lasts at most fifteen minutes (rule 5.4)."""

import pytest

from shared.domain.pin_limits import LOCK_S, WrongPins, is_locked


@pytest.mark.parametrize(
    ("wrong", "locked"),
    [
        (WrongPins(0, 0, 0), False),
        (WrongPins(2, 29, 199), False),
        (WrongPins(3, 3, 3), True),
        (WrongPins(0, 30, 30), True),
        (WrongPins(0, 0, 200), True),
    ],
    ids=["none", "just below every limit", "one number", "one place", "in all"],
)
def test_each_limit_locks_alone(wrong: WrongPins, locked: bool) -> None:
    assert is_locked(wrong) is locked


def test_nobody_is_locked_for_longer_than_fifteen_minutes() -> None:
    assert LOCK_S == 15 * 60
