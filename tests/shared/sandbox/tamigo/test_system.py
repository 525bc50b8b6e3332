"""What can go wrong on the way: faults of the shell, errors in tamigo's words, too many requests."""

import pytest
import requests

from shared.sandbox.tamigo.default_world import ANA

DAY = "2026-05-01"
WORKED = {
    "StartTime": "/Date(1777636800000)/",
    "EndTime": "/Date(1777665600000)/",
    "EmployeeId": ANA,
}


def count(application: requests.Session) -> int:
    return len(application.get(f"/actualshifts/day/{DAY}/").json())


@pytest.mark.parametrize(
    ("kind", "status", "done"),
    [("500_before", 500, 0), ("500_after", 500, 1), ("503", 503, 0), ("429", 429, 0), ("token_expired", 401, 0)],
)
def test_an_error_comes_before_or_after_the_deed(
    application: requests.Session, control: requests.Session, kind: str, status: int, done: int
) -> None:
    control.post("/faults", json={"kind": kind, "method": "POST", "path": "/Shifts/actual/", "retry_after": 3})
    assert application.post("/Shifts/actual/", json=WORKED).status_code == status
    assert count(application) == done


@pytest.mark.parametrize(("kind", "done"), [("answer_lost", 1), ("lost_before", 0), ("connection_reset", 0)])
def test_an_answer_is_lost(application: requests.Session, control: requests.Session, kind: str, done: int) -> None:
    control.post("/faults", json={"kind": kind, "method": "POST"})
    with pytest.raises(requests.ConnectionError):
        application.post("/Shifts/actual/", json=WORKED)
    assert count(application) == done


def test_a_slow_answer_is_too_late_and_still_true(application: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "slow_answer", "method": "POST", "seconds": 5})
    with pytest.raises(requests.ReadTimeout):
        application.post("/Shifts/actual/", json=WORKED, timeout=0.2)
    assert count(application) == 1


def test_wrong_rows_leave_an_answer_as_it_is(application: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "wrong_rows"})
    assert application.get("/shifts/today/").json() == application.get("/shifts/today/").json()


def test_a_fault_can_be_meant_for_one_employee(
    application: requests.Session, control: requests.Session, operator: requests.Session
) -> None:
    control.post("/faults", json={"kind": "503", "employee": 1053, "times": None})
    shift = operator.get("/shifts").json()[0]
    assert shift["EmployeeId"] == ANA
    period = f"/shifts/period/{DAY}/{DAY}/"
    met = [
        application.post("/Shifts/actual/", json=WORKED),
        application.get(period, params={"employeeId": ANA}),
        application.delete(f"/Shifts/{shift['ShiftId']}/"),
        application.post("/attendance/checkin/", json={"EmployeeKey": "1053"}),
    ]
    assert [answer.status_code for answer in met] == [503] * 4
    others = [
        application.get("/shifts/today/"),
        application.get(period, params={"employeeId": shift["ShiftId"]}),
        application.delete(f"/Shifts/{'-' * 36}/"),
    ]
    assert [answer.status_code for answer in others] == [200] * 3
    assert {item["employee"] for item in control.get("/records").json()["requests"]["log"]} == {1053, None}


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Message", '{"Message": "'),
        ("message", '{"message": "'),
        ("Error", '{"Error": "'),
        ("error", '{"error": "'),
        ("html", "<html>"),
        ("empty", ""),
    ],
)
def test_an_error_has_one_of_six_bodies(
    application: requests.Session, control: requests.Session, operator: requests.Session, word: str, text: str
) -> None:
    operator.put("/switches", json={"error_body": word})
    control.post("/faults", json={"kind": "500_before"})
    bodies = [application.get("/shifts/today/").text, application.get("/nothing/").text]
    assert all(body.startswith(text) and bool(body) is bool(text) for body in bodies)


def test_what_is_not_there_is_404_and_another_method_405(application: requests.Session) -> None:
    assert application.get("/shifts/").status_code == 404
    assert application.delete("/shifts/today/extra/").status_code == 404
    assert application.post("/shifts/day/2026-05-01/").status_code == 405
    assert application.delete("/login/application").status_code == 405


def test_a_body_that_cannot_be_read_is_400(application: requests.Session) -> None:
    for raw in ("{", "[]", '"text"'):
        assert application.post("/Shifts/actual/", data=raw).status_code == 400


def test_too_many_requests(application: requests.Session, operator: requests.Session) -> None:
    operator.put("/switches", json={"rate_limit_per_min": 1, "rate_limit_headers": True})
    answers = [application.get("/shifts/today/") for _ in range(3)]
    assert answers[-1].status_code == 429
    assert 0 < int(answers[-1].headers["Retry-After"]) <= 60
    operator.put("/switches", json={"rate_limit_per_min": 0, "rate_limit_headers": False})
    assert "Retry-After" not in application.get("/shifts/today/").headers
