"""What the store knows of one person at one terminal, read in one statement: a tap waits for every one of them."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.facts import OpenTap
from shared.store import presence
from shared.store.database import Store
from shared.store.ledger import FIRST_PREV_HASH, Head
from shared.store.presence import Standing


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of the roster. `snapshot` is 0 and `began_at` None where no download ever succeeded."""

    snapshot: int
    began_at: datetime | None


@dataclass(frozen=True, slots=True)
class AtTap:
    """`anything_asked`: an unanswered question, of anybody, at this terminal. `covers_until` is the rota's horizon."""

    standing: Standing
    head: Head
    open_tap: OpenTap | None
    anything_asked: bool
    last_outage_ended_at: datetime | None
    employees: StoredPart
    shifts: StoredPart
    positions: StoredPart
    open_sessions: StoredPart
    covers_until: datetime | None


_PARTS = ("employees", "shifts", "positions", "open_sessions")
_SELECT = (
    f"SELECT {', '.join(f'presence.{name}' for name in presence.COLUMNS)}, newest.seq, newest.hash, open.id, open.at,"
    " EXISTS (SELECT 1 FROM taps WHERE state = 'asked' AND terminal = ?2 AND id != ?3),"
    " (SELECT max(ended_at) FROM outages WHERE terminal = ?2),"
    f" {', '.join(f'{part}.snapshot, {part}.began_at' for part in _PARTS)}, shifts.covers_until"
    " FROM (SELECT 1) LEFT JOIN presence ON presence.employee = ?1"
    " LEFT JOIN (SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1) AS newest"
    " LEFT JOIN (SELECT id, at FROM taps WHERE employee = ?1 AND state = 'open' AND id != ?3 ORDER BY at DESC LIMIT 1)"
    " AS open"
    + "".join(f" LEFT JOIN roster_parts AS {part} ON {part}.site = ?4 AND {part}.part = '{part}'" for part in _PARTS)
)


def read(store: Store, *, employee: str, terminal: str, tap_id: str, site: str) -> AtTap:
    """Everything about this employee, terminal and site; `tap_id` is the tap now being decided and counts as none."""
    row = store.one(_SELECT, (employee, terminal, tap_id, site))
    assert row is not None
    standing = presence.standing_of(row[:9]) if row[0] is not None else presence.NOBODY
    seq, row_hash, open_id, open_at, asked, outage, *parts = row[9:]
    return AtTap(
        standing,
        Head(seq, row_hash) if seq is not None else Head(0, FIRST_PREV_HASH),
        OpenTap(open_id, datetime.fromisoformat(open_at)) if open_id is not None else None,
        bool(asked),
        _instant(outage),
        _part(parts[0], parts[1]),
        _part(parts[2], parts[3]),
        _part(parts[4], parts[5]),
        _part(parts[6], parts[7]),
        _instant(parts[8]),
    )


def _part(snapshot: int | None, began_at: str | None) -> StoredPart:
    return StoredPart(snapshot or 0, _instant(began_at))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
