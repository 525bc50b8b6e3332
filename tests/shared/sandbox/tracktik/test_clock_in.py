"""Clock-ins over HTTP: the document's example, its business rules, and the switches around them."""

from typing import Any

import pytest
import requests

HARBOUR_TOWER = {"latitude": 45.5017, "longitude": -73.5673}
TWO_KM_NORTH = {"latitude": 45.5197, "longitude": -73.5673}

ANSWER_OF_THE_DOCUMENT = {
    "startedOn": "2022-12-16T15:17:00+00:00",
    "endedOn": None,
    "startDateTime": "2022-12-16T15:17:00+00:00",
    "endDateTime": None,
    "initiationMethod": "API",
    "clockInMethod": "API",
    "terminationMethod": "LIVE",
    "clockOutMethod": "LIVE",
    "status": "OPEN",
    "employee": 1053,
    "shift": 100594,
    "position": 382,
    "account": 687,
}


def test_the_documents_clock_in_is_answered_as_the_document_shows(
    api: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    answer = api.post("/work-sessions", json=clock_in_body)
    data = answer.json()["data"]
    assert answer.status_code == 200
    assert isinstance(data["id"], int)
    assert data == {**ANSWER_OF_THE_DOCUMENT, "id": data["id"]}
    assert list(data) == [*ANSWER_OF_THE_DOCUMENT, "id"]


def test_an_answer_is_wrapped_in_meta_and_data(api: requests.Session, clock_in_body: dict[str, Any]) -> None:
    meta = api.post("/work-sessions", json=clock_in_body).json()["meta"]
    assert meta["request"] == ["work-sessions"]
    assert meta["resource"] == "work-sessions"
    assert meta["security"]["granted"] is True


def test_a_bare_envelope_shows_only_the_object(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/switches", json={"envelope": "bare"})
    assert api.post("/work-sessions", json=clock_in_body).json()["status"] == "OPEN"


@pytest.mark.parametrize(
    "sent", ["2022-12-16T15:17:00Z", "2022-12-16T15:17:00+00:00", "2022-12-16T10:17:00-05:00", "2022-12-16 15:17:00.9"]
)
def test_a_start_may_be_written_in_any_iso_form(
    api: requests.Session, clock_in_body: dict[str, Any], sent: str
) -> None:
    data = api.post("/work-sessions", json={**clock_in_body, "startedOn": sent}).json()["data"]
    assert data["startedOn"] == "2022-12-16T15:17:00+00:00"


@pytest.mark.parametrize(
    "method",
    [
        "LIVE",
        "DEVICE",
        "ADMIN",
        "PHONE",
        "BROWSER",
        "BATCH",
        "KIOSK",
        "SHIFT_APP",
        "GUARD_APP",
        "API",
        "DELAYED",
        "SYSTEM",
    ],
)
def test_every_method_of_the_documents_table_is_taken(
    api: requests.Session, clock_in_body: dict[str, Any], method: str
) -> None:
    data = api.post("/work-sessions", json={**clock_in_body, "clockInMethod": method}).json()["data"]
    assert (data["clockInMethod"], data["initiationMethod"], data["clockOutMethod"]) == (method, method, "LIVE")


REFUSALS = {
    "unknown method": ({"clockInMethod": "TABLET"}, "clockInMethod"),
    "method in small letters": ({"clockInMethod": "kiosk"}, "clockInMethod"),
    "no method": ({"clockInMethod": None}, "clockInMethod: this field is required"),
    "no start": ({"startedOn": None}, "startedOn: this field is required"),
    "unreadable start": ({"startedOn": "yesterday"}, "startedOn"),
    "unknown employee": ({"employee": 9999}, "employee 9999 does not exist"),
    "no employee": ({"employee": None}, "employee: this field is required"),
    "employee who left": ({"employee": 1058, "shift": None}, "INACTIVE"),
    "employee not assigned": (
        {"employee": 1054, "account": 688, "position": 390, "shift": None},
        "not assigned to location 688",
    ),
    "unknown account": ({"account": 1}, "account 1 does not exist"),
    "unknown position": ({"position": 1}, "position 1 does not exist"),
    "position elsewhere": ({"position": 390}, "position 390 is not at account 687"),
    "unknown shift": ({"shift": 1}, "shift 1 does not exist"),
    "somebody else's shift": ({"shift": 100595}, "not a shift of employee 1053"),
    "not created open": ({"status": "CLOSED"}, "created OPEN"),
    "an id that is none": ({"employee": [1053]}, "is not an id"),
}


@pytest.mark.parametrize(("changes", "sentence"), REFUSALS.values(), ids=REFUSALS.keys())
def test_what_cannot_be_clocked_in_is_refused_with_a_reason(
    api: requests.Session,
    control: requests.Session,
    clock_in_body: dict[str, Any],
    changes: dict[str, Any],
    sentence: str,
) -> None:
    answer = api.post("/work-sessions", json=clock_in_body | changes)
    assert answer.status_code == 400
    assert sentence in answer.json()["message"]
    assert control.get("/records").json()["sessions"] == []


def test_a_shift_at_the_site_assigns_its_employee(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/world", json={"assignments": []})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200
    without = {name: value for name, value in clock_in_body.items() if name != "shift"}
    assert api.post("/work-sessions", json=without).status_code == 400


def test_a_clock_in_without_a_shift_is_a_switch(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    del clock_in_body["shift"]
    assert api.post("/work-sessions", json=clock_in_body).json()["data"]["shift"] is None
    control.put("/switches", json={"unscheduled": "refused"})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 400


@pytest.mark.parametrize(("overlap", "status"), [("allowed", 200), ("400", 400), ("500", 500)])
def test_a_second_open_session_is_a_switch(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any], overlap: str, status: int
) -> None:
    control.put("/switches", json={"overlap": overlap})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 200
    assert api.post("/work-sessions", json=clock_in_body).status_code == status
    ben = clock_in_body | {"employee": 1054, "shift": 100595}
    assert api.post("/work-sessions", json=ben).status_code == 200


def test_the_status_of_a_creation_is_a_switch(
    api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/switches", json={"created_status": 201})
    assert api.post("/work-sessions", json=clock_in_body).status_code == 201


GEOFENCES = {
    "off lets everybody in": ("off", TWO_KM_NORTH, 200, 0),
    "reject refuses outside": ("reject", TWO_KM_NORTH, 400, 0),
    "reject lets in inside": ("reject", HARBOUR_TOWER, 200, 0),
    "reject lets in without a position": ("reject", {}, 200, 0),
    "exception lets in outside and notes it": ("exception", TWO_KM_NORTH, 200, 1),
    "exception notes nothing inside": ("exception", HARBOUR_TOWER, 200, 0),
}


@pytest.mark.parametrize(("rule", "place", "status", "exceptions"), GEOFENCES.values(), ids=GEOFENCES.keys())
def test_the_geofence_has_three_settings(
    api: requests.Session,
    control: requests.Session,
    clock_in_body: dict[str, Any],
    rule: str,
    place: dict[str, float],
    status: int,
    exceptions: int,
) -> None:
    control.put("/switches", json={"geofence": rule})
    answer = api.post("/work-sessions", json=clock_in_body | place)
    noted = control.get("/records").json()["exceptions"]
    assert answer.status_code == status
    assert len(noted) == exceptions
    for item in noted:
        assert (item["type"], item["employee"], item["account"]) == ("GEOFENCE", 1053, 687)
        assert 1950 < item["distance_m"] < 2050


def test_a_position_that_is_no_number_is_refused(api: requests.Session, clock_in_body: dict[str, Any]) -> None:
    answer = api.post("/work-sessions", json=clock_in_body | {"latitude": "north"})
    assert (answer.status_code, "latitude" in answer.text) == (400, True)


@pytest.mark.parametrize("raw", [b"{", b"[1]", b"\xff\xfe", b'"OPEN"'])
def test_a_body_that_is_no_json_object_is_refused(api: requests.Session, raw: bytes) -> None:
    assert api.post("/work-sessions", data=raw).status_code == 400


@pytest.mark.parametrize(
    ("form", "content_type", "body"),
    [
        ("json", "application/json", '{"status": 400, "message": "employee: employee 9999 does not exist."}'),
        ("text", "text/plain; charset=utf-8", "employee: employee 9999 does not exist."),
        ("empty", None, ""),
    ],
)
def test_the_form_of_an_error_is_a_switch(
    api: requests.Session,
    control: requests.Session,
    clock_in_body: dict[str, Any],
    form: str,
    content_type: str | None,
    body: str,
) -> None:
    control.put("/switches", json={"error_body": form})
    answer = api.post("/work-sessions", json=clock_in_body | {"employee": 9999})
    assert answer.status_code == 400
    assert answer.headers.get("content-type") == content_type
    assert answer.text == body
