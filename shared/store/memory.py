"""Small facts that outlive a process: what an upstream turned out to do, when it may be asked again."""

import json
from typing import Any

from shared.store.database import Store

EVERY_UPSTREAM = "*"
WANTS_ROSTER = "wants_roster"
"""Set by an unknown badge: the roster may have changed since the last download."""


def recall(store: Store, upstream: str, name: str) -> Any:
    """A remembered JSON value, or None."""
    row = store.one("SELECT value FROM upstream_memory WHERE upstream = ? AND name = ?", (upstream, name))
    return json.loads(row[0]) if row else None


def remember(store: Store, upstream: str, name: str, value: object) -> None:
    """Keep a JSON value, replacing the one before."""
    store.execute(
        "INSERT INTO upstream_memory (upstream, name, value) VALUES (?, ?, ?)"
        " ON CONFLICT (upstream, name) DO UPDATE SET value = excluded.value",
        (upstream, name, json.dumps(value)),
    )


def meta(store: Store, name: str) -> str | None:
    """A fact about the file itself."""
    row = store.one("SELECT value FROM meta WHERE name = ?", (name,))
    return str(row[0]) if row else None


def set_meta(store: Store, name: str, value: str) -> None:
    """Keep a fact about the file itself."""
    store.execute(
        "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )
