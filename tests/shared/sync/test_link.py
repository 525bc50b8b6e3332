"""The breaker: what counts, what pauses, and who may try first afterwards."""

import random

import pytest

from shared.sync.link import FAILURES_TO_OPEN, PROBE_S, Link
from shared.upstream.errors import (
    NotAllowed,
    NotAsItIs,
    NotReached,
    OutcomeUnknown,
    SignInFailed,
    TryLater,
    Unreadable,
    UpstreamError,
)


class Time:
    def __init__(self) -> None:
        self.s = 1000.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def link(time: Time) -> Link:
    return Link(time, random.Random(1), first_wait_s=2.0)


COUNTED = (
    NotReached("no route"),
    OutcomeUnknown("timed out"),
    OutcomeUnknown("bad gateway", status=502),
    OutcomeUnknown("unavailable", status=503),
    OutcomeUnknown("gateway time-out", status=504),
    Unreadable("a page", status=200, answer="\n<html>Sign in to Wi-Fi"),
    Unreadable("a redirect", status=302),
)
OF_THE_RECORD = (
    OutcomeUnknown("internal error", status=500),
    NotAsItIs("no", status=400),
    Unreadable("rows of others", status=200, answer='{"data": []}'),
)


@pytest.mark.parametrize("error", COUNTED, ids=str)
def test_connection_failures_in_a_row_open_the_breaker(error: UpstreamError, link: Link) -> None:
    for _ in range(FAILURES_TO_OPEN - 1):
        link.failed(error)
        assert link.allows()
    link.failed(error)
    assert not link.allows()
    assert link.state.up is False
    assert link.state.reason == str(error)


@pytest.mark.parametrize("error", OF_THE_RECORD, ids=str)
def test_what_is_about_one_record_never_opens_it(error: UpstreamError, link: Link) -> None:
    for _ in range(20):
        link.failed(error)
    assert link.allows()
    assert link.state.up is True


def test_an_answer_in_between_closes_it_again(link: Link) -> None:
    for _ in range(10):
        link.failed(NotReached("no route"))
        link.failed(NotReached("no route"))
        link.answered()
    assert link.allows()
    assert link.state.up is True


def test_after_a_pause_one_probe_alone_goes_first(link: Link, time: Time) -> None:
    for _ in range(FAILURES_TO_OPEN):
        link.failed(NotReached("no route"))
    time.s += link.opens_in_s()
    assert [link.allows() for _ in range(4)] == [True, False, False, False]
    link.answered()
    assert all(link.allows() for _ in range(4))


def test_a_probe_that_failed_lets_the_next_wait_longer(link: Link, time: Time) -> None:
    waits = []
    for _ in range(60):
        link.failed(NotReached("no route"))
        waits.append(link.opens_in_s())
        time.s += link.opens_in_s()
    assert max(waits) <= 300
    assert sum(waits[-10:]) > sum(waits[2:12])


def test_a_probe_that_never_comes_back_is_followed_by_another(link: Link, time: Time) -> None:
    for _ in range(FAILURES_TO_OPEN):
        link.failed(NotReached("no route"))
    time.s += link.opens_in_s()
    assert link.allows()
    time.s += PROBE_S + 0.1
    assert link.allows()


@pytest.mark.parametrize(("told_s", "closed_s"), [(None, 60.0), (7.0, 7.0), (3600.0, 3600.0)])
def test_a_429_closes_at_once_for_as_long_as_it_says(
    told_s: float | None, closed_s: float, link: Link, time: Time
) -> None:
    link.failed(TryLater("later", retry_after_s=told_s))
    time.s += closed_s - 0.1
    assert not link.allows()
    time.s += 0.2
    assert link.allows()


def test_a_shorter_pause_does_not_end_a_longer_one(link: Link, time: Time) -> None:
    link.failed(TryLater("later", retry_after_s=100))
    link.failed(TryLater("later", retry_after_s=1))
    time.s += 50
    assert not link.allows()
    link.answered()
    assert not link.allows()


def test_a_403_closes_for_five_minutes(link: Link, time: Time) -> None:
    link.failed(NotAllowed("no", status=403))
    assert link.opens_in_s() == pytest.approx(300)
    link.wake()
    assert link.allows()


def test_a_failed_sign_in_is_asked_about_again_soon_since_it_keeps_its_own_wait(link: Link) -> None:
    link.failed(SignInFailed("no token", wait_s=8 * 3600))
    assert link.opens_in_s() == pytest.approx(30)
