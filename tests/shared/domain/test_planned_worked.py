"""Planned, worked there and ours, a person and a day at a time."""

from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from shared.domain.hours import Worked
from shared.domain.planned_worked import Asked, DayCompared, DayHours, compared

ZONE: Final = ZoneInfo("Europe/Copenhagen")
MONDAY: Final = date(2026, 3, 2)
ASKED: Final = Asked(MONDAY - timedelta(days=30), MONDAY)


def worked(start: datetime, minutes: float | None, number: str = "1053") -> Worked:
    ends_at = start + timedelta(minutes=minutes) if minutes is not None else None
    return Worked(number, "Tower", 687, None, None, "e", start, ends_at, (), (), (), (), ())


def local(time: str, day: date = MONDAY) -> datetime:
    return datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=ZONE).astimezone(UTC)


def one(days: list[DayHours], ours: list[Worked], asked: Asked | None = ASKED) -> DayCompared:
    (found,) = compared(days, ours, ZONE, asked)
    return found


def test_ours_is_compared_with_what_was_worked_and_with_what_was_planned() -> None:
    found = one([DayHours("1053", MONDAY, 480, 450, 440)], [worked(local("08:00"), 455)])
    assert (found.original_min, found.planned_min, found.worked_min, found.ours_min) == (480, 450, 440, 455)
    assert (found.difference_min, found.over_plan_min) == (15, 5)


def test_two_sessions_of_a_day_are_added_before_they_are_rounded() -> None:
    found = one([], [worked(local("08:00"), 60.4), worked(local("12:00"), 60.4)])
    assert (found.ours_min, found.difference_min) == (121, 121)


def test_a_session_without_an_end_has_no_difference() -> None:
    found = one([DayHours("1053", MONDAY, None, 450, 440)], [worked(local("08:00"), 60), worked(local("12:00"), None)])
    assert (found.ours_min, found.difference_min, found.over_plan_min) == (None, None, None)


def test_whoever_did_not_come_is_short_of_the_whole_plan() -> None:
    found = one([DayHours("1053", MONDAY, None, 450, None)], [])
    assert (found.ours_min, found.difference_min, found.over_plan_min) == (0, 0, -450)


@pytest.mark.parametrize(
    "asked",
    [None, Asked(MONDAY - timedelta(days=30), MONDAY - timedelta(days=1)), Asked(MONDAY + timedelta(1), MONDAY)],
)
def test_a_day_that_was_not_asked_for_has_no_difference(asked: Asked | None) -> None:
    found = one([], [worked(local("08:00"), 60)], asked)
    assert (found.ours_min, found.difference_min, found.over_plan_min) == (60, None, None)


def test_a_night_belongs_to_the_evening_it_began_on_in_the_sites_own_zone() -> None:
    # 23:30 in Copenhagen is 22:30 UTC, and 00:30 the next day is 23:30 UTC of the day before.
    evening, night = compared(
        [], [worked(local("23:30"), 60), worked(local("00:30", MONDAY + timedelta(1)), 30)], ZONE, None
    )
    assert (evening.day, night.day) == (MONDAY, MONDAY + timedelta(days=1))


def test_days_on_which_nobody_has_anything_are_left_out_and_the_others_stand_by_day_and_number() -> None:
    days = [DayHours("9", MONDAY, None, 1, None), DayHours("1", MONDAY, None, None, None)]
    days.append(DayHours("2", MONDAY - timedelta(days=1), None, None, 5))
    found = compared(days, [worked(local("08:00"), 1, "5")], ZONE, ASKED)
    assert [(each.day, each.number) for each in found] == [
        (MONDAY - timedelta(days=1), "2"),
        (MONDAY, "5"),
        (MONDAY, "9"),
    ]
