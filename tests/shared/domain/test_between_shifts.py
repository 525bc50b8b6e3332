"""A quiet time is one with no start and no end of a shift near it, on either side."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.between_shifts import next_change
from shared.domain.model import Shift

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
HALF_AN_HOUR = timedelta(minutes=30)


def shift(begins_min: int, ends_min: int) -> Shift:
    """By minutes from noon."""
    return Shift(1, 687, None, NOON + timedelta(minutes=begins_min), NOON + timedelta(minutes=ends_min))


@pytest.mark.parametrize(
    ("begins_min", "ends_min", "change_min"),
    [
        (-240, 240, None),
        (-240, 20, 20),
        (-20, 460, -20),
        (30, 500, 30),
        (31, 500, None),
        (-500, -30, -30),
        (-500, -31, None),
    ],
)
def test_a_start_or_an_end_within_half_an_hour_is_no_quiet_time(begins_min, ends_min, change_min) -> None:
    expected = None if change_min is None else NOON + timedelta(minutes=change_min)
    assert next_change([shift(begins_min, ends_min)], NOON, HALF_AN_HOUR) == expected


def test_the_nearest_change_is_told() -> None:
    assert next_change([shift(-400, 25), shift(-10, 470)], NOON, HALF_AN_HOUR) == NOON - timedelta(minutes=10)


def test_without_a_shift_it_is_quiet() -> None:
    assert next_change([], NOON, HALF_AN_HOUR) is None


@given(st.lists(st.tuples(st.integers(-900, 900), st.integers(1, 900))), st.integers(1, 120))
def test_quiet_means_that_nothing_is_near(spans: list[tuple[int, int]], minutes: int) -> None:
    shifts = [shift(begins, begins + length) for begins, length in spans]
    within = timedelta(minutes=minutes)
    found = next_change(shifts, NOON, within)
    distances = [abs(at - NOON) for one in shifts for at in (one.starts_at, one.ends_at)]
    if found is None:
        assert all(distance > within for distance in distances)
    else:
        assert abs(found - NOON) == min(distances)
