"""What the time-card document shows, word for word: its example, its request, its errors, and the dimensions."""

import json
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.shared.sandbox.oracle.conftest import Details

EXAMPLE = json.loads(
    """{ "curUTC": "2024-05-31T17:59:59", "locRef": "1234", "businessDates": [{ "busDt": "2024-05-31",
    "timeCardDetails": [{ "tcId": 15253, "lastUpdatedUTC": "2024-05-31T10:00:00", "addedUTC": "2024-05-31T10:00:00",
    "empNum": 1234, "payrollID": "12345", "extPayrollID": "123789", "jobCodeRef": "3", "clkInAuthEmpNum": 12345,
    "clkOutAuthEmpNum": 12345, "jcNum": 123, "rvcNum": 1, "shftNum": 1, "clkInLcl": "2024-05-31T10:00:00",
    "clkInUTC": "2024-05-31T10:00:00", "clkInStatus": 84, "clkOutLcl": "2024-05-31T14:30:00",
    "clkOutUTC": "2024-05-31T14:30:00", "clkOutStatus": 84, "payRt": 100.0, "regHrs": 3.54, "regPay": 354.0,
    "ovt1Hrs": 1.0, "ovt1Pay": 1.5, "ovt2Hrs": 2.0, "ovt2Pay": 2.5, "ovt3Hrs": 3.0, "ovt3Pay": 3.5, "ovt4Hrs": 4.0,
    "ovt4Pay": 4.5, "premHrs": 4.0, "premPay": 4.5, "shftType": 1, "grossRcpts": 1234.56, "chrgRcpts": 1234.56,
    "chrgTips": 1234.56, "drctTips": 1234.56, "indirTips": 1234.56, "svcTips": 1234.56, "tipsPd": 1234.56,
    "adjustments": [{ "adjId": 123456789, "adjUTC": "2024-05-31T14:30:00", "mgrName": "J Doe", "prevJcNum": 1,
    "prevRVCNum": 1, "prevClkInLcl": "2024-05-31T10:00:00", "prevClkInUTC": "2024-05-31T10:00:00",
    "prevClkOutLcl": "2024-05-31T10:00:00", "prevClkOutUTC": "2024-05-31T10:00:00", "prevDrctTips": 1234.56,
    "prevIndirTipsPd": 1234.56, "rsn": "Clocked out late" }] }] }] }"""
)
ROW = EXAMPLE["businessDates"][0]["timeCardDetails"][0]
WAS = ROW["adjustments"][0]
OF_THE_CLOUD_ALONE = ("payrollID", "extPayrollID", "jobCodeRef", "clkInLcl", "clkOutLcl")


def example_world() -> dict[str, Any]:
    """The organisation whose answer the example is. Its store's clock shows UTC, as the example's does."""
    hours = {name: value for name, value in ROW.items() if name[:3] in ("reg", "ovt", "pre")}
    card = {name: value for name, value in ROW.items() if name not in (*hours, *OF_THE_CLOUD_ALONE)}
    was = {name: value for name, value in WAS.items() if not name.endswith("Lcl")}
    was |= {"prevRvcNum": was.pop("prevRVCNum"), "prevIndirTips": was.pop("prevIndirTipsPd")}
    card |= {"locRef": "1234", "busDt": "2024-05-31", "hours": hours, "adjustments": [was]}
    return {
        "locations": [{"locRef": "1234", "name": "McLean VA", "tz": "UTC"}],
        "employees": [{"num": 1234, "firstName": "J", "payrollID": "12345", "extPayrollID": "123789"}],
        "jobCodes": [{"num": 123, "name": "Server", "jobCodeRef": 3}, {"num": 1, "name": "Host"}],
        "revenueCenters": [{"num": 1, "name": "Restaurant", "locRef": "1234"}],
        "cards": [card],
    }


def test_the_examples_answer(operator: requests.Session, details: Details, turn: Callable[..., None]) -> None:
    turn(job_code_ref="string", job_code_ref_shown="always", previous_values="all")
    put = operator.put("/world", json=example_world())
    assert put.status_code == 200, put.text
    answer = details(locRef="1234", busDt="2024-05-31", includeAdjustments=True)
    assert answer.headers["Content-Type"] == "application/json"
    told = answer.json()
    assert len(told.pop("curUTC")) == len(EXAMPLE["curUTC"])
    assert told == {name: value for name, value in EXAMPLE.items() if name != "curUTC"}
    assert list(told["businessDates"][0]["timeCardDetails"][0]) == list(ROW)


def test_the_examples_request(operator: requests.Session, api: requests.Session) -> None:
    operator.put("/world", json=example_world())
    headers = {"Content-Type": "application/json"}
    answer = api.post("/getTimeCardDetails", data='{"busDt":"2020-10-20","locRef":"1234"}', headers=headers)
    assert (answer.status_code, answer.json()["businessDates"]) == (200, [])
    assert set(answer.json()) == {"curUTC", "locRef", "businessDates"}


def test_by_its_text_an_answer_holds_less_than_the_example(operator: requests.Session, details: Details) -> None:
    operator.put("/world", json=example_world())
    [day] = details(locRef="1234", busDt="2024-05-31").json()["businessDates"]
    [row] = day["timeCardDetails"]
    assert set(ROW) - set(row) == {"jobCodeRef", "adjustments"}


@pytest.mark.parametrize(
    ("status", "title", "change"),
    [
        (400, "Bad Request", {"path": "harbour/getTimeCardDetails", "json": {"locRef": "687"}}),
        (401, "Unauthorized", {"path": "harbour/getTimeCardDetails", "headers": {"Authorization": "Bearer x"}}),
        (403, "Service Unavailable", {"path": "harbour/getEmployeeDimensions", "json": {"locRef": "687"}}),
        (404, "Resource Not Found", {"path": "harbour/getNothing"}),
        (405, "Unexpected Error", {"path": "harbour/getTimeCardDetails", "method": "GET"}),
    ],
)
def test_errors_have_a_number_a_title_and_a_type(
    operator: requests.Session,
    stranger: requests.Session,
    api: requests.Session,
    status: int,
    title: str,
    change: dict[str, Any],
) -> None:
    operator.put("/world", json={"account": {"permissions": ["timeCards"]}})
    asked = {"method": "POST", "json": {}, "headers": dict(api.headers)} | change
    answer = stranger.request(asked.pop("method"), "/bi/v1/" + asked.pop("path"), **asked)
    told = answer.json()
    assert (answer.status_code, told["status"], told["title"]) == (status, status, title)
    assert isinstance(told["o:errorCode"], int)
    assert set(told) == {"type", "title", "status", "detail", "o:errorCode"}
    assert str(status) in told["type"]


def test_a_location_of_nobody_has_the_one_known_number(details: Details) -> None:
    told = details(locRef="4711", busDt="2024-05-31").json()
    assert (told["o:errorCode"], told["detail"]) == (33109, "Invalid location reference field")


def test_locations_as_documented(api: requests.Session) -> None:
    told = api.post("/getLocationDimensions", json={}).json()
    assert [item["locRef"] for item in told["locations"]] == ["687", "688"]
    assert told["locations"][0] == {
        "locRef": "687",
        "name": "Harbour Tower",
        "openDt": "2020-01-01",
        "active": True,
        "srcName": "Simphony",
        "srcVer": "19.7",
        "tz": "America/Montreal",
        "curr": "CAD",
        "workstations": [{"wsNum": 1, "wsName": "Terminal 1"}],
    }


def test_what_time_cards_join_to(api: requests.Session) -> None:
    people = api.post("/getEmployeeDimensions", json={"locRef": "687"}).json()
    assert people["locRef"] == "687"
    assert people["employees"][0] == {
        "num": 1053,
        "fName": "Ana",
        "lName": "Ribeiro",
        "payrollID": "1053",
        "extPayrollID": "1053",
        "homeLocRef": "687",
        "classNum": 30,
        "className": "Guards",
    }
    jobs = api.post("/getJobCodeDimensions", json={"locRef": "687"}).json()["jobCodes"]
    gate = {"jobCodeRef": 3, "num": 382, "name": "Guard, Gate 2", "lbrCatNum": 1, "lbrCatName": "Guards"}
    assert jobs[0] == gate
    centers = api.post("/getRevenueCenterDimensions", json={"locRef": "688"}).json()
    assert centers == {"locRef": "688", "revenueCenters": [{"num": 1, "name": "Dock"}]}


def test_dimensions_as_other_versions_write_them(api: requests.Session, turn: Callable[..., None]) -> None:
    turn(labor_category="nested", payroll_keys="payrollId")
    jobs = api.post("/getJobCodeDimensions", json={"locRef": "687"}).json()["jobCodes"]
    assert jobs[0]["lbrCat"] == {"num": 1, "name": "Guards"}
    ana = api.post("/getEmployeeDimensions", json={"locRef": "687"}).json()["employees"][0]
    assert (ana["payrollId"], ana["externalPayrollID"], ana.get("payrollID")) == ("1053", "1053", None)


def test_an_account_without_personal_data_sees_numbers_only(
    operator: requests.Session, api: requests.Session, cards: Callable[..., list[dict[str, Any]]]
) -> None:
    operator.put("/world", json={"account": {"seesPersonalData": False}})
    ana = api.post("/getEmployeeDimensions", json={"locRef": "687"}).json()["employees"][0]
    assert ana == {"num": 1053, "homeLocRef": "687", "classNum": 30, "className": "Guards"}
    operator.post("/cards", json={"empNum": 1053, "busDt": "2024-05-31", "clkInUTC": "2024-05-31T10:00:00"})
    assert not {"payrollID", "extPayrollID"} & set(cards()[0])
