""" "Not right?": an event is voided by an appended one, and the right one is recorded in the same transaction."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.clock import Reading, new_id
from shared.clocking import decide_and_store
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.event import About, ClockEvent
from shared.domain.model import ELSEWHERE, Draft, Kind, Person
from shared.domain.remedies import Why, why_of
from shared.domain.tap import Tap
from shared.domain.worked_shift import TAMIGO
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import desk, evidence, ledger, outbox, presence
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.presence import Standing

RECENT = 8
NOT_SENT = (RowState.HELD, RowState.DUE, RowState.WAITING, RowState.PARKED)


def void(
    store: Store,
    door: Door,
    person: Person,
    event_ids: tuple[str, ...],
    around: Surroundings,
    *,
    reason: str,
    instead: Tap | None = None,
) -> Outcome | None:
    """Void this person's own events at the door, and record `instead` (a tap with its answer) where one is given.

    Rows not sent yet are dropped in the person's name; what was sent already is put on the desk.
    """
    with store.writing():
        return void_and_store(store, door, person, event_ids, around, reason=reason, instead=instead)


def void_and_store(
    store: Store,
    door: Door,
    person: Person,
    event_ids: tuple[str, ...],
    around: Surroundings,
    *,
    reason: str,
    instead: Tap | None = None,
    by: str = "",
) -> Outcome | None:
    """The inside of `void`, for a caller that holds the transaction. `by`: whose word it is, if not the person's."""
    standing = presence.of(store, person.number)
    voided = [
        event
        for event_id in reversed(event_ids)
        if (event := _void_one(store, door, person, event_id, around.reading, reason, by or person.number)) is not None
    ]
    if voided:
        presence.put(store, person.number, _standing_without(store, standing, voided))
    if instead is None:
        return None
    return decide_and_store(store, door, instead, person, "", around)


def recorded_together(store: Store, event_id: str) -> tuple[str, ...]:
    """This event and those recorded by the same tap: the out and the in of a change of position go together."""
    found = ledger.find(store, event_id)
    if found is None or found.event is None:
        return (event_id,)
    tap_id, number = found.event.tap_id, found.event.employee
    newest = ledger.newest(store, RECENT, employee=number)
    together = [row.event_id for row in newest if row.event and row.event.tap_id == tap_id and not row.voided]
    return tuple(reversed(together)) or (event_id,)


def _void_one(
    store: Store, door: Door, person: Person, event_id: str, reading: Reading, reason: str, by: str
) -> ClockEvent | None:
    row = ledger.find(store, event_id)
    event = row.event if row is not None and not row.voided else None
    if event is None or event.about is not None or event.employee != person.number:
        return None
    voided = _voided_event(event, door, reading, reason, by)
    ledger.append(store, voided)
    ledger.void(store, event_id, voided.event_id)
    _take_back(store, event, by, reading.wall)
    return event


def _standing_without(store: Store, standing: Standing, voided: list[ClockEvent]) -> Standing:
    """Where the person stands once these events are void: as the ledger tells it, or as an upstream had told before."""
    rebuilt = presence.rebuild(store, voided[0].employee)
    newest = standing.last_event is not None and standing.last_event.event_id == voided[0].event_id
    if rebuilt.presence.on_duty or not newest:
        return rebuilt
    decided_on = evidence.argument(store, voided[-1].evidence_id)
    before = decided_on.facts.presence if decided_on is not None else rebuilt.presence
    return replace(rebuilt, presence=before) if before.work_session == ELSEWHERE else rebuilt


def _voided_event(event: ClockEvent, door: Door, reading: Reading, reason: str, by: str) -> ClockEvent:
    old = event.draft
    return ClockEvent(
        event_id=new_id(reading.wall),
        employee=event.employee,
        draft=Draft(Kind.VOIDED, old.at, old.site, old.account_id, work_session=event.work_session),
        door=event.door,
        terminal=door.terminal,
        recorded_at=reading.wall,
        boottime_s=reading.boottime_s,
        boot_id=reading.boot_id,
        about=About(event.event_id, old=old.kind, reason=reason, by=by),
    )


def _take_back(store: Store, event: ClockEvent, by: str, now: datetime) -> None:
    for row in outbox.of_event(store, event.event_id):
        if row.upstream == TAMIGO and _may_be_withdrawn(row):
            outbox.change(store, row.event_id, row.upstream, now, **_to_be_withdrawn(row), by_whom=by)
        elif row.upstream == TRACKTIK_BREAKS and why_of(row) in (Why.NOT_LOOKED_UP, Why.LOST):
            # It may be there: delivery hands it to a person, who looks and takes it away.
            outbox.change(store, row.event_id, row.upstream, now, state=RowState.UNKNOWN, not_before=0.0, by_whom=by)
            desk.close_parked(store, event.event_id, row.upstream, now, by)
        elif _was_carried_out(row):
            facts = {"upstream": row.upstream, "session": row.session_id}
            desk.put(
                store,
                DeskKind.VOIDED_AFTER_DELIVERY,
                event.event_id,
                now,
                employee=event.employee,
                site=event.draft.site,
                facts=facts,
            )
        elif row.state in NOT_SENT:
            outbox.change(
                store,
                row.event_id,
                row.upstream,
                now,
                state=RowState.DROPPED,
                reason="voided at the door",
                by_whom=by,
            )
            desk.close_parked(store, event.event_id, row.upstream, now, by)


def _may_be_withdrawn(row: OutboxRow) -> bool:
    """Is a record of it there, or may be, that delivery takes away by itself?"""
    there = row.state is RowState.DELIVERED or row.step is not Step.SEND
    return (there and row.state is not RowState.HANDED_OVER) or (
        row.state is RowState.PARKED and row.attempt_boot is not None
    )


def _to_be_withdrawn(row: OutboxRow) -> dict[str, Any]:
    """The columns that make delivery look at it again; what may be on its way is left until it is settled."""
    if row.state is RowState.PARKED:
        return {"state": RowState.UNKNOWN, "not_before": 0.0, "looks": 0, "failures": 0}
    if row.state is RowState.DELIVERED:
        return {"state": RowState.DUE, "step": Step.CORRECT_TIME, "not_before": 0.0, "sends": 0, "looks": 0}
    return {}


def _was_carried_out(row: OutboxRow) -> bool:
    """Does the upstream have it, or whoever it was handed to? A session closed but not dated yet is one, too."""
    return row.state in (RowState.DELIVERED, RowState.HANDED_OVER) or row.step is not Step.SEND
