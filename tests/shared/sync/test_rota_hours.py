"""The hours of service e), day by day, for the people that we know."""

from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

import pytest

from shared.domain.planned_worked import DayHours
from shared.sync.rota_hours import hours_of
from shared.upstream.tamigo.join import JoinKey
from shared.upstream.tamigo.shift import DayShift, Duty, EmployeeDay, ShiftKind

MONDAY: Final = date(2026, 3, 2)
ANA, BEN = UUID(int=1), UUID(int=2)
Hours = str | None


def part(kind: ShiftKind, hours: Hours, duty: Duty = Duty.WORK) -> DayShift:
    return DayShift(kind, Decimal(hours) if hours is not None else None, duty, None)


def day(who: UUID | None, original: Hours, planned: Hours, worked: Hours, duty: Duty = Duty.WORK) -> EmployeeDay:
    key = {ANA: "1053", BEN: "1054"}.get(who or UUID(int=0), "")
    return EmployeeDay(
        MONDAY,
        None,
        "",
        "",
        who,
        key,
        "",
        "",
        part(ShiftKind.ORIGINAL, original),
        part(ShiftKind.PLANNED, planned, duty),
        part(ShiftKind.WORKED, worked),
    )


def test_all_shifts_of_a_day_are_added_and_none_stays_none() -> None:
    days = [
        day(ANA, "7.25", "4.00", None),
        day(ANA, None, "3.33", "0"),
        day(BEN, "9", "9", "9"),
        day(None, "1", "1", "1"),
    ]
    assert hours_of(days, {"1053": 11}, JoinKey.POS) == [(11, DayHours("1053", MONDAY, 435, 440, 0))]


@pytest.mark.parametrize(("duty", "planned"), [(Duty.WORK, 450), (Duty.UNSAID, 450), (Duty.ABSENCE, None)])
def test_an_absence_is_no_planned_work(duty: Duty, planned: int | None) -> None:
    ((_, found),) = hours_of([day(ANA, None, "7.5", None, duty)], {"1053": 11}, JoinKey.POS)
    assert found.planned_min == planned
