"""Worlds read from JSON, over HTTP and from a value."""

from datetime import UTC, datetime
from typing import Any

import pytest
import requests

from shared.sandbox.shapes import BadShape
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.tracktik.world import read_world

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SMALL: dict[str, Any] = {
    "credentials": {"client_id": "c", "client_secret": "s", "username": "u", "password": "p"},
    "accounts": [{"id": 1, "name": "Mill", "latitude": 45.5, "longitude": -73.6, "radius_m": 80}],
    "positions": [{"id": 2, "name": "Gate", "account": 1}],
    "employees": [{"id": 3, "firstName": "Ida", "lastName": "Holm"}],
    "assignments": [{"employee": 3, "account": 1}],
    "shifts": [
        {"id": 4, "employee": 3, "position": 2, "account": 1, "startDateTime": "now-1h", "endDateTime": "now+7h"}
    ],
}


def test_a_world_is_read_and_written_in_the_same_shape() -> None:
    world = read_world(SMALL, default_world(NOW), NOW)
    assert world.shifts[0].start_date_time == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    written = world.model_dump(mode="json", by_alias=True)
    assert written["shifts"][0]["endDateTime"] == "2026-11-22T19:00:00+00:00"
    assert read_world(written, default_world(NOW), NOW) == world


MISTAKES: dict[str, tuple[Any, str]] = {
    "unknown key": ({"guards": []}, "credentials, accounts, positions"),
    "unknown field": ({"employees": [{"id": 1, "firstName": "A", "lastName": "B", "pin": 1}]}, "employees.0.pin"),
    "id twice": ({"accounts": [{"id": 1, "name": "A"}, {"id": 1, "name": "B"}]}, "account 1 is there twice"),
    "position nowhere": ({"positions": [{"id": 2, "name": "Gate", "account": 9}]}, "account 9 does not exist"),
    "assignment of nobody": ({"assignments": [{"employee": 9, "account": 687}]}, "employee 9 does not exist"),
    "unreadable time": ({"shifts": [{**SMALL["shifts"][0], "startDateTime": "soon"}]}, "'soon'"),
    "no object": ([], "a world is a JSON object"),
}


@pytest.mark.parametrize(("data", "sentence"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_world_with_a_mistake_names_it(data: Any, sentence: str) -> None:
    with pytest.raises(BadShape, match=sentence):
        read_world(data, default_world(NOW), NOW)


def test_a_world_put_over_http_replaces_what_it_names(
    api: requests.Session, control: requests.Session, anyone: requests.Session
) -> None:
    world = control.put("/world", json=SMALL).json()
    assert world["credentials"] == {"client_id": "c", "username": "u"}
    assert [row["name"] for row in api.get("/employees").json()["data"]] == ["Ida Holm"]
    assert anyone.post("/rest/oauth2/access_token", json={"grant_type": "password", **SMALL["credentials"]}).ok
    body = {"employee": 3, "account": 1, "position": 2, "shift": 4, "clockInMethod": "KIOSK"}
    assert api.post("/work-sessions", json={**body, "startedOn": "2026-11-22 12:00:00"}).status_code == 200
    control.put("/world", json={"assignments": []})
    assert control.get("/world").json() == {**world, "assignments": []}


def test_a_bad_world_over_http_changes_nothing(control: requests.Session) -> None:
    before = control.get("/world").json()
    answer = control.put("/world", json={"accounts": []})
    assert answer.status_code == 400
    assert "account 687 does not exist" in answer.json()["error"]
    assert control.get("/world").json() == before
