""" "Not right?": an event is voided by an appended one, and the right one is recorded in the same transaction."""

from datetime import datetime

from shared.clock import Reading, new_id
from shared.clocking import decide_and_store
from shared.domain.delivery import RowState
from shared.domain.event import About, ClockEvent
from shared.domain.model import Draft, Kind, Person
from shared.domain.tap import Tap
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import desk, ledger, outbox, presence
from shared.store.database import Store
from shared.store.desk import DeskKind

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
        for event_id in reversed(event_ids):
            _void_one(store, door, person, event_id, around.reading, reason)
        presence.put(store, person.number, presence.rebuild(store, person.number))
        if instead is None:
            return None
        return decide_and_store(store, door, instead, person, "", around)


def _void_one(store: Store, door: Door, person: Person, event_id: str, reading: Reading, reason: str) -> None:
    row = ledger.find(store, event_id)
    if row is None or row.event is None or row.voided or row.event.employee != person.number:
        return
    voided = _voided_event(row.event, door, reading, reason)
    ledger.append(store, voided)
    ledger.void(store, event_id, voided.event_id)
    _take_back(store, row.event, person, reading.wall)


def _voided_event(event: ClockEvent, door: Door, reading: Reading, reason: str) -> ClockEvent:
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
        about=About(event.event_id, old=old.kind, reason=reason, by=event.employee),
    )


def _take_back(store: Store, event: ClockEvent, person: Person, now: datetime) -> None:
    for row in outbox.of_event(store, event.event_id):
        if row.state in NOT_SENT:
            outbox.change(
                store,
                row.event_id,
                row.upstream,
                now,
                state=RowState.DROPPED,
                reason="voided at the door",
                by_whom=person.number,
            )
        elif row.state is RowState.DELIVERED:
            desk.put(
                store,
                DeskKind.VOIDED_AFTER_DELIVERY,
                event.event_id,
                now,
                employee=event.employee,
                site=event.draft.site,
                facts={"upstream": row.upstream, "session": row.session_id},
            )
