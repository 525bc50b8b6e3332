"""The breaks of a finished shift as its employee is told them, and what they are asked about a break.

Rule 1: what is told is what counts now: corrected times, without what was voided.
Rule 2: a planned break that would have fallen due after they left is not missing.
Rule 3: an answer belongs to what was told. Its fingerprint is kept with it, and another summary is asked anew.
Rule 4: no length is invented: a break that never ended has none, and then there is no total either.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.break_rules import BreakKind
from shared.domain.breaks import BreakTold, Found, end_status, next_planned, planned_breaks, summary
from shared.domain.clock_status import ClockStatus
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Break, Draft, Kind, Presence
from shared.domain.rules import Rules


class QuestionKind(StrEnum):
    """In the order in which they are asked."""

    EARLY_END = "early_end"  # a managed break was short: by their own choice?
    SUMMARY = "summary"  # the breaks of the shift: right?


class BreakSaid(StrEnum):
    """`NOT_ANSWERED` is an answer of its own: whoever walked away has agreed to nothing."""

    NOT_ANSWERED = "not_answered"
    AGREED = "agreed"
    DISPUTED = "disputed"
    VOLUNTARY = "voluntary"
    NOT_VOLUNTARY = "not_voluntary"


class EarlyReason(StrEnum):
    """Why somebody came back from a break early, and not by their own choice."""

    CALLED_BACK = "called_back"
    EMERGENCY = "emergency"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class BreakQuestion:
    """One question about breaks. `target` is the event it is about: the clock-out, or the end of the short break.

    `told` is the fingerprint of what was shown last, "" before. `answer` is empty until it was shown for the first
    time. `is_doubted`: something of the work session was changed since it was shown.
    """

    target: str
    kind: QuestionKind
    employee: str
    work_session: str
    site: str
    made_at: datetime
    told: str = ""
    shown: int = 0
    answer: str = ""
    reason: str = ""
    answered_at: datetime | None = None
    is_doubted: bool = False


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """One break. `kind`, `due_at` and `planned_s` are None for an unmanaged one, the times for one not taken."""

    found: Found
    is_paid: bool
    kind: BreakKind | None = None
    due_at: datetime | None = None
    planned_s: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def length_s(self) -> int | None:
        """How long it was, never negative; None for one that was not taken or never ended."""
        if self.started_at is None or self.ended_at is None:
            return None
        return max(0, round((self.ended_at - self.started_at).total_seconds()))


@dataclass(frozen=True, slots=True)
class ShiftSummary:
    """The breaks of one finished work session, in their order."""

    started_at: datetime
    ended_at: datetime
    lines: tuple[SummaryLine, ...]

    @property
    def paid_s(self) -> int:
        """Seconds of the paid breaks that ended."""
        return sum(line.length_s or 0 for line in self.lines if line.is_paid)

    @property
    def unpaid_s(self) -> int:
        """Seconds of the unpaid breaks that ended."""
        return sum(line.length_s or 0 for line in self.lines if not line.is_paid)

    @property
    def total_s(self) -> int | None:
        """Seconds of all breaks; None while one never ended."""
        if any(line.started_at is not None and line.ended_at is None for line in self.lines):
            return None
        return self.paid_s + self.unpaid_s

    @property
    def fingerprint(self) -> str:
        """What the employee was told, in 16 hex digits: another summary has another one."""
        told = [f"{self.started_at.isoformat()} {self.ended_at.isoformat()}", *map(repr, map(as_facts, self.lines))]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class EarlyEnd:
    """A managed break that was shorter than planned."""

    started_at: datetime
    ended_at: datetime
    planned_s: int

    @property
    def fingerprint(self) -> str:
        """As that of a summary."""
        told = f"{self.started_at.isoformat()} {self.ended_at.isoformat()} {self.planned_s}"
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def as_facts(line: SummaryLine) -> dict[str, Any]:
    """A line as an item of the desk keeps it: values of JSON."""
    return {
        "found": line.found.value,
        "kind": line.kind.value if line.kind is not None else None,
        "paid": line.is_paid,
        "due": line.due_at.isoformat() if line.due_at is not None else None,
        "planned_s": line.planned_s,
        "started": line.started_at.isoformat() if line.started_at is not None else None,
        "ended": line.ended_at.isoformat() if line.ended_at is not None else None,
    }


def line_of(facts: Mapping[str, Any]) -> SummaryLine:
    """A line as `as_facts` told it."""
    due, started, ended = (facts[name] for name in ("due", "started", "ended"))
    return SummaryLine(
        Found(facts["found"]),
        bool(facts["paid"]),
        BreakKind(facts["kind"]) if facts["kind"] else None,
        datetime.fromisoformat(due) if due else None,
        facts["planned_s"],
        datetime.fromisoformat(started) if started else None,
        datetime.fromisoformat(ended) if ended else None,
    )


def shift_summary(came: Draft, left_at: datetime, taken: Sequence[Break], rules: Rules) -> ShiftSummary:
    """The breaks of the work that the clock-in `came` began and that ended at `left_at`, by the rules of the site."""
    planned = planned_breaks(rules.breaks, came.position_id, came.at, came.shift_ends_at)
    told = summary(planned, taken, rules.break_grace_s)
    lines = [_line(one, rules) for one in told if not _is_after(one, left_at)]
    return ShiftSummary(came.at, left_at, tuple(lines))


def early_end(came: Draft, ended_at: datetime, taken: Sequence[Break], rules: Rules) -> EarlyEnd | None:
    """The managed break that ended then and was short; None where no such break counts any more."""
    planned = planned_breaks(rules.breaks, came.position_id, came.at, came.shift_ends_at)
    for number, one in enumerate(taken):
        meant = next_planned(planned, number)
        if one.ended_at != ended_at or meant is None:
            continue
        if end_status(meant, one.started_at, ended_at, rules.break_grace_s) is ClockStatus.EARLY_FROM_BREAK:
            return EarlyEnd(one.started_at, ended_at, meant.length_s)
    return None


def questions_of(
    events: Sequence[ClockEvent], before: Presence, taken: Callable[[str], Sequence[Break]], rules: Rules
) -> Iterator[BreakQuestion]:
    """What is to be asked about the events of one tap. `taken` tells the breaks of a work session; `before` is the
    presence that the tap met.

    A break that ended because its person left is told in the summary, and a session of elsewhere has none: nobody
    here knows when it began.
    """
    kinds = [event.draft.kind for event in events]
    for event in events:
        draft, session = event.draft, event.work_session
        is_early = draft.kind is Kind.BREAK_ENDED and draft.status is ClockStatus.EARLY_FROM_BREAK
        if is_early and Kind.CLOCKED_OUT not in kinds and session != ELSEWHERE:
            yield _question(event, QuestionKind.EARLY_END)
        if draft.kind is Kind.CLOCKED_OUT and session != ELSEWHERE:
            came = _clock_in_of(before, session)
            found = taken(session)
            if came is None or found or shift_summary(came, draft.at, found, rules).lines:
                yield _question(event, QuestionKind.SUMMARY)


def _clock_in_of(presence: Presence, work_session: str) -> Draft | None:
    """As presence keeps it; None for an older work session, which presence does not know."""
    if presence.since is None or presence.account_id is None or presence.work_session != work_session:
        return None
    return Draft(
        Kind.CLOCKED_IN,
        presence.since,
        presence.site,
        presence.account_id,
        presence.position_id,
        presence.shift_id,
        presence.shift_ends_at,
    )


def _question(event: ClockEvent, kind: QuestionKind) -> BreakQuestion:
    return BreakQuestion(event.event_id, kind, event.employee, event.work_session, event.draft.site, event.recorded_at)


def _is_after(told: BreakTold, left_at: datetime) -> bool:
    return told.found is Found.MISSING and told.planned is not None and told.planned.due_at >= left_at


def _line(told: BreakTold, rules: Rules) -> SummaryLine:
    planned, taken = told.planned, told.taken
    return SummaryLine(
        told.found,
        planned.paid if planned is not None else rules.unmanaged_break_paid,
        planned.kind if planned is not None else None,
        planned.due_at if planned is not None else None,
        planned.length_s if planned is not None else None,
        taken.started_at if taken is not None else None,
        taken.ended_at if taken is not None else None,
    )
