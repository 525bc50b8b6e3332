"""`clockpost outbox`: what waits, why, and what a named person does about it."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.domain.delivery import UNFINISHED, RowState, Step
from shared.domain.event import ClockEvent
from shared.store import desk, ledger, memory, outbox
from shared.store.desk import DeskKind
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, CHLOE, TRACKTIK, Gate

Told = Callable[..., Any]
BY = ("--by", "M. Okafor")


def move(gate: Gate, event: ClockEvent, state: RowState, **columns: Any) -> None:
    outbox.change(gate.store, event.event_id, TRACKTIK, gate.now, state=state, **columns)


@pytest.fixture
def parked(gate: Gate) -> ClockEvent:
    event = gate.tap(ANA).events[0]
    move(gate, event, RowState.PARKED, reason="400: no such position", body='{"x":1}', sends=5, session_id=None)
    desk.put(gate.store, DeskKind.PARKED, event.event_id, gate.now)
    return event


def test_what_waits_is_listed_oldest_first(gate: Gate, told: Told) -> None:
    came, came_too, done = (gate.tap(person).events[0] for person in (ANA, BEN, CHLOE))
    move(gate, came_too, RowState.PARKED, reason="unscheduled")
    move(gate, done, RowState.DELIVERED)
    assert [row["event_id"] for row in told("outbox", "list")["rows"]] == [came.event_id, came_too.event_id]
    assert [row["state"] for row in told("outbox", "list", "--all")["rows"]] == ["held", "parked", "delivered"]
    assert len(told("outbox", "list", "--limit", "1")["rows"]) == 1


def test_what_an_upstream_turned_out_to_take_is_shown(gate: Gate, told: Told) -> None:
    gate.tap(ANA)
    memory.remember(gate.store, TRACKTIK, "learnt", {"ended_on": "refused"})
    assert told("outbox", "list")["learnt"] == {TRACKTIK: {"ended_on": "refused"}}


def test_one_row_is_shown_whole(parked: ClockEvent, told: Told, clockpost: Clockpost) -> None:
    (row,) = told("outbox", "show", parked.event_id)
    assert (row["body"], row["reason"], row["sends"]) == ('{"x":1}', "400: no such position", 5)
    assert row["at"] == parked.draft.at.isoformat()
    assert "no such position" in clockpost("outbox", "show", parked.event_id[:20]).stdout


def test_a_parked_row_is_tried_again_by_somebody_who_can_be_asked(
    gate: Gate, parked: ClockEvent, clockpost: Clockpost
) -> None:
    result = clockpost("outbox", "retry", parked.event_id[:20], *BY)
    assert result.exit_code == 0
    assert "will be looked up" in result.stdout
    (row,) = outbox.of_event(gate.store, parked.event_id)
    assert (row.state, row.by_whom, row.sends, row.body) == (RowState.UNKNOWN, "M. Okafor", 0, '{"x":1}')
    (item,) = desk.listed(gate.store, include_closed=True)
    assert item.closed_by == "M. Okafor"


@pytest.mark.parametrize("state", [state for state in RowState if state is not RowState.PARKED])
def test_only_a_parked_row_is_tried_again(gate: Gate, clockpost: Clockpost, state: RowState) -> None:
    event = gate.tap(ANA).events[0]
    move(gate, event, state)
    result = clockpost("outbox", "retry", event.event_id, *BY)
    assert result.exit_code == 1
    assert "only a parked row" in result.stderr
    assert [row.state for row in outbox.of_event(gate.store, event.event_id)] == [state]


@pytest.mark.parametrize("state", [*UNFINISHED, RowState.PARKED])
def test_a_row_is_given_up_in_a_person_s_name(gate: Gate, clockpost: Clockpost, state: RowState) -> None:
    event = gate.tap(ANA).events[0]
    move(gate, event, state)
    result = clockpost("outbox", "drop", event.event_id, *BY, "--reason", "entered by hand")
    (row,) = outbox.of_event(gate.store, event.event_id)
    if state is RowState.SENDING:
        assert result.exit_code == 1
        assert row.state is RowState.SENDING
        return
    assert result.exit_code == 0
    assert (row.state, row.by_whom, row.reason) == (RowState.DROPPED, "M. Okafor", "entered by hand")
    assert ledger.find(gate.store, event.event_id), "the event itself stays"


@pytest.mark.parametrize("state", [RowState.DELIVERED, RowState.DROPPED, RowState.HANDED_OVER])
def test_what_is_final_is_not_given_up(gate: Gate, clockpost: Clockpost, state: RowState) -> None:
    event = gate.tap(ANA).events[0]
    move(gate, event, state)
    result = clockpost("outbox", "drop", event.event_id, *BY, "--reason", "entered by hand")
    assert result.exit_code == 1
    assert "nothing to drop" in result.stderr


@pytest.mark.parametrize("given", [("--by", ""), ("--by", "   "), ()], ids=["empty", "blank", "left out"])
@pytest.mark.parametrize("command", ["retry", "drop"])
def test_nobody_decides_without_a_name(
    gate: Gate, parked: ClockEvent, clockpost: Clockpost, command: str, given: tuple[str, ...]
) -> None:
    reason = ("--reason", "entered by hand") if command == "drop" else ()
    result = clockpost("outbox", command, parked.event_id, *given, *reason)
    assert result.exit_code == 2
    assert "--by" in result.stderr
    assert [row.state for row in outbox.of_event(gate.store, parked.event_id)] == [RowState.PARKED]


def test_nothing_is_dropped_without_a_reason(parked: ClockEvent, clockpost: Clockpost) -> None:
    result = clockpost("outbox", "drop", parked.event_id, *BY, "--reason", " ")
    assert result.exit_code == 2
    assert "--reason" in result.stderr


def test_a_beginning_that_means_several_events_means_none(gate: Gate, clockpost: Clockpost) -> None:
    first, second = gate.tap(ANA).events[0], gate.tap(BEN).events[0]
    common = next(n for n in range(32) if first.event_id[:n] != second.event_id[:n]) - 1
    result = clockpost("outbox", "show", first.event_id[:common])
    assert result.exit_code == 1
    assert "several events begin like that" in result.stderr


def test_an_event_that_is_not_there_is_told_with_where_to_look(gate: Gate, clockpost: Clockpost) -> None:
    gate.tap(ANA)
    result = clockpost("outbox", "drop", "zzz", *BY, "--reason", "x")
    assert result.exit_code == 1
    assert "no such event" in result.stderr
    assert "clockpost events" in result.stderr


def test_where_an_event_goes_to_several_upstreams_one_is_named(gate: Gate, clockpost: Clockpost) -> None:
    event = Gate(gate.store, upstreams=(TRACKTIK, "tamigo")).tap(ANA).events[0]
    result = clockpost("outbox", "drop", event.event_id, *BY, "--reason", "x")
    assert result.exit_code == 1
    assert "--upstream: tamigo, tracktik" in result.stderr
    assert clockpost("outbox", "drop", event.event_id, *BY, "--reason", "x", "--upstream", "tamigo").exit_code == 0
    assert [row.state for row in outbox.of_event(gate.store, event.event_id)] == ["dropped", "held"]


def test_an_event_of_no_upstream_is_told(gate: Gate, clockpost: Clockpost) -> None:
    event = Gate(gate.store, upstreams=()).tap(ANA).events[0]
    for command in (("show",), ("retry", *BY), ("drop", *BY, "--reason", "x")):
        result = clockpost("outbox", command[0], event.event_id, *command[1:])
        assert result.exit_code == 1
        assert "goes to no upstream" in result.stderr


@pytest.mark.parametrize("step", [Step.SETTLE_TIME, Step.CORRECT_TIME])
def test_what_the_upstream_has_is_not_given_up_for_its_time(gate: Gate, clockpost: Clockpost, step: Step) -> None:
    event = gate.tap(ANA).events[0]
    move(gate, event, RowState.DUE, step=step, session_id=7)
    result = clockpost("outbox", "drop", event.event_id, *BY, "--reason", "entered by hand")
    assert (result.exit_code, "has it already" in result.stderr) == (1, True)
    assert [row.state for row in outbox.of_event(gate.store, event.event_id)] == [RowState.DUE]
