"""Corrections reach what was delivered: also those of a clock-in, whose session went out with its clock-out.

What was corrected or voided since the last time is read from the ledger, whoever wrote it there and by which door.
"""

from datetime import datetime

from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.store import ledger, memory, outbox, worked_shifts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.note import Note, to_desk
from shared.sync.tamigo.shift_moves import TO_CORRECT, ShiftMoves

FOLLOWED = "followed"


def follow(moves: ShiftMoves, store: Store) -> bool:
    """Make delivered rows due whose session says something else by now; True, as every job that is done."""
    since = int(memory.recall(store, moves.upstream, FOLLOWED) or 0)
    if worked_shifts.changed_since(store, since).up_to_seq != since:
        moves.writer.write(lambda own: _follow(moves, own))
    return True


def _follow(moves: ShiftMoves, store: Store) -> None:
    now = moves.clock.read().wall
    changed = worked_shifts.changed_since(store, int(memory.recall(store, moves.upstream, FOLLOWED) or 0))
    for work_session in changed.work_sessions:
        for row in worked_shifts.of_session(store, work_session):
            stored = ledger.find(store, row.event_id)
            if stored is not None and stored.event is not None:
                _bring(moves, store, row, stored.event, now)
    memory.remember(store, moves.upstream, FOLLOWED, changed.up_to_seq)


def _bring(moves: ShiftMoves, store: Store, row: OutboxRow, event: ClockEvent, now: datetime) -> None:
    if row.state is RowState.DELIVERED:
        outbox.change(store, row.event_id, row.upstream, now, **TO_CORRECT)
    elif row.state is RowState.HANDED_OVER:
        target = moves.target(store, row)
        facts = {"ours": _told(target.started_at or target.ended_at), "theirs": None}
        kind = DeskKind.VOIDED_AFTER_DELIVERY if target.withdrawn else DeskKind.TIME_DIFFERS
        to_desk(store, Note(kind, facts), event, moves.upstream, now)


def _told(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None
