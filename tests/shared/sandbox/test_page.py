"""The page for people, as HTML."""

from html.parser import HTMLParser
from typing import Any

import requests


class Texts(HTMLParser):
    """Collects the text of each element that has `data-part`, and the selected options."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.parts: dict[str, str] = {}
        self.selected: list[str] = []
        self._part = ""
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self._part = values.get("data-part") or self._part
        self._select = "selected" if tag == "option" and "selected" in values else ""

    def handle_data(self, data: str) -> None:
        self.parts[self._part] = self.parts.get(self._part, "") + data
        if self._select:
            self.selected.append(data)
            self._select = ""


def page(anyone: requests.Session) -> Texts:
    answer = anyone.get("/")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Texts(answer.text)


def test_the_page_shows_who_is_on_duty(
    anyone: requests.Session, api: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    assert "Nobody has clocked in yet." in page(anyone).parts["sessions"]
    number = api.post("/work-sessions", json=clock_in_body).json()["data"]["id"]
    sessions = page(anyone).parts["sessions"]
    for word in (str(number), "Ana Ribeiro", "Guard, Gate 2, Harbour Tower", "12-16 15:17:00", "API", "OPEN"):
        assert word in sessions
    api.post(f"/work-sessions/{number}/actions/clock-out", json={"clockOutMethod": "PHONE"})
    sessions = page(anyone).parts["sessions"]
    assert "PHONE" in sessions
    assert "OPEN" not in sessions


def test_the_newest_session_comes_first(anyone: requests.Session, control: requests.Session) -> None:
    first, second = (control.post("/sessions", json={"employee": number}).json()["id"] for number in (1053, 1054))
    sessions = page(anyone).parts["sessions"]
    assert sessions.index(str(second)) < sessions.index(str(first))


def test_the_page_shows_exceptions_faults_switches_and_requests(
    anyone: requests.Session, api: requests.Session, control: requests.Session, clock_in_body: dict[str, Any]
) -> None:
    control.put("/switches", json={"geofence": "exception", "overlap": "500"})
    api.post("/work-sessions", json={**clock_in_body, "latitude": 46, "longitude": -73})
    control.post("/faults", json={"kind": "answer_lost", "method": "POST", "employee": 1054, "times": 3})
    shown = page(anyone)
    assert "from Harbour Tower, radius 150 m" in shown.parts["exceptions"]
    assert "answer_lost" in shown.parts["faults"]
    assert "POST * of 1054" in shown.parts["faults"]
    assert {"exception", "500", "up", "true"} <= set(shown.selected)
    assert "/rest/v1/work-sessions" in shown.parts["requests"]


def test_names_are_shown_as_text(anyone: requests.Session, control: requests.Session) -> None:
    people = [{"id": 1, "firstName": "<b>Eve</b>", "lastName": "&"}]
    control.put("/world", json={"employees": people, "assignments": [{"employee": 1, "account": 687}], "shifts": []})
    control.post("/sessions", json={"employee": 1})
    assert "<b>Eve" not in anyone.get("/").text
    assert "<b>Eve</b> &" in page(anyone).parts["sessions"]


def test_a_session_of_somebody_who_left_the_world_is_still_shown(
    anyone: requests.Session, control: requests.Session
) -> None:
    control.post("/sessions", json={"employee": 4711, "account": 99})
    assert "unknown 4711" in page(anyone).parts["sessions"]


def test_the_version_changes_with_what_the_page_shows(
    anyone: requests.Session, api: requests.Session, control: requests.Session
) -> None:
    def version() -> str:
        return str(control.get("/records", params={"limit": 0}).json()["version"])

    def shown_by_the_page() -> str:
        # A request that an earlier test left hanging may still end, and be counted, between two looks.
        looks = (version() for _ in range(50))
        return next(seen for seen in looks if seen in anyone.get("/").text and seen == version())

    before = shown_by_the_page()
    steps = [
        lambda: control.post("/sessions", json={"employee": 1053}),
        lambda: control.put("/switches", json={"delay_ms": 1}),
        lambda: control.post("/faults", json={"kind": "slow"}),
        lambda: control.delete("/faults"),
        lambda: api.get("/employees"),
    ]
    seen = [before]
    for step in steps:
        step()
        seen.append(version())
    assert len(set(seen)) == len(seen)
