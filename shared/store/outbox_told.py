"""Rows of the outbox as another ledger is told of them: every column by its name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.store.database import Store


def told(store: Store, event_id: str) -> list[dict[str, Any]]:
    """The rows of one event, as they are stored."""
    names = _columns(store)
    rows = store.execute(f"SELECT {', '.join(names)} FROM outbox WHERE event_id = ?", (event_id,))
    return [dict(zip(names, row, strict=True)) for row in rows]


def add_told(store: Store, row: Mapping[str, Any], now: datetime) -> None:
    """Store a row that was told; columns that this version does not know are left out."""
    names = [name for name in _columns(store) if name in row]
    values = {**row, "changed_at": now.isoformat()}
    marks = ", ".join("?" * len(names))
    store.execute(f"INSERT INTO outbox ({', '.join(names)}) VALUES ({marks})", [values[name] for name in names])


def change_told(store: Store, row: Mapping[str, Any], now: datetime) -> None:
    """Let the row of that event and upstream be as it was told; its place in this ledger stays."""
    told_here = ("event_id", "upstream", "seq", "changed_at")
    names = [name for name in _columns(store) if name in row and name not in told_here]
    store.execute(
        f"UPDATE outbox SET {', '.join(f'{name} = ?' for name in names)}, changed_at = ?"
        " WHERE event_id = ? AND upstream = ?",
        [*(row[name] for name in names), now.isoformat(), row["event_id"], row["upstream"]],
    )


def _columns(store: Store) -> list[str]:
    return [row[1] for row in store.execute("PRAGMA table_info(outbox)")]
