"""Worked shifts read back, days closed and opened, and the lists beside them."""

import requests

from shared.sandbox.tamigo.default_world import ANA, BEN, HARBOUR_TOWER

WORKED = {"Kind": "actual", "StartTime": "2026-05-01 12:00:00", "EndTime": None}


def told(door: requests.Session, path: str, **query: str) -> list[str]:
    return [item["EmployeeName"] for item in door.get(path, params=query).json()]


def test_worked_shifts_are_told_by_day_and_by_employee(operator: requests.Session, ana: requests.Session) -> None:
    for employee in (ANA, BEN):
        operator.post("/shifts", json={**WORKED, "EmployeeId": employee})
    assert sorted(told(ana, "/actualshifts/day/2026-05-01/")) == ["Ana Ribeiro", "Ben Okafor"]
    assert told(ana, "/actualshifts/day/2026-05-02/") == []
    assert told(ana, "/actualshifts/past/2026-06-30/") == ["Ana Ribeiro"]
    assert told(ana, "/actualshifts/past/2026-06-30/", employeeId=BEN, departmentId="all") == ["Ben Okafor"]
    assert told(ana, "/actualshifts/past/2026-07-01/") == []
    assert told(ana, "/actualshifts/past/2026-04-30/") == []


def test_the_documented_fields_of_a_worked_shift(operator: requests.Session, ana: requests.Session) -> None:
    operator.post("/shifts", json={**WORKED, "EmployeeId": ANA})
    operator.put("/switches", json={"shift_fields": "documented", "employee_id": "left_out"})
    [shift] = ana.get("/actualshifts/day/2026-05-01/").json()
    assert set(shift) == {
        "BreakCode",
        "Comment",
        "DepartmentName",
        "EmployeeName",
        "EndTime",
        "ShiftActivityId",
        "ShiftId",
        "StartTime",
    }
    assert shift["EndTime"] == "/Date(-2208970800000-0500)/"


def test_a_day_is_closed_and_opened_by_a_planner(planner: requests.Session, ana: requests.Session) -> None:
    status = "/actualshifts/status/day/2026-05-01/"
    assert ana.get(status).json() == {"Message": "false", "Success": True}
    assert ana.put("/actualshifts/close/day/2026-05-01/").status_code == 403
    assert planner.put("/actualshifts/close/day/2026-05-01/").json()["Success"] is True
    assert ana.get(status).json() == {"Message": "true", "Success": True}
    assert planner.put("/actualshifts/open/day/2026-05-01/").json()["Success"] is True
    assert ana.get(status).json() == {"Message": "false", "Success": True}


def test_all_departments_are_closed_when_each_of_them_is(operator: requests.Session, planner: requests.Session) -> None:
    dock = "1ca845e9-28f4-5f79-9517-6d0eac942564"
    departments = [*operator.get("/world").json()["Departments"], {"DepartmentId": dock, "Name": "Dock 4"}]
    operator.put("/world", json={"Departments": departments})
    told = []
    for department in ("", dock):
        operator.put("/closed-days", json={"Day": "2026-05-01", "DepartmentId": department})
        answer = planner.get("/actualshifts/status/day/2026-05-01/", params={"departmentId": "all"})
        told.append(answer.json()["Message"])
    assert told == ["false", "true"]


def test_the_lists_beside_the_rota(planner: requests.Session, ana: requests.Session) -> None:
    assert planner.get("/Departments/").json() == [
        {"DepartmentId": HARBOUR_TOWER, "IsDefault": True, "Name": "Harbour Tower"}
    ]
    people = planner.get("/employees/").json()
    assert {item["PosKey"]: item["EmployeeId"] for item in people}["1053"] == ANA
    assert [item["Name"] for item in people if item["IsPlanner"]] == ["Emil Sørensen"]
    assert "sandbox-password" not in str(people)
    assert ana.get("/employees/").status_code == 403
    assert {item["Code"]: item["Hours"] for item in ana.get("/Breakcodes/").json()} == {"P": "0.75", "Q": "0.5"}
    [hours] = ana.get("/OpeningHours/2026-05-01/2026-05-02/").json()
    assert (hours["StoreId"], hours["NormalOpeningHours"]) == ("687", [])
    assert (
        "<NormalOpeningHours />" in ana.get("/OpeningHours/2026-05-01/2026-05-02/", headers={"Accept": "text/xml"}).text
    )
