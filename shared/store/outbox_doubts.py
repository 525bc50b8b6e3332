"""Rows of the outbox whose answer nobody knows: cut off while they were sent, or older than the file they stand in."""

from datetime import datetime

from shared.clock import Reading
from shared.store.database import Store
from shared.store.outbox import UNFINISHED_STATES


def interrupted(store: Store, upstream: str, now: Reading) -> int:
    """Rows that were being sent when the process died are unknown; how many.

    Their attempt counts from now: nobody knows how shortly before the end their request left.
    """
    rows = store.execute(
        "UPDATE outbox SET state = 'unknown', reason = 'interrupted', attempt_wall = ?, attempt_boottime = ?,"
        " attempt_boot = ?, changed_at = ? WHERE upstream = ? AND state = 'sending' RETURNING 1",
        (now.wall.timestamp(), now.boottime_s, now.boot_id, now.wall.isoformat(), upstream),
    )
    return len(rows)


def doubt_everything(store: Store, now: datetime, wall: float, boottime_s: float, boot_id: str) -> int:
    """After a restore: every row not known to be final is unknown, as if it had been attempted just now.

    What is held for its clock stays held: no event goes out with a time that nobody trusts.
    """
    rows = store.execute(
        "UPDATE outbox SET state = 'unknown', reason = 'restored', not_before = 0, attempt_wall = ?,"
        f" attempt_boottime = ?, attempt_boot = ?, changed_at = ? WHERE state IN {UNFINISHED_STATES}"
        " AND NOT (state = 'held' AND reason = 'clock') RETURNING 1",
        (wall, boottime_s, boot_id, now.isoformat()),
    )
    return len(rows)
