"""/break-sessions: any object is taken, listed by its fields, and refused or missing where a switch says so."""

import requests


def test_a_break_is_kept_as_it_came_and_found_by_its_fields(api: requests.Session) -> None:
    body = {"workSession": 900, "startedOn": "2026-03-02 10:00:00", "note": {"any": "thing"}}
    made = api.post("/break-sessions", json=body).json()["data"]
    assert made == {**body, "id": made["id"]}
    api.post("/break-sessions", json={"workSession": 901})
    listed = api.get("/break-sessions", params={"workSession.id": "900", "limit": 10}).json()
    assert listed["data"] == [made]
    assert len(api.get("/break-sessions", params={"limit": 1, "offset": 1}).json()["data"]) == 1


def test_an_empty_break_is_refused(api: requests.Session) -> None:
    assert api.post("/break-sessions", json={}).status_code == 400


def test_breaks_are_refused_or_unknown_by_a_switch(api: requests.Session, control: requests.Session) -> None:
    control.put("/switches", json={"break_sessions": "400"})
    assert api.post("/break-sessions", json={"workSession": 900}).status_code == 400
    control.put("/switches", json={"break_sessions": "404"})
    assert api.post("/break-sessions", json={"workSession": 900}).status_code == 404
    assert api.get("/break-sessions").status_code == 404
