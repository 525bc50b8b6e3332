"""One employee's hours on their way to tamigo."""

from uuid import UUID

import structlog

from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.store import ledger
from shared.store.database import Store
from shared.sync.lane import doubt, interrupted, run_steps
from shared.sync.tamigo.attendance import Attendance
from shared.sync.tamigo.known_shift import KnownShift
from shared.sync.tamigo.new_shift import NewShift
from shared.sync.tamigo.shift_moves import CHECK_IN, CHECK_OUT, ShiftMoves
from shared.upstream.errors import UpstreamError

LOG = structlog.get_logger()
NOT_KNOWN = "the upstream does not know this employee number"


def run_shift_lane(moves: ShiftMoves, store: Store, employee: str) -> int:
    """Work this employee's rows until none is ready; how many steps were made."""
    return run_steps(moves, store, employee, _Stepping(moves, store).step)


class _Stepping:
    def __init__(self, moves: ShiftMoves, store: Store) -> None:
        self._moves = moves
        self._store = store

    def step(self, row: OutboxRow) -> OutboxRow | None:
        stored = ledger.find(self._store, row.event_id)
        if stored is None or stored.event is None:
            return self._moves.change(row, state=RowState.PARKED, reason="its event is not in the ledger")
        if row.state is RowState.SENDING:
            return interrupted(self._moves, row)
        try:
            return self._step(row, stored.event)
        except Exception:
            LOG.exception("delivery.row_failed", row=row.event_id, state=row.state)
            return doubt(self._moves, self._store, row, stored.event)

    def _step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        moves = self._moves
        is_attendance = not moves.whole or (row.state is RowState.UNKNOWN and row.method in (CHECK_IN, CHECK_OUT))
        if row.kind is Kind.CLOCKED_IN and not row.their_id and not is_attendance:
            # Left from a time when attendance was written, or carried over from a damaged file.
            return moves.withdrawn(row, "goes out with its clock-out, as a whole shift")
        try:
            employee = self._employee(row, event)
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        if employee is None:
            return moves.park(row, event, NOT_KNOWN)
        if row.their_id:
            return KnownShift(moves, self._store, employee).step(row, event)
        if is_attendance:
            return Attendance(moves, self._store, employee).step(row, event)
        return NewShift(moves, self._store, employee).step(row, event)

    def _employee(self, row: OutboxRow, event: ClockEvent) -> UUID | None:
        """Whoever it was sent for; else who goes by that number now."""
        sent = self._moves.sent(row, self._moves.zone_of(event))
        if sent is not None and sent.employee is not None:
            return sent.employee
        return self._moves.joining.employee_id(row.employee)
