"""Clock-outs and edits over HTTP."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests


@pytest.fixture
def session_id(api: requests.Session, clock_in_body: dict[str, Any]) -> int:
    number = api.post("/work-sessions", json=clock_in_body).json()["data"]["id"]
    assert isinstance(number, int)
    return number


def clock_out(api: requests.Session, number: int, **fields: str) -> requests.Response:
    return api.post(f"/work-sessions/{number}/actions/clock-out", json={"clockOutMethod": "API", **fields})


def test_the_documents_clock_out_closes_the_session_at_the_servers_time(api: requests.Session, session_id: int) -> None:
    answer = clock_out(api, session_id)
    data = answer.json()["data"]
    ended = datetime.fromisoformat(data["endedOn"])
    assert answer.status_code == 200
    assert ended.tzinfo == UTC
    assert abs(ended - datetime.fromisoformat(_server_date(answer))) < timedelta(seconds=5)
    assert data == {
        "startedOn": "2022-12-16T15:17:00+00:00",
        "endedOn": data["endedOn"],
        "startDateTime": "2022-12-16T15:17:00+00:00",
        "endDateTime": data["endedOn"],
        "initiationMethod": "API",
        "clockInMethod": "API",
        "terminationMethod": "API",
        "clockOutMethod": "API",
        "status": "CLOSED",
        "employee": 1053,
        "shift": 100594,
        "position": 382,
        "account": 687,
        "id": session_id,
    }


def _server_date(answer: requests.Response) -> str:
    return datetime.strptime(answer.headers["Date"], "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC).isoformat()


def test_a_clock_out_that_carries_its_time_has_it_ignored_by_default(api: requests.Session, session_id: int) -> None:
    data = clock_out(api, session_id, endedOn="2022-12-16 20:39:43").json()["data"]
    assert data["status"] == "CLOSED"
    assert data["endedOn"] > "2023"


def test_a_clock_outs_time_is_taken_where_the_switch_says_so(
    api: requests.Session, control: requests.Session, session_id: int
) -> None:
    control.put("/switches", json={"ended_on": "taken"})
    data = clock_out(api, session_id, endedOn="2022-12-16 20:39:43").json()["data"]
    assert (data["endedOn"], data["endDateTime"]) == ("2022-12-16T20:39:43+00:00", "2022-12-16T20:39:43+00:00")


def test_a_clock_outs_time_before_its_start_is_refused_where_it_is_taken(
    api: requests.Session, control: requests.Session, session_id: int
) -> None:
    control.put("/switches", json={"ended_on": "taken"})
    assert clock_out(api, session_id, endedOn="2022-12-16 15:16:59").status_code == 400


def test_a_clock_outs_time_may_be_refused_by_its_name(
    api: requests.Session, control: requests.Session, session_id: int
) -> None:
    control.put("/switches", json={"ended_on": 400})
    answer = clock_out(api, session_id, endedOn="2022-12-16 20:39:43")
    assert (answer.status_code, "endedOn" in answer.json()["message"]) == (400, True)
    assert api.get(f"/work-sessions/{session_id}").json()["data"]["status"] == "OPEN"
    assert clock_out(api, session_id).status_code == 200


@pytest.mark.parametrize("body", [{}, {"clockOutMethod": "DOOR"}])
def test_a_clock_out_needs_a_method_of_the_table(api: requests.Session, session_id: int, body: dict[str, str]) -> None:
    answer = api.post(f"/work-sessions/{session_id}/actions/clock-out", json=body)
    assert (answer.status_code, "clockOutMethod" in answer.json()["message"]) == (400, True)


def test_somebody_who_may_no_longer_work_can_still_clock_out(
    api: requests.Session, control: requests.Session, session_id: int
) -> None:
    control.put("/switches", json={"geofence": "reject", "unscheduled": "refused", "overlap": "400"})
    control.put("/world", json={"assignments": [], "shifts": []})
    assert clock_out(api, session_id).status_code == 200


@pytest.mark.parametrize(("switch", "status"), [("400", 400), ("500", 500), ("200", 200)])
def test_a_second_clock_out_is_a_switch(
    api: requests.Session, control: requests.Session, session_id: int, switch: str, status: int
) -> None:
    control.put("/switches", json={"clock_out_of_closed": switch})
    first = clock_out(api, session_id).json()["data"]
    assert clock_out(api, session_id, clockOutMethod="DELAYED").status_code == status
    assert api.get(f"/work-sessions/{session_id}").json()["data"] == first


@pytest.mark.parametrize(("switch", "status"), [("404", 404), ("400", 400), ("500", 500)])
def test_an_unknown_session_is_a_switch(
    api: requests.Session, control: requests.Session, switch: str, status: int
) -> None:
    control.put("/switches", json={"unknown_session": switch})
    assert clock_out(api, 999_999).status_code == status
    assert api.get("/work-sessions/999999").status_code == status


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_an_edit_moves_the_times_of_a_closed_session(api: requests.Session, session_id: int, method: str) -> None:
    clock_out(api, session_id)
    edits = {"startedOn": "2022-12-16 15:00:00", "endedOn": "2022-12-16 20:39:43"}
    data = api.request(method, f"/work-sessions/{session_id}", json=edits).json()["data"]
    assert (data["startedOn"], data["endedOn"]) == ("2022-12-16T15:00:00+00:00", "2022-12-16T20:39:43+00:00")
    assert data["clockOutMethod"] == "API"


def test_an_edit_may_mark_the_session_as_edited_by_api(
    api: requests.Session, control: requests.Session, session_id: int
) -> None:
    clock_out(api, session_id, clockOutMethod="KIOSK")
    control.put("/switches", json={"edited_method": "API"})
    data = api.patch(f"/work-sessions/{session_id}", json={"endedOn": "2022-12-16 20:39:43"}).json()["data"]
    assert data["clockOutMethod"] == "API"


def test_an_edit_ends_nothing_that_is_open(api: requests.Session, session_id: int) -> None:
    answer = api.patch(f"/work-sessions/{session_id}", json={"endedOn": "2022-12-16 20:39:43"})
    assert (answer.status_code, "OPEN" in answer.json()["message"]) == (400, True)


def test_an_edit_cannot_turn_time_around(api: requests.Session, session_id: int) -> None:
    clock_out(api, session_id)
    answer = api.patch(f"/work-sessions/{session_id}", json={"endedOn": "2022-12-16 15:00:00"})
    assert answer.status_code == 400


def test_an_edit_may_name_another_shift_or_none(api: requests.Session, session_id: int) -> None:
    assert api.patch(f"/work-sessions/{session_id}", json={"shift": None}).json()["data"]["shift"] is None
    assert api.patch(f"/work-sessions/{session_id}", json={"shift": 7}).status_code == 400


@pytest.mark.parametrize(("switch", "status"), [("refused", 400), ("403", 403), ("405", 405)])
def test_edits_may_be_refused(
    api: requests.Session, control: requests.Session, session_id: int, switch: str, status: int
) -> None:
    clock_out(api, session_id)
    control.put("/switches", json={"edit": switch})
    before = api.get(f"/work-sessions/{session_id}").json()["data"]
    answer = api.patch(f"/work-sessions/{session_id}", json={"endedOn": "2022-12-16 20:39:43"})
    assert answer.status_code == status
    assert api.get(f"/work-sessions/{session_id}").json()["data"] == before
