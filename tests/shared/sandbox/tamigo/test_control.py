"""What happens at tamigo behind the client's back, what the page shows, and what a restart keeps."""

import json
from datetime import datetime, timedelta

import pytest
import requests

from shared.clock import SystemClock
from shared.sandbox.changes import Changes
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.default_world import ANA, BEN, OUTDATED_AFTER
from shared.sandbox.tamigo.sessions import Session
from shared.sandbox.tamigo.world import Role
from shared.sandbox.tracktik.default_world import default_world


def test_what_is_shown_holds_no_secret(operator: requests.Session, application: requests.Session) -> None:
    shown = operator.get("")
    assert [item["FirstName"] for item in shown.json()["world"]["Employees"]] == ["Ana", "Ben", "Chloé", "Dev", "Emil"]
    assert shown.json()["sessions"] == 1
    for secret in ("sandbox-key", "sandbox-password", str(application.headers["x-tamigo-token"])):
        assert secret not in shown.text


def test_a_shift_is_added_changed_and_deleted(operator: requests.Session, ana: requests.Session) -> None:
    made = operator.post("/shifts", json={"EmployeeId": ANA, "StartTime": "now-60m", "EndTime": "now+2h"}).json()
    assert ana.get("/shifts/planned/relevant/").json()["ShiftId"] == made["ShiftId"]
    changed = operator.patch(f"/shifts/{made['ShiftId']}", json={"EmployeeId": BEN}).json()
    assert changed == {**made, "EmployeeId": BEN}
    assert operator.delete(f"/shifts/{made['ShiftId']}").json() == {"deleted": made["ShiftId"]}
    assert operator.delete(f"/shifts/{made['ShiftId']}").status_code == 400


def test_a_world_replaces_what_it_names(operator: requests.Session) -> None:
    before = operator.get("/world").json()
    after = operator.put("/world", json={"Shifts": [], "BreakCodes": [{"Code": "Z", "Hours": 1}]}).json()
    assert (after["Shifts"], after["BreakCodes"]) == ([], [{"Code": "Z", "Hours": 1.0}])
    assert after["Employees"] == before["Employees"]
    assert len(operator.delete("").json()["world"]["Shifts"]) == len(before["Shifts"])


SHIFT = {"StartTime": "now", "EndTime": "now+8h"}


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("PUT", "/world", {"Shift": []}, "Departments"),
        ("PUT", "/world", [], "JSON object"),
        ("PUT", "/world", {"Departments": []}, "Departments"),
        ("PUT", "/world", {"Departments": [{"DepartmentId": ANA, "Name": "x", "Zone": "Mars"}]}, "time zone"),
        ("PUT", "/world", {"Employees": []}, f"employee {ANA} does not exist"),
        ("PUT", "/world", {"BreakCodes": [{"Code": "Z", "Hours": -1}]}, "Hours"),
        ("POST", "/shifts", {**SHIFT, "EmployeeId": "Ana"}, "not a GUID"),
        ("POST", "/shifts", {**SHIFT, "EmployeeId": "1053"}, "not a GUID"),
        ("POST", "/shifts", {**SHIFT, "EmployeeId": "0" * 31 + "1"}, "does not exist"),
        ("POST", "/shifts", {**SHIFT, "StartTime": "soon"}, "not a time"),
        ("POST", "/shifts", {**SHIFT, "ShiftId": "fb60311f-e88c-4a6a-9bc4-6ad09fd6a7b5"}, "there already"),
        ("PATCH", f"/shifts/{ANA}", {}, "there is no shift"),
        ("PUT", "/closed-days", {"Day": "soon"}, "Day"),
        ("PUT", "/closed-days", {"Day": "2026-05-01", "DepartmentId": ANA}, "no department"),
        ("PUT", "/switches", {"link": "down"}, "no switch is called link"),
    ],
)
def test_a_mistake_is_named(operator: requests.Session, method: str, path: str, body: object, sentence: str) -> None:
    before = operator.get("/world").json()
    answer = operator.request(method, path, json=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert operator.get("/world").json() == before


def test_switches_are_tamigos_own(operator: requests.Session, control: requests.Session) -> None:
    assert operator.put("/switches", json={"error_body": "html"}).json()["error_body"] == "html"
    assert control.get("/switches").json()["error_body"] == "json"
    assert operator.delete("/switches").json()["error_body"] == "Message"


def test_the_page_shows_rota_and_switches(operator: requests.Session, anyone: requests.Session) -> None:
    operator.post(
        "/shifts", json={**SHIFT, "EmployeeId": ANA, "Kind": "actual", "Comment": "<b>gate</b>", "EndTime": None}
    )
    operator.put("/switches", json={"blank_end": "0001"})
    page = anyone.get("/").text
    assert "TrackTik, Twilio, tamigo and Oracle" in page
    assert "Ana Ribeiro 1053<small>&lt;b&gt;gate" in page
    for word in ("actual", "no end", "planned, available", "nobody", "Vacation", "<option selected>0001</option>"):
        assert word in page


def restarted(before: Sandbox) -> Sandbox:
    after = Sandbox(default_world(SystemClock().now()))
    after.restore(json.loads(json.dumps(before.snapshot())), with_world=True)
    return after


def test_a_restart_keeps_everything() -> None:
    before = Sandbox(default_world(SystemClock().now()))
    company = before.company
    company.switchboard.update({"attendance": "on"})
    token = company.sessions.begin(Role.PLANNER, ANA, company.now()).token
    first = next(iter(company.shifts.values()))
    company.put(first.model_copy(update={"comment": "changed"}))
    company.set_closed(first.department_id, company.local_day(first), closed=True)
    company.note_punch(what="CheckIn")
    after = restarted(before).company
    assert after.snapshot() == company.snapshot()
    assert after.originals[first.shift_id] == first
    found = after.sessions.find(token, company.now(), 1200, company.switches.session_end)
    assert isinstance(found, Session)
    assert (found.role, found.employee) == (Role.PLANNER, ANA)


@pytest.mark.parametrize(("late", "is_kept"), [(timedelta(minutes=-1), True), (timedelta(minutes=1), False)])
def test_a_default_rota_of_another_day_gives_way_to_a_new_one(late: timedelta, is_kept: bool) -> None:
    company, after = Company(Changes()), Company(Changes())
    company.put(next(iter(company.shifts.values())).model_copy(update={"comment": "changed"}))
    data = company.snapshot()
    data["default_since"] = (company.now() - OUTDATED_AFTER - late).isoformat()
    after.restore(data)
    assert (after.world == company.world) is is_kept
    data["default_since"] = None
    after.restore(data)
    assert after.world == company.world


def test_a_given_world_is_never_outdated(operator: requests.Session) -> None:
    company = Company(Changes())
    assert isinstance(company.default_since, datetime)
    company.move_to(company.world)
    assert company.default_since is None
