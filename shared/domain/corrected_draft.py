"""What a correction records: the new time, or the new position and shift, and how punctual the event is by it."""

from datetime import datetime

from shared.domain.model import Draft, Kind, Shift
from shared.domain.punctuality import Circumstances, clock_in_status, status_at
from shared.domain.rules import Rules


def with_time(old: Draft, new: datetime, work_session: str, rules: Rules) -> Draft:
    """The event `old` as it counts now, moved to `new` (aware UTC)."""
    status = status_at(old, new, rules)
    return Draft(Kind.CORRECTED, new, old.site, old.account_id, work_session=work_session, status=status)


def with_place(old: Draft, position_id: int | None, shift: Shift | None, work_session: str, rules: Rules) -> Draft:
    """The clock-in `old` as it counts now, for another position or shift; `shift` is None for work without one."""
    starts_at = shift.starts_at if shift is not None else None
    return Draft(
        Kind.CORRECTED,
        old.at,
        old.site,
        old.account_id,
        position_id,
        shift.shift_id if shift is not None else None,
        shift.ends_at if shift is not None else None,
        work_session,
        clock_in_status(old.at, starts_at, rules, Circumstances()),
        starts_at,
    )
