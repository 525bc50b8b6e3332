"""The control requests of the shell: records, switches, faults."""

from typing import Any

import pytest
import requests


def test_records_tell_everything_that_was_committed(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    data = api.post("/work-sessions", json=clock_in_body).json()["data"]
    records = control.get("/records").json()
    [session] = records["sessions"]
    assert data.items() <= session.items()
    assert set(session) - set(data) == {"receivedOn", "by"}
    assert (records["session_count"], records["exceptions"]) == (1, [])


def test_records_count_requests_by_path_and_outcome(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    number = api.post("/work-sessions", json=clock_in_body).json()["data"]["id"]
    api.get(f"/work-sessions/{number}")
    control.post("/faults", json={"kind": "lost_before"})
    with pytest.raises(requests.ConnectionError):
        api.get(f"/work-sessions/{number}")
    requests_ = control.get("/records").json()["requests"]
    assert requests_["counts"]["POST /rest/v1/work-sessions"] == {"200": 1}
    assert requests_["counts"]["GET /rest/v1/work-sessions/{id}"] == {"200": 1, "lost": 1}
    newest = requests_["log"][0]
    assert (newest["method"], newest["path"]) == ("GET", f"/rest/v1/work-sessions/{number}")
    assert (newest["status"], newest["fault"], newest["employee"]) == (None, "lost_before", 1053)


def test_records_hold_no_secret(
    api: requests.Session, control: requests.Session, sign_in_fields: dict[str, str]
) -> None:
    api.get("/employees", params={"access_token": "very-secret", "id": "1053"})
    text = control.get("/records").text
    assert "access_token=***&id=1053" in text
    for secret in ("very-secret", sign_in_fields["password"], api.headers["Authorization"]):
        assert str(secret) not in text


def test_records_can_be_bounded_and_narrowed(control: requests.Session) -> None:
    numbers = [control.post("/sessions", json={"employee": 1053 + index}).json()["id"] for index in range(3)]

    def ids(**query: int) -> list[int]:
        return [session["id"] for session in control.get("/records", params=query).json()["sessions"]]

    assert ids() == numbers
    assert ids(limit=2) == numbers[1:]
    assert ids(limit=0) == []
    assert ids(employee=1054) == [numbers[1]]
    assert control.get("/records", params={"limit": "all"}).status_code == 400


def test_records_can_be_forgotten_and_ids_go_on(control: requests.Session) -> None:
    first = control.post("/sessions", json={"employee": 1053}).json()["id"]
    control.delete("/records")
    records = control.get("/records").json()
    assert (records["sessions"], records["requests"]["counts"]) == ([], {})
    assert control.post("/sessions", json={"employee": 1053}).json()["id"] == first + 1


DEFAULTS = {
    "link": "up",
    "delay_ms": 0,
    "random_faults": None,
    "ended_on": "ignored",
    "edit": "allowed",
    "edited_method": "kept",
    "overlap": "allowed",
    "unscheduled": "allowed",
    "clock_out_of_closed": "400",
    "unknown_session": "404",
    "created_status": "200",
    "geofence": "off",
    "session_filter_required": True,
    "unknown_filter": "400",
    "envelope": "meta",
    "error_body": "json",
    "token_lifetime_s": 3600,
    "auth_lock_s": 7200,
    "rate_limit_headers": False,
    "rate_limit_per_min": 0,
    "auto_clock_out": "off",
    "auto_clock_out_after_s": 14400,
    "break_sessions": "taken",
}


def test_the_switches_stand_at_their_defaults(control: requests.Session) -> None:
    assert control.get("/switches").json() == DEFAULTS


def test_switches_are_turned_one_by_one_and_turned_back(control: requests.Session) -> None:
    turned = control.put("/switches", json={"overlap": 500, "delay_ms": "3", "session_filter_required": "false"})
    expected = {**DEFAULTS, "overlap": "500", "delay_ms": 3, "session_filter_required": False}
    assert turned.json() == expected
    assert control.get("/switches").json() == expected
    assert control.delete("/switches").json() == DEFAULTS


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"overlaps": "400"}, "ended_on, edit"),
        ({"overlap": "no"}, "'allowed', '400' or '500'"),
        ({"overlap": 401}, "'allowed', '400' or '500'"),
        ({"delay_ms": -1}, "delay_ms"),
        ({"random_faults": {"seed": 1, "probability": 2, "kinds": ["503"]}}, "random_faults.probability"),
        ({"random_faults": {"seed": 1, "probability": 1, "kinds": ["rain"]}}, "'answer_lost'"),
        ([], "JSON object"),
    ],
)
def test_a_switch_with_a_mistake_turns_nothing(control: requests.Session, change: Any, sentence: str) -> None:
    body = {"edit": "refused", **change} if isinstance(change, dict) else change
    answer = control.put("/switches", json=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert control.get("/switches").json() == DEFAULTS


def test_faults_are_armed_alone_or_in_a_list_and_shown_until_used(
    api: requests.Session, control: requests.Session
) -> None:
    [one] = control.post("/faults", json={"kind": "slow", "seconds": 0}).json()
    two = control.post("/faults", json=[{"kind": "503", "times": None}, {"kind": "502"}]).json()
    assert [fault["kind"] for fault in control.get("/faults").json()] == ["slow", "503", "502"]
    assert [one["left"], *(fault["left"] for fault in two)] == [1, None, 1]
    assert [api.get("/employees").status_code for _ in range(3)] == [200, 503, 503]
    assert [(fault["kind"], fault["used"]) for fault in control.get("/faults").json()] == [("503", 2), ("502", 0)]
    assert control.delete("/faults").json() == {"disarmed": 2}
    assert api.get("/employees").status_code == 200


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"kind": "rain"}, "'answer_lost'"),
        ({}, "kind: Field required"),
        ({"kind": "slow", "time": 3}, "times"),
        ({"kind": "slow", "times": 0}, "times"),
        ([{"kind": "slow"}, {"kind": "rain"}], "'answer_lost'"),
    ],
)
def test_a_fault_with_a_mistake_arms_nothing(control: requests.Session, fault: Any, sentence: str) -> None:
    answer = control.post("/faults", json=fault)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert control.get("/faults").json() == []


def test_a_body_that_is_no_json_is_refused(control: requests.Session) -> None:
    assert "not JSON" in control.put("/switches", data="{").json()["error"]
