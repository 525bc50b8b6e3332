"""When presence and rota do not agree, the tap asks: rule 1.4, likeliest answer first."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision
from shared.domain.direction import doubtful_choices, duty_ends_at
from shared.domain.facts import Facts
from shared.domain.model import OFF_DUTY, Kind, Presence, PresenceState
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question
from tests.shared.domain.cast import (
    DOCKS,
    EARLY,
    LATE,
    RULES,
    at,
    begun_elsewhere,
    facts,
    on_break,
    shift,
    tap,
    working,
)

START_FIRST = (Choice.CLOCK_IN, Choice.CLOCK_OUT, Choice.LEFT_EARLIER)
LEAVE_FIRST = (Choice.CLOCK_OUT, Choice.CLOCK_IN, Choice.LEFT_EARLIER)
BREAK_FIRST = (Choice.END_BREAK, Choice.CLOCK_OUT, Choice.LEFT_EARLIER)
OTHER_DOORS = Rules(other_doors=True)
UNKNOWN = Presence(PresenceState.UNKNOWN)


def asked(decision: Decision) -> tuple[Choice, ...] | None:
    """The choices of a question about direction; None where direction was assumed."""
    if isinstance(decision, Ask) and decision.question is Question.WHICH_DIRECTION:
        return decision.choices
    return None


@pytest.mark.parametrize(
    ("presence", "clock", "choices"),
    [
        (OFF_DUTY, "05:58", None),
        (OFF_DUTY, "09:59", None),
        (OFF_DUTY, "10:00", None),
        (OFF_DUTY, "10:01", LEAVE_FIRST),
        (OFF_DUTY, "14:10", LEAVE_FIRST),
        (UNKNOWN, "05:58", START_FIRST),
        (UNKNOWN, "13:58", LEAVE_FIRST),
        (working(), "14:00", None),
        (working(), "18:00", None),
        (working(), "18:01", LEAVE_FIRST),
        (on_break(at("10:00")), "12:00", None),
        (on_break(at("10:00")), "12:01", BREAK_FIRST),
        (on_break(at("17:55")), "18:01", BREAK_FIRST),
    ],
    ids=[
        "off, near the start",
        "off, before the middle",
        "off, in the middle",
        "off, nearer the end",
        "off, after the end",
        "unknown, near the start",
        "unknown, near the end",
        "working, at the end",
        "working, four hours past",
        "working, more than four hours past",
        "on a break of two hours",
        "on a longer break",
        "on a break long past the shift",
    ],
)
def test_direction_is_assumed_only_when_presence_and_rota_agree(
    presence: Presence, clock: str, choices: tuple[Choice, ...] | None
) -> None:
    assert asked(decide(tap(at(clock)), facts(presence=presence), RULES)) == choices


@pytest.mark.parametrize(
    ("presence", "choices"),
    [(OFF_DUTY, START_FIRST), (working(), LEAVE_FIRST), (on_break(at("09:50")), BREAK_FIRST)],
    ids=["off duty", "working", "on a break"],
)
def test_a_terminal_that_was_off_since_may_have_missed_a_tap(presence: Presence, choices: tuple[Choice, ...]) -> None:
    known = facts(presence=presence, shifts=(), terminal_off=True)
    assert asked(decide(tap(at("10:00")), known, RULES)) == choices


def test_a_terminal_that_was_off_while_the_shift_was_ending_asks_about_leaving_first() -> None:
    assert asked(decide(tap(at("13:58")), facts(terminal_off=True), RULES)) == LEAVE_FIRST


def test_nobody_on_a_break_can_start_work_a_second_time_by_mistake() -> None:
    for clock in ("10:05", "12:30", "18:30"):
        for known in (facts(presence=on_break(at("10:00")), terminal_off=True), facts(presence=on_break(at("10:00")))):
            choices = asked(decide(tap(at(clock)), known, RULES))
            assert choices is None or choices[0] is Choice.END_BREAK


# Other doors: presence of whoever has no open local session


@pytest.mark.parametrize(
    ("presence", "age_s", "choices"),
    [
        (OFF_DUTY, 300, None),
        (OFF_DUTY, 301, START_FIRST),
        (OFF_DUTY, None, START_FIRST),
        (begun_elsewhere(), 300, None),
        (begun_elsewhere(), 301, LEAVE_FIRST),
        (replace(begun_elsewhere(), state=PresenceState.ON_BREAK, break_since=at("05:59")), None, BREAK_FIRST),
        (working(), None, None),
        (on_break(at("05:59")), None, None),
    ],
    ids=[
        "off, young download",
        "off, old download",
        "off, no download",
        "elsewhere, young download",
        "elsewhere, old download",
        "on a break elsewhere",
        "working here",
        "on a break here",
    ],
)
def test_with_other_doors_only_an_own_session_or_a_young_download_tells(
    presence: Presence, age_s: float | None, choices: tuple[Choice, ...] | None
) -> None:
    known = facts(presence=presence, presence_snapshot_age_s=age_s)
    assert asked(decide(tap(at("06:00")), known, OTHER_DOORS)) == choices


def test_without_other_doors_no_download_is_needed() -> None:
    assert asked(decide(tap(at("06:00")), facts(presence_snapshot_age_s=None), RULES)) is None


# Sixteen hours


@pytest.mark.parametrize(
    ("clock", "shifts", "choices"),
    [
        (at("05:58", 1), (EARLY,), LEAVE_FIRST),
        (at("05:58", 1), (), START_FIRST),
        (at("05:58", 1), (EARLY, shift(9010, at("06:00", 1), at("14:00", 1))), None),
        (at("05:58", 1), (EARLY, shift(9010, at("06:00", 1), at("14:00", 1), account=DOCKS)), LEAVE_FIRST),
    ],
    ids=["nearer the end", "no rota", "a shift starts", "a shift starts at another site"],
)
def test_whoever_was_released_is_asked_unless_a_shift_of_theirs_starts_now(
    clock: datetime, shifts: tuple[object, ...], choices: tuple[Choice, ...] | None
) -> None:
    known = facts(presence=working(), shifts=shifts, used_shift_ids=(EARLY.shift_id,))
    assert asked(decide(tap(clock), known, RULES)) == choices


def test_a_released_break_can_be_followed_by_work() -> None:
    known = facts(presence=on_break(at("13:00")), shifts=())
    choices = asked(decide(tap(at("05:58", 1)), known, RULES))
    assert choices is not None
    assert Choice.CLOCK_IN in choices


def test_asking_about_direction_never_refuses_anybody() -> None:
    known = facts(presence=OFF_DUTY, roster=replace(facts().roster, active=False))
    assert asked(decide(tap(at("13:58")), known, RULES)) == LEAVE_FIRST
    decision = decide(tap(at("13:58"), Choice.CLOCK_OUT), known, RULES)
    assert isinstance(decision, Accepted)
    assert decision.drafts[0].kind is Kind.CLOCKED_OUT


# The end of duty


@pytest.mark.parametrize(
    ("known", "ends_at"),
    [
        (facts(presence=working()), EARLY.ends_at),
        (facts(presence=working(), shifts=(EARLY, LATE)), LATE.ends_at),
        (facts(presence=working(), shifts=(EARLY, replace(LATE, account_id=DOCKS))), EARLY.ends_at),
        (facts(presence=working(account_id=DOCKS), shifts=(LATE,)), EARLY.ends_at),
        (facts(presence=working(shift_ends_at=None)), None),
    ],
    ids=["its own shift", "back to back", "the next is elsewhere", "worked elsewhere", "without a shift"],
)
def test_duty_ends_with_the_last_of_back_to_back_shifts_of_one_site(known: Facts, ends_at: datetime | None) -> None:
    assert duty_ends_at(known, 687, RULES) == ends_at


def test_past_the_end_counts_from_the_end_of_back_to_back_shifts() -> None:
    assert doubtful_choices(tap(at("19:00")), facts(presence=working(), shifts=(EARLY, LATE)), RULES) is None
