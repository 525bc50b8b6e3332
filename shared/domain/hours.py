"""What payroll needs of a work session: when it was, what is doubtful about it, and what the upstream has.

Rule 1: nothing is invented. Without a clock-out, or with a break that never ended, there are no worked seconds.
Rule 2: durations are differences of UTC instants: the night that the clocks change has the hours that it has.
Rule 3: what counts is the corrected time; what was read first stands beside it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shared.domain.break_summary import BreakQuestion
from shared.domain.breaks import breaks_in
from shared.domain.clock_status import ClockStatus
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Break, Kind
from shared.domain.notice import Notice, NoticeAnswer
from shared.domain.punctuality import upstream_close_status

BY_ITSELF: Final = ("SYSTEM", "BATCH")
"""TrackTik's methods of sessions that it closed without anybody (its document, `clockOutMethod`)."""


class Whole(StrEnum):
    """Can the worked time be told?"""

    COMPLETE = "complete"
    NO_CLOCK_OUT = "no_clock_out"
    NO_CLOCK_IN = "no_clock_in"  # it began at a door that this ledger does not hold
    BREAK_NOT_ENDED = "break_not_ended"
    OUT_OF_ORDER = "out_of_order"  # the times contradict each other


@dataclass(frozen=True, slots=True)
class HourFact:
    """One event that was not voided: as it was read first, as it counts now, and by whose word it was made, if any."""

    first: ClockEvent
    now: ClockEvent
    authorised_by: str = ""


@dataclass(frozen=True, slots=True)
class Changed:
    """A time that was corrected: the first reading and what counts."""

    kind: Kind
    first_at: datetime
    at: datetime


@dataclass(frozen=True, slots=True)
class Worked:
    """One work session. `answers` are what the employee said to what was changed; `rows` the deliveries of in and out.

    `questions` are those about its breaks, with the newest answer of each.
    `authorised_by` are the supervisors by whose word any of its events was made.

    `breaks` are in ledger order. `flags` are those of all its events, each once.
    """

    employee: str
    site: str
    account_id: int
    position_id: int | None
    shift_id: int | None
    work_session: str
    started_at: datetime | None
    ended_at: datetime | None
    breaks: tuple[Break, ...]
    flags: tuple[Flag, ...]
    changed: tuple[Changed, ...]
    answers: tuple[str, ...]
    rows: tuple[OutboxRow, ...]
    status_in: ClockStatus | None = None
    status_out: ClockStatus | None = None
    questions: tuple[BreakQuestion, ...] = ()
    authorised_by: tuple[str, ...] = ()

    @property
    def whole(self) -> Whole:
        """Why the worked time cannot be told, or COMPLETE."""
        if self.started_at is None:
            return Whole.NO_CLOCK_IN
        if self.ended_at is None:
            return Whole.NO_CLOCK_OUT
        if any(one.ended_at is None for one in self.breaks):
            return Whole.BREAK_NOT_ENDED
        ends = [one.ended_at for one in self.breaks if one.ended_at is not None]
        instants = [
            self.started_at,
            *(at for one, end in zip(self.breaks, ends, strict=True) for at in (one.started_at, end)),
            self.ended_at,
        ]
        return Whole.COMPLETE if instants == sorted(instants) else Whole.OUT_OF_ORDER

    @property
    def break_s(self) -> int | None:
        """Seconds of all breaks; None while one has no end."""
        if any(one.ended_at is None for one in self.breaks):
            return None
        return sum(round((one.ended_at - one.started_at).total_seconds()) for one in self.breaks if one.ended_at)

    @property
    def worked_s(self) -> int | None:
        """Seconds from the clock-in to the clock-out without the breaks; None where they cannot be told."""
        if self.whole is not Whole.COMPLETE or self.started_at is None or self.ended_at is None:
            return None
        return round((self.ended_at - self.started_at).total_seconds()) - (self.break_s or 0)

    @property
    def is_disputed(self) -> bool:
        """Did the employee say that a change is not right?"""
        return NoticeAnswer.DISPUTED in self.answers

    @property
    def undelivered(self) -> tuple[OutboxRow, ...]:
        """What the upstream does not have, for whatever reason."""
        return tuple(row for row in self.rows if row.state is not RowState.DELIVERED)

    @property
    def begins(self) -> datetime:
        """The instant by which it belongs to a day."""
        at = self.started_at or self.ended_at
        assert at is not None
        return at


def worked(
    facts: Iterable[HourFact],
    rows: Mapping[str, Sequence[OutboxRow]],
    notices: Mapping[str, Sequence[Notice]],
    questions: Mapping[str, BreakQuestion] = MappingProxyType({}),
) -> list[Worked]:
    """The work sessions of these events (each person's in ledger order), by employee and beginning.

    `rows`, `notices` and `questions` are by event. A break alone, of a session of elsewhere, is no session.
    """
    sessions: dict[tuple[str, str], list[HourFact]] = {}
    for fact in facts:
        event = fact.now
        # Events of elsewhere share a name but no session: each clock-out stands for itself.
        alone = event.work_session == ELSEWHERE
        sessions.setdefault((event.employee, event.event_id if alone else event.work_session), []).append(fact)
    found = [_worked(name, own, rows, notices, questions) for (_, name), own in sessions.items()]
    told = [one for one in found if one is not None]
    return sorted(told, key=lambda one: (one.employee, one.begins, one.work_session))


def _worked(
    name: str,
    own: Sequence[HourFact],
    rows: Mapping[str, Sequence[OutboxRow]],
    notices: Mapping[str, Sequence[Notice]],
    questions: Mapping[str, BreakQuestion],
) -> Worked | None:
    came = next((one.now for one in own if one.now.draft.kind is Kind.CLOCKED_IN), None)
    left = next((one.now for one in reversed(own) if one.now.draft.kind is Kind.CLOCKED_OUT), None)
    main = came or left
    if main is None:
        return None
    ids = [one.now.event_id for one in own]
    draft = main.draft
    return Worked(
        main.employee,
        draft.site,
        draft.account_id,
        draft.position_id,
        draft.shift_id,
        name,
        came.draft.at if came is not None else None,
        left.draft.at if left is not None else None,
        breaks_in(one.now.draft for one in own),
        tuple(dict.fromkeys(flag for one in own for flag in one.now.flags)),
        tuple(
            Changed(one.now.draft.kind, one.first.draft.at, one.now.draft.at)
            for one in own
            if one.first.draft.at != one.now.draft.at
        ),
        tuple(notice.answer or NoticeAnswer.NOT_ANSWERED for one in ids for notice in notices.get(one, ())),
        tuple(row for one in ids for row in rows.get(one, ())),
        came.draft.status if came is not None else None,
        _status_out(left, rows) if left is not None else None,
        tuple(questions[one] for one in ids if one in questions),
        tuple(dict.fromkeys(one.authorised_by for one in own if one.authorised_by)),
    )


def _status_out(left: ClockEvent, rows: Mapping[str, Sequence[OutboxRow]]) -> ClockStatus | None:
    """That of our event, unless the upstream had closed the session by itself before."""
    for row in rows.get(left.event_id, ()):
        if row.their_method in BY_ITSELF and row.their_ended is not None:
            return upstream_close_status(row.their_ended, left.draft.shift_ends_at)
    return left.draft.status
