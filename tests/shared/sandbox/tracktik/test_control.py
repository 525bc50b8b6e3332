"""What others do to sessions behind the client's back."""

import pytest
import requests


def test_a_session_can_be_made_by_anybody_for_anybody(api: requests.Session, control: requests.Session) -> None:
    body = {"employee": 1053, "clockInMethod": "DEVICE", "startedOn": "2024-01-31 06:00:00", "shift": 100594}
    made = control.post("/sessions", json=body)
    row = made.json()
    assert made.status_code == 201
    assert (row["clockInMethod"], row["startedOn"], row["by"]) == ("DEVICE", "2024-01-31T06:00:00+00:00", "control")
    assert (row["account"], row["position"], row["status"]) == (687, 382, "OPEN")
    assert api.get(f"/work-sessions/{row['id']}").json()["data"]["shift"] == 100594


def test_a_session_can_be_made_closed(control: requests.Session) -> None:
    body = {"employee": 1053, "startedOn": "now-9h", "endedOn": "now-1h", "clockOutMethod": "BATCH"}
    row = control.post("/sessions", json=body).json()
    assert (row["clockInMethod"], row["clockOutMethod"], row["status"]) == ("ADMIN", "BATCH", "CLOSED")


@pytest.mark.parametrize("method", ["SYSTEM", "ADMIN", "BATCH", "DEVICE"])
def test_a_session_is_closed_by_naming_a_method(api: requests.Session, control: requests.Session, method: str) -> None:
    number = control.post("/sessions", json={"employee": 1053, "startedOn": "now-9h"}).json()["id"]
    control.patch(f"/sessions/{number}", json={"clockOutMethod": method})
    data = api.get(f"/work-sessions/{number}").json()["data"]
    assert (data["status"], data["clockOutMethod"], data["terminationMethod"]) == ("CLOSED", method, method)
    assert data["endedOn"] > data["startedOn"]


def test_times_and_places_are_edited_and_the_method_stays(control: requests.Session) -> None:
    number = control.post("/sessions", json={"employee": 1053, "clockOutMethod": "KIOSK"}).json()["id"]
    edits = {"startedOn": "2024-01-31 06:00:00", "endedOn": "2024-01-31 14:00:00", "employee": 1054, "position": 383}
    row = control.patch(f"/sessions/{number}", json=edits).json()
    assert (row["startedOn"], row["endedOn"]) == ("2024-01-31T06:00:00+00:00", "2024-01-31T14:00:00+00:00")
    assert (row["employee"], row["position"], row["clockOutMethod"]) == (1054, 383, "KIOSK")
    assert [s["id"] for s in control.get("/records", params={"employee": 1054}).json()["sessions"]] == [number]
    assert control.get("/records", params={"employee": 1053}).json()["sessions"] == []


def test_a_session_can_be_opened_again(control: requests.Session) -> None:
    number = control.post("/sessions", json={"employee": 1053, "status": "CLOSED"}).json()["id"]
    row = control.patch(f"/sessions/{number}", json={"status": "OPEN"}).json()
    assert (row["status"], row["endedOn"], row["clockOutMethod"]) == ("OPEN", None, "LIVE")


def test_a_session_that_was_deleted_is_gone(api: requests.Session, control: requests.Session) -> None:
    number = control.post("/sessions", json={"employee": 1053, "shift": 100594}).json()["id"]
    assert control.delete(f"/sessions/{number}").json() == {"deleted": number}
    assert api.get(f"/work-sessions/{number}").status_code == 404
    assert api.get("/work-sessions", params={"employee.id": "1053"}).json()["data"] == []
    assert api.get("/shifts/100594").json()["data"]["status"] == "SCHEDULED"


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("POST", "/sessions", {}, "employee: Field required"),
        ("POST", "/sessions", {"employee": 1, "startedOn": "now"}, "say which"),
        ("POST", "/sessions", {"employee": 1053, "startedOn": "soon"}, "'soon'"),
        ("POST", "/sessions", {"employee": 1053, "clockInMethod": "DOOR"}, "'KIOSK'"),
        ("POST", "/sessions", {"employee": 1053, "begin": "now"}, "startedOn"),
        ("PATCH", "/sessions/1", {"status": "CLOSED"}, "no work session 1"),
        ("DELETE", "/sessions/1", None, "no work session 1"),
        ("POST", "/tokens/expire", {"all": True}, "refresh_too"),
    ],
)
def test_a_control_request_with_a_mistake_names_it(
    control: requests.Session, method: str, path: str, body: object, sentence: str
) -> None:
    answer = control.request(method, path, json=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
