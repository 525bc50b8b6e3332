"""Oracle's answers as our values. Every function raises `Misread` for what is not in the documented form. No I/O.

Pay, tips and receipts are read past: nothing here takes them up, so nothing can keep them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import TypeVar

from shared.domain.clock_status import ClockStatus
from shared.domain.time_card import Adjustment, CardType, TimeCard
from shared.upstream.oracle.fields import Misread, Row, day, instant, needed, needed_instant, number, rows, text

Listed = TypeVar("Listed", bound=IntEnum)


@dataclass(frozen=True, slots=True)
class Unread:
    """A card that could not be read: which one, as far as it says, and what is wrong with it."""

    card_id: int | None
    why: str


@dataclass(frozen=True, slots=True)
class TimeCards:
    """One answer. `asked_at` is the service's own time of the question: the next delta begins there."""

    location: str
    asked_at: datetime
    cards: tuple[TimeCard, ...]
    unread: tuple[Unread, ...] = ()


def time_cards(told: object) -> TimeCards:
    """A whole answer; a card that cannot be read is listed, and loses no other."""
    if not isinstance(told, dict):
        raise Misread("a record was expected")
    cards: list[TimeCard] = []
    unread: list[Unread] = []
    for row, business_date in _rows(told):
        try:
            cards.append(_card(row, business_date))
        except Misread as error:
            unread.append(Unread(_id_of(row), str(error)))
    return TimeCards(text(told, "locRef"), needed_instant(told, "curUTC"), tuple(cards), tuple(unread))


def _rows(told: Row) -> Iterator[tuple[Row, date]]:
    for business_day in rows(told, "businessDates"):
        business_date = day(business_day, "busDt")
        for row in rows(business_day, "timeCardDetails"):
            yield row, business_date


def _card(row: Row, business_date: date) -> TimeCard:
    left_at = instant(row, "clkOutUTC")
    return TimeCard(
        card_id=needed(row, "tcId"),
        employee_num=needed(row, "empNum"),
        business_date=business_date,
        card_type=_listed(CardType, row, "shftType"),
        came_at=needed_instant(row, "clkInUTC"),
        came_status=_listed(ClockStatus, row, "clkInStatus"),
        left_at=left_at,
        left_status=None if left_at is None else _listed(ClockStatus, row, "clkOutStatus", is_needed=False),
        job_code=_job_code(row),
        revenue_centre=needed(row, "rvcNum"),
        updated_at=needed_instant(row, "lastUpdatedUTC"),
        payroll_id=text(row, "payrollID"),
        external_payroll_id=text(row, "extPayrollID"),
        came_by=number(row, "clkInAuthEmpNum"),
        left_by=number(row, "clkOutAuthEmpNum"),
        adjustments=tuple(_adjustment(one) for one in rows(row, "adjustments")),
    )


def _job_code(row: Row) -> int:
    """`jcNum`; the older `jobCodeRef`, a number or text, only where that is all there is."""
    found = number(row, "jcNum")
    return found if found is not None else number(row, "jobCodeRef") or 0


def _adjustment(row: Row) -> Adjustment:
    return Adjustment(
        needed(row, "adjId"),
        needed_instant(row, "adjUTC"),
        text(row, "mgrName"),
        text(row, "rsn"),
        instant(row, "prevClkInUTC"),
        instant(row, "prevClkOutUTC"),
        number(row, "prevJcNum"),
        number(row, "prevRVCNum"),
    )


def _listed(kind: type[Listed], row: Row, key: str, *, is_needed: bool = True) -> Listed:
    """A number of a documented list. One that is left out is 0, since zeros are left out."""
    found = needed(row, key) if is_needed and key not in row and kind is ClockStatus else number(row, key) or 0
    try:
        return kind(found)
    except ValueError as error:
        raise Misread(f"{key} is none of the documented values") from error


def _id_of(row: Row) -> int | None:
    try:
        return number(row, "tcId")
    except Misread:
        return None
