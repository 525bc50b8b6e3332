"""Whether somebody who is late or missing is called now, and whom: the one rule of chase calls.

Rule 1: a presence that cannot be believed is never chased, and nobody is called who has not agreed to it.
Rule 2: the employee first, as often as set; then each supervisor of the site in turn, once.
Rule 3: it ends at the clock-in, at a known absence, and at the shift's end.
Rule 4: while it is not known what became of an attempt, no other is made.
Rule 5: an attempt that is known not to have reached Twilio does not count; the next one waits, longer each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.chase_attempt import COUNTS_NOT, UNSETTLED, Attempt, AttemptState, Callee, Way
from shared.domain.chase_hours import CallingHours
from shared.domain.chase_step import Nothing, Reach, Step, Wait, Why
from shared.domain.model import Shift
from shared.domain.roster_entry import Group, Note, RosterEntry

MOST_SUPERVISORS: Final = 5
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=30)
_LATE: Final = (Group.LATE, Group.MISSING)
_ENDED: Final = {
    Group.HERE: Why.CLOCKED_IN,
    Group.ON_BREAK: Why.CLOCKED_IN,
    Group.GONE: Why.CLOCKED_IN,
    Group.DUE: Why.NOT_LATE,
    Group.UNKNOWN: Why.UNCERTAIN,
}


@dataclass(frozen=True, slots=True)
class ChaseRules:
    """What a site set. `way` is None where chase calls are off; `calls` are those to the employee."""

    way: Way | None
    calls: int
    first_after: timedelta
    gap: timedelta
    hours: CallingHours


@dataclass(frozen=True, slots=True)
class Chased:
    """Everything that the rule looks at. `entry` is the person's in the roster of now.

    `is_believed`: the rota is fresh, the clock is trusted and the site's terminals report. `is_absent`: somebody said
    that they are away. `supervisors` are those of the site in their turn. `attempts` are all of this shift, oldest
    first.
    """

    entry: RosterEntry
    employee: Callee
    supervisors: tuple[Callee, ...] = ()
    attempts: tuple[Attempt, ...] = ()
    is_believed: bool = True
    is_absent: bool = False


def next_step(chased: Chased, rules: ChaseRules, now: datetime) -> Step:
    """Whom to reach at `now` (aware UTC), until when to wait, or why nothing is done."""
    entry, shift = chased.entry, chased.entry.shift
    ended = _why_not(chased, rules, now)
    if ended is not None or shift is None or rules.way is None:
        return Nothing(ended or Why.NOT_LATE)
    if any(attempt.state in UNSETTLED for attempt in chased.attempts):
        return Wait(None, Why.UNSETTLED)
    callee = next(_in_turn(chased, rules), None)
    if callee is None:
        return Nothing(_why_nobody(chased))
    due_at = _due_at(shift, chased.attempts, rules)
    allowed_at = rules.hours.next_allowed(max(now, due_at))
    if max(due_at, allowed_at) >= shift.ends_at:
        return Nothing(Why.OUTSIDE_HOURS if due_at < shift.ends_at else Why.SHIFT_ENDED)
    if allowed_at > now:
        return Wait(allowed_at, Why.NOT_YET if allowed_at == due_at else Why.OUTSIDE_HOURS)
    return Reach(rules.way, callee.number, is_employee=callee.number == entry.number)


def _why_not(chased: Chased, rules: ChaseRules, now: datetime) -> Why | None:
    """Why nobody is called for this person whatever was tried before; None where somebody may be."""
    entry = chased.entry
    if rules.way is None:
        return Why.OFF
    if entry.group not in _LATE or entry.shift is None:
        return _ENDED.get(entry.group, Why.NOT_LATE)
    if chased.is_absent:
        return Why.ABSENT
    if not chased.is_believed:
        return Why.UNCERTAIN
    if Note.AT_OTHER_SITE in entry.notes:
        return Why.AT_OTHER_SITE
    return Why.SHIFT_ENDED if now >= entry.shift.ends_at else None


def _in_turn(chased: Chased, rules: ChaseRules) -> Iterator[Callee]:
    """Who is still to be reached, the next one first."""
    tried = [attempt for attempt in chased.attempts if attempt.state not in COUNTS_NOT]
    to_employee = [attempt for attempt in tried if attempt.callee == chased.employee.number]
    is_refused = any(attempt.state is AttemptState.REFUSED for attempt in to_employee)
    if chased.employee.may_be_called and not is_refused and len(to_employee) < rules.calls:
        yield chased.employee
    reached = {attempt.callee for attempt in tried}
    yield from (one for one in _supervisors(chased) if one.may_be_called and one.number not in reached)


def _supervisors(chased: Chased) -> Sequence[Callee]:
    """Those of the first who can be called; nobody is told of their own lateness twice."""
    others = [one for one in chased.supervisors if one.number != chased.employee.number]
    return [one for one in others if one.may_be_called][:MOST_SUPERVISORS]


def _why_nobody(chased: Chased) -> Why:
    if any(attempt.state not in COUNTS_NOT for attempt in chased.attempts):
        return Why.GIVEN_UP
    agreed = [one for one in (chased.employee, *chased.supervisors) if one.consents]
    return Why.NO_PHONE if agreed else Why.NO_CONSENT


def _due_at(shift: Shift, attempts: Sequence[Attempt], rules: ChaseRules) -> datetime:
    due_at = shift.starts_at + rules.first_after
    failed = 0
    for attempt in attempts:
        if attempt.state is AttemptState.NOT_PLACED:
            failed += 1
            due_at = max(due_at, attempt.at + _pause(failed))
        elif attempt.state not in COUNTS_NOT:
            failed = 0
            due_at = max(due_at, attempt.at + rules.gap)
    return due_at


def _pause(failures: int) -> timedelta:
    return min(FIRST_PAUSE * (1 << min(failures - 1, 10)), LONGEST_PAUSE)
