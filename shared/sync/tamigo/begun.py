"""Which shift a check-out ends: the one that the check-in of its session began."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.delivery import NEAR, OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.worked_shift import TheirShift, agree
from shared.store import outbox
from shared.store.database import Store
from shared.sync.tamigo.shift_moves import ShiftMoves

LOOK_AGAIN_S = 60.0
LOOK_BACK = timedelta(hours=36)


class Begun:
    """Finds it for the check-outs of one employee."""

    def __init__(self, moves: ShiftMoves, store: Store) -> None:
        self._moves = moves
        self._store = store

    def started_at(self, row: OutboxRow) -> datetime | None:
        """When the shift of this row's session began upstream, as far as its check-in's row knows."""
        came = self._came(row)
        return came.their_started if came is not None else None

    def shift(self, row: OutboxRow, free: Sequence[TheirShift]) -> TheirShift | None:
        """The shift that this check-out ends. Without a check-in of ours: the newest without an end before it.

        One that was attempted may have ended it already.
        """
        came = self._came(row)
        if came is not None and came.their_id:
            return next((one for one in free if one.shift_id == came.their_id), None)
        began = [one for one in free if row.at - LOOK_BACK <= one.started_at <= row.at]
        if row.attempt_boot is not None:
            ended = [one for one in began if one.ended_at is not None and agree(row.at, one.ended_at, NEAR)]
            if ended:
                return min(ended, key=lambda one: abs((one.ended_at or row.at) - row.at))
        began = [one for one in began if one.ended_at is None]
        return max(began, key=lambda one: one.started_at, default=None)

    def not_yet(self, row: OutboxRow, event: ClockEvent, free: Sequence[TheirShift]) -> OutboxRow | None:
        """The row, waiting or parked, while there is nothing that it could end; None where it may go out."""
        moves, came = self._moves, self._came(row)
        if came is not None and came.state in (RowState.DROPPED, RowState.HANDED_OVER):
            return moves.park(row, event, f"its clock-in was {came.state}")
        if came is not None and not came.their_id:
            return self._waits(row, "its clock-in was not delivered")
        if self.shift(row, free) is not None:
            return None
        if came is not None:
            return moves.park(row, event, "the worked shift is gone")
        if moves.clock.read().wall - event.recorded_at > timedelta(hours=moves.rules.waiting_h):
            return moves.park(row, event, "no open session was found")
        return self._waits(row, "no open session yet")

    def _came(self, row: OutboxRow) -> OutboxRow | None:
        return outbox.find(self._store, row.work_session, row.upstream)

    def _waits(self, row: OutboxRow, reason: str) -> OutboxRow:
        state = RowState.UNKNOWN if row.state is RowState.UNKNOWN else RowState.WAITING
        return self._moves.waits(row, state, LOOK_AGAIN_S, reason)
