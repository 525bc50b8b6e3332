"""The outbox: one row per event and upstream, moved in the transaction that caused the move. Nothing is deleted."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from shared.domain.delivery import UNFINISHED, WALL_WAS_MOVED_S, OutboxRow, Remedy, RowState, Step
from shared.domain.model import ELSEWHERE, Kind
from shared.store.database import Row, Store

_COLUMNS = (
    "event_id, upstream, seq, employee, work_session, kind, at, state, step, reason, not_before, body, method, sends,"
    " looks, failures, attempt_wall, attempt_boottime, attempt_boot, session_id, their_started, their_ended,"
    " their_method, found, answer, by_whom, coalesce(remedy, '') AS remedy, wanted_session,"
    " coalesce(their_id, '') AS their_id"
)
_NAMES = tuple(OutboxRow.__dataclass_fields__)
UNFINISHED_STATES: Final = "('held', 'due', 'sending', 'unknown', 'waiting')"


def add(store: Store, row: OutboxRow, now: datetime) -> None:
    """Queue one event, inside the transaction that records it."""
    store.execute(
        "INSERT INTO outbox (event_id, upstream, seq, employee, work_session, kind, at, state, reason, not_before,"
        " changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            row.event_id,
            row.upstream,
            row.seq,
            row.employee,
            row.work_session,
            row.kind,
            row.at.isoformat(),
            row.state,
            row.reason,
            row.not_before,
            now.isoformat(),
        ),
    )


def change(store: Store, event_id: str, upstream: str, now: datetime, **columns: Any) -> None:
    """Set columns of one row. Names are this table's own; values are stored as the row keeps them."""
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in columns.items()}
    assignments = ", ".join(f"{name} = ?" for name in values)
    store.execute(
        f"UPDATE outbox SET {assignments}, changed_at = ? WHERE event_id = ? AND upstream = ?",
        (*values.values(), now.isoformat(), event_id, upstream),
    )


def find(store: Store, event_id: str, upstream: str) -> OutboxRow | None:
    """One row."""
    row = store.one(f"SELECT {_COLUMNS} FROM outbox WHERE event_id = ? AND upstream = ?", (event_id, upstream))
    return _row(row) if row else None


def of_event(store: Store, event_id: str) -> list[OutboxRow]:
    """The rows of one event, one per upstream."""
    return [_row(row) for row in store.execute(f"SELECT {_COLUMNS} FROM outbox WHERE event_id = ?", (event_id,))]


def busy_employees(store: Store, upstream: str, *, ready_at: float | None = None) -> list[str]:
    """Employees with a row that is not finished; with `ready_at` (epoch seconds) only those whose time has come."""
    ready = "" if ready_at is None else " AND (not_before <= ? OR not_before > ?) AND reason != 'clock'"
    bounds = () if ready_at is None else (ready_at, ready_at + WALL_WAS_MOVED_S)
    rows = store.execute(
        "SELECT DISTINCT employee FROM outbox INDEXED BY outbox_unfinished"
        f" WHERE upstream = ? AND state IN {UNFINISHED_STATES}{ready}",
        (upstream, *bounds),
    )
    return [row[0] for row in rows]


def lane(store: Store, upstream: str, employee: str, limit: int = 64) -> list[OutboxRow]:
    """This employee's parked rows and the first unfinished ones, in ledger order."""
    unfinished = store.execute(
        f"SELECT {_COLUMNS} FROM outbox INDEXED BY outbox_unfinished WHERE upstream = ? AND employee = ?"
        f" AND state IN {UNFINISHED_STATES} ORDER BY seq LIMIT ?",
        (upstream, employee, limit),
    )
    parked = store.execute(
        f"SELECT {_COLUMNS} FROM outbox INDEXED BY outbox_parked"
        " WHERE upstream = ? AND employee = ? AND state = 'parked'",
        (upstream, employee),
    )
    return sorted((_row(row) for row in (*unfinished, *parked)), key=lambda row: row.seq)


def bound_sessions(store: Store, upstream: str, session_ids: Iterable[int], except_event: str) -> frozenset[int]:
    """Which of these upstream sessions belong to work sessions of ours other than this event's.

    What was dropped belongs to nobody: the next event may need the session that it was meant for.
    """
    wanted = list(session_ids)
    if not wanted:
        return frozenset()
    marks = ", ".join("?" * len(wanted))
    rows = store.execute(
        f"SELECT session_id FROM outbox WHERE upstream = ? AND session_id IN ({marks}) AND work_session != ?"
        " AND state != 'dropped'",
        (upstream, *wanted, except_event),
    )
    return frozenset(row[0] for row in rows)


def unsettled_employees(store: Store, upstream: str) -> frozenset[str]:
    """Employees with an event that is on its way or parked: for them the ledger knows better than a download."""
    parked = store.execute(
        "SELECT DISTINCT employee FROM outbox INDEXED BY outbox_parked WHERE upstream = ? AND state = 'parked'",
        (upstream,),
    )
    return frozenset((*busy_employees(store, upstream), *(row[0] for row in parked)))


def has_unfinished(store: Store, upstream: str, employee: str) -> bool:
    """Is anything of this employee still on its way?"""
    row = store.one(
        "SELECT 1 FROM outbox INDEXED BY outbox_unfinished WHERE upstream = ? AND employee = ?"
        f" AND state IN {UNFINISHED_STATES} LIMIT 1",
        (upstream, employee),
    )
    return row is not None


def recent_employees(store: Store, upstream: str, since: datetime) -> list[str]:
    """Employees with an event since then."""
    rows = store.execute(
        "SELECT DISTINCT employee FROM outbox WHERE upstream = ? AND seq >="
        " (SELECT min(seq) FROM ledger WHERE seq > (SELECT max(seq) - 20000 FROM ledger) AND at >= ?)",
        (upstream, since.isoformat()),
    )
    return [row[0] for row in rows]


def their_ids(store: Store, upstream: str, except_event: str) -> frozenset[str]:
    """The ids of this upstream's records that belong to other events of ours."""
    rows = store.execute(
        "SELECT their_id FROM outbox WHERE upstream = ? AND their_id IS NOT NULL AND event_id != ?",
        (upstream, except_event),
    )
    return frozenset(row[0] for row in rows if row[0])


def delivered_of_session(store: Store, upstream: str, work_session: str) -> list[OutboxRow]:
    """What this upstream has of one work session of ours, in ledger order."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE event_id IN (SELECT id FROM ledger WHERE work_session = ?)"
        " AND upstream = ? AND state = 'delivered' ORDER BY seq",
        (work_session, upstream),
    )
    return [_row(row) for row in rows]


def events_of_session(store: Store, upstream: str, session_id: int) -> list[str]:
    """The events that are bound to one upstream session."""
    rows = store.execute("SELECT event_id FROM outbox WHERE upstream = ? AND session_id = ?", (upstream, session_id))
    return [row[0] for row in rows]


def clock_ins_near(store: Store, upstream: str, employee: str, at: datetime, span: timedelta) -> list[OutboxRow]:
    """This employee's clock-ins within `span` of an instant, whatever became of them."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE upstream = ? AND employee = ? AND kind = 'clocked_in'"
        " AND at BETWEEN ? AND ?",
        (upstream, employee, (at - span).isoformat(), (at + span).isoformat()),
    )
    return [_row(row) for row in rows]


def session_of(store: Store, upstream: str, work_session: str) -> int | None:
    """The upstream's id of one of our work sessions, once its clock-in was delivered."""
    row = store.one("SELECT session_id FROM outbox WHERE event_id = ? AND upstream = ?", (work_session, upstream))
    return row[0] if row else None


def clocked_out_at(store: Store, row: OutboxRow) -> datetime | None:
    """When the work session that this clock-in opened ended by our own ledger; None while it has not."""
    found = store.one(
        "SELECT outbox.at FROM ledger JOIN outbox ON outbox.event_id = ledger.id AND outbox.upstream = ?"
        " WHERE ledger.employee = ? AND ledger.seq > ? AND ledger.kind = 'clocked_out' AND ledger.work_session = ?"
        " AND outbox.state != 'dropped' LIMIT 1",
        (row.upstream, row.employee, row.seq, row.event_id),
    )
    return datetime.fromisoformat(found[0]) if found else None


def waiting_elsewhere(store: Store, row: OutboxRow) -> datetime | None:
    """The last clock-out of this employee before `row` that waits for a session begun elsewhere, as `row` does."""
    found = store.one(
        "SELECT max(at) FROM outbox INDEXED BY outbox_unfinished WHERE upstream = ? AND employee = ? AND seq < ?"
        f" AND state IN {UNFINISHED_STATES} AND kind = 'clocked_out' AND session_id IS NULL AND work_session = ?",
        (row.upstream, row.employee, row.seq, ELSEWHERE),
    )
    return datetime.fromisoformat(found[0]) if found and found[0] else None


def counts(store: Store) -> dict[str, int]:
    """How many rows stand in each state."""
    return {row[0]: row[1] for row in store.execute("SELECT state, count(*) FROM outbox GROUP BY state")}


def waiting_summary(store: Store) -> tuple[int, datetime | None]:
    """How many events have not reached their upstream, and when the oldest of them happened.

    Parked ones wait too, and so does what was to be handed over and reached no file yet.
    """
    on_no_file = ""
    if store.one("SELECT 1 FROM handovers WHERE written_at IS NULL") is not None:
        unwritten = "SELECT id FROM handovers WHERE written_at IS NULL"
        on_no_file = f" UNION ALL SELECT seq, at FROM outbox WHERE state = 'handed_over' AND by_whom IN ({unwritten})"
    row = store.one(
        "SELECT count(DISTINCT seq), min(at) FROM (SELECT seq, at FROM outbox"
        f" WHERE state IN {UNFINISHED_STATES} UNION ALL SELECT seq, at FROM outbox WHERE state = 'parked'{on_no_file})"
    )
    if row is None or not row[0]:
        return 0, None
    return row[0], datetime.fromisoformat(row[1])


def held_by_clock(store: Store, upstream: str) -> list[OutboxRow]:
    """Rows whose event was recorded while the clock could not be trusted."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM outbox INDEXED BY outbox_unfinished"
        f" WHERE upstream = ? AND state IN {UNFINISHED_STATES} AND state = 'held' AND reason = 'clock' ORDER BY seq",
        (upstream,),
    )
    return [_row(row) for row in rows]


def listed(store: Store, states: Iterable[RowState] = UNFINISHED, limit: int = 200) -> list[OutboxRow]:
    """Rows in these states, oldest first."""
    wanted = list(states)
    marks = ", ".join("?" * len(wanted))
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM outbox WHERE state IN ({marks}) ORDER BY seq LIMIT ?", (*wanted, limit)
    )
    return [_row(row) for row in rows]


def _row(row: Row) -> OutboxRow:
    told = dict(zip(_NAMES, row, strict=True))
    for name in ("at", "their_started", "their_ended"):
        told[name] = datetime.fromisoformat(told[name]) if told[name] else None
    told["kind"], told["state"], told["step"] = Kind(told["kind"]), RowState(told["state"]), Step(told["step"])
    told["remedy"] = Remedy(told["remedy"])
    return OutboxRow(**told)
