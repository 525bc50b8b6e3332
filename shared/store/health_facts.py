"""What the tables say about how well an installation is: quick counts, nothing about a person."""

import json
from datetime import datetime
from typing import Any, Final

from shared.store import memory
from shared.store.database import Store

TERMINAL: Final = "terminal:"
"""The beginning of the names under which wall terminals tell how they run."""
NEWEST: Final = 200


def states_of_open_rows(store: Store) -> dict[str, int]:
    """How many deliveries stand in each state that is not final."""
    rows = store.execute(
        "SELECT state, count(*) FROM outbox INDEXED BY outbox_unfinished"
        " WHERE state IN ('held', 'due', 'sending', 'unknown', 'waiting') GROUP BY state"
        " UNION ALL SELECT 'parked', count(*) FROM outbox INDEXED BY outbox_parked WHERE state = 'parked'"
    )
    return {row[0]: row[1] for row in rows if row[1]}


def last_delivery_at(store: Store) -> datetime | None:
    """When one of the newest delivered events went out last; None before the first."""
    row = store.one(
        "SELECT max(changed_at) FROM (SELECT changed_at FROM outbox WHERE state = 'delivered'"
        " ORDER BY event_id DESC LIMIT ?)",
        (NEWEST,),
    )
    return datetime.fromisoformat(row[0]) if row and row[0] else None


def sign_in_of(store: Store, upstream: str) -> dict[str, Any] | None:
    """What is remembered of our sign-ins there, without the tokens; None before the first."""
    row = store.one(
        "SELECT coalesce(json_extract(value, '$.access_token'), '') != '', json_extract(value, '$.failures'),"
        " json_extract(value, '$.last_failure') FROM upstream_memory WHERE upstream = ? AND name = 'sign_in'",
        (upstream,),
    )
    if row is None:
        return None
    return {"signed_in": bool(row[0]), "failures": int(row[1] or 0), "last_failure": row[2]}


def terminals_told(store: Store) -> dict[str, dict[str, Any]]:
    """What every wall terminal of this ledger told about itself last, by its name."""
    rows = store.execute("SELECT name, value FROM meta WHERE name GLOB ?", (f"{TERMINAL}*",))
    return {row[0].removeprefix(TERMINAL): json.loads(row[1]) for row in rows}


def tell_of_terminal(store: Store, terminal: str, told: dict[str, Any]) -> None:
    """Keep what a wall terminal says of itself, in place of what it said before."""
    memory.set_meta(store, f"{TERMINAL}{terminal}", json.dumps(told))


def table_counts(store: Store) -> dict[str, int]:
    """How many rows each table has, for a ticket."""
    names = [row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {name: int(store.execute(f'SELECT count(*) FROM "{name}"')[0][0]) for name in names}
