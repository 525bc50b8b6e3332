"""Update, add and delete: what is sent replaces what was there, with the documented effects beside it."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA, BEN, CHLOE, EMIL, PATROL_DUTY
from tests.shared.sandbox.tamigo.conftest import SignIn

FIRST = "fb60311f-e88c-4a6a-9bc4-6ad09fd6a7b5"
START, END = 1_777_636_800_000, 1_777_665_600_000  # 2026-05-01, 12:00 and 20:00 UTC
DAY = "2026-05-01"
Kept = Callable[[str], dict[str, Any]]


def body(**fields: Any) -> dict[str, Any]:
    sent = {"StartTime": f"/Date({START}+0200)/", "EndTime": f"/Date({END})/", "EmployeeId": ANA, "BreakCode": "P"}
    return {**sent, "Comment": "Early", "ShiftActivityId": PATROL_DUTY, **fields}


def success(answer: requests.Response) -> bool:
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert set(told) == {"Message", "Success"}
    assert (told["Message"] is None) is told["Success"]
    return bool(told["Success"])


def test_what_is_left_out_is_deleted(planner: requests.Session, kept: Kept) -> None:
    assert success(planner.put(f"/Shifts/{FIRST}/", json={"ShiftId": FIRST, **body()}))
    shift = kept(FIRST)
    assert (shift["Comment"], shift["BreakCode"], shift["ShiftActivityId"]) == ("Early", "P", PATROL_DUTY)
    assert (shift["StartTime"], shift["EndTime"]) == ("2026-05-01T12:00:00+00:00", "2026-05-01T20:00:00+00:00")
    sent = {name: value for name, value in body().items() if name in ("StartTime", "EndTime", "EmployeeId")}
    assert success(planner.put(f"/shifts/{FIRST.upper()}", json=sent))
    shift = kept(FIRST)
    assert (shift["Comment"], shift["BreakCode"], shift["ShiftActivityId"]) == ("", None, None)
    assert (shift["EmployeeId"], shift["IsAvailable"]) == (ANA, False)


def test_another_employee_takes_bids_and_exchange_away(
    planner: requests.Session, operator: requests.Session, kept: Kept
) -> None:
    operator.patch(f"/shifts/{FIRST}", json={"Bids": [BEN, CHLOE], "IsExchange": True})
    assert success(planner.put(f"/Shifts/{FIRST}/", json=body(IsExchange=True)))
    assert (kept(FIRST)["Bids"], kept(FIRST)["IsExchange"]) == ([BEN, CHLOE], True)
    assert success(planner.put(f"/Shifts/{FIRST}/", json=body(IsExchange=True, EmployeeId=BEN)))
    assert (kept(FIRST)["Bids"], kept(FIRST)["IsExchange"]) == ([], False)


@pytest.mark.parametrize("nobody", [None, "", "00000000-0000-0000-0000-000000000000"])
def test_a_shift_of_nobody_is_available(planner: requests.Session, kept: Kept, nobody: str | None) -> None:
    assert success(planner.put(f"/Shifts/{FIRST}/", json=body(EmployeeId=nobody, IsAvailable=False)))
    assert (kept(FIRST)["EmployeeId"], kept(FIRST)["IsAvailable"]) == (None, True)
    assert FIRST not in {item["ShiftId"] for item in planner.get("/Shifts/available/").json()}  # it is over
    later = body(EmployeeId=nobody, StartTime="/Date(4102444800000)/", EndTime="/Date(4102448400000)/")
    assert success(planner.put(f"/Shifts/{FIRST}/", json=later))
    assert FIRST in {item["ShiftId"] for item in planner.get("/Shifts/available/").json()}


def test_an_end_before_1900_is_a_missing_end(planner: requests.Session, kept: Kept) -> None:
    assert success(planner.put(f"/Shifts/{FIRST}/", json=body(EndTime="/Date(-62135596800000)/")))
    assert kept(FIRST)["EndTime"] is None
    assert not success(planner.put(f"/Shifts/{FIRST}/", json=body(EndTime="/Date(-2208970800000-0500)/")))


def test_an_end_that_is_not_sent_is_refused_or_missing(
    planner: requests.Session, operator: requests.Session, kept: Kept
) -> None:
    assert not success(planner.put(f"/Shifts/{FIRST}/", json=body(EndTime=None)))
    operator.put("/switches", json={"missing_end": "blank"})
    assert success(planner.put(f"/Shifts/{FIRST}/", json=body(EndTime=None)))
    assert kept(FIRST)["EndTime"] is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"StartTime": None},
        {"StartTime": "2026-05-01T12:00:00"},
        {"EndTime": f"/Date({START})/"},
        {"EmployeeId": "Ana"},
        {"EmployeeId": FIRST},
        {"ShiftActivityId": FIRST},
        {"IsAvailable": "perhaps"},
        {"Comment": 5},
        {"ShiftId": ANA},
    ],
)
def test_what_cannot_be_used_is_refused_and_changes_nothing(
    planner: requests.Session, operator: requests.Session, kept: Kept, wrong: dict[str, Any]
) -> None:
    before = kept(FIRST)
    assert not success(planner.put(f"/Shifts/{FIRST}/", json=body(**wrong)))
    operator.put("/switches", json={"not_done": "400"})
    assert planner.put(f"/Shifts/{FIRST}/", json=body(**wrong)).status_code == 400
    assert kept(FIRST) == before


def test_a_shift_or_a_department_that_is_not_there(planner: requests.Session) -> None:
    assert not success(planner.put(f"/Shifts/{ANA}/", json=body()))
    assert not success(planner.delete(f"/Shifts/{ANA}/"))
    assert not success(planner.post("/Shifts/planned/", params={"departmentId": ANA}, json=body()))
    assert not success(planner.post("/Shifts/planned/", json=body(DepartmentId=ANA)))


def test_a_shift_is_added_in_xml_in_local_time(planner: requests.Session, operator: requests.Session) -> None:
    operator.put("/world", json={"Shifts": []})
    sent = f"""<Shift xmlns="http://schemas.datacontract.org/2004/07/Tamigo.Services.Entities"
    xmlns:i="http://www.w3.org/2001/XMLSchema-instance"><BreakCode>Q</BreakCode><Comment i:nil="true"/>
    <EmployeeId>{BEN}</EmployeeId><EndTime>2026-11-01T06:00:00</EndTime><IsAvailable>true</IsAvailable>
    <StartTime>2026-11-01T01:30:00</StartTime></Shift>"""
    headers = {"Content-Type": "application/xml", "Accept": "application/xml"}
    told = [planner.post("/Shifts/Planned/", data=sent, headers=headers)]
    operator.put("/switches", json={"repeated_hour": "second"})
    told.append(planner.post("/Shifts/planned/", data=sent, headers=headers))
    assert all('<Message i:nil="true" /><Success>true</Success>' in answer.text for answer in told)
    shifts = operator.get("/shifts").json()
    assert [item["StartTime"] for item in shifts] == ["2026-11-01T05:30:00+00:00", "2026-11-01T06:30:00+00:00"]
    assert {(item["Kind"], item["EmployeeId"], item["IsAvailable"], item["Comment"]) for item in shifts} == {
        ("planned", BEN, False, "")
    }


def test_a_worked_shift_is_added_beside_the_plan(planner: requests.Session, application: requests.Session) -> None:
    assert success(application.post("/Shifts/actual/", json=body()))
    assert planner.get(f"/shifts/day/{DAY}/").json() == []
    [worked] = planner.get(f"/actualshifts/day/{DAY}/").json()
    assert (worked["EmployeeName"], worked["StartTime"]) == ("Ana Ribeiro", f"/Date({START}-0400)/")
    assert success(planner.delete(f"/Shifts/{worked['ShiftId']}/"))
    assert planner.get(f"/actualshifts/day/{DAY}/").json() == []


def test_an_added_shift_of_nobody_is_available_and_can_be_a_draft(
    planner: requests.Session, operator: requests.Session
) -> None:
    assert success(planner.post("/Shifts/planned/", json=body(EmployeeId=None, IsExchange=True)))
    operator.put("/switches", json={"new_planned": "draft"})
    assert success(planner.post("/Shifts/planned/", json=body()))
    [told] = planner.get(f"/shifts/day/{DAY}/").json()
    assert (told["IsAvailable"], told["IsExchange"], told["EmployeeId"]) == (True, False, None)
    assert not success(planner.post("/Shifts/possible/", json=body()))


def test_two_shifts_at_once_can_be_refused(planner: requests.Session, operator: requests.Session) -> None:
    assert success(planner.post("/Shifts/actual/", json=body()))
    assert success(planner.post("/Shifts/actual/", json=body()))
    operator.put("/switches", json={"overlap": "refused"})
    assert not success(planner.post("/Shifts/actual/", json=body()))
    assert success(planner.post("/Shifts/planned/", json=body()))
    assert success(planner.post("/Shifts/actual/", json=body(EmployeeId=BEN)))
    after = body(StartTime=f"/Date({END})/", EndTime=f"/Date({END + 60_000})/")
    assert success(planner.post("/Shifts/actual/", json=after))


def test_a_break_code_nobody_knows_is_taken_or_refused(planner: requests.Session, operator: requests.Session) -> None:
    assert success(planner.post("/Shifts/actual/", json=body(BreakCode="Z")))
    operator.put("/switches", json={"unknown_break_code": "refused"})
    assert not success(planner.post("/Shifts/actual/", json=body(BreakCode="Z")))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_a_closed_day_takes_no_worked_shift(
    application: requests.Session, operator: requests.Session, kept: Kept, method: str
) -> None:
    assert success(application.post("/Shifts/actual/", json=body()))
    [worked] = application.get(f"/actualshifts/day/{DAY}/").json()
    before = kept(worked["ShiftId"])
    assert operator.put("/closed-days", json={"Day": DAY}).json()[0]["Day"] == DAY
    path = "/Shifts/actual/" if method == "POST" else f"/Shifts/{worked['ShiftId']}/"
    moved = body(StartTime=f"/Date({START - 86_400_000})/")
    told = application.request(method, path, json=moved if method == "PUT" else body())
    assert not success(told)
    assert DAY in told.json()["Message"]
    assert success(application.post("/Shifts/planned/", json=body()))
    assert kept(worked["ShiftId"]) == before
    operator.put("/closed-days", json={"Day": DAY, "Closed": False})
    assert success(application.request(method, path, json=moved if method == "PUT" else body()))


def test_an_employee_only_offers_their_own_shift(ana: requests.Session, signed_in: SignIn, kept: Kept) -> None:
    before = kept(FIRST)
    assert success(ana.put(f"/Shifts/{FIRST}/", json={"IsAvailable": True, "Comment": "mine", "EmployeeId": EMIL}))
    assert kept(FIRST) == {**before, "IsAvailable": True}
    assert signed_in(1054).put(f"/Shifts/{FIRST}/", json={"IsAvailable": False}).status_code == 403
    assert ana.post("/Shifts/planned/", json=body()).status_code == 403
    assert ana.delete(f"/Shifts/{FIRST}/").status_code == 403
    assert kept(FIRST) == {**before, "IsAvailable": True}


@pytest.mark.parametrize("role", ["Planner", "Administrator"])
def test_a_role_counts_in_its_departments_only(
    operator: requests.Session, signed_in: SignIn, kept: Kept, role: str
) -> None:
    world = operator.get("/world").json()
    elsewhere = "1ca845e9-28f4-5f79-9517-6d0eac942564"
    world["Departments"].append({"DepartmentId": elsewhere, "Name": "Dock 4"})
    for person in world["Employees"]:
        person |= {"Password": "sandbox-password"}
        if person["EmployeeId"] == EMIL:
            person |= {"Role": role, "Departments": [elsewhere]}
    operator.put("/world", json={name: world[name] for name in ("Departments", "Employees")})
    emil = signed_in(1057)
    assert emil.delete(f"/Shifts/{FIRST}/").status_code == 403
    assert emil.put(f"/Shifts/{FIRST}/", json=body()).status_code == 403
    assert success(emil.post("/Shifts/planned/", json=body()))
    assert [item["DepartmentName"] for item in emil.get(f"/shifts/day/{DAY}/").json()] == ["Dock 4"]
    there = operator.get("/world").json()["Departments"][0]["DepartmentId"]
    assert emil.post("/Shifts/planned/", params={"departmentId": there}, json=body()).status_code == 403
    operator.put("/switches", json={"department_of_new": "home"})
    assert success(emil.post("/Shifts/planned/", params={"departmentId": there}, json=body()))
    assert kept(FIRST)["DepartmentId"] == there


@pytest.mark.parametrize(("word", "status"), [("403", 403), ("401", 401), ("success_false", 200)])
def test_what_a_role_may_not_do_is_answered_as_the_switches_say(
    operator: requests.Session, ana: requests.Session, planner: requests.Session, word: str, status: int
) -> None:
    operator.put("/switches", json={"forbidden_write": word, "forbidden_read": word})
    written, read = ana.delete(f"/Shifts/{FIRST}/"), planner.get("/shifts/all/2026-05-01/2026-05-02/")
    assert (written.status_code, read.status_code) == (status, status)
    if status == 200:
        assert (written.json()["Success"], read.json()["Success"]) == (False, False)


def test_an_application_may_be_kept_from_writing(application: requests.Session, operator: requests.Session) -> None:
    operator.put("/switches", json={"application_writes": "refused"})
    assert application.post("/Shifts/actual/", json=body()).status_code == 403
    assert application.delete(f"/Shifts/{FIRST}/").status_code == 403


@pytest.mark.parametrize(
    ("word", "said", "done"), [("refused", False, 0), ("done_and_denied", False, 1), ("undone", True, 0)]
)
def test_an_answer_may_not_be_what_happened(
    application: requests.Session, operator: requests.Session, word: str, said: bool, done: int
) -> None:
    operator.put("/switches", json={"writes": word})
    assert success(application.post("/Shifts/actual/", json=body())) is said
    assert len(application.get(f"/actualshifts/day/{DAY}/").json()) == done
