"""Delivering a clock-in: methods, looks, other people's sessions, and what a restore means."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.domain.model import Door
from shared.store import outbox_doubts

LATE_S = 600.0
HOUR_S = 3600.0


def ago(post: Any, seconds: float) -> str:
    """A time of `seconds` ago as the sandbox's control requests take it."""
    return str((post.clock.read().wall - timedelta(seconds=seconds)).strftime("%Y-%m-%d %H:%M:%S"))


@pytest.mark.parametrize(
    ("ago_s", "door", "method"),
    [
        (5, Door.KIOSK, "KIOSK"),
        (110, Door.KIOSK, "KIOSK"),
        (130, Door.KIOSK, "DELAYED"),
        (5, Door.PHONE, "PHONE"),
        (130, Door.PHONE, "DELAYED"),
    ],
)
def test_the_method_says_whether_it_went_out_in_time(
    ago_s: float, door: Door, method: str, post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=ago_s, door=door)
    post.sync()
    [session] = sandbox.sessions("2001")
    assert (session["clockInMethod"], session["startedOn"]) == (method, event.draft.at)
    assert (post.row(event).method, post.row(event).their_method) == (method, method)


def test_the_method_is_judged_again_for_each_request_really_sent(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("lost_before", method="POST", path="/work-sessions")
    post.sync()
    assert '"clockInMethod":"KIOSK"' in post.row(event).body
    post.clock.advance(130)
    post.sync()
    assert '"clockInMethod":"DELAYED"' in post.row(event).body
    assert [session["clockInMethod"] for session in sandbox.sessions("2001")] == ["DELAYED"]


def test_the_method_is_judged_after_a_slow_look(post: Any, sandbox: Any, meanwhile: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("lost_before", method="POST", path="/work-sessions")
    post.sync()
    post.clock.advance(100)
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, sessions_since=lambda: post.clock.advance(50))
        service.lane("2001")
    assert post.row(event).method == "DELAYED"


def test_an_adopted_record_keeps_upstreams_method_and_the_row_shows_both(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=100)
    sandbox.fault("answer_lost", method="POST", path="/work-sessions")
    post.sync()
    post.clock.advance(100)
    post.sync()
    row = post.row(event)
    assert (row.state, row.found, row.method, row.their_method) == (RowState.DELIVERED, "adopted", "KIOSK", "KIOSK")
    assert len(sandbox.sessions("2001")) == 1


def test_an_event_of_another_boot_is_delayed_while_nobody_vouches_for_the_clock_of_this_one(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=5)
    post.clock.reboot()
    post.sync()
    assert post.row(event).method == "DELAYED"


def test_a_time_of_another_boot_that_lies_ahead_is_delayed(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=5)
    post.clock.reboot()
    post.clock.wall_off_s = -HOUR_S
    post.change(event, not_before=0.0)
    post.sync()
    assert post.row(event).method == "DELAYED"


def test_a_live_clock_in_is_not_held_up_by_a_look(post: Any, sandbox: Any) -> None:
    post.clock_in("2001")
    post.sync()
    assert sandbox.requests("GET", "/work-sessions") == []


def test_a_late_clock_in_is_looked_for_first(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=LATE_S)
    post.sync()
    asked = [one["method"] for one in sandbox.requests(path="/work-sessions")]
    assert asked == ["GET", "POST"]


def test_a_backlog_of_one_person_needs_one_look(post: Any, sandbox: Any) -> None:
    for hour in range(8, 0, -2):
        post.clock_in("2001", ago_s=hour * HOUR_S)
        post.clock_out("2001", ago_s=(hour - 1) * HOUR_S)
    post.sync()
    assert post.unfinished() == []
    assert len(sandbox.requests("GET", "/work-sessions")) == 1
    assert len(sandbox.sessions("2001")) == 4


def test_a_live_clock_in_is_looked_for_first_where_the_last_download_shows_the_person_open(
    post: Any, sandbox: Any
) -> None:
    sandbox.make("2001", startedOn="now-2h")
    with post.service() as service:
        assert service.download().open_sessions()
    event = post.clock_in("2001")
    post.sync()
    assert sandbox.requests("POST", "/work-sessions") == []
    assert (post.row(event).state, post.row(event).reason) == (RowState.PARKED, "overlap")
    assert post.kinds(event) == ["parked"]


def test_overlap_may_be_posted_by_setting(post: Any, sandbox: Any) -> None:
    sandbox.make("2001", startedOn="now-2h")
    event = post.clock_in("2001", ago_s=LATE_S)
    post.sync(overlap="post")
    assert post.row(event).state is RowState.DELIVERED
    assert len(sandbox.sessions("2001")) == 2


@pytest.mark.parametrize("account", [687, 688])
def test_a_session_that_our_event_lies_in_parks_it(account: int, post: Any, sandbox: Any) -> None:
    sandbox.make("2001", account=account, startedOn=ago(post, 2 * HOUR_S), endedOn=ago(post, 60))
    event = post.clock_in("2001", ago_s=LATE_S)
    post.sync()
    assert post.row(event).state is RowState.PARKED
    [item] = post.desk(event)
    assert item.facts["session"] == sandbox.sessions("2001")[0]["id"]


def test_a_session_that_was_entered_by_hand_while_we_were_away_is_not_doubled(post: Any, sandbox: Any) -> None:
    """Somebody typed the shift in, 45 minutes off: ours would count most of the hours twice."""
    event = post.clock_in("2001", ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    sandbox.make("2001", startedOn=ago(post, 8.25 * HOUR_S), endedOn=ago(post, HOUR_S))
    post.sync()
    assert post.row(event).state is RowState.PARKED
    assert len(sandbox.sessions("2001")) == 1
    assert post.row(out).state is RowState.HELD


def test_a_session_that_was_over_before_or_began_after_ours_does_not_hold_it_up(post: Any, sandbox: Any) -> None:
    sandbox.make("2001", startedOn=ago(post, 9 * HOUR_S), endedOn=ago(post, 7 * HOUR_S))
    sandbox.make("2001", startedOn=ago(post, 2 * HOUR_S), endedOn=ago(post, HOUR_S))
    event = post.clock_in("2001", ago_s=6 * HOUR_S)
    post.clock_out("2001", ago_s=3 * HOUR_S)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


@pytest.mark.parametrize("minutes", [-15, -3, 3, 15])
@pytest.mark.parametrize("closed", [False, True], ids=["open", "closed already"])
def test_a_session_near_ours_stands_for_it_and_the_pair_goes_to_the_desk(
    minutes: int, closed: bool, post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    near = event.draft.at + timedelta(minutes=minutes)
    session = sandbox.make(
        "2001", startedOn=near.strftime("%Y-%m-%d %H:%M:%S"), **({"endedOn": "now"} if closed else {})
    )
    post.sync()
    row = post.row(event)
    assert (row.state, row.found, row.session_id, row.their_started) == (RowState.DELIVERED, "linked", session, near)
    [item] = post.desk(event)
    assert (item.kind, item.facts["session"]) == ("linked", session)
    assert item.facts["theirs"] == near.isoformat()
    assert len(sandbox.sessions("2001")) == 1


def test_a_session_near_ours_at_another_account_stands_for_nothing(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    near = (event.draft.at + timedelta(minutes=3)).strftime("%Y-%m-%d %H:%M:%S")
    ended = (event.draft.at + timedelta(minutes=4)).strftime("%Y-%m-%d %H:%M:%S")
    sandbox.make("2001", account=688, startedOn=near, endedOn=ended)
    post.sync(overlap="post")
    assert post.row(event).found == "sent"


def test_a_session_of_another_event_of_ours_never_stands_for_this_one(post: Any, sandbox: Any) -> None:
    first = post.clock_in("2001", ago_s=HOUR_S)
    post.clock_out("2001", ago_s=HOUR_S - 300)
    second = post.clock_in("2001", ago_s=HOUR_S - 600)
    post.sync()
    assert post.row(first).session_id != post.row(second).session_id
    assert [post.row(one).found for one in (first, second)] == ["sent", "sent"]
    assert len(sandbox.sessions("2001")) == 2


def test_our_own_record_is_known_by_its_second_whatever_became_of_it(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    session = sandbox.make(
        "2001",
        startedOn=event.draft.at.strftime("%Y-%m-%d %H:%M:%S"),
        clockInMethod="BATCH",
        endedOn="now",
        clockOutMethod="SYSTEM",
    )
    post.sync()
    row = post.row(event)
    assert (row.found, row.session_id, row.their_method) == ("adopted", session, "BATCH")
    assert sandbox.requests("POST", "/work-sessions") == []


def test_our_record_moved_by_a_manager_before_we_looked_is_linked_and_not_doubled(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("answer_lost", method="POST", path="/work-sessions")
    post.sync()
    [session] = sandbox.sessions("2001")
    moved = (event.draft.at - timedelta(minutes=7)).strftime("%Y-%m-%d %H:%M:%S")
    sandbox.edit(session["id"], startedOn=moved)
    post.sync_to_the_end()
    assert (post.row(event).found, post.kinds(event)) == ("linked", ["linked"])
    assert len(sandbox.sessions("2001")) == 1


def test_finding_our_record_counts_at_once_and_not_finding_it_only_after_the_settling_time(
    post: Any, sandbox: Any
) -> None:
    found, missed = post.clock_in("2001"), post.clock_in("2002")
    sandbox.fault("answer_lost", method="POST", path="/work-sessions", employee=7001)
    sandbox.fault("lost_before", method="POST", path="/work-sessions", employee=7002)
    post.sync()
    post.clock.advance(10)
    post.sync()
    assert post.row(found).state is RowState.DELIVERED
    assert post.row(missed).state is RowState.UNKNOWN
    post.clock.advance(60)
    post.sync()
    assert post.row(missed).state is RowState.UNKNOWN
    post.clock.advance(30)
    post.sync()
    assert (post.row(missed).state, post.row(missed).sends) == (RowState.DELIVERED, 2)


def test_the_settling_time_counts_from_the_end_of_an_attempt_that_dragged_on(
    post: Any, sandbox: Any, meanwhile: Any
) -> None:
    """Signing in took two minutes, and the request left only then: it may still be carried out for 30 s."""
    event = post.clock_in("2001")
    sandbox.fault("lost_before", method="POST", path="/work-sessions")
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, clock_in=lambda: post.clock.advance(120))
        service.lane("2001")
    post.change(event, not_before=0.0)
    post.clock.advance(20)
    post.sync()
    assert (post.row(event).state, post.row(event).sends) == (RowState.UNKNOWN, 1)
    post.clock.advance(15)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


def test_a_crash_in_the_middle_of_a_long_attempt_is_settled_like_a_new_one(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    began = post.clock.read()
    post.change(
        event,
        state="sending",
        sends=1,
        attempt_wall=began.wall.timestamp(),
        attempt_boottime=began.boottime_s,
        attempt_boot=began.boot_id,
    )
    post.clock.advance(120)
    post.sync()
    assert (post.row(event).state, post.row(event).sends) == (RowState.UNKNOWN, 1)
    post.clock.advance(90)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


def test_after_a_reboot_the_settling_time_counts_from_the_boot_whatever_the_wall_clock_shows(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001")
    sandbox.fault("lost_before", method="POST", path="/work-sessions")
    post.sync()
    post.clock.reboot()
    post.clock.wall_off_s = 5000.0
    post.sync()
    assert (post.row(event).state, post.row(event).sends) == (RowState.UNKNOWN, 1)
    post.clock.advance(91)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


def test_a_look_of_before_settles_nothing_for_an_attempt_after_it(post: Any, sandbox: Any) -> None:
    """Both rows are one person's: the look for the first must not serve the second's lost request."""
    post.clock_in("2001", ago_s=2 * HOUR_S)
    post.clock_out("2001", ago_s=HOUR_S + 60)
    second = post.clock_in("2001", ago_s=HOUR_S)
    sandbox.fault("answer_lost", method="POST", path="/work-sessions", times=2)
    with post.service(settle_s=0.0, first_retry_s=0.001) as service:
        for _ in range(20):
            service.lane("2001")
            post.clock.advance(0.5)
    assert post.row(second).state is RowState.DELIVERED
    assert len(sandbox.sessions("2001")) == 2


def test_after_a_restore_every_unfinished_row_is_looked_for_and_not_sent_twice(post: Any, sandbox: Any) -> None:
    arrived, missing = post.clock_in("2001"), post.clock_in("2002")
    post.sync_to_the_end()
    [session] = sandbox.sessions("2002")
    sandbox.delete(f"/sessions/{session['id']}")
    for event in (arrived, missing):
        post.change(event, state="held", sends=0, session_id=None, body=None, found="")
    now = post.clock.read()
    with post.store.writing():
        outbox_doubts.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    assert {post.row(event).state for event in (arrived, missing)} == {RowState.UNKNOWN}
    post.sync()
    assert (post.row(arrived).state, post.row(missing).state) == (RowState.DELIVERED, RowState.UNKNOWN)
    post.clock.advance(91)
    post.sync()
    assert post.row(missing).state is RowState.DELIVERED
    assert len(sandbox.sessions("2001")) == len(sandbox.sessions("2002")) == 1


def test_a_clock_in_that_upstream_refuses_is_parked_with_what_it_said(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    event = post.clock_in("2001")
    post.sync()
    assert post.row(event).state is RowState.PARKED
    [item] = post.desk(event)
    assert "shift: this field is required" in item.facts["answer"]
    post.clock.advance(1000)
    post.sync()
    assert len(sandbox.requests("POST", "/work-sessions")) == 1


def test_a_row_parked_again_after_it_was_tried_again_is_on_the_desk_again(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    event = post.clock_in("2001", ago_s=LATE_S)
    post.sync()
    retry(post, event)
    assert post.kinds(event) == []
    post.sync_to_the_end()
    assert (post.row(event).state, post.kinds(event)) == (RowState.PARKED, ["parked"])


def retry(post: Any, event: Any) -> None:
    """What `clockpost outbox retry` does."""
    from shared.store import desk  # noqa: PLC0415
    from shared.store.desk import DeskKind  # noqa: PLC0415

    post.change(event, state="unknown", reason="retried", by_whom="Emil", not_before=0.0, sends=0)
    desk.close(post.store, DeskKind.PARKED, event.event_id, post.clock.read().wall, "Emil")


@pytest.mark.parametrize("rule", ["400", "500"])
def test_an_overlap_that_upstream_refuses_ends_at_the_desk(rule: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(overlap=rule)
    sandbox.make("2001", startedOn="now-2h")
    event, other = post.clock_in("2001"), post.clock_in("2002")
    for _ in range(12):
        post.sync()
        post.clock.advance(301)
        if post.row(event).state is RowState.PARKED:
            break
        if post.row(other).state is RowState.DELIVERED:
            other = post.clock_in("2003") if other.employee == "2002" else other
    assert (post.row(event).state, post.kinds(event)) == (RowState.PARKED, ["parked"])
    assert len(sandbox.sessions("2001")) == 1


def test_a_500_that_stays_is_parked_after_five_sends_while_others_succeed(post: Any, sandbox: Any) -> None:
    sandbox.fault("500_before", method="POST", path="/work-sessions", employee=7001, times=None)
    event = post.clock_in("2001")
    with post.service() as service:
        for round_ in range(10):
            other = post.clock_in(str(2010 + round_))
            service.lane("2001")
            service.lane(other.employee)
            post.clock.advance(95)
            service.lane("2001")
            if post.row(event).state is RowState.PARKED:
                break
    assert post.row(event).state is RowState.PARKED
    assert len([one for one in sandbox.requests("POST", "/work-sessions") if one["employee"] == 7001]) == 5


def test_a_500_that_stays_is_not_parked_while_nobody_else_gets_through(post: Any, sandbox: Any) -> None:
    sandbox.fault("500_before", method="POST", path="/work-sessions", times=None)
    event = post.clock_in("2001")
    for _ in range(12):
        post.sync()
        post.clock.advance(200)
    assert post.row(event).state is RowState.UNKNOWN
    sandbox.delete("/faults")
    post.sync_to_the_end()
    assert post.row(event).state is RowState.DELIVERED


@pytest.mark.parametrize("envelope", ["meta", "bare"])
@pytest.mark.parametrize("created", ["200", "201"])
def test_both_forms_of_an_answer_are_understood(envelope: str, created: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(envelope=envelope, created_status=created)
    event, late = post.clock_in("2001"), post.clock_in("2002", ago_s=LATE_S)
    post.sync()
    out = post.clock_out("2001")
    post.sync()
    assert {post.row(one).state for one in (event, late, out)} == {RowState.DELIVERED}


@pytest.mark.parametrize("body", ["json", "text", "empty"])
def test_a_refusal_counts_whatever_it_is_worded_in(body: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused", error_body=body)
    event = post.clock_in("2001")
    post.sync()
    assert (post.row(event).state, post.kinds(event)) == (RowState.PARKED, ["parked"])
