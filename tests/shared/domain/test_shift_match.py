"""Shifts are matched by overlap of instants, over midnight and past absurd dates: rule 3.1 and 3.2."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.model import Shift
from shared.domain.rules import Rules
from shared.domain.shift_match import due_now, end_of_duty, match_clock_in, nearer_to_an_end, next_shift
from tests.shared.domain.cast import DOCKS, EARLY, GATE, HARBOUR, LATE, LOBBY, NIGHT, RULES, at, shift
from tests.shared.domain.strategies import ABSURD, instants, near, shifts

GAP_S = RULES.back_to_back_gap_s


def matched(when: datetime, *rota: Shift, used: tuple[int, ...] = (), rules: Rules = RULES) -> Shift | None:
    return match_clock_in(when, HARBOUR, rota, used, rules).shift


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at("20:59"), None),
        (at("21:00"), NIGHT),
        (at("22:00"), NIGHT),
        (at("23:59:59"), NIGHT),
        (at("00:01", 1), NIGHT),
        (at("05:59:59", 1), NIGHT),
        (at("06:00", 1), None),
    ],
    ids=["before the window", "the window opens", "at the start", "before midnight", "after", "last second", "ended"],
)
def test_a_shift_over_midnight_is_one_shift(when: datetime, expected: Shift | None) -> None:
    assert matched(when, NIGHT) == expected


def test_the_nearest_start_wins_and_every_candidate_is_kept() -> None:
    first, second = shift(1, at("05:30"), at("09:00")), shift(2, at("06:15"), at("09:00"))
    match = match_clock_in(at("06:00"), HARBOUR, (first, EARLY, second), (), RULES)
    assert match.shift == EARLY
    assert match.candidates == (EARLY, second, first)


def test_of_two_equally_near_starts_the_one_that_has_begun_wins() -> None:
    past, coming = shift(2, at("05:50"), at("09:00")), shift(1, at("06:10"), at("09:00"))
    assert matched(at("06:00"), coming, past) == past


@pytest.mark.parametrize(
    ("candidate", "used"),
    [(EARLY, (9001,)), (replace(EARLY, account_id=DOCKS), ())],
    ids=["used by an event", "at another site"],
)
def test_a_used_shift_and_another_sites_shift_are_no_candidates(candidate: Shift, used: tuple[int, ...]) -> None:
    assert match_clock_in(at("05:58"), HARBOUR, (candidate,), used, RULES).candidates == ()


def test_the_second_of_two_back_to_back_shifts_is_matched_once_the_first_is_used() -> None:
    assert matched(at("13:30"), EARLY, LATE, used=(EARLY.shift_id,)) == LATE
    assert matched(at("09:00"), EARLY, LATE) == EARLY


@pytest.mark.parametrize("year", ABSURD, ids=lambda when: str(when.year))
def test_a_shift_with_an_absurd_date_stops_nobody(year: datetime) -> None:
    absurd = shift(1, year, year)
    wide = Rules(early_window_s=43_200)
    assert matched(at("05:58"), absurd, EARLY, rules=wide) == EARLY
    assert end_of_duty(at("14:00"), HARBOUR, (absurd,), GAP_S) == at("14:00")
    assert due_now(at("05:58"), HARBOUR, LOBBY.position_id, None, (absurd, EARLY), (), RULES) == EARLY
    assert end_of_duty(year, HARBOUR, (EARLY, absurd), GAP_S) == year


@given(near, st.lists(shifts, max_size=5), st.lists(st.integers(1, 6), max_size=3))
@settings(max_examples=80, deadline=None)
def test_a_candidate_is_at_the_site_unused_open_and_not_over(
    when: datetime, rota: list[Shift], used: list[int]
) -> None:
    match = match_clock_in(when, HARBOUR, rota, used, RULES)
    for one in rota:
        opened = (one.starts_at - when).total_seconds() <= RULES.early_window_s
        fits = one.account_id == HARBOUR and one.shift_id not in used and opened and when < one.ends_at
        assert (one in match.candidates) is fits
    distances = [abs(one.starts_at - when) for one in match.candidates]
    assert distances == sorted(distances)
    assert match.shift == (match.candidates[0] if match.candidates else None)


# Back to back


@pytest.mark.parametrize(
    ("rota", "ends_at"),
    [
        ((EARLY, LATE), at("22:00")),
        ((NIGHT, LATE, EARLY), at("06:00", 1)),
        ((EARLY, shift(1, at("14:15"), at("20:00"))), at("20:00")),
        ((EARLY, shift(1, at("14:16"), at("20:00"))), at("14:00")),
        ((EARLY, shift(1, at("13:45"), at("20:00"))), at("20:00")),
        ((EARLY, shift(1, at("14:00"), at("20:00"), account=DOCKS)), at("14:00")),
        ((EARLY, shift(1, at("13:50"), at("13:55"))), at("14:00")),
    ],
    ids=["two", "three in any order", "a gap of 15 min", "a longer gap", "overlapping", "another site", "inside"],
)
def test_back_to_back_shifts_of_one_site_are_one_stretch_of_work(rota: tuple[Shift, ...], ends_at: datetime) -> None:
    assert end_of_duty(EARLY.ends_at, HARBOUR, rota, GAP_S) == ends_at


@given(instants, st.lists(shifts, max_size=5))
@settings(max_examples=80, deadline=None)
def test_duty_never_ends_before_its_own_shift_does(ends_at: datetime, rota: list[Shift]) -> None:
    assert end_of_duty(ends_at, HARBOUR, rota, GAP_S) >= ends_at


# Another position due


OTHER = shift(9004, at("10:00"), at("18:00"), position=LOBBY.position_id)


@pytest.mark.parametrize(
    ("when", "rota", "used", "expected"),
    [
        (at("09:55"), (OTHER,), (), OTHER),
        (at("09:54:59"), (OTHER,), (), None),
        (at("18:00"), (OTHER,), (), None),
        (at("10:00"), (OTHER,), (9004,), None),
        (at("10:00"), (replace(OTHER, position_id=GATE.position_id),), (), None),
        (at("10:00"), (replace(OTHER, position_id=None),), (), None),
        (at("10:00"), (replace(OTHER, account_id=DOCKS),), (), None),
        (at("10:00"), (replace(OTHER, shift_id=EARLY.shift_id),), (), None),
        (at("10:00"), (replace(OTHER, shift_id=1, starts_at=at("09:00")), OTHER), (), OTHER),
    ],
    ids=[
        "at the grace",
        "a second before",
        "over",
        "used",
        "the same position",
        "no position",
        "another site",
        "the shift being worked",
        "the later of two",
    ],
)
def test_another_position_is_due(
    when: datetime, rota: tuple[Shift, ...], used: tuple[int, ...], expected: Shift | None
) -> None:
    assert due_now(when, HARBOUR, GATE.position_id, EARLY.shift_id, rota, used, RULES) == expected


# Nearer to an end, and what comes next


@pytest.mark.parametrize(
    ("when", "rota", "near_end"),
    [
        (at("09:59:59"), (EARLY,), False),
        (at("10:00"), (EARLY,), False),
        (at("10:00:01"), (EARLY,), True),
        (at("14:00"), (EARLY, LATE), False),
        (at("13:00"), (EARLY, LATE), False),
        (at("05:58", 1), (EARLY, shift(1, at("06:00", 1), at("14:00", 1))), False),
        (at("02:30", 1), (NIGHT,), True),
        (at("12:00"), (replace(EARLY, account_id=DOCKS),), False),
        (at("12:00"), (), False),
    ],
)
def test_an_instant_lies_nearer_to_an_end_or_to_a_start(
    when: datetime, rota: tuple[Shift, ...], near_end: bool
) -> None:
    assert nearer_to_an_end(when, HARBOUR, rota) is near_end


def test_the_next_shift_is_the_first_that_begins_later_at_this_site() -> None:
    rota = (NIGHT, LATE, EARLY, replace(LATE, shift_id=1, account_id=DOCKS, starts_at=at("07:00")))
    assert next_shift(at("06:00"), HARBOUR, rota) == LATE
    assert next_shift(at("22:00"), HARBOUR, rota) is None


def test_matching_counts_seconds_and_no_dates() -> None:
    for hours in range(0, 24, 3):
        start = at("00:00") + timedelta(hours=hours)
        one = shift(1, start, start + timedelta(hours=8))
        assert matched(start + timedelta(hours=7, minutes=59), one) == one
        assert matched(start + timedelta(hours=8), one) is None
