"""Stored absences of the rota, and the hours its system tells of each day. Neither has a reason in it."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from shared.domain.absence import Absence
from shared.domain.planned_worked import DayHours
from shared.store.database import Store


def absence_rows(found: Iterable[tuple[int, date, Absence]], account_id: int) -> list[tuple[object, ...]]:
    """Rows for `roster.replace`, of (upstream's employee id, the site's day, absence in UTC)."""
    return [
        (upstream_id, day.isoformat(), absence.starts_at.isoformat(), absence.ends_at.isoformat(), account_id)
        for upstream_id, day, absence in found
    ]


def hours_rows(found: Iterable[tuple[int, DayHours]], account_id: int) -> list[tuple[object, ...]]:
    """Rows for `roster.replace`, of (upstream's employee id, hours of one day)."""
    return [
        (upstream_id, one.day.isoformat(), one.original_min, one.planned_min, one.worked_min, account_id)
        for upstream_id, one in found
    ]


def absences_at_account(store: Store, snapshot: int, account_id: int) -> Mapping[int, tuple[Absence, ...]]:
    """Every stored absence at the account by the upstream's id of its employee, each by start. 0 has none."""

    def read() -> dict[int, tuple[Absence, ...]]:
        rows = store.execute(
            "SELECT upstream_id, starts_at, ends_at FROM roster_absences WHERE snapshot = ? AND account_id = ?"
            " ORDER BY upstream_id, starts_at",
            (snapshot, account_id),
        )
        found: dict[int, tuple[Absence, ...]] = {}
        for upstream_id, starts_at, ends_at in rows:
            absence = Absence(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))
            found[upstream_id] = (*found.get(upstream_id, ()), absence)
        return found

    # A snapshot is written once and never changed.
    known: Mapping[int, tuple[Absence, ...]] = store.once(("absences", snapshot, account_id), read) if snapshot else {}
    return known


def hours_at_account(
    store: Store, snapshot: int, account_id: int, first: date, last: date, numbers: Mapping[int, str]
) -> list[DayHours]:
    """What is stored of these days, both included. `numbers`: employee number by the upstream's id; else "#id"."""
    rows = store.execute(
        "SELECT upstream_id, day, original_min, planned_min, worked_min FROM roster_hours"
        " WHERE snapshot = ? AND account_id = ? AND day BETWEEN ? AND ? ORDER BY day, upstream_id",
        (snapshot, account_id, first.isoformat(), last.isoformat()),
    )
    return [DayHours(numbers.get(row[0], f"#{row[0]}"), date.fromisoformat(row[1]), *row[2:]) for row in rows]
