"""Every kind of fault over HTTP: what the client sees, and whether its request took effect."""

import threading
from typing import Any

import pytest
import requests

CLOCK_IN = {"method": "POST", "path": "/work-sessions"}


def committed(control: requests.Session) -> int:
    return len(control.get("/records").json()["sessions"])


def arm(control: requests.Session, **fault: object) -> None:
    answer = control.post("/faults", json={**CLOCK_IN, **fault})
    assert answer.status_code == 201, answer.text


STATUSES = {
    # kind: status, server header, sessions afterwards
    "500_before": (500, None, 0),
    "500_after": (500, None, 1),
    "502": (502, "awselb/2.0", 0),
    "503": (503, "awselb/2.0", 0),
    "504_before": (504, "awselb/2.0", 0),
    "504_after": (504, "awselb/2.0", 1),
    "429": (429, None, 0),
    "403_waf": (403, "awselb/2.0", 0),
    "403_api": (403, None, 0),
    "token_expired": (401, None, 0),
}


@pytest.mark.parametrize(("kind", "seen"), STATUSES.items(), ids=STATUSES.keys())
def test_a_fault_is_answered_with_its_status_once(
    api: requests.Session,
    control: requests.Session,
    clock_in_body: dict[str, Any],
    kind: str,
    seen: tuple[int, str | None, int],
) -> None:
    arm(control, kind=kind)
    answer = api.post("/work-sessions", json=clock_in_body)
    assert (answer.status_code, answer.headers.get("Server"), committed(control)) == seen
    assert ("html" in answer.headers["Content-Type"]) == (seen[1] is not None)
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200


@pytest.mark.parametrize(
    ("kind", "sessions"),
    [("answer_lost", 1), ("lost_before", 0), ("connection_reset", 0)],
)
def test_a_lost_connection_is_seen_as_one(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any], kind: str, sessions: int
) -> None:
    arm(control, kind=kind)
    with pytest.raises(requests.ConnectionError) as lost:
        api.post("/work-sessions", json=clock_in_body)
    assert ("reset" in str(lost.value)) == (kind == "connection_reset")
    assert committed(control) == sessions
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200


def test_an_effect_can_be_asked_for_or_taken_away(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="connection_reset", commit=True)
    with pytest.raises(requests.ConnectionError):
        api.post("/work-sessions", json=clock_in_body)
    assert committed(control) == 1
    arm(control, kind="garbage", commit=False)
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200
    assert committed(control) == 1


@pytest.mark.parametrize("kind", ["late_commit", "late_commit_hung"])
def test_a_late_commit_comes_after_the_client_has_gone(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any], kind: str
) -> None:
    arm(control, kind=kind, seconds=0.4)
    with pytest.raises((requests.ConnectionError, requests.ReadTimeout)):
        api.post("/work-sessions", json=clock_in_body, timeout=0.1)
    assert committed(control) == 0
    while committed(control) == 0:
        pass  # each look is a request: the test's time limit bounds them
    rows = api.get("/work-sessions", params={"employee.id": "1053"}).json()["data"]
    assert [row["status"] for row in rows] == ["OPEN"]


@pytest.mark.parametrize(("kind", "sessions"), [("slow", 0), ("slow_answer", 1)])
def test_a_slow_answer_outlives_a_short_patience_and_takes_effect(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any], kind: str, sessions: int
) -> None:
    arm(control, kind=kind, seconds=0.4)
    with pytest.raises(requests.ReadTimeout):
        api.post("/work-sessions", json=clock_in_body, timeout=0.1)
    assert committed(control) == sessions
    while committed(control) == 0:
        pass
    arm(control, kind=kind, seconds=0.05)
    answer = api.post("/work-sessions", json=clock_in_body)
    assert (answer.status_code, answer.elapsed.total_seconds() >= 0.05) == (200, True)


def test_a_truncated_answer_breaks_off(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="truncated")
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="64 more expected"):
        api.post("/work-sessions", json=clock_in_body)
    assert committed(control) == 1


def test_garbage_is_a_200_that_is_no_json(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="garbage")
    answer = api.post("/work-sessions", json=clock_in_body)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/json")
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
    assert committed(control) == 1


def test_a_captive_portal_answers_with_its_page(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="captive_portal")
    answer = api.post("/work-sessions", json=clock_in_body)
    assert (answer.status_code, answer.text[:6]) == (200, "<html>")
    arm(control, kind="captive_redirect")
    answer = api.post("/work-sessions", json=clock_in_body, allow_redirects=False)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/captive-portal")
    assert committed(control) == 0


def test_a_captive_redirect_leads_to_a_page(anyone: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "captive_redirect"})
    answer = anyone.get("/rest/v1/employees")
    assert (answer.status_code, len(answer.history), "Sign in" in answer.text) == (200, 1, True)


def test_a_429_tells_when_to_come_back_only_where_asked_to(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    for retry_after in (None, 7, "Wed, 21 Oct 2026 07:28:00 GMT"):
        arm(control, kind="429", retry_after=retry_after)
        answer = api.post("/work-sessions", json=clock_in_body)
        assert answer.headers.get("Retry-After") == (None if retry_after is None else str(retry_after))


def test_wrong_rows_are_those_of_other_employees(api: requests.Session, control: requests.Session) -> None:
    mine = control.post("/sessions", json={"employee": 1053}).json()["id"]
    other = control.post("/sessions", json={"employee": 1054}).json()["id"]
    control.post("/faults", json={"kind": "wrong_rows", "path": "/work-sessions", "times": 2})
    wrong = api.get("/work-sessions", params={"employee.id": "1053"}).json()
    assert [row["id"] for row in wrong["data"]] == [other]
    assert (wrong["meta"]["count"], wrong["meta"]["itemCount"]) == (1, 1)
    control.delete(f"/sessions/{other}")
    [stranger] = api.get("/work-sessions", params={"employee.id": "1053"}).json()["data"]
    assert stranger["employee"] != 1053
    right = api.get("/work-sessions", params={"employee.id": "1053"}).json()["data"]
    assert [row["id"] for row in right] == [mine]
    assert set(right[0]) == set(stranger)


def test_a_fault_waits_for_its_employee(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="503", employee=1053)
    ben = clock_in_body | {"employee": 1054, "shift": 100595}
    assert api.post("/work-sessions", json=ben).status_code == 200
    assert api.post("/work-sessions", json=clock_in_body).status_code == 503


def test_a_fault_can_wait_for_the_clock_out_of_an_employee(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.post("/faults", json={"kind": "500_after", "path": "/actions/clock-out", "employee": 1053})
    number = api.post("/work-sessions", json=clock_in_body).json()["data"]["id"]
    out = api.post(f"/work-sessions/{number}/actions/clock-out", json={"clockOutMethod": "KIOSK"})
    assert out.status_code == 500
    assert api.get(f"/work-sessions/{number}").json()["data"]["status"] == "CLOSED"


def test_signing_in_can_meet_a_fault(
    anyone: requests.Session, control: requests.Session, sign_in_fields: dict[str, str]
) -> None:
    control.post("/faults", json={"kind": "answer_lost", "path": "/oauth2/access_token"})
    with pytest.raises(requests.ConnectionError):
        anyone.post("/rest/oauth2/access_token", data=sign_in_fields)
    assert anyone.post("/rest/oauth2/access_token", data=sign_in_fields).status_code == 200


def test_many_requests_at_once_meet_one_fault_once(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    arm(control, kind="500_before")
    statuses: list[int] = []

    def post() -> None:
        answer = requests.post(
            str(api.root) + "/work-sessions",
            json=clock_in_body,
            headers=dict(api.headers),
            timeout=10,  # type: ignore[attr-defined]
        )
        statuses.append(answer.status_code)

    threads = [threading.Thread(target=post) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] * 11 + [500]
    numbers = [session["id"] for session in control.get("/records").json()["sessions"]]
    assert len(set(numbers)) == 11
