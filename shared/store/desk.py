"""What a supervisor must decide or know: differences, doubles, links, things nobody could settle."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.clock import new_id
from shared.store.database import Row, Store


class DeskKind(StrEnum):
    LINKED = "linked"  # somebody else's session stands for our clock-in
    CLOSED_BY_OTHERS = "closed_by_others"
    TIME_DIFFERS = "time_differs"
    TWO_FOR_ONE = "two_for_one"  # two upstream sessions for one event of ours
    ONE_FOR_NONE = "one_for_none"  # our method upstream, no event here
    PARKED = "parked"
    VOIDED_AFTER_DELIVERY = "voided_after_delivery"
    LEFT_EARLIER = "left_earlier"
    LOST_BADGE = "lost_badge"
    SELF_AUTHORISED = "self_authorised"  # a supervisor, alone, decided about their own hours
    CORRECTION_DISPUTED = "correction_disputed"
    BREAKS_DISPUTED = "breaks_disputed"
    CLAIM_DISMISSED = "claim_dismissed"  # closed as it is made: it keeps by whom
    CARD_DIFFERS = "card_differs"  # a manager changed a time card: its time is another than ours
    VOICE_MESSAGE = "voice_message"
    LEDGER_REPLACED = "ledger_replaced"
    LEDGER_RESTORED = "ledger_restored"  # an older copy was put in place
    ROTA_PROBLEMS = "rota_problems"  # one a site: it closes when they are mended


@dataclass(frozen=True, slots=True)
class DeskItem:
    item_id: str
    kind: DeskKind
    subject: str
    employee: str
    site: str
    grouped_by: str
    facts: dict[str, Any]
    opened_at: datetime
    closed_by: str | None


_COLUMNS = "id, kind, subject, employee, site, grouped_by, facts, opened_at, closed_by"


def put(
    store: Store,
    kind: DeskKind,
    subject: str,
    now: datetime,
    *,
    employee: str = "",
    site: str = "",
    grouped_by: str = "",
    facts: dict[str, Any] | None = None,
    again: bool = False,
) -> bool:
    """Open an item about `subject`, once: one that a person closed stays closed, unless it happened `again`.

    What happened again is told with its newest facts. True when this opened or renewed it.
    """
    reopened = (
        "DO UPDATE SET facts = excluded.facts, opened_at = excluded.opened_at, closed_at = NULL, closed_by = NULL"
    )
    opened = store.execute(
        "INSERT INTO desk (id, kind, subject, employee, site, grouped_by, facts, opened_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        f" ON CONFLICT (kind, subject) {reopened if again else 'DO NOTHING'} RETURNING 1",
        (new_id(now), kind, subject, employee, site, grouped_by, json.dumps(facts or {}, default=str), now.isoformat()),
    )
    return bool(opened)


def find(store: Store, item_id: str) -> DeskItem | None:
    """One item by its id, be it closed."""
    row = store.one(f"SELECT {_COLUMNS} FROM desk WHERE id = ?", (item_id,))
    return _item(row) if row else None


def of_kinds(store: Store, kinds: Sequence[DeskKind], sites: Sequence[str], limit: int = 2000) -> list[DeskItem]:
    """Open items of these kinds at these sites, oldest first."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM desk WHERE closed_at IS NULL AND kind IN ({', '.join('?' * len(kinds))})"
        f" AND site IN ({', '.join('?' * len(sites))}) ORDER BY opened_at, id LIMIT ?",
        (*kinds, *sites, limit),
    )
    return [_item(row) for row in rows]


def close(store: Store, kind: DeskKind, subject: str, now: datetime, by: str) -> None:
    """Close the item of that kind about that subject, if one is open."""
    store.execute(
        "UPDATE desk SET closed_at = ?, closed_by = ? WHERE kind = ? AND subject = ? AND closed_at IS NULL",
        (now.isoformat(), by, kind, subject),
    )


def close_parked(store: Store, event_id: str, upstream: str, now: datetime, by: str) -> None:
    """Close the item of a delivery that waited, unless the same event waits for a person at another upstream too."""
    store.execute(
        "UPDATE desk SET closed_at = ?, closed_by = ? WHERE kind = ? AND subject = ? AND closed_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE event_id = ? AND upstream != ? AND state = 'parked')",
        (now.isoformat(), by, DeskKind.PARKED, event_id, event_id, upstream),
    )


def listed(store: Store, *, include_closed: bool = False, limit: int = 500) -> list[DeskItem]:
    """Items, newest first."""
    where = "" if include_closed else "WHERE closed_at IS NULL "
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM desk {where}ORDER BY opened_at DESC, id DESC LIMIT ?",
        (limit,),
    )
    return [_item(row) for row in rows]


def _item(row: Row) -> DeskItem:
    item_id, kind, subject, employee, site, grouped_by, facts, opened_at, closed_by = row
    instant = datetime.fromisoformat(opened_at)
    return DeskItem(item_id, DeskKind(kind), subject, employee, site, grouped_by, json.loads(facts), instant, closed_by)
