"""What a roster board tells beside presence: the doors and flags of events, questions left open, outages."""

import json
from collections.abc import Iterable
from datetime import datetime

from shared.domain.board_row import EventTold, Outage
from shared.domain.flags import Flag
from shared.domain.model import Door
from shared.store.database import Row, Store

_FLAGS = {flag.value: flag for flag in Flag}


def events_told(store: Store, event_ids: Iterable[str]) -> dict[str, EventTold]:
    """Door, terminal and flags of these events, by id; one that this version cannot read, or never saw, is left out."""
    wanted = json.dumps([event_id for event_id in event_ids if event_id])
    rows = store.execute(
        "SELECT id, json_extract(body, '$.door'), json_extract(body, '$.terminal'), json_extract(body, '$.flags')"
        " FROM ledger WHERE id IN (SELECT value FROM json_each(?)) AND json_valid(body)",
        (wanted,),
    )
    return {row[0]: told for row in rows if (told := _told(row)) is not None}


def open_taps(store: Store, site: str) -> dict[str, datetime]:
    """When each employee last left a question unanswered at the site, by number: those that still wait."""
    rows = store.execute(
        "SELECT employee, max(at) FROM taps WHERE state = 'open' AND site = ? AND employee IS NOT NULL"
        " GROUP BY employee",
        (site,),
    )
    return {row[0]: datetime.fromisoformat(row[1]) for row in rows}


def outages_waiting(store: Store, terminal: str, since: datetime) -> list[Outage]:
    """The outages of this terminal that ended after `since` and that nobody closed, oldest first.

    Whom they touched is left out.
    """
    rows = store.execute(
        "SELECT id, terminal, began_at, ended_at FROM outages"
        " WHERE closed_at IS NULL AND terminal = ? AND ended_at > ? ORDER BY ended_at, id",
        (terminal, since.isoformat()),
    )
    return [Outage(row[0], row[1], datetime.fromisoformat(row[2]), datetime.fromisoformat(row[3])) for row in rows]


def close_outages(store: Store, outage_ids: Iterable[str], now: datetime, by: str) -> int:
    """Close those of these outages that are open, inside the caller's transaction; how many."""
    closed = store.execute(
        "UPDATE outages SET closed_at = ?, closed_by = ?"
        " WHERE closed_at IS NULL AND id IN (SELECT value FROM json_each(?)) RETURNING id",
        (now.isoformat(), by, json.dumps(list(outage_ids))),
    )
    return len(closed)


def _told(row: Row) -> EventTold | None:
    _, door, terminal, flags = row
    if door not in set(Door) or not isinstance(terminal, str) or not isinstance(flags, str):
        return None
    found = (_FLAGS.get(flag) for flag in json.loads(flags) if isinstance(flag, str))
    return EventTold(Door(door), terminal, tuple(flag for flag in found if flag is not None))
