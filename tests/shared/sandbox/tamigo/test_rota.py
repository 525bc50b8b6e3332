"""Which shifts the reading services tell, and to whom."""

from typing import Any

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA, BEN, HARBOUR_TOWER, VACATION
from tests.shared.sandbox.tamigo.conftest import SignIn

DOCK = "1ca845e9-28f4-5f79-9517-6d0eac942564"
DEPARTMENTS = [
    {"DepartmentId": HARBOUR_TOWER, "Name": "Harbour Tower", "Zone": "America/Montreal"},
    {"DepartmentId": DOCK, "Name": "Dock 4", "Zone": "Europe/Copenhagen"},
]


@pytest.fixture
def may(operator: requests.Session) -> requests.Session:
    """A night and a day of May, and a draft, at one department; a day at the other."""
    shifts = [
        # 23:00 to 07:00 in Montreal
        {"Comment": "night", "StartTime": "2026-05-02 03:00:00", "EndTime": "2026-05-02 11:00:00", "EmployeeId": ANA},
        {"Comment": "day", "StartTime": "2026-05-02 12:00:00", "EndTime": "2026-05-02 20:00:00", "EmployeeId": BEN},
        {"Comment": "draft", "StartTime": "2026-05-02 12:00:00", "EndTime": "2026-05-02 20:00:00", "IsApproved": False},
        {"Comment": "dock", "StartTime": "2026-05-01 22:30:00", "EndTime": "2026-05-02 06:00:00", "DepartmentId": DOCK},
    ]
    operator.put("/world", json={"Departments": DEPARTMENTS, "Shifts": []})
    for shift in shifts:
        assert operator.post("/shifts", json=shift).status_code == 201
    return operator


def told(door: requests.Session, path: str, **query: str) -> list[str]:
    answer = door.get(path, params=query)
    assert answer.status_code == 200, answer.text
    return [shift["Comment"] for shift in answer.json()]


def test_a_shift_belongs_to_the_local_day_it_begins_on(may: requests.Session, ana: requests.Session) -> None:
    assert told(ana, "/shifts/day/2026-05-01/") == ["night"]
    assert told(ana, "/shifts/day/2026-05-02/") == ["day"]
    assert told(ana, "/shifts/day/2026-05-02/", departmentId=DOCK) == ["dock"]
    assert told(ana, "/shifts/day/2026-05-02/", departmentId="ALL") == ["dock", "day"]


def test_a_night_can_belong_to_both_of_its_days(may: requests.Session, ana: requests.Session) -> None:
    may.put("/switches", json={"rota_day": "overlaps"})
    assert told(ana, "/shifts/day/2026-05-01/") == ["night"]
    assert told(ana, "/shifts/day/2026-05-02/") == ["night", "day"]
    assert told(ana, "/shifts/day/2026-05-03/") == []


def test_the_period_is_of_one_employee(may: requests.Session, ana: requests.Session) -> None:
    path = "/shifts/period/2026-05-01/2026-05-02/"
    assert told(ana, path, employeeId=BEN) == ["day"]
    assert ana.get(path).status_code == 400
    assert ana.get("/shifts/period/01-05-2026/2026-05-02/", params={"employeeId": BEN}).status_code == 400
    may.put("/switches", json={"period_end": "left_out"})
    assert told(ana, path, employeeId=BEN) == []
    may.put("/switches", json={"period_end": "included", "employee_filter": "ignored"})
    assert told(ana, path, employeeId=BEN) == ["night", "day"]


@pytest.mark.parametrize(("word", "expected"), [("all", ["dock", "day"]), ("empty", []), ("400", None)])
def test_an_application_has_no_default_department(
    may: requests.Session, application: requests.Session, word: str, expected: list[str] | None
) -> None:
    may.put("/switches", json={"no_department": word})
    if expected is None:
        assert application.get("/shifts/day/2026-05-02/").status_code == 400
    else:
        assert told(application, "/shifts/day/2026-05-02/") == expected
    assert told(application, "/shifts/day/2026-05-02/", departmentId=HARBOUR_TOWER) == ["day"]


def test_a_department_that_is_not_there(may: requests.Session, application: requests.Session) -> None:
    assert told(application, "/shifts/day/2026-05-02/", departmentId=ANA) == []
    may.put("/switches", json={"unknown_department": "400"})
    assert application.get("/shifts/day/2026-05-02/", params={"departmentId": ANA}).status_code == 400


def test_my_overview_is_mine_and_to_come(operator: requests.Session, ana: requests.Session) -> None:
    shifts = [
        {"Comment": "over", "StartTime": "now-9h", "EndTime": "now-1h", "EmployeeId": ANA},
        {"Comment": "later", "StartTime": "now+30h", "EndTime": "now+38h", "EmployeeId": ANA},
        {"Comment": "on", "StartTime": "now-60m", "EndTime": "now+7h", "EmployeeId": ANA},
        {"Comment": "Ben's", "StartTime": "now", "EndTime": "now+7h", "EmployeeId": BEN},
    ]
    operator.put("/world", json={"Shifts": []})
    for shift in shifts:
        operator.post("/shifts", json=shift)
    assert told(ana, "/shifts/future/") == ["on", "later"]
    assert ana.get("/shifts/planned/relevant/").json()["Comment"] == "on"
    assert [shift["EmployeeName"] for shift in ana.get("/shifts/future/").json()] == [None, None]


@pytest.mark.parametrize(
    ("word", "status", "text"), [("null", 200, "null"), ("empty", 200, ""), ("404", 404, "Message")]
)
def test_nothing_relevant(
    operator: requests.Session, application: requests.Session, word: str, status: int, text: str
) -> None:
    operator.put("/switches", json={"nothing_relevant": word})
    answer = application.get("/shifts/planned/relevant/")
    assert answer.status_code == status
    assert answer.text == text or text in answer.text != ""


def test_an_application_has_no_overview(operator: requests.Session, application: requests.Session) -> None:
    assert told(application, "/shifts/future/") == []
    operator.put("/switches", json={"overview_of_application": "refused"})
    for path in ("/shifts/future/", "/shifts/planned/relevant/"):
        assert application.get(path).status_code == 403


def vacation(door: requests.Session) -> dict[str, Any]:
    [found] = [item for item in door.get("/shifts/today/").json() if item["EmployeeName"] == "Dev Patel"]
    return dict(found)


def test_who_is_absent_is_told_by_the_activity(operator: requests.Session, application: requests.Session) -> None:
    absent = vacation(application)
    assert (absent["ShiftActivityId"], absent["ShiftActivityName"]) == (VACATION, "Vacation")
    assert absent["IsAbsenceShift"] is True
    operator.put("/switches", json={"absence_flag": "left_out"})
    assert "IsAbsenceShift" not in vacation(application)


def test_the_employee_is_told_or_not(operator: requests.Session, application: requests.Session) -> None:
    assert any(item["EmployeeId"] == ANA for item in application.get("/shifts/future/").json()) is False
    day = application.get("/shifts/today/").json()
    assert {"EmployeeId", "ShiftId", "ShiftHours"} <= set(day[0])
    operator.put("/switches", json={"employee_id": "left_out", "employee_name": "empty"})
    fewer = application.get("/shifts/today/").json()
    assert set(day[0]) - set(fewer[0]) == {"EmployeeId"}
    assert {item["EmployeeName"] for item in fewer} == {""}
    operator.put("/switches", json={"employee_id": "sent", "shift_fields": "documented"})
    assert set(application.get("/shifts/today/").json()[0]) == {
        "BreakCode",
        "Comment",
        "DepartmentName",
        "EmployeeId",
        "EmployeeName",
        "EndTime",
        "StartTime",
    }


def test_an_available_shift_tells_what_it_means_for_me(operator: requests.Session, signed_in: SignIn) -> None:
    offer = {"IsAvailable": True, "StartTime": "now+3m", "EndTime": "now+4m", "EmployeeId": BEN, "Bids": [ANA]}
    operator.put("/world", json={"Shifts": []})
    operator.post("/shifts", json=offer)
    [to_ana] = signed_in(1053).get("/Shifts/available/").json()
    [to_ben] = signed_in(1054).get("/Shifts/available/").json()
    assert (to_ana["BidPlaced"], to_ana["OtherEmployeesHaveBidOnShift"]) == (True, False)
    assert (to_ben["BidPlaced"], to_ben["OtherEmployeesHaveBidOnShift"]) == (False, True)
    assert (to_ana["EmployeeHaveShiftSameDay"], to_ben["EmployeeHaveShiftSameDay"]) == (False, True)
    assert (to_ana["ShiftProviderId"], to_ana["ShiftProviderName"]) == (BEN, "Ben Okafor")


@pytest.mark.parametrize("word", ["404", "410"])
def test_the_deprecated_service_can_be_gone(operator: requests.Session, ana: requests.Session, word: str) -> None:
    assert ana.get("/Shifts/available/").status_code == 200
    operator.put("/switches", json={"available_shifts": word})
    assert ana.get("/Shifts/available/").status_code == int(word)
