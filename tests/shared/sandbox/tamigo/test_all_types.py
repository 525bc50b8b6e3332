"""Original, planned and worked shifts side by side."""

from typing import Any

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA, BEN, VACATION
from shared.sandbox.tamigo.guid import NOBODY

PATH = "/shifts/all/2026-05-01/2026-05-02/"
DAY = {"StartTime": "2026-05-01 12:00:00", "EndTime": "2026-05-01 20:00:00"}
LATE = {"StartTime": "2026-05-01 21:00:00", "EndTime": "2026-05-01 23:00:00"}


@pytest.fixture
def may(operator: requests.Session) -> requests.Session:
    operator.put("/world", json={"Shifts": []})
    return operator


def add(operator: requests.Session, **shift: Any) -> str:
    answer = operator.post("/shifts", json={"BreakCode": "P", "EmployeeId": ANA, **shift})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["ShiftId"])


def hours(application: requests.Session) -> list[tuple[str, float | None, float | None, float | None]]:
    return [
        (row["EmployeeId"], *(row[f"{kind}Shift"]["Shift"] for kind in ("Original", "Planned", "Actual")))
        for row in application.get(PATH).json()
    ]


def test_the_plan_as_it_was_as_it_is_and_what_was_worked(may: requests.Session, application: requests.Session) -> None:
    planned = add(may, **DAY)
    add(may, **DAY | {"EndTime": "2026-05-01 21:45:00"}, Kind="actual")
    assert hours(application) == [(ANA, 7.25, 7.25, 9.0)]
    may.patch(f"/shifts/{planned}", json={"EndTime": "2026-05-01 18:00:00"})
    assert hours(application) == [(ANA, 7.25, 5.25, 9.0)]
    may.delete(f"/shifts/{planned}")
    assert hours(application) == [(ANA, 7.25, None, 9.0)]


def test_a_shift_that_changed_hands_belongs_to_who_has_it(may: requests.Session, application: requests.Session) -> None:
    planned = add(may, **DAY)
    may.patch(f"/shifts/{planned}", json={"EmployeeId": BEN})
    add(may, **DAY, Kind="actual")
    assert hours(application) == [(ANA, None, None, 7.25), (BEN, 7.25, 7.25, None)]


def test_two_shifts_of_a_day_stand_beside_two_that_were_worked(
    may: requests.Session, application: requests.Session
) -> None:
    for shift in (LATE, DAY):
        add(may, **shift)
    add(may, **DAY, Kind="actual")
    assert hours(application) == [(ANA, 7.25, 7.25, 7.25), (ANA, 1.25, 1.25, None)]


def test_an_absence_has_its_activity_and_nobody_has_zeros(may: requests.Session, application: requests.Session) -> None:
    add(may, **DAY, EmployeeId=None)
    add(may, **DAY, ShiftActivityId=VACATION)
    nobody, absent = application.get(PATH).json()
    assert (nobody["EmployeeId"], nobody["FirstName"], nobody["Email"]) == (NOBODY, None, None)
    assert absent["PlannedShift"]["ActivityName"] == "Vacation"
    assert absent["PlannedShift"]["ShiftActivityId"] == VACATION


def test_days_and_departments_bound_the_list(may: requests.Session, application: requests.Session) -> None:
    add(may, **DAY)
    assert application.get("/shifts/all/2026-05-02/2026-05-03/").json() == []
    assert application.get(PATH, params={"departmentId": ANA}).json() == []
    assert len(application.get(PATH, params={"departmentId": "all"}).json()) == 1


def test_only_an_application_may_ask(planner: requests.Session, ana: requests.Session) -> None:
    assert [door.get(PATH).status_code for door in (planner, ana)] == [403, 403]
