"""Taps that are not events: asked and not answered, claims, refusals, repeats.

asked -> event | open | withdrawn | claim;   open -> event | explained | dismissed;   claim -> event | dismissed
"""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.clock_trust import NOTHING_KNOWN, ClockTrust, TrustLevel
from shared.domain.model import LastEvent
from shared.domain.tap import Tap
from shared.store import ledger
from shared.store.database import Row, Store


class TapState(StrEnum):
    ASKED = "asked"  # a question is on a screen now
    OPEN = "open"  # the question was left unanswered
    CLAIM = "claim"  # identified nobody, or was refused: for a supervisor
    REPEAT = "repeat"
    WITHDRAWN = "withdrawn"  # "not me"
    EVENT = "event"
    EXPLAINED = "explained"  # "I am still here": it was no clock-out
    DISMISSED = "dismissed"


@dataclass(frozen=True, slots=True)
class StoredTap:
    """`presented` is a badge's hash or a typed number, never a badge number or a PIN."""

    tap_id: str
    at: datetime
    door: str
    terminal: str
    site: str
    state: TapState
    employee: str | None
    presented: str
    reason: str
    event_id: str | None
    evidence: int | None


_COLUMNS = "id, at, door, terminal, site, state, employee, presented, reason, event_id, evidence"


def keep(
    store: Store,
    tap: Tap,
    state: TapState,
    *,
    now: datetime,
    employee: str | None = None,
    presented: str = "",
    reason: str = "",
    event_id: str | None = None,
    evidence: int | None = None,
    clock_sure: bool = True,
) -> None:
    """Write or move one tap, inside the caller's transaction; its first instant stays."""
    store.execute(
        "INSERT INTO taps (id, at, door, terminal, site, state, employee, presented, reason, event_id, evidence,"
        " clock_sure, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
        " state = excluded.state, reason = excluded.reason, event_id = excluded.event_id,"
        " evidence = excluded.evidence, changed_at = excluded.changed_at",
        (
            tap.tap_id,
            tap.at.isoformat(),
            tap.door,
            tap.terminal,
            tap.site,
            state,
            employee,
            presented,
            reason,
            event_id,
            evidence,
            int(clock_sure),
            now.isoformat(),
        ),
    )


def move(store: Store, tap_id: str, state: TapState, *, now: datetime, event_id: str | None = None) -> None:
    """Change the state of a stored tap."""
    store.execute(
        "UPDATE taps SET state = ?, event_id = coalesce(?, event_id), changed_at = ? WHERE id = ?",
        (state, event_id, now.isoformat(), tap_id),
    )


def find(store: Store, tap_id: str) -> StoredTap | None:
    """One tap by its id."""
    row = store.one(f"SELECT {_COLUMNS} FROM taps WHERE id = ?", (tap_id,))
    return _tap(row) if row else None


def newest_open(store: Store, employee: str) -> StoredTap | None:
    """The newest tap of this employee whose question was left unanswered."""
    row = store.one(
        f"SELECT {_COLUMNS} FROM taps WHERE employee = ? AND state = 'open' ORDER BY evidence DESC, at DESC LIMIT 1",
        (employee,),
    )
    return _tap(row) if row else None


def clock_at(store: Store, tap_id: str) -> ClockTrust | None:
    """How far the clock could be trusted when this tap was read; None for one that was not kept, or was erased.

    A choice made later counts at that time.
    """
    row = store.one(
        "SELECT taps.clock_sure, json_extract(evidence.body, '$.facts.clock') FROM taps"
        " LEFT JOIN evidence ON evidence.id = taps.evidence WHERE taps.id = ?",
        (tap_id,),
    )
    if row is None:
        return None
    told = json.loads(row[1]) if row[1] else {}
    if not row[0] or told.get("level") == TrustLevel.UNTRUSTED:
        return NOTHING_KNOWN
    if "level" not in told:
        return None
    return ClockTrust(TrustLevel(told["level"]), told.get("source", ""), told.get("offset_s"), told.get("bound_s"))


def leave_open(store: Store, terminal: str, *, now: datetime, except_tap: str = "") -> int:
    """Every question still asked at this terminal becomes an open tap; how many."""
    found = store.execute(
        "UPDATE taps SET state = 'open', changed_at = ?"
        " WHERE state = 'asked' AND terminal = ? AND id != ? RETURNING id",
        (now.isoformat(), terminal, except_tap),
    )
    return len(found)


def ask_again(store: Store, terminal: str, employee: str, *, since: datetime, until: datetime, now: datetime) -> None:
    """The same person tapped again while being asked: their taps of this span are one tap, the newest."""
    store.execute(
        "UPDATE taps SET state = 'repeat', changed_at = ?"
        " WHERE state = 'asked' AND terminal = ? AND employee = ? AND at BETWEEN ? AND ?",
        (now.isoformat(), terminal, employee, since.isoformat(), until.isoformat()),
    )


def close_open(store: Store, employee: str, *, now: datetime, state: TapState, event_id: str | None = None) -> None:
    """Settle every open tap of this employee: one answer explains the older ones too."""
    store.execute(
        "UPDATE taps SET state = ?, event_id = coalesce(?, event_id), changed_at = ?"
        " WHERE employee = ? AND state = 'open'",
        (state, event_id, now.isoformat(), employee),
    )


def recorded_as(store: Store, tap_id: str) -> LastEvent | None:
    """The event that this tap became already, unless it was voided: a choice pressed twice must not record twice."""
    row = store.one(
        "SELECT event_id FROM taps WHERE id = ? AND state = 'event'"
        " AND event_id NOT IN (SELECT target FROM voided WHERE target = event_id)",
        (tap_id,),
    )
    found = ledger.find(store, row[0]) if row else None
    if found is None or found.event is None:
        return None
    event = found.event
    return LastEvent(event.event_id, event.draft.kind, event.draft.at, event.recorded_at, event.receipt)


def listed(store: Store, states: tuple[TapState, ...], limit: int = 500) -> list[StoredTap]:
    """Taps in these states, newest first."""
    # The states stand in the text, not as parameters: only so do the partial indexes answer.
    union = " UNION ALL ".join(f"SELECT {_COLUMNS} FROM taps WHERE state = '{TapState(state)}'" for state in states)
    rows = store.execute(f"SELECT * FROM ({union}) ORDER BY at DESC LIMIT ?", (limit,)) if union else []
    return [_tap(row) for row in rows]


def _tap(row: Row) -> StoredTap:
    return StoredTap(row[0], datetime.fromisoformat(row[1]), row[2], row[3], row[4], TapState(row[5]), *row[6:])
