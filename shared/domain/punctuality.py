"""Early, late or on time, by the site's grace."""

from datetime import datetime, timedelta

from shared.domain.flags import Flag
from shared.domain.rules import Rules


def clock_in_flag(at: datetime, starts_at: datetime, rules: Rules) -> Flag | None:
    """EARLY_IN or LATE_IN beyond the grace, else None: on time."""
    return _beyond_grace(at - starts_at, rules, Flag.EARLY_IN, Flag.LATE_IN)


def clock_out_flag(at: datetime, ends_at: datetime, rules: Rules) -> Flag | None:
    """EARLY_OUT or LATE_OUT beyond the grace, else None: on time."""
    return _beyond_grace(at - ends_at, rules, Flag.EARLY_OUT, Flag.LATE_OUT)


def _beyond_grace(difference: timedelta, rules: Rules, early: Flag, late: Flag) -> Flag | None:
    grace = timedelta(seconds=rules.grace_s)
    if difference < -grace:
        return early
    return late if difference > grace else None
