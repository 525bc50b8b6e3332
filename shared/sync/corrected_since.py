"""What a person corrected while a record was on its way, found in the transaction that moves its row."""

from datetime import datetime
from typing import Any, Final

from shared.domain.delivery import OutboxRow, RowState, Step
from shared.store import corrections
from shared.store.database import Store
from shared.sync.rows import moved_row

NEVER_SENT: Final[dict[str, Any]] = {
    "sends": 0,
    "attempt_wall": None,
    "attempt_boottime": None,
    "attempt_boot": None,
}


def goes_out_anew(store: Store, row: OutboxRow, now: datetime) -> bool:
    """Was its time corrected since it was frozen or looked for? Then what was looked for is not there, and it is due
    with the new time as if it had never been sent.
    """
    counted_at = corrections.counted_at(store, row.event_id)
    if counted_at is None or counted_at == row.at:
        return False
    moved_row(store, row, now, {"state": RowState.DUE, "at": counted_at, **NEVER_SENT})
    return True


def time_to_correct(store: Store, row: OutboxRow) -> datetime | None:
    """The time that counts by now, where it is not the one that was delivered."""
    counted_at = corrections.counted_at(store, row.event_id)
    return counted_at if counted_at is not None and counted_at != row.at else None


def edit_is_due(counted_at: datetime) -> dict[str, Any]:
    """The columns of a delivered row whose record must be edited."""
    return {
        "state": RowState.DUE,
        "step": Step.CORRECT_TIME,
        "at": counted_at,
        "not_before": 0.0,
        "sends": 0,
        "looks": 0,
        "failures": 0,
    }
