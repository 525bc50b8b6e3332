"""Every fault the line knows, at every kind of request: nothing lost, nothing doubled, nothing at the wrong time.

`late_s` is how long after the request its effect comes, behind our back; the passes wait for that.
"""

from dataclasses import dataclass
from typing import Any

import pytest

from shared.domain.delivery import RowState

HOUR_S = 3600.0


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault, and where a row stands after it was sent into it."""

    kind: str
    after_sending: RowState
    seconds: float | None = None
    retry_after: str | None = None
    late_s: float = 0.0

    def arm(self, post: Any, sandbox: Any, method: str, path: str) -> None:
        """Wait at that request."""
        sandbox.fault(self.kind, method=method, path=path, **self._fields)
        if self.kind in ("slow", "slow_answer", "late_commit_hung") and self.after_sending is RowState.UNKNOWN:
            post.be_impatient()

    @property
    def _fields(self) -> dict[str, Any]:
        wanted = {"seconds": self.seconds, "retry_after": self.retry_after}
        return {name: value for name, value in wanted.items() if value is not None}


UNKNOWN, DUE, DELIVERED = RowState.UNKNOWN, RowState.DUE, RowState.DELIVERED
TROUBLES = (
    Trouble("slow", DELIVERED, seconds=0.05),
    Trouble("slow", UNKNOWN, seconds=0.3, late_s=0.3),
    Trouble("slow_answer", DELIVERED, seconds=0.05),
    Trouble("slow_answer", UNKNOWN, seconds=0.3),
    Trouble("500_before", UNKNOWN),
    Trouble("500_after", UNKNOWN),
    Trouble("502", UNKNOWN),
    Trouble("503", UNKNOWN),
    Trouble("504_before", UNKNOWN),
    Trouble("504_after", UNKNOWN),
    Trouble("429", DUE),
    Trouble("429", DUE, retry_after="7"),
    Trouble("403_waf", DUE),
    Trouble("403_api", DUE),
    Trouble("token_expired", DELIVERED),
    Trouble("answer_lost", UNKNOWN),
    Trouble("lost_before", UNKNOWN),
    Trouble("connection_reset", UNKNOWN),
    Trouble("late_commit", UNKNOWN, seconds=0.1, late_s=0.15),
    Trouble("late_commit_hung", UNKNOWN, seconds=0.2, late_s=0.15),
    Trouble("truncated", UNKNOWN),
    Trouble("garbage", UNKNOWN),
    Trouble("captive_portal", UNKNOWN),
    Trouble("captive_redirect", UNKNOWN),
    Trouble("wrong_rows", DELIVERED),
)
every_trouble = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda one: f"{one.kind}-{one.after_sending}")
NOT_SETTLED = tuple(one for one in TROUBLES if one.kind not in ("slow", "slow_answer", "token_expired", "wrong_rows"))
every_bad_look = pytest.mark.parametrize(
    "trouble", [*NOT_SETTLED, Trouble("wrong_rows", DUE)], ids=lambda one: f"{one.kind}-{one.retry_after}"
)


def finish(post: Any, trouble: Trouble) -> None:
    post.sync_to_the_end(step_s=310, pause_s=trouble.late_s)


def check(post: Any, sandbox: Any, number: str = "2001") -> None:
    """One session, with the ledger's own times, and nothing for a person to do."""
    clocked_in, *clocked_out = post.rows()
    [session] = sandbox.sessions(number)
    assert session["startedOn"] == clocked_in.at
    assert {row.state for row in post.rows()} == {DELIVERED}
    assert {row.session_id for row in post.rows()} == {session["id"]}
    if clocked_out:
        assert session["endedOn"] == clocked_out[-1].at
    assert post.desk() == []


@every_trouble
def test_a_clock_in_sent_into_it(trouble: Trouble, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    trouble.arm(post, sandbox, "POST", "/work-sessions")
    post.sync()
    assert post.row(event).state is trouble.after_sending
    assert post.row(event).sends == (0 if trouble.after_sending is DUE else 1)
    finish(post, trouble)
    check(post, sandbox)


@every_trouble
def test_a_clock_out_sent_into_it(trouble: Trouble, post: Any, sandbox: Any) -> None:
    sandbox.turn(ended_on="taken")
    post.clock_in("2001", ago_s=100)
    post.sync()
    out = post.clock_out("2001")
    trouble.arm(post, sandbox, "POST", "/actions/clock-out")
    post.sync()
    assert post.row(out).state is trouble.after_sending
    finish(post, trouble)
    check(post, sandbox)


@every_trouble
def test_an_edit_of_the_time_sent_into_it(trouble: Trouble, post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    trouble.arm(post, sandbox, "PATCH", "*")
    post.sync()
    if trouble.kind == "403_api":
        assert (post.row(out).state, post.kinds(out)) == (DELIVERED, ["time_differs"])
        return
    assert post.row(out).state is trouble.after_sending
    finish(post, trouble)
    check(post, sandbox)


@every_bad_look
def test_a_look_for_a_late_clock_in_that_meets_it_settles_nothing(trouble: Trouble, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=2 * HOUR_S)
    trouble.arm(post, sandbox, "GET", "/work-sessions")
    post.sync()
    assert post.row(event).state is RowState.HELD
    assert sandbox.requests("POST", "/work-sessions") == []
    finish(post, trouble)
    check(post, sandbox)


@every_bad_look
def test_a_look_after_a_lost_answer_that_meets_it_settles_nothing(trouble: Trouble, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("answer_lost", method="POST", path="/work-sessions")
    post.sync()
    post.clock.advance(310)
    trouble.arm(post, sandbox, "GET", "/work-sessions")
    post.sync()
    assert (post.row(event).state, post.row(event).sends) == (UNKNOWN, 1)
    finish(post, trouble)
    check(post, sandbox)


@pytest.mark.parametrize(
    "trouble",
    [one for one in NOT_SETTLED if one.kind in ("500_before", "504_after", "429", "403_waf", "garbage", "truncated")],
    ids=lambda one: f"{one.kind}-{one.retry_after}",
)
def test_a_look_at_the_session_of_a_late_clock_out_that_meets_it_settles_nothing(
    trouble: Trouble, post: Any, sandbox: Any
) -> None:
    sandbox.turn(ended_on="taken")
    event = post.clock_in("2001", ago_s=2 * HOUR_S)
    post.sync()
    out = post.clock_out("2001", ago_s=HOUR_S)
    trouble.arm(post, sandbox, "GET", f"/work-sessions/{post.row(event).session_id}")
    post.sync()
    assert post.row(out).state is RowState.HELD
    assert sandbox.requests("POST", "/actions/clock-out") == []
    finish(post, trouble)
    check(post, sandbox)


def test_a_request_carried_out_later_than_the_settling_time_would_be_doubled_and_is_then_found(
    post: Any, sandbox: Any
) -> None:
    """Why `sync.settle_s` exists: set below the upstream's own lateness, it sends twice."""
    post.clock_in("2001")
    sandbox.fault("late_commit", method="POST", path="/work-sessions", seconds=0.3)
    post.sync(settle_s=0.0, first_retry_s=0.001)
    post.clock.advance(1)
    post.sync(settle_s=0.0, first_retry_s=0.001)
    assert post.unfinished() == []
    sandbox.fault("slow", method="GET", path="/work-sessions", seconds=0.3)
    with post.service() as service:
        assert service.reconcile() == 1
    assert len(sandbox.sessions("2001")) == 2
    assert post.kinds() == ["two_for_one"]


@pytest.mark.parametrize("kind", ["late_commit", "late_commit_hung"])
def test_a_request_carried_out_within_the_settling_time_is_not_doubled(kind: str, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    post.be_impatient()
    sandbox.fault(kind, method="POST", path="/work-sessions", seconds=0.3)
    for _ in range(4):
        post.sync(settle_s=90.0, first_retry_s=0.001)
        post.clock.advance(1)
    assert post.row(event).sends == 1
    post.sync_to_the_end(pause_s=0.3)
    check(post, sandbox)


def test_a_429_holds_everybody_for_as_long_as_it_says(post: Any, sandbox: Any) -> None:
    first, second = post.clock_in("2001"), post.clock_in("2002")
    sandbox.fault("429", method="POST", path="/work-sessions", retry_after="40")
    with post.service() as service:
        service.lane("2001")
        assert service.lane("2002") == 0
        post.clock.advance(38)
        assert service.lane("2002") == 0
        post.clock.advance(3)
        service.lane("2001")
        service.lane("2002")
    assert {post.row(first).state, post.row(second).state} == {DELIVERED}


@pytest.mark.parametrize("fault", ["403_waf", "403_api"])
def test_a_403_pauses_the_upstream_and_parks_nothing(fault: str, post: Any, sandbox: Any) -> None:
    event, other = post.clock_in("2001"), post.clock_in("2002")
    sandbox.fault(fault, method="POST", path="/work-sessions")
    with post.service() as service:
        service.lane("2001")
        assert service.lane("2002") == 0
        assert not service.link.state.up
        post.clock.advance(301)
        service.lane("2002")
    assert (post.row(event).state, post.row(other).state, post.desk()) == (DUE, DELIVERED, [])


def test_no_more_than_one_sign_in_is_tried_per_wait_whatever_is_restarted(post: Any, sandbox: Any) -> None:
    for number in ("2001", "2002", "2003", "2004"):
        post.clock_in(number)
    password = post.settings.password_file
    password.write_text("wrong", encoding="utf-8")
    sandbox.post("/tokens/expire", json={"refresh_too": True})
    for _ in range(4):
        post.sync()
        post.clock.advance(120)
    assert len([one for one in sandbox.requests("POST", "/access_token") if one["status"] == 401]) == 1
    assert post.desk() == []
    assert {row.state for row in post.rows()} <= {DUE, RowState.HELD}
    post.clock.advance(15 * 60)
    post.sync()
    post.clock.advance(20 * 60)
    post.sync()
    assert len([one for one in sandbox.requests("POST", "/access_token") if one["status"] == 401]) == 2


def test_a_corrected_password_is_tried_within_half_a_minute_in_the_running_process(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    password = post.settings.password_file
    password.write_text("wrong", encoding="utf-8")
    sandbox.post("/tokens/expire", json={"refresh_too": True})
    with post.service() as service:
        service.lane("2001")
        assert post.row(event).state is DUE
        password.write_text("sandbox-password", encoding="utf-8")
        assert service.lane("2001") == 0
        post.clock.advance(31)
        service.lane("2001")
    assert post.row(event).state is DELIVERED


def test_a_lock_out_of_the_address_is_waited_out(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.post("/tokens/expire", json={"refresh_too": True})
    sandbox.fault("403_waf", method="POST", path="/access_token", times=None)
    for _ in range(5):
        post.sync()
        post.clock.advance(100)
    assert len(sandbox.requests("POST", "/access_token")) == 1
    assert (post.row(event).state, post.desk()) == (DUE, [])
    sandbox.delete("/faults")
    post.clock.advance(15 * 60)
    post.sync()
    assert post.row(event).state is DELIVERED


def test_a_link_that_is_down_keeps_everything_and_costs_few_requests(post: Any, sandbox: Any) -> None:
    post.sign_in()
    sandbox.turn(link="down")
    for number in range(2001, 2021):
        post.clock_in(str(number))
    with post.service() as service:
        for _ in range(5):
            for number in range(2001, 2021):
                service.lane(str(number))
            post.clock.advance(0.1)
        assert not service.link.state.up
    refused = [one for one in sandbox.requests("POST", "/work-sessions") if one["status"] is None]
    assert 3 <= len(refused) <= 5
    sandbox.turn(link="up")
    post.sync_to_the_end()
    assert {row.state for row in post.rows()} == {DELIVERED}
    assert len(sandbox.sessions()) == 20


def test_a_silent_link_is_given_up_after_the_read_timeout(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    post.sign_in()
    post.be_impatient()
    sandbox.turn(link="silent")
    post.sync()
    assert post.row(event).state is UNKNOWN
    sandbox.turn(link="up")
    post.sync_to_the_end()
    check(post, sandbox)


def test_a_captive_portal_is_shown_as_a_link_that_is_down(post: Any, sandbox: Any) -> None:
    post.sign_in()
    sandbox.fault("captive_portal", times=None)
    events = [post.clock_in(str(number)) for number in range(2001, 2007)]
    with post.service() as service:
        for event in events:
            service.lane(event.employee)
        assert service.link.state.up is False
        assert service.link.opens_in_s() > 0
    sent = [event for event in events if post.row(event).state is UNKNOWN]
    assert len(sent) == 3
    sandbox.delete("/faults")
    post.sync_to_the_end()
    assert len(sandbox.sessions()) == 6


def test_one_record_that_is_unreadable_says_nothing_about_the_link(post: Any, sandbox: Any) -> None:
    sandbox.fault("wrong_rows", method="GET", path="/work-sessions", employee=7001, times=None)
    event = post.clock_in("2001", ago_s=HOUR_S)
    with post.service() as service:
        for _ in range(4):
            service.lane("2001")
            post.clock.advance(30)
        assert service.link.allows()
        assert service.link.state.up
    assert post.row(event).state is RowState.HELD
