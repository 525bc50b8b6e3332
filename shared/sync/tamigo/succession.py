"""A clock-out that was taken back while a later one of the same session waits: the shift goes on to that one.

So the session is corrected by one h) instead of being deleted and added anew, and is never there twice.
"""

from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.model import Kind
from shared.store import ledger, outbox, worked_shifts
from shared.store.database import Store
from shared.sync.tamigo.shift_moves import ShiftMoves

WAITS = (RowState.HELD, RowState.DUE, RowState.WAITING)
WENT_OVER = "its worked shift went over to the clock-out after it"
NOT_THERE = (RowState.DROPPED, RowState.HANDED_OVER)


def hand_on(moves: ShiftMoves, row: OutboxRow) -> bool:
    """Give the shift of this row to the clock-out that took its place; False where there is none.

    It changes two rows: whoever holds either reads them anew.
    """
    now = moves.clock.read().wall

    def hand(store: Store) -> bool:
        rows = worked_shifts.of_session(store, row.work_session)
        heir = next((one for one in rows if _inherits(store, row, one)), None)
        stored = outbox.find(store, row.event_id, row.upstream)
        if heir is None or stored is None or (stored.state, stored.not_before) != (row.state, row.not_before):
            return False
        taken = {"their_id": row.their_id, "their_started": row.their_started, "their_ended": row.their_ended}
        outbox.change(store, heir.event_id, heir.upstream, now, step=Step.CORRECT_TIME, found=row.found, **taken)
        dropped = {"state": RowState.DROPPED, "reason": WENT_OVER, "by_whom": row.employee}
        outbox.change(store, row.event_id, row.upstream, now, **dropped)
        return True

    return moves.writer.write(hand)


def predecessor(store: Store, row: OutboxRow) -> OutboxRow | None:
    """A row of the same session before this one whose record is, or may be, there; None once it is settled."""
    rows = worked_shifts.of_session(store, row.work_session)
    return next((one for one in rows if one.seq < row.seq and one.state not in NOT_THERE), None)


def _inherits(store: Store, row: OutboxRow, one: OutboxRow) -> bool:
    fresh = one.state in WAITS and one.attempt_boot is None and not one.their_id
    return fresh and one.seq > row.seq and one.kind is Kind.CLOCKED_OUT and not ledger.is_voided(store, one.event_id)
