"""What a clock-in becomes: its shift, its position, its flags; rules 1.7, 1.8, 3.2, 3.3."""

from dataclasses import replace
from datetime import datetime

import pytest

from shared.domain.clock_in import clock_in
from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.decision import Accepted, Ask, Refused
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.geofence import Place, PlaceJudgement
from shared.domain.model import PositionOption
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Refusal
from tests.shared.domain.cast import (
    ANA,
    BEN,
    DEV,
    EARLY,
    GATE,
    KNOWN,
    LATE,
    LOBBY,
    NOWHERE,
    RULES,
    at,
    facts,
    shift,
    tap,
    working,
)

BLOCKS = Rules(early_window_blocks=True)
ANYWHERE = replace(NOWHERE, listed_here=True)
"""Assigned by a listed assignment, without a shift."""


def accepted(decision: object) -> Accepted:
    assert isinstance(decision, Accepted)
    return decision


# Position: the shift's, else the only one, else the site's default, else asked


@pytest.mark.parametrize(
    ("shift_position", "positions", "default", "chosen", "expected"),
    [
        (LOBBY.position_id, (GATE, LOBBY), GATE.position_id, None, LOBBY.position_id),
        (None, (GATE,), LOBBY.position_id, None, GATE.position_id),
        (None, (GATE, LOBBY), LOBBY.position_id, None, LOBBY.position_id),
        (None, (GATE, LOBBY), None, LOBBY.position_id, LOBBY.position_id),
        (None, (), None, None, None),
        (None, (), LOBBY.position_id, None, LOBBY.position_id),
    ],
    ids=["the shift's", "the only one", "the site's default", "the one chosen", "none is known", "default, no list"],
)
def test_a_position_is_found(
    shift_position: int | None,
    positions: tuple[PositionOption, ...],
    default: int | None,
    chosen: int | None,
    expected: int | None,
) -> None:
    known = facts(shifts=(replace(EARLY, position_id=shift_position),), positions=positions)
    decision = clock_in(tap(at("05:58"), Choice.CLOCK_IN, chosen), known, Rules(default_position_id=default))
    assert accepted(decision).drafts[0].position_id == expected


def test_with_several_positions_and_no_default_the_person_is_asked() -> None:
    known = facts(shifts=(replace(EARLY, position_id=None),))
    decision = clock_in(tap(at("05:58")), known, RULES)
    assert isinstance(decision, Ask)
    assert (decision.question, decision.choices) == (Question.WHICH_POSITION, (Choice.CLOCK_IN,))
    assert decision.positions == (GATE, LOBBY)
    assert decision.shift is not None
    assert decision.shift.shift_id == EARLY.shift_id


def test_a_refusal_comes_before_the_question_which_position() -> None:
    assert clock_in(tap(at("06:00")), facts(DEV), RULES) == Refused(Refusal.NOT_ASSIGNED)


# Shifts


def test_all_candidates_are_kept_with_the_decision_and_the_nearest_start_wins() -> None:
    other = shift(9005, at("05:30"), at("13:30"))
    decision = accepted(clock_in(tap(at("05:58")), facts(shifts=(other, EARLY)), RULES))
    assert decision.shift == EARLY
    assert decision.candidates == (EARLY, other)


def test_a_used_shift_is_not_used_again() -> None:
    known = facts(used_shift_ids=(EARLY.shift_id,), positions=(GATE,))
    decision = accepted(clock_in(tap(at("06:30")), known, RULES))
    assert (decision.shift, decision.drafts[0].shift_id, decision.drafts[0].shift_ends_at) == (None, None, None)
    assert Flag.NOT_SCHEDULED in decision.flags


# Flags


@pytest.mark.parametrize(
    ("covers_until", "flag"),
    [
        (at("00:00", 14), Flag.NOT_SCHEDULED),
        (at("06:00"), Flag.NO_ROTA_FOR_DAY),
        (at("05:59"), Flag.NO_ROTA_FOR_DAY),
        (at("06:01"), Flag.NOT_SCHEDULED),
        (None, Flag.NO_ROTA_FOR_DAY),
    ],
    ids=["covered", "at the horizon", "past the horizon", "just before it", "no rota at all"],
)
def test_past_the_horizon_there_is_no_rota_rather_than_no_shift(covers_until: datetime | None, flag: Flag) -> None:
    known = facts(DEV, roster=replace(ANYWHERE, covers_until=covers_until), positions=(GATE,))
    flags = accepted(clock_in(tap(at("06:00")), known, RULES)).flags
    assert [one for one in flags if one in (Flag.NOT_SCHEDULED, Flag.NO_ROTA_FOR_DAY)] == [flag]


def test_somebody_unknown_upstream_is_flagged() -> None:
    known = facts(DEV, roster=replace(ANYWHERE, known_upstream=False, active=None), positions=(GATE,))
    assert Flag.NOT_KNOWN_UPSTREAM in accepted(clock_in(tap(at("06:00")), known, RULES)).flags


@pytest.mark.parametrize(
    ("level", "flags"),
    [
        (TrustLevel.TRUSTED, ()),
        (TrustLevel.BOUNDED, (Flag.CLOCK_BOUNDED,)),
        (TrustLevel.UNTRUSTED, (Flag.CLOCK_UNTRUSTED,)),
    ],
)
def test_the_clock_says_how_far_it_is_trusted(level: TrustLevel, flags: tuple[Flag, ...]) -> None:
    assert accepted(clock_in(tap(at("05:58")), facts(clock=ClockTrust(level)), RULES)).flags == flags


@pytest.mark.parametrize(
    ("place", "flags"),
    [
        (Place.INSIDE, ()),
        (Place.NOT_JUDGED, ()),
        (Place.OUTSIDE, (Flag.OUTSIDE_GEOFENCE,)),
        (Place.UNCERTAIN, (Flag.POSITION_UNCERTAIN,)),
        (Place.NO_FIX, (Flag.NO_FIX,)),
    ],
)
def test_where_the_terminal_was_is_flagged(place: Place, flags: tuple[Flag, ...]) -> None:
    assert accepted(clock_in(tap(at("05:58")), facts(place=PlaceJudgement(place)), RULES)).flags == flags


def test_somebody_on_duty_who_starts_work_forgot_to_clock_out() -> None:
    known = facts(presence=working(), shifts=(LATE,))
    assert Flag.FORGOTTEN_CLOCK_OUT in accepted(clock_in(tap(at("13:58"), Choice.CLOCK_IN), known, RULES)).flags


# The early window


@pytest.mark.parametrize(
    ("clock", "until"),
    [("04:59", at("05:00")), ("05:00", None), ("18:01", at("05:00", 1))],
    ids=["a minute too early", "the window opens", "a night too early"],
)
def test_where_the_site_blocks_the_early_window_is_a_refusal_that_says_from_when(
    clock: str, until: datetime | None
) -> None:
    shifts = (EARLY, shift(9010, at("06:00", 1), at("14:00", 1)))
    decision = clock_in(tap(at(clock)), facts(BEN, shifts=shifts), BLOCKS)
    if until is None:
        assert accepted(decision).drafts[0].shift_id == EARLY.shift_id
    else:
        assert decision == Refused(Refusal.TOO_EARLY, until)


@pytest.mark.parametrize(
    ("known", "rules"),
    [
        (facts(BEN), RULES),
        (facts(BEN, roster=replace(KNOWN, age_s=25 * 3600)), BLOCKS),
        (facts(BEN, roster=replace(KNOWN, complete=False)), BLOCKS),
        (facts(BEN, used_shift_ids=(EARLY.shift_id,)), BLOCKS),
        (facts(ANA, shifts=(shift(9010, at("16:31"), at("23:00")),)), BLOCKS),
    ],
    ids=["not blocking", "an old rota", "a rota with holes", "a used shift", "a shift in more than twelve hours"],
)
def test_nobody_is_too_early_for_a_shift_that_is_not_known_to_be_theirs(known: Facts, rules: Rules) -> None:
    decision = accepted(clock_in(tap(at("04:30")), replace(known, positions=(GATE,)), rules))
    assert decision.shift is None
