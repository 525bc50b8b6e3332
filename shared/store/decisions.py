"""Who decided what at the desk, and why: kept for good, but for the notes, which can be erased."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.clock import new_id
from shared.domain.supervision import Reason
from shared.store.database import Row, Store


@dataclass(frozen=True, slots=True)
class Decision:
    """One word of a supervisor. `subject` is the event, tap, desk item or badge that it was about."""

    decision_id: str
    at: datetime
    by: str
    site: str
    what: str
    subject: str
    employee: str
    because: str
    note: str
    facts: dict[str, Any]


_COLUMNS = "id, at, by_whom, site, what, subject, employee, because, note, facts"


def keep(
    store: Store,
    what: str,
    subject: str,
    reason: Reason,
    now: datetime,
    *,
    by: str,
    site: str,
    employee: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Write a decision down, inside the transaction that carries it out."""
    store.execute(
        f"INSERT INTO decisions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            new_id(now),
            now.isoformat(),
            by,
            site,
            what,
            subject,
            employee,
            reason.because,
            reason.note,
            json.dumps(facts or {}, default=str),
        ),
    )


def about(store: Store, subject: str) -> list[Decision]:
    """What was decided about this subject, oldest first."""
    rows = store.execute(f"SELECT {_COLUMNS} FROM decisions WHERE subject = ? ORDER BY id", (subject,))
    return [_decision(row) for row in rows]


def listed(store: Store, limit: int = 200) -> list[Decision]:
    """The newest decisions first."""
    rows = store.execute(f"SELECT {_COLUMNS} FROM decisions ORDER BY id DESC LIMIT ?", (limit,))
    return [_decision(row) for row in rows]


def erase_notes(store: Store, employee: str) -> int:
    """Remove what was said beside the decisions about this employee; how many notes there were."""
    rows = store.execute("UPDATE decisions SET note = '' WHERE employee = ? AND note != '' RETURNING 1", (employee,))
    return len(rows)


def _decision(row: Row) -> Decision:
    decision_id, at, by, site, what, subject, employee, because, note, facts = row
    instant = datetime.fromisoformat(at)
    return Decision(decision_id, instant, by, site, what, subject, employee, because, note, json.loads(facts))
