"""Roster snapshots: a download is written in pieces beside the current one, then a pointer flips.

Readers see the old snapshot or the new one, never half of each, and a failed download leaves the last good one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.model import PositionOption, Shift
from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition, UpstreamSession, UpstreamShift
from shared.store.database import Store

PIECE = 200


class Part(StrEnum):
    EMPLOYEES = "employees"
    POSITIONS = "positions"
    ACCOUNTS = "accounts"
    SHIFTS = "shifts"
    OPEN_SESSIONS = "open_sessions"
    ABSENCES = "absences"
    HOURS = "hours"


_SESSION = "session_id, upstream_id, started_at, account_id, position_id, shift_id, method"
_TABLES = {
    Part.EMPLOYEES: ("roster_employees", "upstream_id, custom_id, name, active"),
    Part.POSITIONS: ("roster_positions", "position_id, account_id, name"),
    Part.ACCOUNTS: ("roster_accounts", "account_id, name"),
    Part.SHIFTS: ("roster_shifts", "upstream_id, starts_at, shift_id, ends_at, account_id, position_id"),
    Part.OPEN_SESSIONS: ("open_sessions", _SESSION),
    Part.ABSENCES: ("roster_absences", "upstream_id, day, starts_at, ends_at, account_id"),
    Part.HOURS: ("roster_hours", "upstream_id, day, original_min, planned_min, worked_min, account_id"),
}


@dataclass(frozen=True, slots=True)
class PartState:
    """How good one part of the roster is. `began_at` is the instant its download's request began."""

    part: Part
    snapshot: int
    began_at: datetime | None
    covers_until: datetime | None
    failed_at: datetime | None
    failure: str


def states(store: Store, site: str) -> dict[Part, PartState]:
    """The state of every part stored for this site."""
    rows = store.execute(
        "SELECT part, snapshot, began_at, covers_until, failed_at, failure FROM roster_parts WHERE site = ?", (site,)
    )
    return {
        Part(row[0]): PartState(Part(row[0]), row[1], _instant(row[2]), _instant(row[3]), _instant(row[4]), row[5])
        for row in rows
        if row[0] in _TABLES  # a later version may know of more
    }


def current(store: Store, part: Part, sites: Sequence[str]) -> list[int]:
    """The current snapshots of one part at these sites, newest first; a site that never had one adds none."""
    marks = ", ".join("?" * len(sites))
    rows = store.execute(
        f"SELECT DISTINCT snapshot FROM roster_parts WHERE part = ? AND snapshot > 0 AND site IN ({marks})"
        " ORDER BY snapshot DESC",
        (part, *sites),
    )
    return [row[0] for row in rows]


def replace(
    store: Store,
    site: str,
    part: Part,
    rows: Sequence[Sequence[object]],
    *,
    began_at: datetime,
    covers_until: datetime | None = None,
) -> int:
    """Store a complete download as the new current snapshot of this part; the snapshot's number."""
    return replace_for(store, (site,), part, rows, began_at=began_at, covers_until=covers_until)


def replace_for(
    store: Store,
    sites: Sequence[str],
    part: Part,
    rows: Sequence[Sequence[object]],
    *,
    began_at: datetime,
    covers_until: datetime | None = None,
) -> int:
    """Like `replace`, for a download that tells of all these sites: one snapshot, to which all of them turn at once."""
    table, columns = _TABLES[part]
    snapshot = _new_snapshot(store)
    marks = ", ".join("?" * (len(columns.split(",")) + 1))
    for start in range(0, len(rows), PIECE):
        with store.writing():
            store.many(
                f"INSERT OR REPLACE INTO {table} (snapshot, {columns}) VALUES ({marks})",
                [(snapshot, *row) for row in rows[start : start + PIECE]],
            )
    with store.writing():
        until = covers_until.isoformat() if covers_until else None
        store.many(
            "INSERT OR REPLACE INTO roster_parts (site, part, snapshot, began_at, covers_until) VALUES (?, ?, ?, ?, ?)",
            [(site, part, snapshot, began_at.isoformat(), until) for site in sites],
        )
    _forget_old(store, table, part)
    return snapshot


def failed(store: Store, site: str, part: Part, at: datetime, failure: str) -> None:
    """Remember that a download failed; the last good snapshot stays current."""
    with store.writing():
        store.execute(
            "INSERT INTO roster_parts (site, part, failed_at, failure) VALUES (?, ?, ?, ?)"
            " ON CONFLICT (site, part) DO UPDATE SET failed_at = excluded.failed_at, failure = excluded.failure",
            (site, part, at.isoformat(), failure),
        )


def employee(store: Store, snapshot: int, *, number: str, upstream_id: int | None) -> UpstreamEmployee | None:
    """An employee by the upstream's id where the register has it, else by the customer's number.

    A number is compared with `customId`; with the id only where the upstream uses no `customId` at all: else it would
    take the hours of somebody who goes by another number. Several with one number are nobody, unless one is active.
    """
    if upstream_id is not None:
        return _the_one(store, "snapshot = ? AND upstream_id = ?", (snapshot, upstream_id))
    found = _the_one(store, "snapshot = ? AND custom_id = ?", (snapshot, number))
    if found is not None or not number.isdecimal() or str(int(number)) != number:
        return found
    if store.one("SELECT 1 FROM roster_employees WHERE snapshot = ? AND custom_id != '' LIMIT 1", (snapshot,)):
        return None
    return _the_one(store, "snapshot = ? AND upstream_id = ? AND custom_id = ''", (snapshot, int(number)))


def _the_one(store: Store, where: str, parameters: tuple[object, ...]) -> UpstreamEmployee | None:
    rows = store.execute(f"SELECT upstream_id, custom_id, name, active FROM roster_employees WHERE {where}", parameters)
    found = [UpstreamEmployee(row[0], row[1], row[2], bool(row[3])) for row in rows]
    active = [one for one in found if one.active]
    if len(active) == 1:
        return active[0]
    return found[0] if len(found) == 1 else None


def shifts_of(store: Store, snapshot: int, upstream_id: int) -> list[Shift]:
    """The stored shifts of one employee, by start."""
    rows = store.execute(
        "SELECT shift_id, account_id, position_id, starts_at, ends_at FROM roster_shifts"
        " WHERE snapshot = ? AND upstream_id = ? ORDER BY starts_at",
        (snapshot, upstream_id),
    )
    return [
        Shift(row[0], row[1], row[2], datetime.fromisoformat(row[3]), datetime.fromisoformat(row[4])) for row in rows
    ]


def positions(store: Store, snapshot: int, account_id: int) -> list[PositionOption]:
    """The positions of an account, by name."""
    rows = store.execute(
        "SELECT position_id, name FROM roster_positions WHERE snapshot = ? AND account_id = ? ORDER BY name",
        (snapshot, account_id),
    )
    return [PositionOption(*row) for row in rows]


def open_session_ids(store: Store, snapshot: int, upstream_id: int) -> list[int]:
    """The sessions that a snapshot showed open for one employee."""
    rows = store.execute(
        "SELECT session_id FROM open_sessions WHERE snapshot = ? AND upstream_id = ?", (snapshot, upstream_id)
    )
    return [row[0] for row in rows]


def employee_rows(found: Iterable[UpstreamEmployee]) -> list[tuple[object, ...]]:
    """Rows for `replace`."""
    return [(one.employee_id, one.custom_id, one.name, int(one.active)) for one in found]


def position_rows(found: Iterable[UpstreamPosition]) -> list[tuple[object, ...]]:
    """Rows for `replace`."""
    return [(one.position_id, one.account_id, one.name) for one in found]


def account_rows(found: Iterable[UpstreamAccount]) -> list[tuple[object, ...]]:
    """Rows for `replace`."""
    return [(one.account_id, one.name) for one in found]


def shift_rows(found: Iterable[UpstreamShift]) -> list[tuple[object, ...]]:
    """Rows for `replace`; a shift that nobody holds matches nobody's tap and is left out."""
    return [
        (
            one.employee_id,
            one.starts_at.isoformat(),
            one.shift_id,
            one.ends_at.isoformat(),
            one.account_id,
            one.position_id,
        )
        for one in found
        if one.employee_id is not None
    ]


def session_rows(found: Iterable[UpstreamSession]) -> list[tuple[object, ...]]:
    """Rows for `replace`."""
    return [
        (
            one.session_id,
            one.employee_id,
            one.started_at.isoformat(),
            one.account_id,
            one.position_id,
            one.shift_id,
            one.clock_in_method,
        )
        for one in found
    ]


def _new_snapshot(store: Store) -> int:
    with store.writing():
        row = store.one("SELECT value FROM meta WHERE name = 'last_snapshot'")
        snapshot = int(row[0]) + 1 if row else 1
        store.execute("INSERT OR REPLACE INTO meta (name, value) VALUES ('last_snapshot', ?)", (str(snapshot),))
    return snapshot


def _forget_old(store: Store, table: str, part: Part) -> None:
    while True:
        with store.writing():
            gone = store.execute(
                f"SELECT DISTINCT snapshot FROM {table} WHERE snapshot NOT IN"
                " (SELECT snapshot FROM roster_parts WHERE part = ?) LIMIT 1",
                (part,),
            )
            if not gone:
                return
            store.execute(f"DELETE FROM {table} WHERE snapshot = ?", (gone[0][0],))


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
