"""What the store knows of one site as a whole: everybody's shifts and sessions there, the events and taps that wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from shared.domain.model import Shift
from shared.ports import UpstreamEmployee
from shared.store.database import Store

EARLIEST: Final = datetime(1, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that the last download showed open. `upstream_id` is the employee's."""

    session_id: int
    upstream_id: int
    started_at: datetime
    account_id: int | None
    position_id: int | None
    shift_id: int | None
    method: str


def shifts_at_account(
    store: Store, snapshot: int, account_id: int, since: datetime, until: datetime
) -> dict[int, list[Shift]]:
    """Every shift at the account that overlaps the span, by the upstream's id of its employee, each by start."""
    rows = store.execute(
        "SELECT upstream_id, shift_id, account_id, position_id, starts_at, ends_at FROM roster_shifts"
        " WHERE snapshot = ? AND account_id = ? AND starts_at <= ? AND ends_at > ? ORDER BY upstream_id, starts_at",
        (snapshot, account_id, until.isoformat(), since.isoformat()),
    )
    found: dict[int, list[Shift]] = {}
    instant = datetime.fromisoformat
    for upstream_id, shift_id, account, position_id, starts_at, ends_at in rows:
        shift = Shift(shift_id, account, position_id, instant(starts_at), instant(ends_at))
        found.setdefault(upstream_id, []).append(shift)
    return found


def open_sessions_at_account(store: Store, snapshot: int, account_id: int) -> dict[int, OpenSession]:
    """The newest open session at the account of each employee, by the upstream's id."""
    rows = store.execute(
        "SELECT session_id, upstream_id, started_at, account_id, position_id, shift_id, method FROM open_sessions"
        " WHERE snapshot = ? AND (account_id = ? OR account_id IS NULL) ORDER BY started_at",
        (snapshot, account_id),
    )
    return {row[1]: OpenSession(row[0], row[1], datetime.fromisoformat(row[2]), *row[3:]) for row in rows}


def employees(store: Store, snapshot: int) -> dict[int, UpstreamEmployee]:
    """Everybody of one download of employees, by the upstream's id."""
    rows = store.execute(
        "SELECT upstream_id, custom_id, name, active FROM roster_employees WHERE snapshot = ?", (snapshot,)
    )
    return {row[0]: UpstreamEmployee(row[0], row[1], row[2], bool(row[3])) for row in rows}


def waiting_at_site(store: Store, site: str) -> tuple[int, datetime | None]:
    """How many events of the site have not reached their upstream, and when the oldest happened. Parked ones wait."""
    row = store.one(
        "SELECT count(DISTINCT waiting.seq), min(ledger.at) FROM (SELECT seq FROM outbox"
        " WHERE state IN ('held', 'due', 'sending', 'unknown', 'waiting')"
        " UNION ALL SELECT seq FROM outbox WHERE state = 'parked') AS waiting"
        " JOIN ledger ON ledger.seq = waiting.seq WHERE ledger.site = ?",
        (site,),
    )
    if row is None or not row[0]:
        return 0, None
    return row[0], datetime.fromisoformat(row[1])


def claims_waiting(
    store: Store,
    sites: Sequence[str],
    limit: int,
    since: datetime = EARLIEST,
    until: datetime = LATEST,
) -> list[str]:
    """The taps of these sites that wait for a supervisor, oldest first: claims, and questions left unanswered.

    Only those from `since` up to `until` (aware UTC).
    """
    marks = ", ".join("?" * len(sites))
    span = f"site IN ({marks}) AND at >= ? AND at < ?"
    bounds = (*sites, since.isoformat(), until.isoformat())
    rows = store.execute(
        f"SELECT id FROM (SELECT id, at FROM taps WHERE state = 'claim' AND {span}"
        f" UNION ALL SELECT id, at FROM taps WHERE state = 'open' AND {span}) ORDER BY at, id LIMIT ?",
        (*bounds, *bounds, limit),
    )
    return [row[0] for row in rows]
