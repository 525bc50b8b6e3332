"""What the store knows of one person at one terminal, read in as few statements as it takes: a tap waits for each."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.facts import OpenTap
from shared.domain.model import Shift
from shared.store import presence, roster
from shared.store.database import Store
from shared.store.ledger import FIRST_PREV_HASH, Head
from shared.store.presence import Standing
from shared.store.roster import Part

SHIFTS_BEHIND: Final = timedelta(hours=60)
SHIFTS_AHEAD: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class StoredPart:
    """One part of the roster. `snapshot` is 0 and `began_at` None where no download ever succeeded."""

    snapshot: int = 0
    began_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StoredRoster:
    """What is stored of a site's roster. `covers_until` is the rota's horizon."""

    employees: StoredPart
    shifts: StoredPart
    positions: StoredPart
    open_sessions: StoredPart
    covers_until: datetime | None
    absences: StoredPart = StoredPart()


@dataclass(frozen=True, slots=True)
class AtTap:
    """`anything_asked`: an unanswered question, of anybody, at this terminal."""

    standing: Standing
    head: Head
    open_tap: OpenTap | None
    anything_asked: bool
    last_outage_ended_at: datetime | None
    roster: StoredRoster


# The newest by its decision, not by a time that may have been read off a wrong clock.
_WHERE_OPEN = "employee = ?1 AND state = 'open' AND id != ?3"
_SELECT = (
    f"SELECT {', '.join(f'presence.{name}' for name in presence.COLUMNS)}, newest.seq, newest.hash,"
    f" (SELECT at || ' ' || id || ' ' || clock_sure FROM taps WHERE {_WHERE_OPEN}"
    " ORDER BY evidence DESC, at DESC LIMIT 1),"
    " EXISTS (SELECT 1 FROM taps WHERE state = 'asked' AND terminal = ?2 AND id != ?3),"
    " (SELECT max(ended_at) FROM outages WHERE terminal = ?2),"
    " (SELECT sum(snapshot) FROM roster_parts WHERE site = ?4)"
    " FROM (SELECT 1) LEFT JOIN presence ON presence.employee = ?1"
    " LEFT JOIN ledger AS newest ON newest.seq = (SELECT max(seq) FROM ledger)"
)


def read(store: Store, *, employee: str, terminal: str, tap_id: str, site: str) -> AtTap:
    """Everything about this employee, terminal and site; `tap_id` is the tap now being decided and counts as none."""
    row = store.one(_SELECT, (employee, terminal, tap_id, site))
    assert row is not None
    seq, row_hash, open_tap, asked, outage, snapshots = row[len(presence.COLUMNS) :]
    return AtTap(
        presence.standing_of(row[: len(presence.COLUMNS)]) if row[0] is not None else presence.NOBODY,
        Head(seq, row_hash) if seq is not None else Head(0, FIRST_PREV_HASH),
        _open_tap(open_tap) if open_tap is not None else None,
        bool(asked),
        datetime.fromisoformat(outage) if outage is not None else None,
        _roster_of(store, site, snapshots),
    )


def shifts_near(store: Store, snapshot: int, upstream_id: int, at: datetime) -> tuple[Shift, ...]:
    """One employee's shifts of the days around `at`, and the first one after them, by start."""
    here = "SELECT shift_id, account_id, position_id, starts_at, ends_at FROM roster_shifts WHERE snapshot = ?1"
    rows = store.execute(
        f"SELECT * FROM ({here} AND upstream_id = ?2 AND starts_at BETWEEN ?3 AND ?4 ORDER BY starts_at)"
        f" UNION ALL SELECT * FROM ({here} AND upstream_id = ?2 AND starts_at > ?4 ORDER BY starts_at LIMIT 1)",
        (snapshot, upstream_id, (at - SHIFTS_BEHIND).isoformat(), (at + SHIFTS_AHEAD).isoformat()),
    )
    instant = datetime.fromisoformat
    return tuple(Shift(row[0], row[1], row[2], instant(row[3]), instant(row[4])) for row in rows)


def _open_tap(told: str) -> OpenTap:
    at, tap_id, clock_sure = told.split(" ")
    return OpenTap(tap_id, datetime.fromisoformat(at), clock_sure == "1")


def stored_roster(store: Store, site: str) -> StoredRoster:
    """Which snapshots are current for this site."""
    row = store.one("SELECT sum(snapshot) FROM roster_parts WHERE site = ?", (site,))
    return _roster_of(store, site, row[0] if row else None)


def _roster_of(store: Store, site: str, snapshots: int | None) -> StoredRoster:
    # A new download has a higher number than all before it, so that every roster has a sum of its own.
    found: StoredRoster = store.once(("roster", site, snapshots), lambda: _read_roster(store, site))
    return found


def _read_roster(store: Store, site: str) -> StoredRoster:
    parts = roster.states(store, site)
    found = {part: StoredPart(state.snapshot, state.began_at) for part, state in parts.items()}
    missing = StoredPart()
    return StoredRoster(
        found.get(Part.EMPLOYEES, missing),
        found.get(Part.SHIFTS, missing),
        found.get(Part.POSITIONS, missing),
        found.get(Part.OPEN_SESSIONS, missing),
        parts[Part.SHIFTS].covers_until if Part.SHIFTS in parts else None,
        found.get(Part.ABSENCES, missing),
    )
