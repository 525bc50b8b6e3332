"""What employees have to be told of a supervisor's word about their hours, and what they said to it."""

import json
from collections.abc import Iterable
from datetime import datetime

from shared.domain.model import Kind
from shared.domain.notice import Notice, NoticeAnswer, NoticeKind
from shared.store.database import Row, Store

_COLUMNS = (
    "event_id, employee, kind, target, target_kind, old_at, new_at, because, by_whom, site, made_at, shown, answer,"
    " answered_at, account_id"
)
_WAITING = "answer IN ('', 'not_answered')"


def put(store: Store, notice: Notice) -> None:
    """Keep a notice, inside the transaction that made the change."""
    store.execute(
        f"INSERT INTO notices ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            notice.event_id,
            notice.employee,
            notice.kind,
            notice.target,
            notice.target_kind,
            _text(notice.old_at),
            _text(notice.new_at),
            notice.because,
            notice.by,
            notice.site,
            notice.made_at.isoformat(),
            notice.shown,
            notice.answer,
            _text(notice.answered_at),
            notice.account_id,
        ),
    )


def kept(store: Store, event_ids: Iterable[str]) -> set[str]:
    """Those of these notices that are kept already, answered or not."""
    wanted = json.dumps(list(event_ids))
    rows = store.execute("SELECT event_id FROM notices WHERE event_id IN (SELECT value FROM json_each(?))", (wanted,))
    return {row[0] for row in rows}


def waiting(store: Store, employee: str, limit: int = 20) -> list[Notice]:
    """What this employee has neither agreed to nor disputed, oldest first."""
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM notices INDEXED BY notices_waiting WHERE employee = ? AND {_WAITING}"
        " ORDER BY event_id LIMIT ?",
        (employee, limit),
    )
    return [_notice(row) for row in rows]


def find(store: Store, event_id: str) -> Notice | None:
    """One notice by the event that made it."""
    row = store.one(f"SELECT {_COLUMNS} FROM notices WHERE event_id = ?", (event_id,))
    return _notice(row) if row else None


def answer(store: Store, event_id: str, said: NoticeAnswer, now: datetime) -> None:
    """Write down what came of showing it."""
    store.execute(
        # What was stored as not answered when it was shown is answered in that same showing.
        "UPDATE notices SET answer = ?1, answered_at = ?2, shown = shown + (?1 = 'not_answered' OR shown = 0)"
        f" WHERE event_id = ?3 AND {_WAITING}",
        (said, now.isoformat(), event_id),
    )


def taken_over(store: Store, target: str) -> datetime | None:
    """Take away what was never shown of this event, for a newer notice to tell; the time before the first of them."""
    rows = store.execute(
        "DELETE FROM notices WHERE target = ? AND shown = 0 AND answer = '' RETURNING event_id, old_at", (target,)
    )
    first = min(rows, default=None)
    return _instant(first[1]) if first is not None else None


def about(store: Store, targets: Iterable[str]) -> dict[str, list[Notice]]:
    """The notices about each of these events, oldest first."""
    found: dict[str, list[Notice]] = {}
    wanted = list(targets)
    for start in range(0, len(wanted), 500):
        piece = wanted[start : start + 500]
        marks = ", ".join("?" * len(piece))
        rows = store.execute(f"SELECT {_COLUMNS} FROM notices WHERE target IN ({marks}) ORDER BY event_id", piece)
        for notice in map(_notice, rows):
            found.setdefault(notice.target, []).append(notice)
    return found


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at is not None else None


def _instant(told: str | None) -> datetime | None:
    return datetime.fromisoformat(told) if told else None


def _notice(row: Row) -> Notice:
    return Notice(
        row[0],
        row[1],
        NoticeKind(row[2]),
        row[3],
        Kind(row[4]),
        _instant(row[5]),
        _instant(row[6]),
        row[7],
        row[8],
        row[9],
        datetime.fromisoformat(row[10]),
        row[11],
        row[12],
        _instant(row[13]),
        row[14],
    )
