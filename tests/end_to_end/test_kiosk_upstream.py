"""Kiosk, delivery and a played upstream, as three processes."""

import json

import requests

from kiosk.demo.processes import until
from shared.store.database import Store


def _world(numbers):
    return {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
        "employees": [
            {"id": int(number), "firstName": "Guard", "lastName": number, "customId": number, "status": "ACTIVE"}
            for number in numbers
        ],
        "assignments": [{"employee": int(number), "account": 687} for number in numbers],
        "shifts": [],
    }


def test_a_tap_is_upstream_when_its_screen_has_closed_and_not_before(make_wall, sandbox):
    requests.put(f"{sandbox.url}/control/world", json=_world(["2001", "2002", "2003"]), timeout=5).raise_for_status()
    wall = make_wall(sandbox_url=sandbox.url, kiosk="idle_s = 3\nchoice_s = 5\nvolume = 0.0")
    wall.syncs()
    wall.started()
    wall.idle(statuses="'Link'")
    until("the roster is here", lambda: _roster_is_here(wall))

    wall.badge("2001")
    seen = wall.told(who="Guard 2001", what="Clocked in")
    assert "goes out now" in seen["lines"][0]
    wall.touch("Not right?")
    wall.asked(question="What is not right?")
    assert sandbox.sessions() == []
    wall.touch("Take it back")
    wall.told(what="Taken back")

    wall.badge("2002")
    wall.told(who="Guard 2002", what="Clocked in")
    assert sandbox.sessions() == []
    (session,) = until("the clock-in is upstream", sandbox.sessions)
    assert (session["employee"], session["clockInMethod"], session["status"]) == (2002, "KIOSK", "OPEN")
    (event,) = wall.events("2002")
    assert json.dumps(session["startedOn"])[1:20] == event.draft.at.isoformat()[:19]

    sandbox.switch(link="down")
    wall.badge("2003")
    wall.told(who="Guard 2003", what="Clocked in")
    wall.idle(statuses="No link \u00b7 1 waits")
    assert [one["employee"] for one in sandbox.sessions()] == [2002]
    sandbox.switch(link="up")
    until("both are upstream", lambda: len(sandbox.sessions()) == 2)
    wall.forget()
    wall.idle(statuses="'Link'")
    assert wall.kinds("2001") == []


def _roster_is_here(wall):
    with Store.open(wall.site.ledger) as store:
        return store.one("SELECT 1 FROM roster_parts WHERE part = 'shifts' AND snapshot > 0")
