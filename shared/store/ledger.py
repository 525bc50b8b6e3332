"""The ledger: append-only rows, each hashed over the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from shared.domain.event import ClockEvent, body_of, event_of
from shared.store.database import Row, Store

FIRST_PREV_HASH: Final = "0" * 64


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """A stored event. `event` is None for a kind that this version does not know; its body is kept all the same."""

    seq: int
    event_id: str
    body: str
    event: ClockEvent | None
    voided: bool


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row as it lies in the file. `copies`: id, kind, employee, site, work_session, at, shift, beside the body."""

    seq: int
    event_id: str
    body: str
    prev_hash: str
    row_hash: str
    copies: Row


@dataclass(frozen=True, slots=True)
class Head:
    """The newest row of the ledger; seq 0 while it is empty."""

    seq: int
    row_hash: str


def chained(prev_hash: str, body: str) -> str:
    """SHA-256 over the 32 bytes of the row before and the UTF-8 bytes of this body, in hex."""
    return hashlib.sha256(bytes.fromhex(prev_hash) + body.encode()).hexdigest()


def head(store: Store) -> Head:
    """The newest row: what the next one follows."""
    row = store.one("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1")
    return Head(row[0], row[1]) if row else Head(0, FIRST_PREV_HASH)


def append_told(store: Store, told: dict[str, Any]) -> Head:
    """Add an event of another ledger inside the caller's transaction, as its body tells it; the ledger's head then.

    Kinds and fields that this version does not know stay in the body.
    """
    before = head(store)
    body = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    added = Head(before.seq + 1, chained(before.row_hash, body))
    copies = [told[name] for name in ("id", "kind", "employee", "site", "work_session", "at", "shift")]
    store.execute(
        "INSERT INTO ledger (seq, body, prev_hash, hash, id, kind, employee, site, work_session, at, shift_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (added.seq, body, before.row_hash, added.row_hash, *copies),
    )
    return added


def hash_at(store: Store, seq: int) -> str:
    """The hash of the event with that sequence, "" where there is none."""
    row = store.one("SELECT hash FROM ledger WHERE seq = ?", (seq,))
    return str(row[0]) if row else ""


def append(store: Store, event: ClockEvent, after: Head | None = None) -> Head:
    """Add one event inside the caller's transaction; the ledger's head is then the answer.

    `after` is the head where the caller has read it in this transaction already.
    """
    before = after or head(store)
    body, draft = body_of(event), event.draft
    added = Head(before.seq + 1, chained(before.row_hash, body))
    store.execute(
        "INSERT INTO ledger (seq, id, body, prev_hash, hash, kind, employee, site, work_session, at, shift_id)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            added.seq,
            event.event_id,
            body,
            before.row_hash,
            added.row_hash,
            draft.kind,
            event.employee,
            draft.site,
            event.work_session,
            draft.at.isoformat(),
            draft.shift_id,
        ),
    )
    return added


def fits(row: StoredRow) -> bool:
    """Is the row's hash that of its body and of the row it says it follows?"""
    try:
        return chained(row.prev_hash, row.body) == row.row_hash
    except ValueError:
        return False


def void(store: Store, target: str, by_event: str) -> None:
    """Mark the event `target` as voided by the appended event `by_event`, in the same transaction."""
    store.execute("INSERT OR IGNORE INTO voided (target, by_event) VALUES (?, ?)", (target, by_event))


_ROW = (
    "SELECT ledger.seq, ledger.id, ledger.body, voided.target FROM ledger LEFT JOIN voided ON voided.target = ledger.id"
)


def find(store: Store, event_id: str) -> LedgerRow | None:
    """One event by its id."""
    row = store.one(f"{_ROW} WHERE ledger.id = ?", (event_id,))
    return _row(row) if row else None


def ids_beginning(store: Store, beginning: str) -> list[str]:
    """At most two ids that begin like this: none, the one meant, or several."""
    rows = store.execute(
        "SELECT id FROM ledger WHERE id >= ? AND id < ? ORDER BY id LIMIT 2", (beginning, beginning + "g")
    )
    return [row[0] for row in rows]


def newest(store: Store, limit: int, *, employee: str = "") -> list[LedgerRow]:
    """The newest events by sequence, newest first; of one employee where one is named."""
    where = "WHERE ledger.employee = ? " if employee else ""
    parameters: tuple[object, ...] = (employee, limit) if employee else (limit,)
    return [_row(row) for row in store.execute(f"{_ROW} {where}ORDER BY ledger.seq DESC LIMIT ?", parameters)]


def of_employee(store: Store, employee: str, *, limit: int = 400) -> list[LedgerRow]:
    """The last events of one employee in ledger order: enough to rebuild where they stand."""
    return newest(store, limit, employee=employee)[::-1]


def with_receipt(store: Store, employee: str, receipt: str) -> LedgerRow | None:
    """The newest clock event of this employee with that receipt; what corrects or voids another has none."""
    rows = store.execute(
        f"{_ROW} WHERE ledger.employee = ? AND json_valid(ledger.body) AND json_extract(ledger.body, '$.receipt') = ?"
        " ORDER BY ledger.seq DESC LIMIT 1",
        (employee, receipt),
    )
    return _row(rows[0]) if rows else None


def is_voided(store: Store, event_id: str) -> bool:
    """Was this event voided later?"""
    return store.one("SELECT 1 FROM voided WHERE target = ?", (event_id,)) is not None


def everything(store: Store, after: int = -1) -> Iterator[StoredRow]:
    """Every row behind that sequence in order, read in pieces."""
    seq = after
    while True:
        rows = store.execute(
            "SELECT seq, body, prev_hash, hash, id, kind, employee, site, work_session, at, shift_id FROM ledger"
            " WHERE seq > ? ORDER BY seq LIMIT 2000",
            (seq,),
        )
        if not rows:
            return
        for row in rows:
            yield StoredRow(row[0], row[4], row[1], row[2], row[3], row[4:])
        seq = rows[-1][0]


def everything_voided(store: Store) -> dict[str, str]:
    """Every voided event, with the event that voided it."""
    return dict(store.execute("SELECT target, by_event FROM voided"))


def count(store: Store) -> int:
    """How many events the ledger holds."""
    row = store.one("SELECT max(seq) FROM ledger")
    return int(row[0] or 0) if row else 0


def _row(row: tuple[int, str, str, str | None]) -> LedgerRow:
    seq, event_id, body, voided = row
    return LedgerRow(seq, event_id, body, event_of(body), voided is not None)
