"""Delivering a clock-out: whose session it closes, who else may have closed it, and what an answer proves."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.domain.tap import Choice
from shared.store import outbox, outbox_doubts

LATE_S = 600.0
HOUR_S = 3600.0


def wire(at: Any) -> str:
    """A time as the sandbox's control requests take it."""
    return str(at.strftime("%Y-%m-%d %H:%M:%S"))


def ago(post: Any, seconds: float) -> str:
    return wire(post.clock.read().wall - timedelta(seconds=seconds))


def on_duty(post: Any, number: str = "2001", *, ago_s: float = 0.0) -> Any:
    """Somebody whose clock-in has been delivered."""
    event = post.clock_in(number, ago_s=ago_s)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED
    return event


def test_a_live_clock_out_closes_its_session_by_our_method(post: Any, sandbox: Any) -> None:
    on_duty(post)
    out = post.clock_out("2001")
    post.sync()
    [session] = sandbox.sessions("2001")
    assert (session["status"], session["clockOutMethod"]) == ("CLOSED", "KIOSK")
    assert abs(session["endedOn"] - out.draft.at) <= timedelta(seconds=2)
    assert sandbox.requests("GET") == [one for one in sandbox.requests("GET") if "work-sessions" not in one["path"]]


def test_a_late_clock_out_looks_at_its_session_first(post: Any, sandbox: Any) -> None:
    event = on_duty(post, ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    post.sync(late_clock_out="auto")
    session = post.row(event).session_id
    asked = [one["method"] for one in sandbox.requests(path=f"/work-sessions/{session}")]
    assert asked[0] == "GET"
    assert post.row(out).method == "DELAYED"


def test_a_break_in_between_stays_in_the_ledger(post: Any, sandbox: Any) -> None:
    on_duty(post)
    pause = post.tap("2001", Choice.START_BREAK).events[-1]
    assert outbox.of_event(post.store, pause.event_id) == []
    out = post.tap("2001", Choice.CLOCK_OUT).events
    post.sync()
    assert [str(one.draft.kind) for one in out] == ["break_ended", "clocked_out"]
    assert outbox.of_event(post.store, out[0].event_id) == []
    assert post.row(out[1]).state is RowState.DELIVERED


def test_a_session_that_somebody_else_closed_is_delivered_as_found_with_both_times(post: Any, sandbox: Any) -> None:
    event = on_duty(post, ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    theirs = out.draft.at - timedelta(minutes=20)
    sandbox.edit(post.row(event).session_id, endedOn=wire(theirs), clockOutMethod="ADMIN")
    post.sync()
    row = post.row(out)
    assert (row.state, row.found, row.their_ended, row.their_method) == (
        RowState.DELIVERED,
        "as_found",
        theirs,
        "ADMIN",
    )
    [item] = post.desk(out)
    assert (item.kind, item.facts["ours"], item.facts["theirs"], item.facts["method"]) == (
        "closed_by_others",
        out.draft.at.isoformat(),
        theirs.isoformat(),
        "ADMIN",
    )
    assert sandbox.sessions("2001")[0]["endedOn"] == theirs


@pytest.mark.parametrize("answer", ["400", "500", "200"])
@pytest.mark.parametrize("method", ["ADMIN", "SYSTEM", "GUARD_APP"])
def test_a_live_clock_out_of_a_session_closed_behind_our_back_changes_nothing_of_it(
    answer: str, method: str, post: Any, sandbox: Any
) -> None:
    sandbox.turn(clock_out_of_closed=answer)
    event = on_duty(post, ago_s=110)
    theirs = event.draft.at + timedelta(seconds=5)
    sandbox.edit(post.row(event).session_id, endedOn=wire(theirs), clockOutMethod=method)
    out = post.clock_out("2001")
    post.sync_to_the_end()
    assert (post.row(out).found, post.kinds(out)) == ("as_found", ["closed_by_others"])
    assert sandbox.sessions("2001")[0]["endedOn"] == theirs


@pytest.mark.parametrize("answer", ["400", "500", "200"])
def test_our_own_close_whose_answer_was_lost_is_adopted(answer: str, post: Any, sandbox: Any) -> None:
    sandbox.turn(clock_out_of_closed=answer, ended_on="taken")
    on_duty(post)
    out = post.clock_out("2001")
    sandbox.fault("answer_lost", method="POST", path="/actions/clock-out")
    post.sync()
    assert post.row(out).state is RowState.UNKNOWN
    post.sync_to_the_end()
    assert (post.row(out).found, post.row(out).sends, post.desk()) == ("adopted", 1, [])


def test_a_close_that_comes_late_after_all_is_ours_when_we_close_again(post: Any, sandbox: Any) -> None:
    """Settled as not done, sent again, and in between the first one was carried out: no exception for the desk."""
    sandbox.turn(clock_out_of_closed="200", ended_on="taken")
    event = on_duty(post, ago_s=100)
    out = post.clock_out("2001", ago_s=50)
    sandbox.fault("lost_before", method="POST", path="/actions/clock-out")
    post.sync()
    post.clock.advance(95)
    with post.service() as service:
        first_close = {"endedOn": wire(out.draft.at), "clockOutMethod": "KIOSK"}

        class Client:
            def __getattr__(self, name: str) -> Any:
                if name == "clock_out":
                    sandbox.edit(post.row(event).session_id, **first_close)
                return getattr(service.client, name)

        service.delivery.client = Client()
        service.lane("2001")
    assert (post.row(out).found, post.row(out).sends, post.desk()) == ("adopted", 2, [])


def test_a_session_closed_by_our_method_and_never_by_this_event_is_taken_as_found(post: Any, sandbox: Any) -> None:
    event = on_duty(post, ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    sandbox.edit(post.row(event).session_id, endedOn="now-2h", clockOutMethod="KIOSK")
    post.sync()
    assert (post.row(out).found, post.kinds(out)) == ("as_found", ["closed_by_others"])


def test_after_a_restore_a_close_of_ours_is_adopted(post: Any, sandbox: Any) -> None:
    sandbox.turn(ended_on="taken")
    event = on_duty(post)
    out = post.clock_out("2001")
    post.sync()
    for one in (event, out):
        post.change(one, state="held", sends=0, session_id=None, body=None, found="", method=None)
    now = post.clock.read()
    with post.store.writing():
        outbox_doubts.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    post.sync_to_the_end()
    assert [post.row(one).found for one in (event, out)] == ["adopted", "adopted"]
    assert (len(sandbox.sessions("2001")), post.desk()) == (1, [])


@pytest.mark.parametrize("unknown", ["404", "400", "500"])
@pytest.mark.parametrize("late", [False, True], ids=["live", "late"])
def test_a_session_deleted_behind_our_back_ends_at_the_desk(unknown: str, late: bool, post: Any, sandbox: Any) -> None:
    sandbox.turn(unknown_session=unknown)
    event = on_duty(post, ago_s=9 * HOUR_S if late else 0.0)
    sandbox.delete(f"/sessions/{post.row(event).session_id}")
    out = post.clock_out("2001", ago_s=HOUR_S if late else 0.0)
    with post.service() as service:
        for other in (str(number) for number in range(2010, 2030)):
            service.lane("2001")
            if post.row(out).state is RowState.PARKED:
                break
            post.clock_in(other)
            service.lane(other)
            post.clock.advance(301)
    assert (post.row(out).state, post.kinds(out)) == (RowState.PARKED, ["parked"])
    assert sandbox.sessions("2001") == []
    assert len(sandbox.requests("POST", "/actions/clock-out")) <= 5


def test_looks_that_fail_while_nobody_else_gets_through_park_nothing(post: Any, sandbox: Any) -> None:
    event = on_duty(post, ago_s=9 * HOUR_S)
    out = post.clock_out("2001", ago_s=HOUR_S)
    sandbox.fault("500_before", times=None)
    post.clock.advance(1000)
    for _ in range(15):
        post.sync()
        post.clock.advance(301)
    assert post.row(out).state is RowState.HELD
    sandbox.delete("/faults")
    post.sync_to_the_end()
    assert post.row(out).state is RowState.DELIVERED
    assert post.row(event).session_id == post.row(out).session_id


def test_a_clock_out_of_a_linked_session_is_looked_for_first_also_after_an_error(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=200)
    session = sandbox.make("2001", startedOn=wire(event.draft.at + timedelta(minutes=1)))
    post.sync()
    assert post.row(event).found == "linked"
    sandbox.turn(clock_out_of_closed="200")
    ended = event.draft.at + timedelta(minutes=2)
    sandbox.edit(session, endedOn=wire(ended), clockOutMethod="DELAYED")
    out = post.clock_out("2001")
    sandbox.fault("503", method="GET", path=f"/work-sessions/{session}")
    post.sync()
    assert post.row(out).state is RowState.HELD
    post.clock.advance(5)
    post.sync()
    assert sandbox.requests("POST", "/actions/clock-out") == []
    assert (post.row(out).found, sandbox.sessions("2001")[0]["endedOn"]) == ("as_found", ended)


def test_a_clock_out_of_a_linked_session_that_is_open_closes_it(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=200)
    session = sandbox.make("2001", startedOn=wire(event.draft.at + timedelta(minutes=1)))
    post.sync()
    out = post.clock_out("2001")
    post.sync()
    assert (post.row(out).state, post.row(out).session_id) == (RowState.DELIVERED, session)
    assert sandbox.sessions("2001")[0]["status"] == "CLOSED"


def test_a_clock_out_from_elsewhere_closes_the_one_open_session(post: Any, sandbox: Any) -> None:
    session = sandbox.make("2001", startedOn="now-3h", clockInMethod="GUARD_APP")
    sandbox.make("2001", account=688, startedOn="now-2h")
    out = post.clock_out("2001")
    post.sync()
    assert (post.row(out).state, post.row(out).session_id) == (RowState.DELIVERED, session)
    assert [one["status"] for one in sandbox.sessions("2001")] == ["CLOSED", "OPEN"]


def test_a_clock_out_from_elsewhere_waits_for_its_session_and_is_parked_after_three_days(
    post: Any, sandbox: Any
) -> None:
    out = post.clock_out("2001")
    sandbox.make("2001", startedOn="now+5m")
    post.sync()
    assert (post.row(out).state, post.desk()) == (RowState.WAITING, [])
    post.clock.advance(71 * HOUR_S)
    post.sync()
    assert post.row(out).state is RowState.WAITING
    post.clock.advance(2 * HOUR_S)
    post.sync()
    assert (post.row(out).state, post.kinds(out)) == (RowState.PARKED, ["parked"])
    assert sandbox.sessions("2001")[0]["status"] == "OPEN"


def test_a_clock_out_from_elsewhere_is_looked_up_on_every_pass(post: Any, sandbox: Any) -> None:
    out = post.clock_out("2001")
    post.sync()
    session = sandbox.make("2001", startedOn="now-3h")
    post.clock.advance(61)
    post.sync()
    assert (post.row(out).state, post.row(out).session_id) == (RowState.DELIVERED, session)


def test_a_clock_out_from_elsewhere_with_several_open_sessions_is_for_a_person(post: Any, sandbox: Any) -> None:
    both = [sandbox.make("2001", startedOn=when) for when in ("now-3h", "now-2h")]
    out = post.clock_out("2001")
    post.sync()
    assert post.row(out).state is RowState.PARKED
    [item] = post.desk(out)
    assert sorted(item.facts["sessions"]) == both
    assert {one["status"] for one in sandbox.sessions("2001")} == {"OPEN"}


def test_a_parked_clock_out_from_elsewhere_does_not_hold_back_another(post: Any, sandbox: Any) -> None:
    both = [sandbox.make("2001", startedOn=when) for when in ("now-3h", "now-2h")]
    post.clock_out("2001", ago_s=300)
    post.sync()
    sandbox.edit(both[0], endedOn="now-1h", clockOutMethod="ADMIN")
    later = post.clock_out("2001")
    post.sync()
    assert (post.row(later).state, post.row(later).session_id) == (RowState.DELIVERED, both[1])


def test_a_session_that_an_earlier_clock_out_waits_for_is_not_closed_by_a_later_one(post: Any, sandbox: Any) -> None:
    sandbox.turn(ended_on="taken")
    first = post.clock_out("2001", ago_s=2 * HOUR_S)
    post.sync()
    post.clock.advance(30)
    second = post.clock_out("2001")
    post.sync()
    session = sandbox.make("2001", startedOn=ago(post, 3 * HOUR_S))
    post.clock.advance(35)
    post.change(first, not_before=post.clock.read().wall.timestamp() + 10)
    post.change(second, not_before=0.0)
    post.sync()
    assert post.row(second).state is RowState.WAITING
    post.clock.advance(70)
    post.sync()
    assert (post.row(first).state, post.row(first).session_id) == (RowState.DELIVERED, session)
    assert sandbox.sessions("2001")[0]["endedOn"] == first.draft.at


def test_an_open_session_of_another_event_of_ours_is_not_closed_by_a_clock_out_from_elsewhere(
    post: Any, sandbox: Any
) -> None:
    """Monday's forgotten session must not end on Tuesday evening."""
    monday = on_duty(post, ago_s=30 * HOUR_S)
    post.clock_in("2001", ago_s=9 * HOUR_S)
    post.clock_out("2001", ago_s=2 * HOUR_S)
    post.sync_to_the_end()
    stray = post.clock_out("2001", ago_s=60)
    post.sync()
    assert post.row(stray).state is RowState.WAITING
    by_id = {one["id"]: one for one in sandbox.sessions("2001")}
    assert by_id[post.row(monday).session_id]["status"] == "OPEN"


def test_a_session_that_a_dropped_clock_out_was_meant_for_is_free_for_the_next(post: Any, sandbox: Any) -> None:
    session = sandbox.make("2001", startedOn="now-3h")
    out = post.clock_out("2001")
    sandbox.fault("429", method="POST", path="/actions/clock-out")
    post.sync()
    assert post.row(out).session_id == session
    post.take_back(out)
    again = post.clock_out("2001")
    post.clock.advance(100)
    post.sync()
    assert (post.row(out).state, post.row(again).state) == (RowState.DROPPED, RowState.DELIVERED)


def test_after_a_restore_a_clock_out_from_elsewhere_finds_the_session_it_closed(post: Any, sandbox: Any) -> None:
    sandbox.turn(ended_on="taken")
    session = sandbox.make("2001", startedOn="now-3h")
    out = post.clock_out("2001")
    post.sync()
    post.change(out, state="waiting", sends=0, session_id=None, body=None, found="", method=None)
    now = post.clock.read()
    with post.store.writing():
        outbox_doubts.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    post.sync_to_the_end(most=3)
    assert (post.row(out).state, post.row(out).found, post.row(out).session_id) == (
        RowState.DELIVERED,
        "adopted",
        session,
    )


def test_a_clock_out_whose_clock_in_was_made_before_there_was_an_upstream_is_one_from_elsewhere(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.store.execute("DELETE FROM outbox WHERE event_id = ?", (event.event_id,))
    session = sandbox.make("2001", startedOn=wire(event.draft.at))
    out = post.clock_out("2001")
    post.sync()
    assert (post.row(out).state, post.row(out).session_id) == (RowState.DELIVERED, session)


def test_a_500_that_stays_parks_the_clock_out_after_five_sends_while_others_succeed(post: Any, sandbox: Any) -> None:
    on_duty(post)
    out = post.clock_out("2001")
    sandbox.fault("500_before", method="POST", path="/actions/clock-out", employee=7001, times=None)
    with post.service() as service:
        for other in (str(number) for number in range(2010, 2025)):
            service.lane("2001")
            post.clock_in(other)
            service.lane(other)
            post.clock.advance(95)
    assert (post.row(out).state, post.kinds(out)) == (RowState.PARKED, ["parked"])
    assert len(sandbox.requests("POST", "/actions/clock-out")) == 5


def test_an_answer_that_shows_the_session_open_proves_nothing(post: Any, sandbox: Any) -> None:
    event = on_duty(post)
    out = post.clock_out("2001")
    with post.service() as service:

        class Client:
            def __getattr__(self, name: str) -> Any:
                if name == "clock_out":
                    return lambda session, _body: service.client.session(session)
                return getattr(service.client, name)

        service.delivery.client = Client()
        service.lane("2001")
    assert (post.row(out).state, post.row(event).session_id) == (RowState.UNKNOWN, post.row(out).session_id)
