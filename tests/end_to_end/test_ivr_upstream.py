"""Phone line, delivery and a played upstream, as three processes."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
import requests

from ivr.phone.hands import ScriptedHand
from ivr.phone.presses import presses_in
from ivr.phone.telephone import Telephone
from kiosk.demo.processes import until
from kiosk.demo.upstream import Sandbox
from shared.clock import SystemClock
from shared.clocking import make_tap, present
from shared.domain.model import Kind
from shared.gather import Surroundings
from shared.store import people, roster, taps
from shared.store.roster import Part
from shared.store.taps import TapState
from shared.time_service import own_witnesses
from shared.wiring import door_of
from tests.end_to_end.ivr_installation import EN, PIN, SUPERVISOR, PhoneSite, told_in

NUMBERS: Final = ("2001", "2002", "2003")
HELD_S: Final = 2
FRESH_S: Final = 120
LATE_S: Final = 2
"""After so many seconds an event is DELAYED, in a test that waits for it, and in one that must not get there."""
Make = Callable[[int], PhoneSite]


@pytest.fixture
def make_site(tmp_path: Path, sandbox: Sandbox) -> Iterator[Make]:
    """Makes an installation whose line serves and whose sync delivers; `late_s` is when an event is DELAYED."""
    world = {
        "accounts": [{"id": 687, "name": "Harbour Tower", "latitude": 45.5017, "longitude": -73.5673, "radius_m": 150}],
        "positions": [{"id": 382, "name": "Gate 2", "account": 687}],
        "employees": [
            {"id": int(number), "firstName": "Guard", "lastName": number, "customId": number, "status": "ACTIVE"}
            for number in NUMBERS
        ],
        "assignments": [{"employee": int(number), "account": 687} for number in NUMBERS],
        "shifts": [],
    }
    requests.put(f"{sandbox.url}/control/world", json=world, timeout=5).raise_for_status()
    sandbox.switch(ended_on="taken")
    with ExitStack() as parts:

        def make(late_s: int) -> PhoneSite:
            sync = f"first_retry_s = 0.2\nsettle_s = 1\ndelayed_after_s = {late_s}"
            ivr = f"{EN}\nhold_s = {HELD_S}"
            site = PhoneSite(tmp_path, parts, NUMBERS, sandbox_url=sandbox.url, ivr=ivr, sync=sync)
            site.syncs()
            until("the roster is here", lambda: roster_is_here(site))
            return site.started()

        yield make


def roster_is_here(site: PhoneSite) -> bool:
    """Does the ledger know upstream's employees, positions and shifts?"""
    with site.ledger() as store:
        known = roster.states(store, "Harbour Tower")
    return {Part.EMPLOYEES, Part.POSITIONS, Part.SHIFTS} <= {part for part, state in known.items() if state.snapshot}


def session_of(sandbox: Sandbox, number: str, **wanted: str) -> dict[str, Any]:
    """The one work session of this person upstream, once it stands there like this."""

    def found() -> dict[str, Any] | None:
        sessions = [one for one in sandbox.sessions() if str(one["employee"]) == number]
        assert len(sessions) <= 1, sessions
        return next((one for one in sessions if wanted.items() <= one.items()), None)

    return dict(until(f"a session of {number} with {wanted}", found))


def is_older_than(at: datetime, seconds: float) -> Callable[[], bool]:
    return lambda: SystemClock().now() - at > timedelta(seconds=seconds)


def test_a_call_is_upstream_as_phone_while_it_is_fresh(make_site: Make, sandbox: Sandbox) -> None:
    site = make_site(FRESH_S)
    told = site.told("2001", "1")
    opened = session_of(sandbox, "2001")
    (event,) = site.events("2001")
    held = is_older_than(event.recorded_at, HELD_S)
    assert held(), "it went out while the caller could still say that it is not right"
    assert told.fits(event, site.zone)
    assert (opened["clockInMethod"], opened["status"]) == ("PHONE", "OPEN")
    assert datetime.fromisoformat(opened["startedOn"]) == event.draft.at

    site.told("2001", "2")
    closed = session_of(sandbox, "2001", status="CLOSED")
    (_, left) = site.events("2001")
    assert (closed["id"], closed["clockOutMethod"]) == (opened["id"], "PHONE")
    assert datetime.fromisoformat(closed["endedOn"]) == left.draft.at


def test_a_call_while_the_link_is_down_is_upstream_as_delayed_with_its_own_time(
    make_site: Make, sandbox: Sandbox
) -> None:
    site = make_site(LATE_S)
    sandbox.switch(link="down")
    told = site.told("2002", "1")
    (event,) = site.events("2002")
    assert told.fits(event, site.zone)
    until("it is late", is_older_than(event.draft.at, LATE_S + 1))
    sandbox.switch(link="up")
    session = session_of(sandbox, "2002")
    assert session["clockInMethod"] == "DELAYED"
    assert datetime.fromisoformat(session["startedOn"]) == event.draft.at


@pytest.mark.parametrize("link_at_the_clock_in", ["up", "down"])
def test_a_call_closes_the_work_session_that_a_badge_opened(
    make_site: Make, sandbox: Sandbox, link_at_the_clock_in: str
) -> None:
    site = make_site(FRESH_S)
    sandbox.switch(link=link_at_the_clock_in)
    badge(site, "2003")
    if link_at_the_clock_in == "up":
        assert session_of(sandbox, "2003")["clockInMethod"] == "KIOSK"
    site.told("2003", "2")
    sandbox.switch(link="up")
    session = session_of(sandbox, "2003", status="CLOSED")
    came, left = site.events("2003")
    assert [came.draft.kind, left.draft.kind] == [Kind.CLOCKED_IN, Kind.CLOCKED_OUT]
    assert datetime.fromisoformat(session["startedOn"]) == came.draft.at
    assert datetime.fromisoformat(session["endedOn"]) == left.draft.at
    assert (session["clockInMethod"], session["clockOutMethod"]) == ("KIOSK", "PHONE")


def badge(site: PhoneSite, number: str) -> None:
    """Somebody clocks in at the kiosk of the same ledger."""
    door, reading = door_of(site.config), SystemClock().read()
    around = Surroundings(reading, local_witnesses=own_witnesses(reading, "trust", synchronised=None))
    with site.ledger() as store:
        person, _ = people.by_number(store, number) or (None, "")
        assert person is not None
        present(store, door, make_tap(door, reading), person, "", around)


def test_a_claim_that_a_supervisor_accepts_by_key_is_upstream_as_delayed_with_the_claim_s_time(
    make_site: Make, sandbox: Sandbox
) -> None:
    site = make_site(LATE_S)
    pressed(site, "2001 0000 !")
    with site.ledger() as store:
        (claim,) = taps.listed(store, (TapState.CLAIM,))
    until("the claim is some seconds old", is_older_than(claim.at, LATE_S + 1))
    assert site.events("2001") == []

    (told,) = told_in(pressed(site, f"{SUPERVISOR} {PIN} 0 3 1 !"))
    (event,) = site.events("2001")
    assert told.fits(event, site.zone)
    assert event.draft.at == claim.at
    session = session_of(sandbox, "2001")
    assert session["clockInMethod"] == "DELAYED"
    assert datetime.fromisoformat(session["startedOn"]) == claim.at
    site.assert_sound()


def pressed(site: PhoneSite, script: str) -> list[str]:
    """A call that presses what the script says; what it heard."""
    transcript = Telephone(site.telephone()).dial(ScriptedHand(presses_in(script))).run()
    assert not transcript.faults, transcript.lines()
    return transcript.said
