from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ports import UpstreamShift
from shared.upstream.tamigo.join import Joined, Unjoined, Why
from shared.upstream.tamigo.ownership import Owned
from shared.upstream.tamigo.rota import Absence, Rota, Window, local_shift_id, rota_of
from shared.upstream.tamigo.shift import DayShift, Duty, EmployeeDay, ShiftKind, TamigoShift
from shared.upstream.tamigo.times import Doubt

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
ANA, BEN, DEV = (UUID(int=number) for number in (1, 2, 3))
ACTIVITY = UUID(int=77)
SINCE = datetime(2026, 1, 5, 0, tzinfo=UTC)
MONDAY = date(2026, 1, 5)
WINDOW = Window(687, SINCE, SINCE + timedelta(days=2))
JOINED = Joined({ANA: "1053", BEN: "1057"}, (), ())
IDS = {"1053": 11, "1057": 12}


def shift(hour: int = 6, employee: UUID | None = ANA, **changes: Any) -> TamigoShift:
    starts_at = SINCE + timedelta(hours=hour)
    made = TamigoShift(
        ShiftKind.PLANNED, starts_at, starts_at + timedelta(hours=8), None, employee, tells_employee=True
    )
    return replace(made, **changes)


def day(employee: UUID | None, duty: Duty, hours: str | None = "8", on: date = MONDAY) -> EmployeeDay:
    parts = [DayShift(kind, Decimal(hours) if hours else None, duty, ACTIVITY) for kind in ShiftKind]
    return EmployeeDay(on, None, "", "", employee, "", "", "", *parts)


def rota(*shifts: TamigoShift, days: tuple[EmployeeDay, ...] = (), joined: Joined = JOINED, ids: Any = IDS) -> Rota:
    return rota_of(Owned(shifts), days, joined, ids, COPENHAGEN, WINDOW)


def test_a_shift_goes_by_the_ids_of_the_system_of_record() -> None:
    told = shift()
    assert told.starts_at
    assert told.ends_at
    assert rota(told) == Rota((UpstreamShift(local_shift_id(told), 11, None, 687, told.starts_at, told.ends_at),))


def test_an_open_shift_is_nobodys() -> None:
    assert [one.employee_id for one in rota(shift(employee=None)).shifts] == [None]


def test_shifts_are_kept_by_overlap_and_sorted_by_start() -> None:
    hours = [20, -8, -7, 47, 48, 6]
    starts = [(one.starts_at - SINCE) // timedelta(hours=1) for one in rota(*map(shift, hours)).shifts]
    assert starts == [-7, 6, 20, 47]


def test_an_absence_is_told_without_a_shift_and_without_a_reason() -> None:
    told = shift(duty=Duty.ABSENCE)
    found = rota(told)
    assert found.shifts == ()
    assert found.absences == (Absence(11, MONDAY, told.starts_at, told.ends_at),)


def test_the_activity_of_the_day_makes_its_shift_an_absence() -> None:
    told = shift()
    found = rota(told, shift(employee=BEN), days=(day(ANA, Duty.ABSENCE),))
    assert [one.employee_id for one in found.shifts] == [12]
    assert found.absences == (Absence(11, MONDAY, told.starts_at, told.ends_at),)


def test_a_day_of_absence_without_a_shift_is_an_absence_of_the_whole_day() -> None:
    days = (day(ANA, Duty.ABSENCE, None), day(ANA, Duty.ABSENCE, on=date(2026, 2, 5)), day(DEV, Duty.ABSENCE))
    assert rota(days=days).absences == (Absence(11, MONDAY),)


def test_a_day_with_work_beside_the_absence_is_a_day_of_work() -> None:
    found = rota(shift(), days=(day(ANA, Duty.ABSENCE), day(ANA, Duty.WORK)))
    assert len(found.shifts) == 1
    assert found.absences == ()


def test_a_row_with_nothing_planned_does_not_undo_an_absence() -> None:
    assert rota(days=(day(ANA, Duty.ABSENCE, None), day(ANA, Duty.WORK, None))).absences == (Absence(11, MONDAY),)


def test_an_activity_that_nobody_told_us_of_is_work_and_is_listed() -> None:
    found = rota(shift(duty=Duty.UNSAID, activity=BEN), days=(day(ANA, Duty.UNSAID), day(ANA, Duty.WORK)))
    assert len(found.shifts) == 1
    assert found.unsaid_activities == {BEN, ACTIVITY}


@pytest.mark.parametrize("changes", [{"starts_at": None}, {"ends_at": None}, {"ends_at": SINCE}])
def test_a_shift_without_a_start_or_an_end_is_listed(changes: dict[str, Any]) -> None:
    told = shift(**changes)
    found = rota(told)
    assert (found.shifts, found.untimed) == ((), (told,))


def test_a_shift_whose_time_was_twice_is_kept_and_listed() -> None:
    found = rota(shift(doubts=(Doubt.REPEATED_HOUR,)), shift(20))
    assert len(found.shifts) == 2
    assert found.doubtful == found.shifts[:1]


def test_somebody_who_is_not_joined_is_listed_with_their_shift() -> None:
    known = Unjoined(BEN, "x", Why.NOT_IN_REGISTER)
    shifts = [shift(), shift(employee=BEN), shift(employee=DEV)]
    found = rota(*shifts, joined=Joined({ANA: "1053"}, (known,), ()))
    assert [one.employee_id for one in found.shifts] == [11]
    assert found.unjoined == (known, Unjoined(DEV, "", Why.NO_KEY))
    assert found.unowned == tuple(shifts[1:])


def test_somebody_whom_the_system_of_record_does_not_know_is_listed() -> None:
    found = rota(ids={"1053": 11})
    assert found.unjoined == (Unjoined(BEN, "1057", Why.NOT_UPSTREAM),)


@given(st.none() | st.uuids(), st.none() | st.uuids(), st.integers(-1000, 1000))
def test_a_shift_has_one_negative_number_that_fits_the_store(
    shift_id: UUID | None, employee: UUID | None, hour: int
) -> None:
    told = shift(hour, employee, shift_id=shift_id)
    number = local_shift_id(told)
    assert -(2**63) <= number < 0
    assert number == local_shift_id(replace(told, ends_at=None, comment="moved"))
    assert number != local_shift_id(replace(told, shift_id=UUID(int=5)))
