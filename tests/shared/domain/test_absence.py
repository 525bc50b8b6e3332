"""Who is away, from which shift, and what that means for somebody who comes all the same."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import pytest

from shared.domain.absence import Absence, away_at, excuses_from, of_day
from shared.domain.model import Shift

ZONE: Final = ZoneInfo("Europe/Copenhagen")
EARLY: Final = timedelta(hours=1)


def at(time: str, day: int = 2) -> datetime:
    """A time of March 2026 in Copenhagen, in UTC."""
    return datetime.fromisoformat(f"2026-03-{day:02}T{time}").replace(tzinfo=ZONE).astimezone(UTC)


FREE_DAY: Final = Absence(at("00:00"), at("00:00", 3))
DOCTOR: Final = Absence(at("10:00"), at("11:00"))
SICK_SHIFT: Final = Absence(at("08:00"), at("16:00"))


@pytest.mark.parametrize(
    ("absence", "starts_at", "hours", "excused"),
    [
        (FREE_DAY, at("08:00"), 8, True),
        (FREE_DAY, at("00:00"), 8, True),
        (FREE_DAY, at("22:00"), 8, True),
        (FREE_DAY, at("22:00", 1), 8, False),
        (FREE_DAY, at("00:00", 3), 8, False),
        (DOCTOR, at("08:00"), 8, False),
        (DOCTOR, at("10:30"), 8, True),
        (SICK_SHIFT, at("08:00"), 8, True),
        (SICK_SHIFT, at("16:00"), 8, False),
    ],
)
def test_an_absence_excuses_from_what_begins_within_it(
    absence: Absence, starts_at: datetime, hours: int, excused: bool
) -> None:
    shift = Shift(-1, 687, None, starts_at, starts_at + timedelta(hours=hours))
    assert excuses_from((absence,), shift) is excused
    assert not excuses_from((), shift)


@pytest.mark.parametrize(
    ("absence", "now", "away"),
    [
        (FREE_DAY, at("12:00"), True),
        (FREE_DAY, at("23:30", 1), False),  # the night before is another day
        (FREE_DAY, at("00:00", 3), False),
        (SICK_SHIFT, at("07:50"), True),
        (SICK_SHIFT, at("06:50"), False),
        (SICK_SHIFT, at("16:00"), False),
    ],
)
def test_whoever_comes_in_an_absence_or_shortly_before_it_comes_all_the_same(
    absence: Absence, now: datetime, away: bool
) -> None:
    assert away_at((absence,), now, EARLY, ZONE) is away


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (at("23:59", 1), None),
        (at("00:00"), SICK_SHIFT),
        (at("15:59"), SICK_SHIFT),
        (at("16:00"), None),
    ],
)
def test_an_absence_is_told_on_its_day_until_it_is_over(now: datetime, found: Absence | None) -> None:
    assert of_day((SICK_SHIFT,), now, ZONE) == found


def test_a_night_of_absence_is_told_after_midnight_and_the_earlier_of_two_goes_first() -> None:
    night = Absence(at("22:00", 1), at("06:00"))
    assert of_day((SICK_SHIFT, night), at("05:00"), ZONE) == night
    assert of_day((SICK_SHIFT, night), at("06:00"), ZONE) == SICK_SHIFT
