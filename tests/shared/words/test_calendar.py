"""Times as people read them: unambiguous in the hour that a change repeats, durations in UTC (rule 9.3)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime, distance, duration, month, rough_age, weekday

EN = words_for("en")
COPENHAGEN, MONTREAL = ZoneInfo("Europe/Copenhagen"), ZoneInfo("America/Montreal")
CHANGES = {
    "Copenhagen, spring": (COPENHAGEN, datetime(2026, 3, 29, 1, tzinfo=UTC)),
    "Copenhagen, autumn": (COPENHAGEN, datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "Montreal, spring": (MONTREAL, datetime(2026, 3, 8, 7, tzinfo=UTC)),
    "Montreal, autumn": (MONTREAL, datetime(2026, 11, 1, 6, tzinfo=UTC)),
}


@pytest.mark.parametrize(
    ("hour", "minute", "of_24", "of_12"),
    [
        (0, 0, "00:00", "12:00 AM"),
        (5, 58, "05:58", "5:58 AM"),
        (12, 0, "12:00", "12:00 PM"),
        (14, 4, "14:04", "2:04 PM"),
        (23, 59, "23:59", "11:59 PM"),
    ],
)
def test_a_time_on_a_clock_of_24_and_of_12_hours(hour: int, minute: int, of_24: str, of_12: str) -> None:
    when = datetime(2026, 6, 1, hour, minute, tzinfo=COPENHAGEN).astimezone(UTC)
    assert LocalTime(COPENHAGEN).time(when) == of_24
    assert LocalTime(COPENHAGEN, 12).time(when) == of_12
    assert LocalTime(COPENHAGEN, 12).clock(when) == of_12.partition(" ")[0]


@pytest.mark.parametrize(
    ("zone", "instant", "of_24", "of_12"),
    [
        (COPENHAGEN, datetime(2026, 10, 24, 23, 59, tzinfo=UTC), "01:59", "1:59 AM"),
        (COPENHAGEN, datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "02:30 CEST", "2:30 AM CEST"),
        (COPENHAGEN, datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "02:30 CET", "2:30 AM CET"),
        (COPENHAGEN, datetime(2026, 10, 25, 2, 0, tzinfo=UTC), "03:00", "3:00 AM"),
        (COPENHAGEN, datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "01:59", "1:59 AM"),
        (COPENHAGEN, datetime(2026, 3, 29, 1, 0, tzinfo=UTC), "03:00", "3:00 AM"),
        (MONTREAL, datetime(2026, 11, 1, 5, 30, tzinfo=UTC), "01:30 EDT", "1:30 AM EDT"),
        (MONTREAL, datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "01:30 EST", "1:30 AM EST"),
        (MONTREAL, datetime(2026, 11, 1, 17, 30, tzinfo=UTC), "12:30", "12:30 PM"),
    ],
)
def test_the_repeated_hour_says_which_one_it_is(zone: ZoneInfo, instant: datetime, of_24: str, of_12: str) -> None:
    assert LocalTime(zone).time(instant) == of_24
    assert LocalTime(zone, 12).time(instant) == of_12


@pytest.mark.parametrize(("zone", "change"), CHANGES.values(), ids=CHANGES.keys())
@pytest.mark.parametrize("hours", [12, 24])
def test_in_the_day_around_a_change_no_two_minutes_are_written_alike(
    zone: ZoneInfo, change: datetime, hours: int
) -> None:
    local = LocalTime(zone, hours)
    minutes = [change + timedelta(minutes=minute) for minute in range(-720, 720)]
    written = {(when.astimezone(zone).date(), local.time(when)) for when in minutes}
    assert len(written) == len(minutes)


def test_only_the_repeated_hour_carries_letters() -> None:
    local = LocalTime(COPENHAGEN)
    for zone, change in CHANGES.values():
        local = LocalTime(zone)
        lettered = [minute for minute in range(-720, 720, 5) if local.note(change + timedelta(minutes=minute))]
        spring = change.month == 3
        assert lettered == ([] if spring else list(range(-60, 60, 5)))


def test_a_zone_without_letters_writes_its_offset() -> None:
    # Sao Paulo's last change to winter time; its zone has numbers for names.
    local = LocalTime(ZoneInfo("America/Sao_Paulo"))
    first, second = datetime(2019, 2, 17, 1, 30, tzinfo=UTC), datetime(2019, 2, 17, 2, 30, tzinfo=UTC)
    assert (local.time(first), local.time(second)) == ("23:30 -02", "23:30 -03")


@given(
    st.integers(0, 15 * 366 * 24 * 60).map(
        lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    ),
    st.sampled_from(LANGUAGES),
)
@settings(max_examples=100, deadline=None)
def test_every_instant_has_a_date_and_a_time_in_every_language(when: datetime, language: str) -> None:
    words = words_for(language)
    for zone in (COPENHAGEN, MONTREAL):
        local = LocalTime(zone)
        assert str(when.astimezone(zone).day) in local.date(when, words)
        assert f"{when.astimezone(zone):%H:%M}" in local.time(when)
        assert "{" not in local.date(when, words)


def test_a_date_is_the_sites_own() -> None:
    late = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    assert LocalTime(MONTREAL).date(late, EN) == "Sunday 22 November"
    assert LocalTime(COPENHAGEN).date(late, EN) == "Monday 23 November"


@pytest.mark.parametrize(
    ("then", "expected"),
    [
        (datetime(2026, 3, 2, 5, 0, tzinfo=UTC), "00:00"),
        (datetime(2026, 3, 2, 4, 59, tzinfo=UTC), "Sunday 23:59"),
        (datetime(2026, 3, 3, 4, 59, tzinfo=UTC), "23:59"),
        (datetime(2026, 3, 3, 5, 0, tzinfo=UTC), "Tuesday 00:00"),
    ],
    ids=["this morning", "last night", "tonight", "tomorrow"],
)
def test_another_day_is_named(then: datetime, expected: str) -> None:
    assert LocalTime(MONTREAL).day_and_time(then, datetime(2026, 3, 2, 17, tzinfo=UTC), EN) == expected


def test_days_and_months_are_in_order() -> None:
    for language in LANGUAGES:
        words = words_for(language)
        assert len({weekday(words, day) for day in range(7)}) == 7
        assert len({month(words, number) for number in range(1, 13)}) == 12
    assert (weekday(EN, 0), weekday(EN, 6), month(EN, 1), month(EN, 12)) == ("Monday", "Sunday", "January", "December")


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0 min"), (59, "0 min"), (60, "1 min"), (3599, "59 min"), (3600, "1 h 00"), (29_040, "8 h 04"), (-5, "0 min")],
)
def test_a_duration_is_whole_minutes(seconds: int, expected: str) -> None:
    assert duration(EN, timedelta(seconds=seconds)) == expected


def test_a_night_over_a_change_lasts_as_long_as_it_lasts() -> None:
    began, ended = (datetime(2026, 10, 24, 22, tzinfo=COPENHAGEN), datetime(2026, 10, 25, 6, tzinfo=COPENHAGEN))
    assert duration(EN, ended.astimezone(UTC) - began.astimezone(UTC)) == "9 h 00"


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (-1, "0 min"),
        (3599, "59 min"),
        (3600, "1 hour"),
        (7200, "2 hours"),
        (172_799, "47 hours"),
        (172_800, "2 days"),
        (864_000, "10 days"),
    ],
)
def test_a_rough_age(seconds: float, expected: str) -> None:
    assert rough_age(EN, seconds) == expected


@pytest.mark.parametrize(
    ("metres", "expected"), [(0, "0 m"), (239.6, "240 m"), (999.4, "999 m"), (1000, "1.0 km"), (2400, "2.4 km")]
)
def test_a_distance(metres: float, expected: str) -> None:
    assert distance(EN, metres) == expected
