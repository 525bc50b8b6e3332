"""Breaks that are there and no longer say what counts: a person is told, since no document says how to change one."""

from shared.domain.delivery import OutboxRow
from shared.domain.event import ClockEvent
from shared.store import break_facts, corrections, ledger, memory, outbox, worked_shifts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.moves import Moves
from shared.sync.note import Note, to_desk
from shared.upstream.tracktik.fields import wire_time

FOLLOWED = "followed"


def follow(moves: Moves, store: Store) -> bool:
    """Tell the desk of delivered breaks whose session was corrected or taken back; True, as a job that is done."""
    since = int(memory.recall(store, moves.upstream, FOLLOWED) or 0)
    changed = worked_shifts.changed_since(store, since)
    if changed.up_to_seq == since:
        return True
    for work_session in changed.work_sessions:
        for row in outbox.delivered_of_session(store, moves.upstream, work_session):
            _tell_if_changed(moves, store, row)
    moves.writer.write(lambda own: memory.remember(own, moves.upstream, FOLLOWED, changed.up_to_seq))
    return True


def _tell_if_changed(moves: Moves, store: Store, row: OutboxRow) -> None:
    stored, now = ledger.find(store, row.event_id), moves.clock.read().wall
    if stored is None or stored.event is None:
        return
    event, counted = stored.event, corrections.corrected(store, stored.event)
    taken = break_facts.breaks_of(store, row.employee, row.work_session)
    own = next((one for one in taken if one.ended_at == counted.draft.at), None)
    if own is not None and not stored.voided and row.body is not None and wire_time(own.started_at) in row.body:
        note = since_sent(store, row, event)
    else:
        note = Note(DeskKind.VOIDED_AFTER_DELIVERY, {"ours": None, "theirs": row.at.isoformat()})
    if note is not None:
        told = note
        moves.writer.write(lambda own_store: to_desk(own_store, told, event, moves.upstream, now))


def since_sent(store: Store, row: OutboxRow, event: ClockEvent) -> Note | None:
    """What a person should know of a record that no longer says what counts."""
    if ledger.is_voided(store, row.event_id):
        return Note(DeskKind.VOIDED_AFTER_DELIVERY, {"ours": None, "theirs": event.draft.at.isoformat()})
    counted = corrections.corrected(store, event).draft.at
    if row.body is not None and wire_time(counted) not in row.body:
        return Note(DeskKind.TIME_DIFFERS, {"ours": counted.isoformat(), "theirs": row.at.isoformat()})
    return None
