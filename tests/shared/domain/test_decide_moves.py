"""Moving: an out and an in at one instant, in one transaction or not at all (rule 3.3)."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision, Refused
from shared.domain.direction import EITHER
from shared.domain.facts import Facts
from shared.domain.flags import Flag
from shared.domain.model import OFF_DUTY, Kind
from shared.domain.tap import Choice, Question
from tests.shared.domain.cast import (
    DOCKS,
    EARLY,
    GATE,
    HARBOUR,
    LATE,
    LOBBY,
    NOWHERE,
    RULES,
    at,
    facts,
    on_break,
    shift,
    tap,
    working,
)


def accepted(decision: Decision) -> Accepted:
    assert isinstance(decision, Accepted)
    return decision


def moving(**known: Any) -> Facts:
    return facts(presence=working(), shifts=(EARLY, shift(9004, at("10:00"), at("18:00"), position=383)), **known)


@pytest.mark.parametrize(
    ("when", "used", "offered"),
    [(at("09:54"), (), False), (at("09:55"), (), True), (at("17:59"), (), True), (at("10:30"), (9004,), False)],
    ids=["before the grace", "at the grace", "still running", "used already"],
)
def test_another_position_due_is_offered(when: datetime, used: tuple[int, ...], offered: bool) -> None:
    decision = decide(tap(when), moving(used_shift_ids=(EARLY.shift_id, *used)), RULES)
    assert isinstance(decision, Ask)
    assert (Choice.CHANGE_POSITION in decision.choices) is offered


def test_the_next_shift_at_the_same_position_is_no_change() -> None:
    decision = decide(tap(at("14:00")), facts(presence=working(), shifts=(EARLY, LATE)), RULES)
    assert isinstance(decision, Ask)
    assert Choice.CHANGE_POSITION not in decision.choices


def test_a_change_of_position_is_an_out_and_an_in_at_one_instant() -> None:
    known = moving(used_shift_ids=(EARLY.shift_id,))
    decision = accepted(decide(tap(at("10:00"), Choice.CHANGE_POSITION), known, RULES))
    out, into = decision.drafts
    assert (out.kind, out.at, out.work_session, out.position_id) == (Kind.CLOCKED_OUT, at("10:00"), "in-1", 382)
    assert (into.kind, into.at, into.position_id, into.shift_id) == (Kind.CLOCKED_IN, at("10:00"), 383, 9004)
    assert into.shift_ends_at == at("18:00")
    assert decision.shift is not None
    assert decision.shift.shift_id == 9004


def test_a_change_of_position_goes_to_the_shift_that_was_offered_though_another_starts_nearer() -> None:
    same_position = shift(9005, at("10:30"), at("18:00"))
    known = moving(used_shift_ids=(EARLY.shift_id,))
    decision = accepted(
        decide(tap(at("10:20"), Choice.CHANGE_POSITION), replace(known, shifts=(*known.shifts, same_position)), RULES)
    )
    assert (decision.drafts[1].shift_id, decision.drafts[1].position_id) == (9004, LOBBY.position_id)
    assert decision.flags == (Flag.EARLY_OUT, Flag.LATE_IN)


def test_changing_to_the_position_that_follows_is_not_leaving_early() -> None:
    first, second = shift(1, at("06:00"), at("10:00")), shift(2, at("10:00"), at("14:00"), position=383)
    presence = working(shift_id=1, shift_ends_at=at("10:00"))
    known = facts(presence=presence, shifts=(first, second), used_shift_ids=(1,))
    assert accepted(decide(tap(at("10:00"), Choice.CHANGE_POSITION), known, RULES)).flags == ()


@pytest.mark.parametrize("choice", [Choice.CHANGE_POSITION, Choice.MOVE_HERE])
def test_a_move_that_must_ask_for_the_position_stays_a_move(choice: Choice) -> None:
    known = facts(presence=working(site="Docks", account_id=DOCKS), shifts=())
    asked = decide(tap(at("10:00"), choice), known, RULES)
    assert asked == Ask(Question.WHICH_POSITION, (choice,), (GATE, LOBBY))
    decision = accepted(decide(tap(at("10:00"), choice, LOBBY.position_id), known, RULES))
    assert [draft.kind for draft in decision.drafts] == [Kind.CLOCKED_OUT, Kind.CLOCKED_IN]
    assert decision.drafts[1].position_id == LOBBY.position_id
    assert Flag.FORGOTTEN_CLOCK_OUT not in decision.flags


def test_moving_here_ends_the_work_there_and_its_break_and_starts_here() -> None:
    known = facts(presence=on_break(at("09:30"), site="Docks", account_id=DOCKS), shifts=(EARLY,))
    decision = accepted(decide(tap(at("10:00"), Choice.MOVE_HERE), known, RULES))
    assert [(draft.kind, draft.account_id) for draft in decision.drafts] == [
        (Kind.BREAK_ENDED, DOCKS),
        (Kind.CLOCKED_OUT, DOCKS),
        (Kind.CLOCKED_IN, HARBOUR),
    ]
    assert {draft.at for draft in decision.drafts} == {at("10:00")}
    assert decision.drafts[-1].shift_id == EARLY.shift_id


def test_a_move_whose_start_is_refused_ends_nothing() -> None:
    known = facts(presence=working(site="Docks", account_id=DOCKS), shifts=(), roster=NOWHERE)
    assert isinstance(decide(tap(at("10:00"), Choice.MOVE_HERE), known, RULES), Refused)


def test_a_position_is_not_changed_after_another_door_ended_the_work() -> None:
    gone = facts(presence=OFF_DUTY, shifts=(EARLY,), positions=(GATE, LOBBY))
    decision = decide(tap(at("10:00"), Choice.CHANGE_POSITION, position=383), gone, RULES)
    assert decision == Ask(Question.WHICH_DIRECTION, EITHER)


def test_whoever_wanted_to_move_here_and_was_clocked_out_meanwhile_just_clocks_in() -> None:
    decision = accepted(decide(tap(at("06:00"), Choice.MOVE_HERE), facts(presence=OFF_DUTY, shifts=(EARLY,)), RULES))
    assert [draft.kind for draft in decision.drafts] == [Kind.CLOCKED_IN]
