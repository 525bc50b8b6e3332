"""Who is on duty after a download of open sessions: the ledger wins wherever it may know better."""

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.domain.model import ELSEWHERE, PresenceState
from shared.ports import SessionPage
from shared.store import roster
from shared.store.roster import Part

HOUR_S = 3600.0


class After:
    """A client in whose download of open sessions something happens after upstream has answered."""

    def __init__(self, client: Any, happens: Callable[[], object]) -> None:
        self._client = client
        self._happens = happens

    def open_sessions(self, *asked: Any) -> SessionPage:
        page: SessionPage = self._client.open_sessions(*asked)
        self._happens()
        return page

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


def download(post: Any, happens: Callable[[Any], object] = lambda _service: None) -> bool:
    """One download of open sessions; `happens` before its answer has arrived."""
    with post.service() as service:
        made = service.download()
        made.sessions = After(service.client, lambda: happens(service))
        return bool(made.open_sessions())


def test_whoever_began_elsewhere_is_on_duty_with_the_method_of_there(post: Any, sandbox: Any) -> None:
    session = sandbox.make("2001", startedOn="now-1h", clockInMethod="GUARD_APP")
    assert download(post)
    presence = post.presence("2001")
    assert (presence.state, presence.work_session, presence.upstream_session, presence.method) == (
        PresenceState.WORKING,
        ELSEWHERE,
        session,
        "GUARD_APP",
    )
    assert presence.since == sandbox.sessions("2001")[0]["startedOn"]


def test_a_clock_out_here_ends_what_began_elsewhere(post: Any, sandbox: Any) -> None:
    session = sandbox.make("2001", startedOn="now-1h", clockInMethod="GUARD_APP")
    download(post)
    out = post.clock_out("2001")
    assert out.work_session == ELSEWHERE
    post.sync()
    assert (post.row(out).session_id, sandbox.sessions("2001")[0]["status"]) == (session, "CLOSED")


def test_a_session_of_ours_stays_ours(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    post.sync()
    post.clock.advance(60)
    assert download(post)
    assert post.presence("2001").work_session == event.event_id


@pytest.mark.parametrize("method", ["ADMIN", "GUARD_APP"])
def test_a_session_of_ours_that_somebody_ended_is_shown_as_ended_by_them(method: str, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    ended = event.draft.at + timedelta(minutes=30)
    sandbox.edit(post.row(event).session_id, endedOn=ended.strftime("%Y-%m-%d %H:%M:%S"), clockOutMethod=method)
    post.clock.advance(60)
    assert download(post)
    presence = post.presence("2001")
    assert (presence.state, presence.since, presence.method) == (PresenceState.OFF, ended, method)


def test_a_session_ended_by_the_system_is_shown_and_no_clock_out_is_invented(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    sandbox.turn(auto_clock_out="SYSTEM", auto_clock_out_after_s=60)
    for _ in range(100):
        if sandbox.sessions("2001")[0]["status"] == "CLOSED":
            break
        time.sleep(0.02)
    post.clock.advance(60)
    assert download(post)
    assert (post.presence("2001").state, post.presence("2001").method) == (PresenceState.OFF, "SYSTEM")
    assert post.ledger_kinds("2001") == ["clocked_in"]
    assert post.row(event).state is RowState.DELIVERED


def test_whoever_has_something_on_its_way_is_left_alone(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=60, hold_s=600)
    sandbox.make("2002", startedOn="now-1h")
    out = post.clock_out("2002", ago_s=60, hold_s=600)
    assert download(post)
    assert post.presence("2001").work_session == event.event_id
    assert post.presence("2002").state is PresenceState.OFF
    assert post.row(out).state is RowState.HELD


def test_whoever_has_something_parked_is_left_alone(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    event = post.clock_in("2001", ago_s=60)
    post.sync()
    assert post.row(event).state is RowState.PARKED
    assert download(post)
    assert post.presence("2001").on_duty


def test_an_event_recorded_while_the_download_ran_is_newer_than_it(post: Any, sandbox: Any) -> None:
    events = []

    def happens(service: Any) -> None:
        events.append(post.clock_in("2001"))
        service.lane("2001")

    assert download(post, happens)
    assert post.row(events[0]).state is RowState.DELIVERED
    assert post.presence("2001").work_session == events[0].event_id


def test_a_clock_in_delivered_while_the_download_ran_is_not_undone_by_it(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=20)
    assert download(post, lambda service: service.lane("2001"))
    assert post.row(event).state is RowState.DELIVERED
    assert post.presence("2001").work_session == event.event_id


def test_a_clock_out_delivered_while_the_download_ran_is_not_undone_by_it(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=100)
    post.sync()
    out = post.clock_out("2001", ago_s=20)
    assert download(post, lambda service: service.lane("2001"))
    assert post.row(out).state is RowState.DELIVERED
    assert post.presence("2001").state is PresenceState.OFF


class Blind:
    """A client whose list of open sessions is empty, whatever is open."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def open_sessions(self, *_: Any) -> SessionPage:
        return SessionPage(())

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)


@pytest.mark.parametrize("fault", [None, "503", "500_before"])
def test_a_list_that_leaves_our_session_out_ends_nothing_while_it_is_open_or_cannot_be_asked_about(
    fault: str | None, post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=60)
    post.sync()
    if fault:
        sandbox.fault(fault, method="GET", path=f"/work-sessions/{post.row(event).session_id}")
    with post.service() as service:
        made = service.download()
        made.sessions = Blind(service.client)
        assert made.open_sessions()
    assert post.presence("2001").work_session == event.event_id


@pytest.mark.parametrize("unknown", ["404", "400"])
def test_a_session_of_ours_that_is_gone_upstream_is_no_duty_any_more(unknown: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(unknown_session=unknown)
    event = post.clock_in("2001", ago_s=60)
    post.sync()
    sandbox.delete(f"/sessions/{post.row(event).session_id}")
    assert download(post)
    assert post.presence("2001").state is PresenceState.OFF


def test_people_whom_no_roster_names_are_not_sent_home_by_a_download(empty_post: Any, sandbox: Any) -> None:
    """The list of employees failed to arrive; that of open sessions came."""
    event = empty_post.clock_in("2001", ago_s=60)
    with empty_post.service() as service:
        session = sandbox.make("2001", startedOn=event.draft.at.strftime("%Y-%m-%d %H:%M:%S"))
        empty_post.change(event, state="delivered", session_id=session)
        assert service.download().open_sessions()
    assert empty_post.presence("2001").work_session == event.event_id


def test_a_download_that_failed_leaves_the_last_one_and_says_so(post: Any, sandbox: Any) -> None:
    sandbox.make("2001", startedOn="now-1h")
    assert download(post)
    before = roster.states(post.store, "Harbour Tower")[Part.OPEN_SESSIONS]
    sandbox.fault("garbage", method="GET", path="/work-sessions")
    assert not download(post)
    after = roster.states(post.store, "Harbour Tower")[Part.OPEN_SESSIONS]
    assert (after.snapshot, after.began_at) == (before.snapshot, before.began_at)
    assert after.failure
    assert post.presence("2001").on_duty
    assert download(post)
    assert roster.states(post.store, "Harbour Tower")[Part.OPEN_SESSIONS].failure == ""
