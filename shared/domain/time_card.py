"""A time card of another system, beside our ledger: when somebody was there, and who changed it since.

Pay, tips and receipts have no place here: a guard terminal has no use for them.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum

from shared.domain.clock_status import ClockStatus


class CardType(IntEnum):
    """What kind of time a card holds. Source: `getTimeCardDetails`, field `shftType`."""

    WORK = 0
    PAID_BREAK = 1
    UNPAID_BREAK = 2


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What a card held before a manager changed it; None for a value that was left alone. Times are aware UTC."""

    adjustment_id: int
    at: datetime
    manager: str = ""
    reason: str = ""
    came_at: datetime | None = None
    left_at: datetime | None = None
    job_code: int | None = None
    revenue_centre: int | None = None


@dataclass(frozen=True, slots=True)
class TimeCard:
    """One card. Times are aware UTC; `left_at` and `left_status` are None while it is open.

    `came_by` and `left_by` are the numbers of those who authorised coming and leaving, None where nobody had to.
    `business_date` is the other system's to say: a night shift stands under the day that it chooses.
    """

    card_id: int
    employee_num: int
    business_date: date
    card_type: CardType
    came_at: datetime
    came_status: ClockStatus
    left_at: datetime | None
    left_status: ClockStatus | None
    job_code: int
    revenue_centre: int
    updated_at: datetime
    payroll_id: str = ""
    external_payroll_id: str = ""
    came_by: int | None = None
    left_by: int | None = None
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def is_open(self) -> bool:
        """Is somebody still clocked in by it? Open cards are returned again and again, changed or not."""
        return self.left_at is None
