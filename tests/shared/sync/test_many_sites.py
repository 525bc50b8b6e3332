"""Two sites on one ledger: each event goes to its own account, and what fails at one site holds up no other."""

from dataclasses import replace
from typing import Any

import pytest

from shared.clocking import make_tap, present
from shared.domain.clock_trust import Witness
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import roster
from shared.store.roster import Part
from shared.sync.download import Download
from shared.sync.sites import site_of
from shared.sync.worker import FAILED_JOB_AGAIN_S, Job
from tests.shared.sync.places import DOCK, GATE, POSITIONS, SITE

HOUR_S = 3600.0
ORDERS = [pytest.param((SITE, DOCK), id="tower first"), pytest.param((DOCK, SITE), id="dock first")]


@pytest.fixture
def post(post: Any) -> Any:
    """A ledger that serves both sites and has the roster of both."""
    post.sites = (SITE, DOCK)
    with post.service() as service:
        assert service.download().everything()
    return post


def told(post: Any, number: str) -> list[tuple[int, str, str]]:
    """Account, method of the clock-in and status of everything upstream has of a guard, oldest first."""
    rows = sorted(post.sandbox.sessions(number), key=lambda row: row["startedOn"])
    return [(row["account"], row["clockInMethod"], row["status"]) for row in rows]


def test_events_of_each_site_go_to_their_own_account(post: Any) -> None:
    at_tower = post.clock_in("2001"), post.clock_in("2003", ago_s=HOUR_S)
    at_dock = post.clock_in("2002", site=DOCK, door=DoorKind.PHONE), post.clock_in("2004", ago_s=HOUR_S, site=DOCK)
    post.clock_out("2004", site=DOCK)
    post.sync()
    assert all(post.row(event).state is RowState.DELIVERED for event in (*at_tower, *at_dock))
    assert [told(post, number) for number in ("2001", "2003")] == [
        [(687, "KIOSK", "OPEN")],
        [(687, "DELAYED", "OPEN")],
    ]
    assert [told(post, number) for number in ("2002", "2004")] == [
        [(688, "PHONE", "OPEN")],
        [(688, "DELAYED", "CLOSED")],
    ]


def test_a_guard_who_works_at_one_site_and_then_at_the_other_has_a_session_at_each(post: Any) -> None:
    for site, hours in ((SITE, 9), (DOCK, 4)):
        post.clock_in("2001", ago_s=hours * HOUR_S, site=site)
        post.clock_out("2001", ago_s=(hours - 3) * HOUR_S, site=site)
    post.sync_to_the_end()
    assert told(post, "2001") == [(687, "DELAYED", "CLOSED"), (688, "DELAYED", "CLOSED")]


def test_an_event_of_a_site_that_is_listed_no_more_is_delivered_to_its_account(post: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S, site=DOCK)
    out = post.clock_out("2001", site=DOCK)
    post.sites = (SITE,)
    post.sync_to_the_end()
    assert (post.row(event).state, post.row(out).state) == (RowState.DELIVERED, RowState.DELIVERED)
    assert told(post, "2001") == [(688, "DELAYED", "CLOSED")]


def test_a_site_that_is_listed_no_more_goes_by_the_first_ones_rules_but_not_by_its_position(post: Any) -> None:
    event = post.clock_in("2001", site=DOCK)
    tower = replace(SITE, rules=Rules(default_position_id=GATE, grace_s=7))
    assert site_of((tower,), event) == Site("Dock 4", 688, Rules(grace_s=7))
    assert site_of((tower, DOCK), event) is DOCK


def test_a_clock_in_from_before_any_roster_gets_a_position_of_its_own_site(empty_post: Any) -> None:
    tower = replace(SITE, rules=Rules(default_position_id=GATE))
    empty_post.sites = (tower, DOCK)
    reading = empty_post.clock.read()
    told_by = Witness("rtc", 0.0, 2.0, reading.wall, reading.boottime_s, reading.boot_id)
    around = Surroundings(reading, local_witnesses=(told_by,))
    door = Door(DOCK, "Line 1", ("tracktik",), 0.0)
    person = Person("2001", "Guard 2001")
    [event] = present(empty_post.store, door, make_tap(door, reading), person, "", around).events
    assert Flag.ROSTER_MISSING in event.flags
    assert event.draft.position_id is None
    with empty_post.service() as service:
        assert service.download().everything()
    empty_post.sync()
    [session] = empty_post.sandbox.sessions("2001")
    assert (session["account"], session["position"]) == (688, POSITIONS[688])


def test_employees_and_accounts_are_asked_for_once_and_found_at_every_site(empty_post: Any, sandbox: Any) -> None:
    empty_post.sites = (SITE, DOCK)
    with empty_post.service() as service:
        assert service.download().everything()
    tower, dock = (roster.states(empty_post.store, site.name) for site in empty_post.sites)
    for path, part in (("/employees", Part.EMPLOYEES), ("/clients", Part.ACCOUNTS)):
        assert len(sandbox.requests("GET", path)) == 1
        assert tower[part] == dock[part]
    found = roster.employee(empty_post.store, dock[Part.EMPLOYEES].snapshot, number="2001", upstream_id=None)
    assert found is not None
    assert found.employee_id == 7001
    assert [one.name for one in roster.positions(empty_post.store, dock[Part.POSITIONS].snapshot, 688)] == [
        "Guard, Dock 4"
    ]
    assert roster.positions(empty_post.store, tower[Part.POSITIONS].snapshot, 688) == []


@pytest.mark.parametrize("sites", ORDERS)
@pytest.mark.parametrize(("path", "part"), [("/positions", Part.POSITIONS), ("/shifts", Part.SHIFTS)])
def test_a_part_that_fails_at_one_site_arrives_at_the_other(
    path: str, part: Part, sites: tuple[Site, Site], post: Any, sandbox: Any
) -> None:
    post.sites = sites
    unlucky, other = (site.name for site in sites)
    before = {site.name: roster.states(post.store, site.name) for site in sites}
    sandbox.fault("500_before", method="GET", path=path)
    with post.service() as service:
        assert not service.download().everything()
    after = {site.name: roster.states(post.store, site.name) for site in sites}
    assert after[unlucky][part].snapshot == before[unlucky][part].snapshot
    assert after[unlucky][part].failure
    assert after[other][part].snapshot > before[other][part].snapshot
    assert not any(state.failure for state in after[other].values())


def test_a_list_of_employees_that_fails_is_said_at_every_site(post: Any, sandbox: Any) -> None:
    sandbox.fault("500_before", method="GET", path="/employees")
    with post.service() as service:
        assert not service.download().everything()
    for site in post.sites:
        assert roster.states(post.store, site.name)[Part.EMPLOYEES].failure


def test_what_happens_at_one_site_leaves_the_others_roster_as_it_is(post: Any, sandbox: Any) -> None:
    before = roster.states(post.store, DOCK.name)
    post.clock_in("2001", ago_s=HOUR_S)
    post.clock_out("2001")
    post.sync_to_the_end()
    with post.service() as service:
        only_tower: Download = service.download()
        only_tower.sites = (SITE,)
        assert only_tower.everything()
        assert only_tower.open_sessions()
    assert roster.states(post.store, DOCK.name) == before
    shown = roster.employee(post.store, before[Part.EMPLOYEES].snapshot, number="2001", upstream_id=None)
    assert shown is not None


def test_a_second_session_at_any_site_is_noted_there(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S, site=DOCK)
    post.clock_in("2002", ago_s=HOUR_S)
    post.sync()
    at = event.draft.at.strftime("%Y-%m-%d %H:%M:%S")
    beside = sandbox.make("2001", account=688, startedOn=at, clockInMethod="ADMIN")
    sandbox.make("2002", account=700, startedOn="now-9h", endedOn="now-8h", clockInMethod="KIOSK")
    with post.service() as service:
        assert service.reconcile() == 1
    [item] = post.desk()
    assert (item.site, item.employee, item.facts["session"]) == ("Dock 4", "2001", beside)


def test_whoever_is_shown_open_at_another_site_is_looked_up_before_the_first_send(post: Any, sandbox: Any) -> None:
    sandbox.make("2001", account=688, startedOn="now-10s", clockInMethod="GUARD_APP")
    with post.service() as service:
        assert service.download().open_sessions()
    before = len(sandbox.requests("GET", "/work-sessions"))
    event = post.clock_in("2001")
    post.sync()
    assert len(sandbox.requests("GET", "/work-sessions")) > before
    assert post.row(event).state is not RowState.WAITING


def test_a_download_that_is_refused_for_one_site_is_asked_for_less_and_less_often(post: Any) -> None:
    with post.service() as service:
        job = Job("roster", 300.0, lambda _store: False)
        service.jobs = [job]
        service.link.answered()
        pauses = []
        for _ in range(7):
            service.worker().run(once=True)
            pauses.append(round(job.due_at - post.clock.monotonic()))
    assert pauses == [FAILED_JOB_AGAIN_S * factor for factor in (1, 2, 4, 8, 16)] + [300, 300]


def test_while_nothing_answers_a_download_is_tried_again_soon_and_after_one_that_arrived_too(post: Any) -> None:
    answers = [False, False, False, True, False]
    with post.service() as service:
        job = Job("roster", 300.0, lambda _store: answers.pop(0))
        service.jobs = [job]
        pauses = []
        for up in (None, None, True, True, True):
            if up:
                service.link.answered()
            service.worker().run(once=True)
            pauses.append(round(job.due_at - post.clock.monotonic()))
    assert pauses == [10, 10, 10, 300, 10]
