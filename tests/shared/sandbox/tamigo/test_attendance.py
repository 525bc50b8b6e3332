"""Checking in and out, behind its switch."""

import re
from typing import Any

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA

IN, OUT = "/attendance/checkin/", "/attendance/checkout/"
KEYS = {"DepartmentKey": "687", "EmployeeKey": "1053"}


@pytest.fixture
def on(operator: requests.Session) -> requests.Session:
    operator.put("/switches", json={"attendance": "on"})
    return operator


def check_in(door: requests.Session, time: str, **more: Any) -> requests.Response:
    return door.post(IN, json={**KEYS, "CheckInTime": time, **more})


def check_out(door: requests.Session, time: str) -> requests.Response:
    return door.post(OUT, json={**KEYS, "CheckOutTime": time})


def worked(operator: requests.Session) -> list[tuple[str, str | None]]:
    shifts = [item for item in operator.get("/shifts").json() if item["Kind"] == "actual"]
    assert all(item["EmployeeId"] == ANA for item in shifts)
    return [(item["StartTime"], item["EndTime"]) for item in shifts]


def test_without_the_switch_there_is_no_such_service(operator: requests.Session, application: requests.Session) -> None:
    assert check_in(application, "2026-05-01T08:00:00").status_code == 404
    operator.put("/switches", json={"attendance": "check_in_only"})
    assert check_in(application, "2026-05-01T08:00:00").status_code == 200
    assert check_out(application, "2026-05-01T16:00:00").status_code == 404


def test_a_worked_shift_begins_and_ends(on: requests.Session, application: requests.Session) -> None:
    assert check_in(application, "2026-05-01T08:00:00").json() == "2026-05-01T08:00:00"
    assert worked(on) == [("2026-05-01T12:00:00+00:00", None)]
    assert check_out(application, "2026-05-01T16:30:00").json() == "2026-05-01T16:30:00"
    assert worked(on) == [("2026-05-01T12:00:00+00:00", "2026-05-01T20:30:00+00:00")]
    assert check_out(application, "2026-05-01T17:00:00").json()["Success"] is False


def test_the_older_name_of_the_time_is_taken(on: requests.Session, application: requests.Session) -> None:
    application.post(IN, json={**KEYS, "Time": "2026-05-01T08:00:00"})
    assert worked(on) == [("2026-05-01T12:00:00+00:00", None)]
    assert check_out(application, "2026-05-01T07:00:00").json()["Success"] is False
    assert check_in(application, "08:00").json()["Success"] is False


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("time", '"2026-05-01T08:15:00"'),
        ("date", r'"\/Date(1777637700000-0400)\/"'),
        ("message", '{"Message":"2026-05-01T08:15:00","Success":true}'),
        ("empty", ""),
    ],
)
def test_the_rounded_time_is_returned(
    on: requests.Session, application: requests.Session, word: str, told: str
) -> None:
    on.put("/switches", json={"rounding_min": 15, "check_in_answer": word})
    assert check_in(application, "2026-05-01T08:08:00").text == told
    assert worked(on) == [("2026-05-01T12:15:00+00:00", None)]


def test_a_time_is_rounded_down_too(on: requests.Session, application: requests.Session) -> None:
    on.put("/switches", json={"rounding_min": 15})
    assert check_in(application, "2026-05-01T08:07:00").json() == "2026-05-01T08:00:00"


@pytest.mark.parametrize(("word", "said", "count"), [("ignored", True, 1), ("refused", False, 1), ("second", True, 2)])
def test_a_second_check_in(
    on: requests.Session, application: requests.Session, word: str, said: bool, count: int
) -> None:
    on.put("/switches", json={"duplicate_check_in": word, "check_in_answer": "message"})
    assert check_in(application, "2026-05-01T08:00:00").json()["Success"] is True
    assert check_in(application, "2026-05-01T08:01:00").json()["Success"] is said
    assert len(worked(on)) == count


@pytest.mark.parametrize("name", ["DepartmentKey", "EmployeeKey"])
def test_a_key_that_nobody_has(on: requests.Session, application: requests.Session, name: str) -> None:
    assert check_in(application, "2026-05-01T08:00:00", **{name: "x"}).json()["Success"] is False
    on.put("/switches", json={"unknown_key": "400"})
    assert check_in(application, "2026-05-01T08:00:00", **{name: "x"}).status_code == 400
    on.put("/switches", json={"unknown_key": "ignored"})
    assert check_in(application, "2026-05-01T08:00:00", **{name: "x"}).json() == {"Message": None, "Success": True}
    assert worked(on) == []


def test_an_activity_begins_no_shift(on: requests.Session, application: requests.Session) -> None:
    check_in(application, "2026-05-01T08:00:00", ActivityName="Lunch")
    assert worked(on) == []
    [punch] = on.get("").json()["punches"]
    assert (punch["activity"], punch["employee"], punch["sent"]) == ("Lunch", ANA, "2026-05-01T08:00:00")


def test_a_closed_day_takes_no_check_in(on: requests.Session, application: requests.Session) -> None:
    on.put("/closed-days", json={"Day": "2026-05-01"})
    assert check_in(application, "2026-05-01T08:00:00").json()["Success"] is False
    assert check_in(application, "2026-05-02T08:00:00").json() == "2026-05-02T08:00:00"


def test_the_time_comes_as_xml(on: requests.Session, application: requests.Session, ana: requests.Session) -> None:
    application.headers["Accept"] = "application/xml"
    told = check_in(application, "2026-05-01T08:00:00").text
    assert re.fullmatch(r'<string xmlns="[^"]+">2026-05-01T08:00:00</string>', told)
    assert check_in(ana, "2026-05-01T08:00:00").status_code == 403


def test_touch_is_for_whoever_is_signed_in_at_the_servers_time(
    on: requests.Session, ana: requests.Session, application: requests.Session
) -> None:
    path = "/Attendance/GetTouchStatus/"
    assert application.get(path).status_code == 403
    assert (ana.get(path).json()["CurrentStatus"], ana.get(path).json()["CheckInTime"]) == ("AllowCheckIn", "null")
    assert [ana.post("/Attendance/TouchCheckIn/").json()["Success"] for _ in range(2)] == [True, False]
    assert ana.get(path).json()["CurrentStatus"] == "AllowCheckOut"
    assert [ana.post("/Attendance/TouchCheckOut/Q/").json()["Success"] for _ in range(2)] == [True, False]
    [(start, end)] = worked(on)
    assert end is not None
    assert start <= end
    on.put("/switches", json={"attendance": "off"})
    assert ana.get(path).status_code == 404
