"""Which of a person's shifts at one site a roster speaks of at an instant.

Instants are only ever subtracted from each other: a shift dated in the year 1 or 9999 must not stop the roster.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Final

from shared.domain.model import Shift

TOLD_AFTER_END: Final = timedelta(hours=4)
"""How long after its end a shift is still told as missed or worked."""


def shift_now(
    shifts: Iterable[Shift], now: datetime, early_window: timedelta, is_served: Callable[[Shift], bool]
) -> Shift | None:
    """The shift that waits for its person, else one that is served, else one just over; None for none.

    One that has begun comes before one that opens. `is_served` says whether the person has come for it and gone.
    """
    here = sorted(shifts, key=lambda shift: (shift.starts_at, shift.shift_id))
    begun = [shift for shift in reversed(here) if shift.starts_at <= now < shift.ends_at]
    opening = [shift for shift in here if timedelta(0) < shift.starts_at - now <= early_window]
    over = [shift for shift in here if shift.starts_at <= now and _is_just_over(shift, now)]
    waiting = [shift for shift in (*begun, *opening) if not is_served(shift)]
    newest_over = sorted(over, key=lambda shift: shift.ends_at, reverse=True)
    return next(iter((*waiting, *begun, *opening, *newest_over)), None)


def _is_just_over(shift: Shift, now: datetime) -> bool:
    return timedelta(0) <= now - shift.ends_at <= TOLD_AFTER_END
