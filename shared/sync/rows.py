"""Moving a row of the outbox that other processes may move too."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain.delivery import Instant, OutboxRow
from shared.store import outbox
from shared.store.database import Store


def moved_row(store: Store, row: OutboxRow, now: datetime, columns: dict[str, Any]) -> OutboxRow:
    """Set columns of `row` inside the caller's transaction; the row as it stands then.

    One that stands elsewhere than `row` believes, or was given another time, is left alone: it was dropped, taken back
    or held longer by somebody who knew more.
    """
    stored = outbox.find(store, row.event_id, row.upstream)
    if stored is None:
        raise LookupError(f"{row.event_id}: its row has gone from the outbox, where nothing is ever deleted")
    if (stored.state, stored.not_before) != (row.state, row.not_before):
        return stored
    outbox.change(store, row.event_id, row.upstream, now, **columns)
    return replace(row, **columns)


def attempted(instant: Instant) -> dict[str, Any]:
    """The columns of an attempt that began at this instant."""
    return {
        "attempt_wall": instant.wall,
        "attempt_boottime": instant.boottime_s,
        "attempt_boot": instant.boot_id,
    }
