"""Time cards of another system, for tests of what is made of them."""

from datetime import date, datetime
from typing import Any, Final

from shared.domain.clock_status import ClockStatus
from shared.domain.model import Person
from shared.domain.time_card import CardType, TimeCard

DAY: Final = date(2026, 3, 2)


def card(number: int, who: Person, came: datetime, left: datetime | None, **more: Any) -> TimeCard:
    """A card of Monday, joined by extPayrollID; `more` are other values of it."""
    told: dict[str, Any] = {
        "card_id": number,
        "employee_num": int(who.number),
        "business_date": DAY,
        "card_type": CardType.WORK,
        "came_at": came,
        "came_status": ClockStatus.ON_TIME,
        "left_at": left,
        "left_status": ClockStatus.ON_TIME if left else None,
        "job_code": 383,
        "revenue_centre": 1,
        "updated_at": came,
        "external_payroll_id": who.number,
    }
    return TimeCard(**{**told, **more})
