""" "Not right?": taken back by an appended event, whatever has become of the row meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from shared.domain.decision import Accepted, Repeated
from shared.domain.delivery import RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Kind, Presence, PresenceState
from shared.domain.rules import Rules
from shared.domain.tap import Answer, Choice
from shared.recording import Outcome
from shared.store import desk, ledger, outbox, presence
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.presence import Standing
from shared.store.roster import Part
from shared.verify import verify
from shared.voiding import void
from tests.shared.store.gate import (
    ACCOUNT,
    ANA,
    BEN,
    EVERY_TAP,
    MONDAY,
    SITE,
    TRACKTIK,
    Gate,
    assert_sound,
    events,
    kinds,
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store, replace(EVERY_TAP, repeat_s=120))


def not_right(gate: Gate, outcome: Outcome, instead: Choice | None = None) -> Outcome | None:
    """The button on the outcome screen, a moment after the tap."""
    gate.wait(seconds=2)
    tap = replace(gate.a_tap(Answer(instead)), at=outcome.tap.at) if instead else None
    ids = tuple(event.event_id for event in outcome.events)
    return void(gate.store, gate.door, outcome.person, ids, gate.around, reason="not right", instead=tap)


def set_row(gate: Gate, event: ClockEvent, **columns: Any) -> None:
    outbox.change(gate.store, event.event_id, TRACKTIK, gate.now, **columns)


def row_of(gate: Gate, event: ClockEvent) -> tuple[str, str]:
    (row,) = outbox.of_event(gate.store, event.event_id)
    return row.state, row.by_whom


def on_the_desk(gate: Gate) -> list[str]:
    return [item.kind for item in desk.listed(gate.store)]


def test_an_event_is_taken_back_by_another_one(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    assert not_right(gate, outcome) is None
    (came, voided) = events(gate.store)
    assert (came.event_id, voided.draft.kind) == (outcome.events[0].event_id, Kind.VOIDED)
    assert voided.about is not None
    assert (voided.about.target, voided.about.old, voided.about.reason, voided.about.by) == (
        came.event_id,
        "clocked_in",
        "not right",
        ANA.number,
    )
    found = ledger.find(gate.store, came.event_id)
    assert found is not None
    assert found.voided
    assert not presence.of(gate.store, ANA.number).presence.on_duty
    assert_sound(gate.store)


def test_the_right_event_takes_its_place_at_the_same_time(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    right = not_right(gate, outcome, Choice.CLOCK_OUT)
    assert right is not None
    assert kinds(gate.store) == ["clocked_in", "voided", "clocked_out"]
    assert right.events[0].draft.at == outcome.events[0].draft.at
    assert_sound(gate.store)


def test_the_right_event_has_a_receipt_of_its_own(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    right = not_right(gate, outcome, Choice.CLOCK_OUT)
    assert right is not None
    assert right.events[0].receipt != outcome.events[0].receipt


@pytest.mark.parametrize("state", [RowState.HELD, RowState.DUE, RowState.WAITING, RowState.PARKED])
def test_what_was_not_sent_is_dropped_in_the_person_s_name(gate: Gate, state: RowState) -> None:
    outcome = gate.tap(ANA)
    set_row(gate, outcome.events[0], state=state)
    desk.put(gate.store, DeskKind.PARKED, outcome.events[0].event_id, gate.now)
    not_right(gate, outcome)
    assert row_of(gate, outcome.events[0]) == (RowState.DROPPED, ANA.number)
    assert on_the_desk(gate) == [], "what is taken back needs no supervisor any more"


@pytest.mark.parametrize("state", [RowState.SENDING, RowState.UNKNOWN])
def test_what_may_have_been_sent_waits_for_the_answer(gate: Gate, state: RowState) -> None:
    outcome = gate.tap(ANA)
    set_row(gate, outcome.events[0], state=state)
    not_right(gate, outcome)
    assert row_of(gate, outcome.events[0]) == (state, "")
    assert ledger.is_voided(gate.store, outcome.events[0].event_id), "so delivery finds it out"


@pytest.mark.parametrize("state", [RowState.DELIVERED, RowState.HANDED_OVER])
def test_what_was_sent_goes_to_the_desk(gate: Gate, state: RowState) -> None:
    outcome = gate.tap(ANA)
    set_row(gate, outcome.events[0], state=state, session_id=77)
    not_right(gate, outcome)
    (item,) = desk.listed(gate.store)
    assert (item.kind, item.employee, item.facts["session"]) == (DeskKind.VOIDED_AFTER_DELIVERY, ANA.number, 77)
    assert row_of(gate, outcome.events[0])[0] == state


@pytest.mark.parametrize("state", [RowState.DUE, RowState.WAITING, RowState.UNKNOWN])
def test_a_session_that_is_closed_and_not_dated_yet_was_sent(gate: Gate, state: RowState) -> None:
    outcome = gate.tap(ANA)
    set_row(gate, outcome.events[0], state=state, step=Step.SETTLE_TIME, session_id=77)
    not_right(gate, outcome)
    assert on_the_desk(gate) == [DeskKind.VOIDED_AFTER_DELIVERY]
    assert row_of(gate, outcome.events[0])[0] == state


def test_what_was_dropped_before_stays_as_it_was(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    set_row(gate, outcome.events[0], state=RowState.DROPPED, by_whom="1001")
    not_right(gate, outcome)
    assert row_of(gate, outcome.events[0]) == (RowState.DROPPED, "1001")


def test_both_events_of_one_tap_are_taken_back(store: Store) -> None:
    gate = Gate(store, Rules())
    gate.tap(ANA)
    gate.wait(hours=1)
    gate.tap(ANA, Choice.START_BREAK)
    gate.wait(minutes=10)
    left = gate.tap(ANA, Choice.CLOCK_OUT)
    not_right(gate, left)
    assert kinds(store)[-4:] == ["break_ended", "clocked_out", "voided", "voided"]
    assert presence.of(store, ANA.number).presence.state is PresenceState.ON_BREAK
    taken_back = [event.about.target for event in events(store) if event.about]
    assert taken_back == [event.event_id for event in reversed(left.events)], "what came last goes first"
    assert_sound(store)


def test_a_shift_is_free_again_once_its_clock_in_was_taken_back(gate: Gate) -> None:
    gate.roster(Part.EMPLOYEES, [(7001, ANA.number, "", 1)])
    gate.roster(Part.SHIFTS, [(7001, MONDAY.isoformat(), 9001, MONDAY.replace(hour=14).isoformat(), ACCOUNT, 382)])
    outcome = gate.tap(ANA)
    assert outcome.events[0].draft.shift_id == 9001
    not_right(gate, outcome)
    gate.wait(seconds=200)
    assert gate.tap(ANA).events[0].draft.shift_id == 9001


@pytest.mark.parametrize("instead", [None, Choice.CLOCK_OUT])
def test_pressing_twice_takes_back_once(gate: Gate, instead: Choice | None) -> None:
    outcome = gate.tap(ANA)
    not_right(gate, outcome, instead)
    before = kinds(gate.store)
    again = not_right(gate, outcome, instead)
    assert kinds(gate.store) == before
    assert again is None if instead is None else isinstance(again and again.decision, Repeated)
    assert_sound(gate.store)


def test_nobody_takes_back_what_is_somebody_else_s(gate: Gate) -> None:
    outcome = gate.tap(ANA)
    void(gate.store, gate.door, BEN, (outcome.events[0].event_id,), gate.around, reason="not right")
    assert kinds(gate.store) == ["clocked_in"]
    assert presence.of(gate.store, ANA.number).presence.on_duty
    assert presence.everybody(gate.store).keys() == {ANA.number}


def test_what_takes_back_is_not_taken_back(gate: Gate) -> None:
    not_right(gate, gate.tap(ANA))
    voided = events(gate.store)[-1]
    void(gate.store, gate.door, ANA, (voided.event_id, "no event at all"), gate.around, reason="not right")
    assert kinds(gate.store) == ["clocked_in", "voided"]


def test_a_taking_back_that_fails_changes_nothing(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = gate.tap(ANA)

    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(presence, "put", fails)
    with pytest.raises(ZeroDivisionError):
        not_right(gate, outcome, Choice.CLOCK_OUT)
    assert kinds(gate.store) == ["clocked_in"]
    assert row_of(gate, outcome.events[0])[0] == RowState.HELD
    assert not ledger.is_voided(gate.store, outcome.events[0].event_id)


def on_duty_elsewhere(gate: Gate) -> Presence:
    """What a download of open sessions told: Ana clocked in by her phone."""
    told = Presence(
        PresenceState.WORKING,
        MONDAY,
        site=SITE,
        account_id=ACCOUNT,
        work_session=ELSEWHERE,
        upstream_session=77,
        method="MOBILE",
    )
    presence.put(gate.store, ANA.number, Standing(told))
    return told


def test_whoever_came_in_elsewhere_is_there_again(gate: Gate) -> None:
    told = on_duty_elsewhere(gate)
    gate.wait(hours=1)
    left = gate.tap(ANA)
    assert left.events[0].draft.work_session == ELSEWHERE
    not_right(gate, left)
    assert presence.of(gate.store, ANA.number).presence == told


def test_a_wrong_choice_of_whoever_came_in_elsewhere_is_put_right(gate: Gate) -> None:
    on_duty_elsewhere(gate)
    gate.wait(hours=1)
    right = not_right(gate, gate.tap(ANA), Choice.START_BREAK)
    assert right is not None
    assert isinstance(right.decision, Accepted)
    standing = presence.of(gate.store, ANA.number).presence
    assert (standing.state, standing.upstream_session) == (PresenceState.ON_BREAK, 77)


def test_the_chain_goes_on_through_all_of_it(gate: Gate) -> None:
    for choice in (Choice.CLOCK_OUT, None, Choice.START_BREAK):
        not_right(gate, gate.tap(ANA), choice)
        gate.wait(hours=1)
    assert verify(gate.store).intact
    assert_sound(gate.store)


def test_a_clock_out_stays_the_last_thing_done_when_its_clock_in_is_taken_back(gate: Gate, store: Store) -> None:
    came = gate.tap(ANA)
    gate.wait(hours=1)
    left = gate.tap(ANA, Choice.CLOCK_OUT)
    gate.wait(minutes=5)
    not_right(gate, came)
    last = presence.of(store, ANA.number).last_event
    assert last is not None
    assert last.event_id == left.events[-1].event_id
    assert presence.of(store, ANA.number) == presence.rebuild(store, ANA.number)
