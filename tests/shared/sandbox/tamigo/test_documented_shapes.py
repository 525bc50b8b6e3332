"""The document's own examples: the same requests get the same answers, or, where they depend on now, their shape."""

import json
import re
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import canonicalize

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA, EMIL, VACATION

BISTRO = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
EXAMPLE = "fb60311f-e88c-4a6a-9bc4-6ad09fd6a7b5"
XML = {"Accept": "application/xml"}
NAMESPACES = (
    'xmlns="http://schemas.datacontract.org/2004/07/Tamigo.Services.Entities" '
    'xmlns:i="http://www.w3.org/2001/XMLSchema-instance"'
)
AS_DOCUMENTED = {"shift_fields": "documented", "employee_id": "left_out", "employee_name": "empty"}
SENT = {
    "StartTime": "/Date(1355986847000+0100)/",
    "EndTime": "/Date(1356008447000+0100)/",
    "Comment": "Early",
    "BreakCode": "P",
    "IsAvailable": False,
    "IsExchange": False,
    "EmployeeId": ANA,
    "ShiftActivityId": "00000000-0000-0000-0000-000000000000",
}
WEEKEND = (
    r'{"BreakCode":"Q","Comment":"","DepartmentName":"Ny Bistro","EmployeeName":"",'
    r'"EndTime":"\/Date(1316700000000+0200)\/","StartTime":"\/Date(1316671200000+0200)\/"}'
)
DAY_IN_XML = """<Shift> <BreakCode>Q</BreakCode> <Comment/> <DepartmentName>København</DepartmentName> <EmployeeName/>
<EndTime>2011-12-13T16:00:00</EndTime> <StartTime>2011-12-13T08:00:00</StartTime> </Shift>"""
DECEMBER = ("2011-12-13 07:00:00", "2011-12-13 15:00:00")

Plan = Callable[..., dict[str, Any]]


@pytest.fixture
def plan(operator: requests.Session) -> Plan:
    """The document's company: one department in Copenhagen, and the shifts that a test needs."""

    def put(*shifts: dict[str, Any], department: str = "Ny Bistro") -> dict[str, Any]:
        operator.put("/switches", json=AS_DOCUMENTED)
        place = {"DepartmentId": BISTRO, "DepartmentKey": "835", "Name": department, "Zone": "Europe/Copenhagen"}
        usual = {"DepartmentId": BISTRO, "EmployeeId": ANA, "BreakCode": "Q"}
        numbered = [
            {"ShiftId": EXAMPLE[:-1] + str(index), **usual, **shift} for index, shift in enumerate(shifts, start=5)
        ]
        answer = operator.put("/world", json={"Departments": [place], "Shifts": numbered})
        assert answer.status_code == 200, answer.text
        world: dict[str, Any] = answer.json()
        return world

    return put


def shape(text: str) -> str:
    """A JSON text or XML text with its digits, offsets and outer white space made equal."""
    if text.startswith("<"):
        text = canonicalize(text, strip_text=True)
    return re.sub(r"\d+", "0", re.sub(r"[+-]\d{4}\)", "+0000)", text))


SOON = {"StartTime": "now+60m", "EndTime": "now+9h"}


def test_a_my_overview(plan: Plan, ana: requests.Session) -> None:
    plan(SOON)
    example = (
        r'[{"BreakCode":"Q","Comment":"","DepartmentName":"Ny Bistro","EmployeeName":null,'
        r'"EndTime":"\/Date(1318860000000+0200)\/","StartTime":"\/Date(1318831200000+0200)\/"}]'
    )
    assert shape(ana.get("/shifts/future/").text) == shape(example)


def test_a_my_overview_in_xml(plan: Plan, ana: requests.Session) -> None:
    plan({**SOON, "ShiftId": "2f5e8bcc-a419-4c2b-891a-54fa4592bd52"}, department="Herning")
    example = f"""<ArrayOfShift {NAMESPACES}> <Shift> <BreakCode>Q</BreakCode> <Comment/>
    <DepartmentName>Herning</DepartmentName> <EmployeeName i:nil="true"/> <EndTime>2011-12-19T06:00:00</EndTime>
    <IsAvailable>false</IsAvailable> <IsExchange>false</IsExchange>
    <ShiftId>2f5e8bcc-a419-4c2b-891a-54fa4592bd52</ShiftId> <StartTime>2011-12-18T23:00:00</StartTime>
    </Shift> </ArrayOfShift>"""
    assert shape(ana.get("/shifts/future/", headers=XML).text) == shape(example)


def test_b_the_current_day(plan: Plan, ana: requests.Session) -> None:
    plan({"StartTime": "now", "EndTime": "now+8h"})
    assert shape(ana.get("/shifts/today/").text) == shape(f"[{WEEKEND}]")
    told = ana.get("/shifts/today/", headers=XML).text
    assert shape(told) == shape(
        f"<ArrayOfShift {NAMESPACES}>{DAY_IN_XML}</ArrayOfShift>".replace("København", "Ny Bistro")
    )


@pytest.mark.parametrize("path", ["/shifts/day/2011-09-22/", f"/shifts/period/2011-09-22/2011-09-22/?employeeId={ANA}"])
def test_c_and_d_another_day_and_a_period(plan: Plan, ana: requests.Session, path: str) -> None:
    plan({"StartTime": "2011-09-22 06:00:00", "EndTime": "2011-09-22 14:00:00"})
    told = ana.get(path)
    assert told.text == f"[{WEEKEND}]"
    assert told.headers["content-type"] == "application/json; charset=utf-8"


def test_d_a_period_in_xml(plan: Plan, ana: requests.Session) -> None:
    plan(dict(zip(("StartTime", "EndTime"), DECEMBER, strict=True)), department="København")
    told = ana.get("/shifts/period/2011-12-13/2011-12-13/", params={"employeeId": ANA}, headers=XML).text
    example = f"<ArrayOfShift {NAMESPACES}>{DAY_IN_XML}</ArrayOfShift>"
    assert canonicalize(told) == canonicalize(example, strip_text=True)


def test_e_all_types(plan: Plan, application: requests.Session) -> None:
    plan({"StartTime": "2016-01-18 07:00:00", "EndTime": "2016-01-18 15:00:00", "BreakCode": "P"})
    example = {
        "Date": "/Date(1453071600000+0100)/",
        "DepartmentId": "dc1a04be-fb08-443f-aa3f-06b0a7bffb28",
        "DepartmentKey": "835",
        "DepartmentName": "Ny Bistro",
        "EmployeeId": ANA,
        "FirstName": "Ana",
        "EmployeePosKey": "1053",
        "Email": "1053@example.test",
        "OriginalShift": {"ActivityName": None, "Comments": "", "Shift": 7.25, "ShiftActivityId": None, "Sum": None},
        "PlannedShift": {"ActivityName": None, "Comments": "", "Shift": 7.25, "ShiftActivityId": None, "Sum": None},
        "ActualShift": {"ActivityName": None, "Comments": None, "Shift": None, "ShiftActivityId": None, "Sum": None},
        "WageNumber": "1053",
    }
    told = application.get("/shifts/all/2016-01-18/2016-01-18/", params={"departmentId": BISTRO}).text
    assert told == json.dumps([example], separators=(",", ":"))


def test_e_all_types_in_xml(plan: Plan, application: requests.Session) -> None:
    plan(
        {"StartTime": "2016-01-05 07:00:00", "EndTime": "2016-01-05 16:00:00", "BreakCode": None, "EmployeeId": None},
        department="Copenhagent",
    )
    part = """<ActivityName i:nil="true"/> <Comments/> <Shift>9.00</Shift> <ShiftActivityId i:nil="true"/>
    <Sum i:nil="true"/>"""
    example = f"""<ArrayOfEmployeeShift {NAMESPACES}> <EmployeeShift> <Date>2016-01-05T00:00:00</Date>
    <DepartmentId>dc1a04be-fb08-443f-aa3f-06b0a7bffb28</DepartmentId> <DepartmentKey>835</DepartmentKey>
    <DepartmentName>Copenhagent</DepartmentName> <EmployeeId>00000000-0000-0000-0000-000000000000</EmployeeId>
    <FirstName i:nil="true"/> <OriginalShift>{part}</OriginalShift> <PlannedShift>{part}</PlannedShift>
    <ActualShift> <ActivityName i:nil="true"/> <Comments i:nil="true"/> <Shift i:nil="true"/>
    <ShiftActivityId i:nil="true"/> <Sum i:nil="true"/> </ActualShift> <WageNumber i:nil="true"/> </EmployeeShift>
    </ArrayOfEmployeeShift>"""
    told = application.get("/shifts/all/2016-01-05/2016-01-05/", params={"departmentId": BISTRO}, headers=XML).text
    assert canonicalize(told) == canonicalize(example, strip_text=True)


def test_f_the_relevant_shift(plan: Plan, ana: requests.Session) -> None:
    plan({"StartTime": "now-60m", "EndTime": "now+7h"})
    assert shape(ana.get("/shifts/planned/relevant/").text) == shape(WEEKEND)
    told = ana.get("/shifts/planned/relevant/", headers=XML).text
    assert shape(told) == shape(
        DAY_IN_XML.replace("<Shift>", f"<Shift {NAMESPACES}>").replace("København", "Ny Bistro")
    )


def test_g_available_shifts(plan: Plan, ana: requests.Session) -> None:
    plan({**SOON, "EmployeeId": None, "IsAvailable": True}, department="København")
    nobody = "00000000-0000-0000-0000-000000000000"
    example = f"""<ArrayOfAvailableShift {NAMESPACES}> <AvailableShift> <BidPlaced>false</BidPlaced>
    <BreakCode>Q</BreakCode> <Comment/><DepartmentId>{BISTRO}</DepartmentId>
    <DepartmentName>København</DepartmentName> <EmployeeHaveShiftSameDay>false</EmployeeHaveShiftSameDay>
    <EndTime>2011-12-13T16:00:00</EndTime> <ExtendedShiftEndTime>0001-01-01T00:00:00</ExtendedShiftEndTime>
    <ExtendedShiftStartTime>0001-01-01T00:00:00</ExtendedShiftStartTime> <IsExtended>false</IsExtended>
    <OtherEmployeesHaveBidOnShift>false</OtherEmployeesHaveBidOnShift> <ShiftId>{EXAMPLE}</ShiftId>
    <ShiftProviderId>{nobody}</ShiftProviderId> <ShiftProviderName>Ledig</ShiftProviderName>
    <StartTime>2011-12-13T08:00:00</StartTime> <Week>50</Week> </AvailableShift> </ArrayOfAvailableShift>"""
    told = ana.get("/Shifts/available/", headers=XML).text
    assert shape(told) == shape(example)
    assert told.count("0001-01-01T00:00:00") == 2


def test_h_update_i_add_and_j_delete(plan: Plan, application: requests.Session, operator: requests.Session) -> None:
    plan({"StartTime": "2012-12-20 06:00:00", "EndTime": "2012-12-20 14:00:00", "EmployeeId": EMIL})
    path = f"/Shifts/{EXAMPLE}/"
    told = [
        application.put(path, json={"ShiftId": EXAMPLE, **SENT}),
        application.post("/Shifts/actual/", json=SENT),
        application.delete(path),
    ]
    assert [answer.text for answer in told] == ['{"Message":null,"Success":true}'] * 3
    [left] = operator.get("/shifts").json()
    assert (left["Kind"], left["EmployeeId"], left["Comment"]) == ("actual", ANA, "Early")
    assert (left["StartTime"], left["BreakCode"]) == ("2012-12-20T07:00:47+00:00", "P")
    assert VACATION != left["ShiftActivityId"] is None
