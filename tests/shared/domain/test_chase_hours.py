"""The hours in which a telephone may ring, on ordinary days and when the clocks change."""

from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.chase_hours import CallingHours

COPENHAGEN: Final = ZoneInfo("Europe/Copenhagen")
DAY: Final = CallingHours(time(6), time(22), COPENHAGEN)
NIGHT: Final = CallingHours(time(20), time(8), COPENHAGEN)
MINUTE: Final = timedelta(minutes=1)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "at", "allowed", "opens"),
    [
        # Copenhagen is an hour ahead of UTC in winter.
        (DAY, "2026-01-15 04:59", False, "2026-01-15 05:00"),
        (DAY, "2026-01-15 05:00", True, "2026-01-15 05:00"),
        (DAY, "2026-01-15 20:59", True, "2026-01-15 20:59"),
        (DAY, "2026-01-15 21:00", False, "2026-01-16 05:00"),
        (NIGHT, "2026-01-15 06:59", True, "2026-01-15 06:59"),
        (NIGHT, "2026-01-15 07:00", False, "2026-01-15 19:00"),
        # The night before the clocks go ahead, and the morning after: 06:00 is an hour earlier.
        (DAY, "2026-03-28 21:00", False, "2026-03-29 04:00"),
        (DAY, "2026-10-24 20:00", False, "2026-10-25 05:00"),
    ],
)
def test_hours_are_those_of_the_wall_clock(hours: CallingHours, at: str, allowed: bool, opens: str) -> None:
    assert hours.contain(utc(at)) is allowed
    assert hours.next_allowed(utc(at)) == utc(opens)


def test_an_opening_that_the_spring_change_leaves_out_is_the_end_of_the_gap() -> None:
    hours = CallingHours(time(2, 30), time(4), COPENHAGEN)
    assert hours.next_allowed(utc("2026-03-29 00:30")) == utc("2026-03-29 01:00")


def test_an_hour_that_is_repeated_is_open_each_time_its_clock_says_so() -> None:
    hours = CallingHours(time(2, 30), time(4), COPENHAGEN)
    assert hours.next_allowed(utc("2026-10-25 00:00")) == utc("2026-10-25 00:30")
    # 02:10 for the second time: closed again until 02:30 comes for the second time.
    assert not hours.contain(utc("2026-10-25 01:10"))
    assert hours.next_allowed(utc("2026-10-25 01:10")) == utc("2026-10-25 01:30")


ZONES: Final = [COPENHAGEN, ZoneInfo("America/Montreal"), ZoneInfo("Australia/Lord_Howe")]
OPENINGS: Final = (
    st.times().map(lambda told: told.replace(second=0, microsecond=0)).filter(lambda told: told != time(12))
)
INSTANTS: Final = st.integers(0, 9 * 30 * 86_400).map(lambda seconds: utc("2026-03-01") + timedelta(seconds=seconds))


@given(st.builds(CallingHours, OPENINGS, st.just(time(12)), st.sampled_from(ZONES)), INSTANTS)
def test_the_next_opening_is_allowed_and_nothing_between_is(hours: CallingHours, at: datetime) -> None:
    opens = hours.next_allowed(at)
    assert hours.contain(opens)
    assert opens >= at
    minute = at.replace(second=0, microsecond=0) + MINUTE
    while minute < opens:
        assert not hours.contain(minute)
        minute += 7 * MINUTE
    if opens > at:
        assert not hours.contain(opens - MINUTE) or opens - MINUTE < at
