"""What employees are asked about their breaks, and what they said. What they said is in the ledger too."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from shared.domain.break_summary import BreakQuestion, BreakSaid, QuestionKind
from shared.domain.clock_trust import NOT_BEFORE
from shared.store.database import Row, Store

ASKED_FOR: Final = timedelta(days=14)
"""Older hours were paid for: they are put right in payroll."""
_COLUMNS = "target, kind, employee, work_session, site, made_at, told, shown, answer, reason, answered_at, doubted"
_WAITING = "(answer IN ('', 'not_answered') OR doubted = 1)"


def put(store: Store, question: BreakQuestion) -> None:
    """Keep a question that nobody was asked yet, inside the transaction that records its event."""
    store.execute(
        "INSERT INTO break_questions (target, kind, employee, work_session, site, made_at) VALUES (?, ?, ?, ?, ?, ?)",
        (
            question.target,
            question.kind,
            question.employee,
            question.work_session,
            question.site,
            question.made_at.isoformat(),
        ),
    )


def waiting(store: Store, employee: str, now: datetime, limit: int = 6) -> list[BreakQuestion]:
    """What this employee has not answered, or answered before something was changed, oldest first.

    What its event no longer counts for is left out. One that was made under a clock without a date is not too old.
    """
    rows = store.execute(
        f"SELECT {_COLUMNS} FROM break_questions INDEXED BY break_questions_waiting WHERE employee = ? AND {_WAITING}"
        " AND (made_at >= ? OR made_at < ?) AND target NOT IN (SELECT target FROM voided)"
        # What was only doubted may say the same still: it must not keep the places of what was never answered.
        " ORDER BY doubted, target LIMIT ?",
        (employee, (now - ASKED_FOR).isoformat(), NOT_BEFORE.isoformat(), limit),
    )
    return [_question(row) for row in rows]


def find(store: Store, target: str) -> BreakQuestion | None:
    """The question about that event."""
    row = store.one(f"SELECT {_COLUMNS} FROM break_questions WHERE target = ?", (target,))
    return _question(row) if row else None


def show(store: Store, target: str, told: str, now: datetime) -> None:
    """Write down that `told`, the fingerprint of it, is being shown: not answered until somebody answers."""
    store.execute(
        "UPDATE break_questions SET told = ?, shown = shown + 1, answer = ?, reason = '', answered_at = ?, doubted = 0"
        " WHERE target = ?",
        (told, BreakSaid.NOT_ANSWERED, now.isoformat(), target),
    )


def answer(store: Store, target: str, said: BreakSaid, reason: str, now: datetime) -> None:
    """Write down what they said to what was shown."""
    store.execute(
        "UPDATE break_questions SET answer = ?, reason = ?, answered_at = ? WHERE target = ?",
        (said, reason, now.isoformat(), target),
    )


def drop(store: Store, target: str) -> None:
    """There is nothing left to ask. What was said stands in the ledger."""
    store.execute("DELETE FROM break_questions WHERE target = ?", (target,))


def drop_ends_of_break(store: Store, employee: str, work_session: str, since: datetime) -> None:
    """Ask nothing about breaks of this session that ended since then, where nobody was asked yet."""
    store.execute(
        "DELETE FROM break_questions WHERE employee = ? AND work_session = ? AND kind = ? AND shown = 0"
        " AND made_at >= ?",
        (employee, work_session, QuestionKind.EARLY_END, since.isoformat()),
    )


def about(store: Store, targets: Iterable[str]) -> dict[str, BreakQuestion]:
    """The questions about these events."""
    found: dict[str, BreakQuestion] = {}
    wanted = list(targets)
    for start in range(0, len(wanted), 500):
        piece = wanted[start : start + 500]
        marks = ", ".join("?" * len(piece))
        rows = store.execute(f"SELECT {_COLUMNS} FROM break_questions WHERE target IN ({marks})", piece)
        found |= {question.target: question for question in map(_question, rows)}
    return found


def _question(row: Row) -> BreakQuestion:
    return BreakQuestion(
        row[0],
        QuestionKind(row[1]),
        row[2],
        row[3],
        row[4],
        datetime.fromisoformat(row[5]),
        row[6],
        row[7],
        row[8],
        row[9],
        datetime.fromisoformat(row[10]) if row[10] else None,
        bool(row[11]),
    )
