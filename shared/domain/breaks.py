"""Managed breaks: which are planned for a piece of work, which were taken, and what is due, missing or running over.

Rule 1: the rules of the position that is worked count; where it has none of its own, those of every position.
Rule 2: breaks are taken in the order in which they fall due: the first one taken is the first one planned.
Rule 3: nothing is invented: a break that was not taken is missing, one that never ended has no length.
Rule 4: durations are differences of UTC instants.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Break, Draft, Kind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class PlannedBreak:
    """One break that somebody is to take."""

    kind: BreakKind
    due_at: datetime
    length_s: int
    paid: bool


class Found(StrEnum):
    """What a planned break came to."""

    AS_PLANNED = "as_planned"
    SHORT = "short"
    LONG = "long"
    RUNNING = "running"
    MISSING = "missing"
    UNMANAGED = "unmanaged"  # taken beyond what is planned


@dataclass(frozen=True, slots=True)
class BreakTold:
    """One line of a summary: what was planned, None for an unmanaged break, and what was taken, None for none."""

    found: Found
    planned: PlannedBreak | None
    taken: Break | None


class Calls(StrEnum):
    """What somebody should be told of now."""

    DUE = "due"
    NOT_TAKEN = "not_taken"
    RUNNING_OVER = "running_over"


@dataclass(frozen=True, slots=True)
class BreakCall:
    """`since` is when it fell due, or when the break should have ended."""

    calls: Calls
    planned: PlannedBreak
    since: datetime


def planned_breaks(
    rules: Iterable[BreakRule], position_id: int | None, started_at: datetime, ends_at: datetime | None
) -> tuple[PlannedBreak, ...]:
    """The breaks of work that began at `started_at`, by the instant when each falls due.

    One that would fall due at or after the planned end is not planned; `ends_at` is None where no end is known.
    """
    every = tuple(rules)
    own = tuple(rule for rule in every if rule.position_id is not None and rule.position_id == position_id)
    meant = own or tuple(rule for rule in every if rule.position_id is None)
    found = [
        PlannedBreak(rule.kind, started_at + timedelta(seconds=rule.due_after_s * number), rule.length_s, rule.paid)
        for rule in meant
        for number in range(1, rule.times + 1)
    ]
    in_time = [one for one in found if ends_at is None or one.due_at < ends_at]
    return tuple(sorted(in_time, key=lambda one: (one.due_at, one.kind, one.length_s)))


def breaks_in(drafts: Iterable[Draft]) -> tuple[Break, ...]:
    """The breaks that the events of one work session tell, in ledger order, each as it counts now."""
    found: list[Break] = []
    for draft in drafts:
        if draft.kind is Kind.BREAK_STARTED:
            found.append(Break(draft.at))
        elif draft.kind is Kind.BREAK_ENDED and found and found[-1].ended_at is None:
            found[-1] = Break(found[-1].started_at, draft.at)
    return tuple(found)


def next_planned(planned: Sequence[PlannedBreak], taken_before: int) -> PlannedBreak | None:
    """The planned break that the next one taken is, after `taken_before` of them; None for an unmanaged one."""
    return planned[taken_before] if taken_before < len(planned) else None


def start_status(planned: PlannedBreak | None, *, unmanaged_is_paid: bool) -> ClockStatus:
    """The status of a break's beginning, for time cards."""
    is_paid = planned.paid if planned is not None else unmanaged_is_paid
    return ClockStatus.PAID_BREAK if is_paid else ClockStatus.ON_BREAK


def end_status(planned: PlannedBreak | None, started_at: datetime | None, at: datetime, grace_s: int) -> ClockStatus:
    """The status of a break's end: an unmanaged one is measured by nothing."""
    if planned is None or started_at is None:
        return ClockStatus.NONE
    return {
        Found.SHORT: ClockStatus.EARLY_FROM_BREAK,
        Found.LONG: ClockStatus.LATE_FROM_BREAK,
    }.get(_length_found(planned, started_at, at, grace_s), ClockStatus.ON_TIME)


def summary(planned: Sequence[PlannedBreak], taken: Sequence[Break], grace_s: int) -> tuple[BreakTold, ...]:
    """Every planned and every taken break of finished work, in their order."""
    told = [
        BreakTold(_found(one, _at(taken, number), grace_s), one, _at(taken, number))
        for number, one in enumerate(planned)
    ]
    return (*told, *(BreakTold(Found.UNMANAGED, None, one) for one in taken[len(planned) :]))


def call_now(
    planned: Sequence[PlannedBreak], taken: Sequence[Break], now: datetime, grace_s: int, remind_s: int
) -> BreakCall | None:
    """What somebody at work should be told of now, or None: the break that runs over, else the next one due."""
    running = taken[-1] if taken and taken[-1].ended_at is None else None
    if running is not None:
        meant = _at(planned, len(taken) - 1)
        if meant is None:
            return None
        over_at = running.started_at + timedelta(seconds=meant.length_s)
        return BreakCall(Calls.RUNNING_OVER, meant, over_at) if now > over_at + timedelta(seconds=grace_s) else None
    due = next_planned(planned, len(taken))
    if due is None or now < due.due_at:
        return None
    is_late = now >= due.due_at + timedelta(seconds=remind_s)
    return BreakCall(Calls.NOT_TAKEN if is_late else Calls.DUE, due, due.due_at)


def _found(planned: PlannedBreak, taken: Break | None, grace_s: int) -> Found:
    if taken is None:
        return Found.MISSING
    if taken.ended_at is None:
        return Found.RUNNING
    return _length_found(planned, taken.started_at, taken.ended_at, grace_s)


def _length_found(planned: PlannedBreak, started_at: datetime, ended_at: datetime, grace_s: int) -> Found:
    difference_s = (ended_at - started_at).total_seconds() - planned.length_s
    if difference_s < -grace_s:
        return Found.SHORT
    return Found.LONG if difference_s > grace_s else Found.AS_PLANNED


def _at(several: Sequence[T], number: int) -> T | None:
    return several[number] if number < len(several) else None
