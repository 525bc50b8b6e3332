"""What was handed over stays handed over, whatever becomes of the file that says so: told by the exports themselves.

Used when another file takes the ledger's place: a backup from before, or what could be read of a damaged one.
"""

import json
from datetime import datetime
from typing import Any, Final

from shared.domain.delivery import FINAL, RowState
from shared.store import outbox
from shared.store.database import Store
from shared.store.handing_over import HANDED_OVER

_EXPORTS: Final = "SELECT id, made_at, body, written_at FROM handovers"

Export = tuple[str, str, str, str | None]


def exports_of(store: Store) -> list[Export]:
    """What this ledger handed over, without what was taken in since: with that, it may have come back."""
    rows = store.execute(f"{_EXPORTS} WHERE made_at > (SELECT coalesce(max(taken_at), '') FROM taken_in)")
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def in_earlier_files(store: Store, but: str) -> dict[str, int]:
    """Exports other than `but` whose deliveries are not this ledger's any more, with how many those are."""
    rows = store.execute(
        "SELECT by_whom, count(*) FROM outbox WHERE state = 'handed_over' AND by_whom != ?"
        " AND by_whom IN (SELECT id FROM handovers) GROUP BY by_whom ORDER BY by_whom",
        (but,),
    )
    return dict(rows)


def keep_handed_over(store: Store, exports: list[Export], now: datetime) -> int:
    """Keep these exports and mark their deliveries, inside the caller's transaction; how many were marked.

    What was handed over and is not in this file at all comes with the comparison: the other terminal delivers it.
    """
    store.many("INSERT OR IGNORE INTO handovers (id, made_at, body, written_at) VALUES (?, ?, ?, ?)", exports)
    return sum(_mark(store, export_id, row, now) for export_id, _, body, _ in exports for row in _rows(body))


def _rows(body: str) -> list[dict[str, Any]]:
    events = json.loads(body)["events"]
    return [row for event in events for row in event["rows"] if row["state"] not in FINAL]


def _mark(store: Store, export_id: str, row: dict[str, Any], now: datetime) -> bool:
    own = outbox.find(store, row["event_id"], row["upstream"])
    if own is None or own.state in (RowState.DROPPED, RowState.HANDED_OVER):
        return False
    marked = {"state": RowState.HANDED_OVER, "reason": HANDED_OVER, "by_whom": export_id}
    outbox.change(store, own.event_id, own.upstream, now, **marked)
    return True
