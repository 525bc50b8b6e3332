"""What of what is there a worked shift is: tables of cases."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.corrections import Span
from shared.domain.delivery import Likeness
from shared.domain.worked_shift import MINUTE, Target, TheirShift, compare_shift, is_as

NINE = datetime(2026, 6, 10, 7, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
SPAN = Span(NINE, FIVE)


def theirs(start_min: float, end_min: float | None, name: str = "a") -> TheirShift:
    end = None if end_min is None else FIVE + timedelta(minutes=end_min)
    return TheirShift(name, NINE + timedelta(minutes=start_min), end)


@pytest.mark.parametrize(
    ("start_min", "end_min", "likeness"),
    [
        pytest.param(0, 0, Likeness.SAME, id="the very times"),
        pytest.param(-0.98, 0.98, Likeness.SAME, id="cut or rounded to the minute"),
        pytest.param(1, 0, Likeness.NEAR, id="a minute is another time"),
        pytest.param(0, -1, Likeness.NEAR, id="and so at the end"),
        pytest.param(15, -15, Likeness.NEAR, id="a quarter of an hour on both sides"),
        pytest.param(15.1, 0, Likeness.OVERLAP, id="begun too late to be the same coming"),
        pytest.param(0, 15.1, Likeness.OVERLAP, id="ended too late to be the same leaving"),
        pytest.param(0, -400, Likeness.OVERLAP, id="the same coming, another leaving"),
        pytest.param(-60, -480, Likeness.NONE, id="ended as ours began"),
        pytest.param(480, 60, Likeness.NONE, id="begun as ours ended"),
        pytest.param(479, 60, Likeness.OVERLAP, id="begun before ours ended"),
        pytest.param(0, None, Likeness.OVERLAP, id="begun with ours and not ended"),
        pytest.param(-15, None, Likeness.OVERLAP, id="begun a little before and not ended"),
        pytest.param(-16, None, Likeness.NONE, id="forgotten long before"),
        pytest.param(480, None, Likeness.NONE, id="begun after and not ended"),
    ],
)
def test_what_is_there_is_compared_by_both_times(start_min: float, end_min: float | None, likeness: Likeness) -> None:
    found, shift = compare_shift(SPAN, [theirs(start_min, end_min)], ())
    assert (found, shift is None) == (likeness, likeness is Likeness.NONE)


def test_what_belongs_to_another_session_of_ours_is_never_a_match() -> None:
    assert compare_shift(SPAN, [theirs(0, 0)], {"a"}) == (Likeness.NONE, None)


def test_the_likest_one_counts() -> None:
    shifts = [theirs(-100, -100, "over"), theirs(9, 9, "near"), theirs(4, 4, "nearer"), theirs(0, 0, "same")]
    found = []
    for _ in range(4):
        likeness, shift = compare_shift(SPAN, shifts, ())
        assert shift is not None
        found.append((likeness, shift.shift_id))
        shifts.remove(shift)
    assert found == [
        (Likeness.SAME, "same"),
        (Likeness.NEAR, "nearer"),
        (Likeness.NEAR, "near"),
        (Likeness.OVERLAP, "over"),
    ]


@pytest.mark.parametrize(
    ("target", "says"),
    [
        pytest.param(Target(NINE, FIVE), True, id="both"),
        pytest.param(Target(started_at=NINE), True, id="the start alone"),
        pytest.param(Target(ended_at=FIVE), True, id="the end alone"),
        pytest.param(Target(NINE, FIVE + MINUTE), False, id="another end"),
        pytest.param(Target(NINE - MINUTE, FIVE), False, id="another start"),
        pytest.param(Target(without_end=True), False, id="should have none"),
        pytest.param(Target(NINE, FIVE, withdrawn="voided"), False, id="should not be there"),
    ],
)
def test_a_shift_says_what_it_should_as_far_as_it_is_asked(target: Target, says: bool) -> None:
    assert is_as(target, theirs(0, 0)) is says


def test_one_without_an_end_says_that_it_has_none() -> None:
    assert is_as(Target(without_end=True), theirs(0, None))
    assert not is_as(Target(NINE, FIVE), theirs(0, None))


@given(st.integers(-59_999, 59_999), st.integers(-59_999, 59_999))
def test_a_system_that_keeps_minutes_has_the_same_shift(start_ms: int, end_ms: int) -> None:
    kept = theirs(start_ms / 60_000, end_ms / 60_000)
    assert compare_shift(SPAN, [kept], ())[0] is Likeness.SAME
    assert is_as(Target(NINE, FIVE), kept, timedelta(0)) is (start_ms == end_ms == 0)
