"""Is it a quiet time: does any shift begin or end soon, or did one just now?"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from shared.domain.model import Shift


def next_change(shifts: Iterable[Shift], now: datetime, within: timedelta) -> datetime | None:
    """The start or end of a shift nearest to `now` and no further from it than `within`, before or after; else None.

    The queue at the door is there before the shift begins and after it ended: both sides count.
    """
    ends = (at for shift in shifts for at in (shift.starts_at, shift.ends_at))
    near = [at for at in ends if abs(at - now) <= within]
    return min(near, key=lambda at: (abs(at - now), at), default=None)
