"""The default rota is around now, and of the same people as TrackTik's."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.sandbox.tamigo.default_world import ANA, BEN, CHLOE, DEV, EMIL, ZONE, default_world
from shared.sandbox.tracktik import default_world as tracktik

NOON = datetime(2026, 11, 22, 17, 3, 31, tzinfo=UTC)
DST_NIGHTS = (datetime(2026, 3, 8, 6, 58, tzinfo=UTC), datetime(2026, 11, 1, 5, 31, tzinfo=UTC))


@pytest.mark.parametrize("now", [NOON, NOON + timedelta(hours=12), *DST_NIGHTS])
def test_the_rota_is_around_now(now: datetime) -> None:
    world = default_world(now)
    first = {shift.employee_id: shift for shift in reversed(world.shifts)}
    assert timedelta(0) < first[ANA].start_time - now <= timedelta(minutes=5)
    assert first[CHLOE].start_time < now < (first[CHLOE].end_time or now)
    assert timedelta(0) < (first[EMIL].end_time or now) - now <= timedelta(minutes=10)
    local_day = now.astimezone(ZoneInfo(ZONE)).date()
    assert first[DEV].start_time.astimezone(ZoneInfo(ZONE)).date() == local_day
    assert [shift.is_available for shift in world.shifts if shift.employee_id is None] == [True]


def test_one_night_goes_over_midnight() -> None:
    zone = ZoneInfo(ZONE)
    night = [shift for shift in default_world(NOON).shifts if shift.employee_id == BEN][-1]
    begin, end = night.start_time.astimezone(zone), (night.end_time or NOON).astimezone(zone)
    assert (begin.hour, end.hour, end.date() - begin.date()) == (23, 7, timedelta(days=1))


def test_people_and_shifts_are_those_of_tracktik() -> None:
    ours, theirs = default_world(NOON), tracktik.default_world(NOON)
    numbers = {item.employee_id: int(item.pos_key or 0) for item in ours.employees}
    names = {item.id: item.name for item in theirs.employees if item.status == "ACTIVE"}
    assert {int(item.pos_key or 0): item.name for item in ours.employees} == names
    assert len(ours.departments) == 1
    planned = {(numbers[item.employee_id], item.start_time) for item in ours.shifts if item.employee_id}
    there = {(item.employee, item.start_date_time) for item in theirs.shifts if item.account == tracktik.HARBOUR_TOWER}
    assert there <= planned


def test_the_zone_and_the_department_key_are_those_of_the_demo() -> None:
    [department] = default_world(NOON).departments
    assert (department.department_key, department.zone) == (str(tracktik.HARBOUR_TOWER), "America/Montreal")
