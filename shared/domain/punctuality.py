"""Early, late or on time, by the site's grace: a number for time cards, and a flag where a supervisor should look.

Rule 1: the grace counts as on time at both ends, early and late, coming and going, each with its own.
Rule 2: nobody is judged by a rota that is not known: that is NONE, not NOT_SCHEDULED.
Rule 3: a status is judged when the event is recorded, and again when its time is corrected; it is kept with the event.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.clock_status import ClockStatus
from shared.domain.flags import Flag
from shared.domain.model import Draft, Kind
from shared.domain.rules import Rules

MEASURED: Final = (ClockStatus.EARLY, ClockStatus.ON_TIME, ClockStatus.LATE)
"""What a corrected time can change; every other status says something that a time does not."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What else tells how punctual somebody was. `rota_known`: is there a rota for that time at all?"""

    rota_known: bool = True
    changes_position: bool = False
    by_manager: bool = False


def clock_in_status(at: datetime, starts_at: datetime | None, rules: Rules, about: Circumstances) -> ClockStatus:
    """How punctual a clock-in at `at` is for a shift that starts at `starts_at`, None for no shift."""
    if starts_at is None or about.changes_position or not rules.judged_by_rota:
        return _without_a_measure(rules, about)
    return _measured(at - starts_at, rules.early_in_s, rules.late_in_s)


def clock_out_status(at: datetime, ends_at: datetime | None, rules: Rules, about: Circumstances) -> ClockStatus:
    """How punctual a clock-out at `at` is for work that was to end at `ends_at`, None for work without a shift."""
    if about.by_manager:
        return ClockStatus.MANAGER_CLOCK_OUT
    if ends_at is None or about.changes_position or not rules.judged_by_rota:
        return _without_a_measure(rules, about)
    return _measured(at - ends_at, rules.early_out_s, rules.late_out_s)


def upstream_close_status(ended_at: datetime, ends_at: datetime | None) -> ClockStatus:
    """How the upstream closed a session by itself: SCHEDULED_CLOCK_OUT in the minute of the planned end, else AUTO."""
    if ends_at is not None and abs(ended_at - ends_at) <= timedelta(seconds=60):
        return ClockStatus.SCHEDULED_CLOCK_OUT
    return ClockStatus.AUTO_CLOCK_OUT


def status_at(draft: Draft, new: datetime, rules: Rules) -> ClockStatus | None:
    """How punctual a recorded event is when its time is corrected to `new`."""
    if draft.status not in MEASURED:
        return draft.status
    if draft.kind is Kind.CLOCKED_IN:
        planned, early_s, late_s = draft.shift_starts_at, rules.early_in_s, rules.late_in_s
    else:
        planned, early_s, late_s = draft.shift_ends_at, rules.early_out_s, rules.late_out_s
    return ClockStatus.NONE if planned is None else _measured(new - planned, early_s, late_s)


def flag_of(kind: Kind, status: ClockStatus) -> Flag | None:
    """What a supervisor should know of that status, None where it is as planned."""
    return _FLAGS.get((kind, status))


_FLAGS: Final = {
    (Kind.CLOCKED_IN, ClockStatus.EARLY): Flag.EARLY_IN,
    (Kind.CLOCKED_IN, ClockStatus.LATE): Flag.LATE_IN,
    (Kind.CLOCKED_OUT, ClockStatus.EARLY): Flag.EARLY_OUT,
    (Kind.CLOCKED_OUT, ClockStatus.LATE): Flag.LATE_OUT,
}


def _without_a_measure(rules: Rules, about: Circumstances) -> ClockStatus:
    if not rules.judged_by_rota:
        return ClockStatus.SCHEDULE_DISABLED
    if about.changes_position:
        return ClockStatus.POSITION_CHANGED
    return ClockStatus.NOT_SCHEDULED if about.rota_known else ClockStatus.NONE


def _measured(difference: timedelta, early_s: int, late_s: int) -> ClockStatus:
    if difference < -timedelta(seconds=early_s):
        return ClockStatus.EARLY
    return ClockStatus.LATE if difference > timedelta(seconds=late_s) else ClockStatus.ON_TIME
