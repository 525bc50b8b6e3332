"""How punctual a clock-in or clock-out was, in the numbers that time cards use.

Source of words and numbers: Oracle, `getTimeCardDetails`, fields `clkInStatus` and `clkOutStatus`. "Position changed"
is the document's "Revenue Center Changed": a guard changes position where a waiter changes the revenue centre.
"""

from enum import IntEnum
from typing import Final


class ClockStatus(IntEnum):
    """One number of that vocabulary. Somebody who is still clocked in has no clock-out status at all: None."""

    NONE = 0  # nobody could judge: no rota is known for that time
    EARLY_FROM_BREAK = 65
    ON_BREAK = 66
    LATE_FROM_BREAK = 67
    SCHEDULE_DISABLED = 68  # the site does not judge by the rota
    EARLY = 69
    LATE = 76
    MANAGER_CLOCK_OUT = 77
    NOT_SCHEDULED = 78
    PAID_BREAK = 80
    POSITION_CHANGED = 82
    ON_TIME = 84
    AUTO_CLOCK_OUT = 85  # closed by the upstream itself
    SCHEDULED_CLOCK_OUT = 86  # closed by the upstream at the planned end


OF_CLOCK_INS: Final = frozenset(
    {
        ClockStatus.NONE,
        ClockStatus.EARLY_FROM_BREAK,
        ClockStatus.LATE_FROM_BREAK,
        ClockStatus.SCHEDULE_DISABLED,
        ClockStatus.EARLY,
        ClockStatus.LATE,
        ClockStatus.NOT_SCHEDULED,
        ClockStatus.POSITION_CHANGED,
        ClockStatus.ON_TIME,
    }
)
"""The values that the document lists for `clkInStatus`; a card begins at a clock-in or at the end of a break."""

OF_CLOCK_OUTS: Final = frozenset(
    {
        ClockStatus.NONE,
        ClockStatus.ON_BREAK,
        ClockStatus.SCHEDULE_DISABLED,
        ClockStatus.EARLY,
        ClockStatus.LATE,
        ClockStatus.MANAGER_CLOCK_OUT,
        ClockStatus.NOT_SCHEDULED,
        ClockStatus.PAID_BREAK,
        ClockStatus.POSITION_CHANGED,
        ClockStatus.ON_TIME,
        ClockStatus.AUTO_CLOCK_OUT,
        ClockStatus.SCHEDULED_CLOCK_OUT,
    }
)
"""The values that the document lists for `clkOutStatus`."""
