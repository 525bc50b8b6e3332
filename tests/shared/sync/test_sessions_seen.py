"""What one look may serve for, and for how long."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.clock import Reading
from shared.ports import SessionPage, UpstreamSession
from shared.sync.sessions_seen import FRESH_S, SessionsSeen

AT = datetime(2026, 3, 1, 8, 0, 0, tzinfo=UTC)


def session(number: int, at: datetime = AT) -> UpstreamSession:
    return UpstreamSession(number, 7001, 687, 382, None, at, None, "OPEN", "KIOSK", "LIVE")


class Upstream:
    """Answers with its sessions and counts how often it was asked; a look takes `takes_s`."""

    def __init__(self) -> None:
        self.sessions = [session(1)]
        self.asked: list[datetime] = []
        self.now_s = 50.0
        self.takes_s = 0.0

    def sessions_since(self, _employee: int, since: datetime) -> SessionPage:
        self.asked.append(since)
        self.now_s += self.takes_s
        return SessionPage(tuple(self.sessions))

    def read(self) -> Reading:
        return Reading(AT, self.now_s, "boot")


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


@pytest.fixture
def seen(upstream: Any) -> SessionsSeen:
    return SessionsSeen(upstream, upstream, 7001)


def test_a_look_serves_again_for_a_while(seen: SessionsSeen, upstream: Upstream) -> None:
    seen.since(AT)
    upstream.now_s += FRESH_S
    found, began = seen.since(AT + timedelta(hours=1))
    assert (len(found), began.boottime_s, len(upstream.asked)) == (1, 50.0, 1)
    upstream.now_s += 0.1
    seen.since(AT)
    assert len(upstream.asked) == 2


def test_a_look_that_reached_back_less_far_does_not_serve(seen: SessionsSeen, upstream: Upstream) -> None:
    seen.since(AT)
    seen.since(AT - timedelta(hours=1))
    assert len(upstream.asked) == 2


def test_a_look_begun_before_the_asked_instant_does_not_serve(seen: SessionsSeen, upstream: Upstream) -> None:
    seen.since(AT)
    upstream.now_s += 1
    seen.since(AT, begun_after=50.5)
    assert len(upstream.asked) == 2


def test_the_age_of_a_look_counts_from_its_beginning(seen: SessionsSeen, upstream: Upstream) -> None:
    upstream.takes_s = FRESH_S + 1
    seen.since(AT)
    seen.since(AT)
    assert len(upstream.asked) == 2


def test_what_we_were_just_told_is_seen_without_a_look(seen: SessionsSeen, upstream: Upstream) -> None:
    seen.since(AT)
    seen.add(session(2, AT + timedelta(hours=1)))
    found, _ = seen.since(AT)
    assert [one.session_id for one in found] == [1, 2]
    assert seen.fresh(2) is not None
    upstream.now_s += FRESH_S + 0.1
    assert seen.fresh(2) is None


def test_being_told_of_one_session_is_no_look_at_all_of_them(seen: SessionsSeen, upstream: Upstream) -> None:
    seen.add(session(2))
    found, _ = seen.since(AT)
    assert [one.session_id for one in found] == [1]
    assert len(upstream.asked) == 1
