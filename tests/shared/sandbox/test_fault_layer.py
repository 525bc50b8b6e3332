"""The standing conditions of the line: a dead link, a delay, random faults."""

from typing import Any

import pytest
import requests


def test_a_link_that_is_down_resets_every_request_and_control_still_answers(
    api: requests.Session, anyone: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/switches", json={"link": "down"})
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            api.post("/work-sessions", json=clock_in_body)
    with pytest.raises(requests.ConnectionError):
        anyone.post("/rest/oauth2/access_token")
    assert control.get("/records").json()["sessions"] == []
    assert anyone.get("/").status_code == 200
    control.put("/switches", json={"link": "up"})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200


def test_a_link_that_is_silent_answers_nothing(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/switches", json={"link": "silent"})
    with pytest.raises(requests.ReadTimeout):
        api.post("/work-sessions", json=clock_in_body, timeout=0.1)
    control.put("/switches", json={"link": "up"})
    assert api.get("/work-sessions", params={"employee.id": "1053"}).json()["data"] == []


def test_a_dead_link_uses_up_no_fault(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.post("/faults", json={"kind": "503"})
    control.put("/switches", json={"link": "down"})
    with pytest.raises(requests.ConnectionError):
        api.post("/work-sessions", json=clock_in_body)
    control.put("/switches", json={"link": "up"})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 503


def test_a_delay_holds_every_answer_back(api: requests.Session, control: requests.Session) -> None:
    control.put("/switches", json={"delay_ms": 60})
    assert api.get("/employees").elapsed.total_seconds() >= 0.06


def outcomes_of(api: requests.Session, control: requests.Session, times: int) -> list[int]:
    setting = {"seed": 7, "probability": 0.5, "kinds": ["503", "500_after"]}
    control.put("/switches", json={"random_faults": setting})
    statuses = [api.get("/employees").status_code for _ in range(times)]
    control.put("/switches", json={"random_faults": None})
    return statuses


def test_random_faults_repeat_with_their_seed(api: requests.Session, control: requests.Session) -> None:
    first = outcomes_of(api, control, 30)
    assert set(first) == {200, 500, 503}
    assert outcomes_of(api, control, 30) == first
    assert api.get("/employees").status_code == 200


def test_random_faults_leave_signing_in_alone(
    anyone: requests.Session, control: requests.Session, sign_in_fields: dict[str, str]
) -> None:
    setting = {"seed": 1, "probability": 1, "kinds": ["503"]}
    control.put("/switches", json={"random_faults": setting})
    assert anyone.post("/rest/oauth2/access_token", data=sign_in_fields).status_code == 200
    assert anyone.get("/rest/v1/employees").status_code == 503
    control.put("/switches", json={"random_faults": {**setting, "path": "*"}})
    assert anyone.post("/rest/oauth2/access_token", data=sign_in_fields).status_code == 503
