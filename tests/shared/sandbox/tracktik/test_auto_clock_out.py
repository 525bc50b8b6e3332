"""Forgotten sessions are closed by the portal: the rule on values, and once through the running server."""

from datetime import UTC, datetime, timedelta

import pytest
import requests

from shared.sandbox.changes import Changes
from shared.sandbox.tracktik.auto_clock_out import close_forgotten
from shared.sandbox.tracktik.default_world import default_world
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.sessions import Method, WorkSession
from shared.sandbox.tracktik.switches import AutoClockOut, TracktikSwitches

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ANAS_END = default_world(NOON).shifts[0].end_date_time


@pytest.fixture
def portal() -> Portal:
    portal = Portal(default_world(NOON), Changes())
    portal.turned.values = TracktikSwitches(auto_clock_out=AutoClockOut.SYSTEM, auto_clock_out_after_s=3600)
    return portal


def on_duty(portal: Portal, shift: int | None) -> WorkSession:
    session = WorkSession(
        id=portal.sessions.take_id(),
        employee=1053,
        account=687,
        position=382,
        shift=shift,
        started_on=NOON,
        clock_in_method=Method.KIOSK,
        received_on=NOON,
        by="api",
    )
    return portal.put(session)


def test_a_session_is_closed_an_hour_after_its_shift_ended(portal: Portal) -> None:
    session = on_duty(portal, shift=100594)
    assert close_forgotten(portal, ANAS_END + timedelta(seconds=3599)) == []
    due = ANAS_END + timedelta(seconds=3600)
    assert [closed.id for closed in close_forgotten(portal, due)] == [session.id]
    row = portal.sessions.rows[session.id]
    assert (row["status"], row["clockOutMethod"]) == ("CLOSED", "SYSTEM")
    assert row["endedOn"] == due.isoformat()
    assert close_forgotten(portal, due) == []


def test_a_session_without_a_shift_is_closed_an_hour_after_its_start(portal: Portal) -> None:
    on_duty(portal, shift=None)
    assert close_forgotten(portal, NOON + timedelta(seconds=3599)) == []
    assert len(close_forgotten(portal, NOON + timedelta(seconds=3600))) == 1


def test_nothing_is_closed_while_the_switch_is_off(portal: Portal) -> None:
    portal.turned.values = TracktikSwitches()
    on_duty(portal, shift=None)
    assert close_forgotten(portal, NOON + timedelta(days=9)) == []


def test_the_running_portal_closes_by_itself(api: requests.Session, control: requests.Session) -> None:
    number = control.post("/sessions", json={"employee": 1053, "startedOn": "now-9h"}).json()["id"]
    control.put("/switches", json={"auto_clock_out": "BATCH", "auto_clock_out_after_s": 3600})
    path = f"/work-sessions/{number}"
    while (data := api.get(path).json()["data"])["status"] == "OPEN":
        pass  # each look is a request: the test's time limit bounds them
    assert data["clockOutMethod"] == "BATCH"
