"""Who is on duty where, when each site's open sessions come by a download of their own."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.domain.model import ELSEWHERE, PresenceState
from shared.domain.site import Site
from shared.ports import UpstreamSession
from shared.store import roster
from shared.store.roster import Part
from shared.sync.snapshot_presence import SnapshotPresence
from tests.shared.sync.places import DOCK, SITE

HOUR_S = 3600.0
ORDERS = [pytest.param((SITE, DOCK), id="tower first"), pytest.param((DOCK, SITE), id="dock first")]


@pytest.fixture
def post(post: Any) -> Any:
    post.sites = (SITE, DOCK)
    with post.service() as service:
        assert service.download().everything()
    return post


def download(post: Any) -> bool:
    with post.service() as service:
        return bool(service.download().open_sessions())


def stands(post: Any, number: str) -> tuple[PresenceState, str]:
    presence = post.presence(number)
    return presence.state, presence.site


@pytest.mark.parametrize("sites", ORDERS)
def test_whoever_began_elsewhere_is_on_duty_at_the_site_of_the_account(
    sites: tuple[Site, Site], post: Any, sandbox: Any
) -> None:
    post.sites = sites
    sandbox.make("2001", startedOn="now-1h", clockInMethod="GUARD_APP")
    sandbox.make("2002", account=688, startedOn="now-1h", clockInMethod="GUARD_APP")
    for _ in range(2):
        assert download(post)
        assert stands(post, "2001") == (PresenceState.WORKING, "Harbour Tower")
        assert stands(post, "2002") == (PresenceState.WORKING, "Dock 4")
    for site, upstream_id in ((SITE, 7001), (DOCK, 7002)):
        snapshot = roster.states(post.store, site.name)[Part.OPEN_SESSIONS].snapshot
        shown = [one for one in (7001, 7002) if roster.open_session_ids(post.store, snapshot, one)]
        assert shown == [upstream_id]


@pytest.mark.parametrize("sites", ORDERS)
def test_our_own_sessions_stay_ours_at_both_sites_and_nobody_is_asked_about(
    sites: tuple[Site, Site], post: Any, sandbox: Any
) -> None:
    events = {"2001": post.clock_in("2001"), "2002": post.clock_in("2002", site=DOCK)}
    post.sync()
    post.sites = sites
    post.clock.advance(60)
    assert download(post)
    for number, event in events.items():
        assert post.presence(number).work_session == event.event_id
        assert sandbox.requests("GET", f"/work-sessions/{post.row(event).session_id}") == []


@pytest.mark.parametrize("sites", ORDERS)
def test_a_download_that_fails_moves_nobody_of_its_site_and_the_other_sites_people_all_the_same(
    sites: tuple[Site, Site], post: Any, sandbox: Any
) -> None:
    post.sites = sites
    unlucky, other = sites
    gone = sandbox.make("2001", account=unlucky.account_id, startedOn="now-1h")
    ended = sandbox.make("2002", account=other.account_id, startedOn="now-1h")
    assert download(post)
    sandbox.edit(gone, endedOn="now-5m", clockOutMethod="ADMIN")
    sandbox.edit(ended, endedOn="now-5m", clockOutMethod="ADMIN")
    sandbox.make("2003", account=other.account_id, startedOn="now-1m")
    sandbox.fault("garbage", method="GET", path="/work-sessions")
    post.clock.advance(60)
    assert not download(post)
    assert stands(post, "2001") == (PresenceState.WORKING, unlucky.name)
    assert roster.states(post.store, unlucky.name)[Part.OPEN_SESSIONS].failure
    assert (stands(post, "2002")[0], post.presence("2002").method) == (PresenceState.OFF, "ADMIN")
    assert stands(post, "2003") == (PresenceState.WORKING, other.name)
    assert not roster.states(post.store, other.name)[Part.OPEN_SESSIONS].failure


@pytest.mark.parametrize("sites", ORDERS)
def test_of_two_open_sessions_the_one_begun_last_counts_however_often_it_is_looked(
    sites: tuple[Site, Site], post: Any, sandbox: Any
) -> None:
    post.sites = sites
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    sandbox.make("2001", account=688, startedOn="now-3h", clockInMethod="GUARD_APP")
    sandbox.make("2002", startedOn="now-2h", clockInMethod="GUARD_APP")
    later = sandbox.make("2002", account=688, startedOn="now-1h", clockInMethod="GUARD_APP")
    for _ in range(3):
        post.clock.advance(60)
        assert download(post)
        assert post.presence("2001").work_session == event.event_id
        assert (stands(post, "2002"), post.presence("2002").upstream_session) == (
            (PresenceState.WORKING, "Dock 4"),
            later,
        )


def test_somebody_at_a_site_that_is_listed_no_more_is_off_duty_only_by_the_end_of_their_session(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S, site=DOCK)
    post.sync()
    post.sites = (SITE,)
    post.clock.advance(60)
    assert download(post)
    assert post.presence("2001").work_session == event.event_id
    sandbox.edit(post.row(event).session_id, endedOn="now-5m", clockOutMethod="ADMIN")
    assert download(post)
    assert (stands(post, "2001")[0], post.presence("2001").method) == (PresenceState.OFF, "ADMIN")


@dataclass
class Upstream:
    """One guard's sessions at both accounts."""

    sessions: list[UpstreamSession] = field(default_factory=list)

    def begin(self, account: int, at: datetime) -> None:
        number = len(self.sessions) + 1
        self.sessions.append(UpstreamSession(number, 7001, account, None, None, at, None, "OPEN", "GUARD_APP", ""))

    def end(self, which: int, at: datetime) -> None:
        if self.sessions:
            index = which % len(self.sessions)
            closed = replace(self.sessions[index], ended_at=at, status="CLOSED", clock_out_method="ADMIN")
            self.sessions[index] = closed

    def open_at(self, account: int) -> list[UpstreamSession]:
        return [one for one in self.sessions if one.account_id == account and one.status == "OPEN"]

    def session(self, number: int) -> UpstreamSession | None:
        return self.sessions[number - 1]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("begin"), st.sampled_from((687, 688))),
        st.tuples(st.just("end"), st.integers(0, 5)),
        st.tuples(st.just("look"), st.sets(st.sampled_from((687, 688)))),
    ),
    max_size=12,
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, sites=st.sampled_from(((SITE, DOCK), (DOCK, SITE))))
def test_after_two_rounds_whose_downloads_arrived_everybody_stands_where_upstream_says(
    post: Any, steps: list[tuple[str, Any]], sites: tuple[Site, Site]
) -> None:
    upstream, at = Upstream(), post.clock.read().wall - timedelta(hours=9)
    post.store.execute("DELETE FROM presence")

    def look(accounts: set[int]) -> None:
        presence = SnapshotPresence("tracktik", upstream, post.store, sites)
        for site in sites:
            if site.account_id in accounts:
                presence.apply(site, upstream.open_at(site.account_id), at, frozenset())

    for what, value in steps:
        at += timedelta(minutes=5)
        match what:
            case "begin":
                upstream.begin(value, at)
            case "end":
                upstream.end(value, at)
            case _:
                look(value)
                stood = post.presence("2001")
                if stood.on_duty:
                    assert stood.work_session == ELSEWHERE
                    assert upstream.session(stood.upstream_session) is not None
    for _ in range(2):
        look({687, 688})
    still_open = [one for one in upstream.sessions if one.status == "OPEN"]
    stood = post.presence("2001")
    if still_open:
        newest = max(still_open, key=lambda one: one.started_at)
        assert (stood.upstream_session, stood.account_id) == (newest.session_id, newest.account_id)
    else:
        assert stood.state is PresenceState.OFF
