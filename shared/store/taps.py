"""Taps that are not events: asked and not answered, claims, refusals, repeats.

asked -> event | open | withdrawn | claim;   open -> event | explained | dismissed;   claim -> event | dismissed
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.facts import OpenTap
from shared.domain.tap import Tap
from shared.store.database import Store


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
) -> None:
    """Write or move one tap, inside the caller's transaction; its first instant stays."""
    store.execute(
        "INSERT INTO taps (id, at, door, terminal, site, state, employee, presented, reason, event_id, evidence,"
        " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET"
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
            now.isoformat(),
        ),
    )


def move(store: Store, tap_id: str, state: TapState, *, now: datetime, event_id: str | None = None) -> None:
    """Change the state of a stored tap."""
    store.execute(
        "UPDATE taps SET state = ?, event_id = coalesce(?, event_id), changed_at = ? WHERE id = ?",
        (state, event_id, now.isoformat(), tap_id),
    )


def leave_open(store: Store, terminal: str, *, now: datetime, except_tap: str = "") -> int:
    """Every question still asked at this terminal becomes an open tap; how many."""
    found = store.execute(
        "UPDATE taps SET state = 'open', changed_at = ?"
        " WHERE state = 'asked' AND terminal = ? AND id != ? RETURNING id",
        (now.isoformat(), terminal, except_tap),
    )
    return len(found)


def open_tap(store: Store, employee: str, *, except_tap: str = "") -> OpenTap | None:
    """The newest unanswered tap of this employee."""
    row = store.one(
        "SELECT id, at FROM taps WHERE employee = ? AND state = 'open' AND id != ? ORDER BY at DESC LIMIT 1",
        (employee, except_tap),
    )
    return OpenTap(row[0], datetime.fromisoformat(row[1])) if row else None


def close_open(store: Store, employee: str, *, now: datetime, state: TapState, event_id: str | None = None) -> None:
    """Settle every open tap of this employee: one answer explains the older ones too."""
    store.execute(
        "UPDATE taps SET state = ?, event_id = coalesce(?, event_id), changed_at = ?"
        " WHERE employee = ? AND state = 'open'",
        (state, event_id, now.isoformat(), employee),
    )


def is_recorded(store: Store, tap_id: str) -> bool:
    """Did this tap already become an event? A choice pressed twice must not record twice."""
    return store.one("SELECT 1 FROM taps WHERE id = ? AND state = 'event'", (tap_id,)) is not None


def listed(store: Store, states: tuple[TapState, ...], limit: int = 500) -> list[StoredTap]:
    """Taps in these states, newest first."""
    marks = ", ".join("?" * len(states))
    rows = store.execute(
        "SELECT id, at, door, terminal, site, state, employee, presented, reason, event_id FROM taps"
        f" WHERE state IN ({marks}) ORDER BY at DESC LIMIT ?",
        (*states, limit),
    )
    return [
        StoredTap(row[0], datetime.fromisoformat(row[1]), row[2], row[3], row[4], TapState(row[5]), *row[6:])
        for row in rows
    ]
