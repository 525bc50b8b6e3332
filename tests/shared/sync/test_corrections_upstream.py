"""A supervisor's word reaches the upstream once, wherever the record stood when it was said."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import Person, Role
from shared.domain.remedies import Fix
from shared.domain.supervision import NotDone
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Door, Outcome
from shared.store import desk
from shared.supervision.clocking_for import Order, clock_for
from shared.supervision.correcting import correct_time
from shared.supervision.differences import Settle, groups, settle
from shared.supervision.parked import Mending, mend
from shared.supervision.word import Word
from shared.verify import verify
from tests.shared.sync.places import ACCOUNT, GATE, SITE

HOUR_S = 3600.0
PATROL = 383
"""The other position of Harbour Tower."""
BOSS = Person("1999", "Bo Boss", role=Role.SUPERVISOR, sites=(SITE.name,))


def word(post: Any) -> Word:
    return Word(BOSS, Door(SITE, "Terminal 1", ("tracktik",), 0.0), Surroundings(post.clock.read()))


def correct(post: Any, event: ClockEvent, new: datetime) -> None:
    done = correct_time(post.store, word(post), event.event_id, new)
    assert not isinstance(done, NotDone), done


def mends(post: Any, event: ClockEvent, fix: Fix, **more: Any) -> None:
    done = mend(post.store, word(post), event.event_id, "tracktik", Mending(fix, **more))
    assert not isinstance(done, NotDone), done


def only(sandbox: Any, number: str = "2001") -> dict[str, Any]:
    [session] = sandbox.sessions(number)
    told: dict[str, Any] = session
    return told


def sound(post: Any) -> None:
    report = verify(post.store)
    assert report.intact, report.faults


def earlier(event: ClockEvent, minutes: float = 30) -> datetime:
    return event.draft.at - timedelta(minutes=minutes)


def test_what_was_not_sent_goes_out_once_with_the_new_time(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=60)
    correct(post, came, earlier(came))
    post.sync_to_the_end()
    assert only(sandbox)["startedOn"] == earlier(came)
    assert (post.row(came).state, post.desk(), len(sandbox.requests("PATCH"))) == (RowState.DELIVERED, [], 0)
    sound(post)


@pytest.mark.parametrize("edit", ["allowed", "405"])
def test_a_delivered_start_is_edited_or_told_to_the_desk(edit: str, post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    sandbox.turn(edit=edit)
    correct(post, came, earlier(came))
    post.sync_to_the_end()
    assert post.row(came).state is RowState.DELIVERED
    if edit == "allowed":
        assert (only(sandbox)["startedOn"], post.desk()) == (earlier(came), [])
        assert post.row(came).their_started == earlier(came)
    else:
        assert only(sandbox)["startedOn"] == came.draft.at
        [item] = post.desk(came)
        assert (item.kind, item.facts["ours"]) == ("time_differs", earlier(came).isoformat())
        assert post.learnt()["edit"] == "refused"


def test_a_delivered_end_is_edited_to_the_second(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=9 * HOUR_S)
    left = post.clock_out("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    correct(post, left, left.draft.at - timedelta(seconds=20))
    post.sync_to_the_end()
    assert only(sandbox)["endedOn"] == left.draft.at - timedelta(seconds=20), "a person said it, to the second"
    assert post.desk() == []


@pytest.mark.parametrize("kind", ["answer_lost", "lost_before", "500_after", "500_before", "504_after"])
@pytest.mark.parametrize("late", [False, True])
def test_what_was_on_its_way_is_settled_first_and_then_corrected(
    kind: str, late: bool, post: Any, sandbox: Any
) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S if late else 5)
    post.sign_in()
    sandbox.fault(kind, method="POST", path="/work-sessions")
    post.sync()
    assert post.row(came).state in (RowState.UNKNOWN, RowState.DUE)
    correct(post, came, earlier(came, 5))
    post.sync_to_the_end()
    assert only(sandbox)["startedOn"] == earlier(came, 5)
    assert (post.row(came).state, post.desk()) == (RowState.DELIVERED, [])
    arrived = kind in ("answer_lost", "500_after", "504_after")
    assert len(sandbox.requests("PATCH")) == arrived, "what never arrived goes out with the right time at once"
    sound(post)


def test_a_correction_while_the_request_is_out_is_an_edit_afterwards(post: Any, sandbox: Any, meanwhile: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, clock_in=lambda: correct(post, came, earlier(came)))
        service.lane("2001")
    assert only(sandbox)["startedOn"] == earlier(came)
    assert post.row(came).state is RowState.DELIVERED


def test_a_correction_while_the_edit_is_out_is_another_edit(post: Any, sandbox: Any, meanwhile: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    correct(post, came, earlier(came))
    with post.service() as service:
        last = earlier(came, 45)
        service.delivery.client = meanwhile(service.client, set_times=lambda: correct(post, came, last))
        service.lane("2001")
    assert only(sandbox)["startedOn"] == last
    assert (post.row(came).state, post.row(came).at) == (RowState.DELIVERED, last)


def test_an_edit_whose_answer_was_lost_is_looked_for(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    correct(post, came, earlier(came))
    sandbox.fault("answer_lost", method="PATCH")
    post.sync_to_the_end()
    assert (only(sandbox)["startedOn"], len(sandbox.requests("PATCH"))) == (earlier(came), 1)


def test_an_edit_that_never_arrived_is_made_again_however_small_it_is(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    correct(post, came, came.draft.at + timedelta(seconds=20))
    sandbox.fault("lost_before", method="PATCH")
    post.sync_to_the_end()
    assert only(sandbox)["startedOn"] == came.draft.at + timedelta(seconds=20)


def test_an_edit_that_fails_again_and_again_holds_nobody_s_next_record_back(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=20 * HOUR_S)
    left = post.clock_out("2001", ago_s=12 * HOUR_S)
    post.sync_to_the_end()
    correct(post, came, earlier(came))
    sandbox.fault("503", method="PATCH", times=None)
    post.sync()
    assert post.row(came).step is Step.CORRECT_TIME
    again = post.clock_in("2001", ago_s=10)
    post.clock.advance(20)
    with post.service() as service:
        service.lane("2001")
        service.lane("2001")
    assert post.row(again).state is RowState.DELIVERED
    assert post.row(left).state is RowState.DELIVERED


def test_a_time_that_the_upstream_refuses_says_nothing_about_the_next_one(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=9 * HOUR_S)
    left = post.clock_out("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    post.store.execute("DELETE FROM upstream_memory WHERE name = 'learnt'")
    sandbox.edit(post.row(came).session_id, endedOn=earlier(left, 300).isoformat())
    correct(post, came, left.draft.at - timedelta(minutes=10))
    post.sync_to_the_end()
    [item] = post.desk(came)
    assert (item.kind, "edit" in post.learnt()) == ("time_differs", False)


def test_a_supervisor_s_clock_in_and_out_go_out_as_a_session(post: Any, sandbox: Any) -> None:
    now = post.clock.read().wall
    guard = Person("2001", "Guard 2001", sites=(SITE.name,))
    for order_id, choice, ago_h in (("o1", Choice.CLOCK_IN, 3), ("o2", Choice.CLOCK_OUT, 1)):
        at = now - timedelta(hours=ago_h)
        done = clock_for(post.store, word(post), Order(order_id, guard, Answer(choice, GATE), at))
        assert isinstance(done, Outcome), done
    post.sync_to_the_end()
    session = only(sandbox)
    assert session["startedOn"] == (now - timedelta(hours=3)).replace(microsecond=0)
    assert session["endedOn"] == (now - timedelta(hours=1)).replace(microsecond=0)
    assert (session["clockInMethod"], session["account"], session["position"]) == ("DELAYED", ACCOUNT, GATE)


def test_a_forgotten_clock_out_closes_its_own_session_and_not_the_one_in_progress(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=26 * HOUR_S)
    post.sync_to_the_end()
    post.clock_in("2001", ago_s=2 * HOUR_S)
    post.sync_to_the_end()
    guard = Person("2001", "Guard 2001", sites=(SITE.name,))
    at = came.draft.at + timedelta(hours=8)
    order = Order("o1", guard, Answer(Choice.CLOCK_OUT), at, came.event_id)
    assert isinstance(clock_for(post.store, word(post), order), Outcome)
    post.sync_to_the_end()
    older, newer = sorted(sandbox.sessions("2001"), key=lambda one: one["startedOn"])
    assert (older["status"], older["endedOn"], newer["status"]) == ("CLOSED", at, "OPEN")
    assert post.presence("2001").on_duty


# Remedies


def overlapping(post: Any, sandbox: Any) -> tuple[ClockEvent, int]:
    """An open session begun elsewhere two hours before a clock-in here."""
    began = post.clock.read().wall - timedelta(hours=3)
    session = sandbox.make("2001", startedOn=began.isoformat(), clockInMethod="GUARD_APP", position=GATE)
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    assert (post.row(came).state, post.row(came).reason) == (RowState.PARKED, "overlap")
    return came, session


def test_an_overlap_sent_anyway_is_a_second_session(post: Any, sandbox: Any) -> None:
    came, _ = overlapping(post, sandbox)
    mends(post, came, Fix.SEND_ANYWAY)
    post.sync_to_the_end()
    assert (len(sandbox.sessions("2001")), post.row(came).state, post.desk()) == (2, RowState.DELIVERED, [])


def test_an_overlap_that_is_the_same_is_linked_and_its_clock_out_closes_it(post: Any, sandbox: Any) -> None:
    came, session = overlapping(post, sandbox)
    mends(post, came, Fix.SAME_AS, session=session)
    left = post.clock_out("2001", ago_s=60)
    post.sync_to_the_end()
    told = only(sandbox)
    assert (told["id"], told["status"]) == (session, "CLOSED")
    assert (post.row(came).session_id, post.row(left).session_id, post.desk()) == (session, session, [])


def test_an_overlap_that_was_a_clock_out_closes_the_session_at_the_tap_s_time(post: Any, sandbox: Any) -> None:
    came, session = overlapping(post, sandbox)
    mends(post, came, Fix.WAS_CLOCK_OUT)
    post.sync_to_the_end()
    told = only(sandbox)
    assert (told["id"], told["status"], told["endedOn"]) == (session, "CLOSED", came.draft.at)
    assert post.ledger_kinds("2001") == ["clocked_in", "voided", "clocked_out"]
    sound(post)


@pytest.mark.parametrize("whose", ["nobody's", "somebody else's"])
def test_a_session_that_cannot_be_meant_is_not_linked(whose: str, post: Any, sandbox: Any) -> None:
    came, _ = overlapping(post, sandbox)
    began = post.clock.read().wall - timedelta(hours=3)
    other = sandbox.make("2002", startedOn=began.isoformat(), clockInMethod="GUARD_APP", position=GATE)
    mends(post, came, Fix.SAME_AS, session=other if whose == "somebody else's" else 999_999)
    post.sync_to_the_end()
    row = post.row(came)
    assert (row.state, row.session_id, row.remedy) == (RowState.PARKED, None, "")
    assert row.reason.startswith("session ")
    assert only(sandbox, "2002")["status"] == "OPEN"


def test_a_clock_out_is_not_sent_to_somebody_else_s_session(post: Any, sandbox: Any) -> None:
    left = post.clock_out("2001", ago_s=73 * HOUR_S)
    post.sync_to_the_end()
    assert post.row(left).state is RowState.PARKED
    began = post.clock.read().wall - timedelta(hours=80)
    other = sandbox.make("2002", startedOn=began.isoformat(), clockInMethod="GUARD_APP", position=GATE)
    mends(post, left, Fix.SAME_AS, session=other)
    post.sync_to_the_end()
    assert (post.row(left).state, only(sandbox, "2002")["status"]) == (RowState.PARKED, "OPEN")
    own = sandbox.make("2001", startedOn=began.isoformat(), clockInMethod="GUARD_APP", position=GATE)
    mends(post, left, Fix.SAME_AS, session=own)
    post.sync_to_the_end()
    assert (post.row(left).state, only(sandbox)["endedOn"]) == (RowState.DELIVERED, left.draft.at)


def test_a_refused_record_with_a_new_time_goes_out_once(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    post.sign_in()
    sandbox.turn(unscheduled="refused")
    post.sync()
    assert post.row(came).state is RowState.PARKED
    sandbox.turn(unscheduled="allowed")
    mends(post, came, Fix.CORRECT_TIME, at=earlier(came, 5))
    post.sync_to_the_end()
    assert (only(sandbox)["startedOn"], post.desk()) == (earlier(came, 5), [])


def test_a_refused_record_goes_out_at_the_position_that_it_was_given(post: Any, sandbox: Any) -> None:
    came = post.clock_in("2001", ago_s=HOUR_S)
    sandbox.turn(unscheduled="refused")
    post.sync()
    sandbox.turn(unscheduled="allowed")
    mends(post, came, Fix.OTHER_PLACE, position_id=PATROL)
    post.sync_to_the_end()
    assert (only(sandbox)["position"], came.draft.position_id) == (PATROL, GATE)


# Differences in bulk


@pytest.mark.parametrize("how", list(Settle))
def test_the_differences_of_an_outage_are_settled_in_bulk(how: Settle, post: Any, sandbox: Any) -> None:
    left = []
    for number in ("2001", "2002"):
        post.clock_in(number, ago_s=9 * HOUR_S)
        left.append(post.clock_out(number, ago_s=HOUR_S))
    post.sync_to_the_end(late_clock_out="report")
    [group] = groups(post.store, [SITE])
    stamped = {number: only(sandbox, number)["endedOn"] for number in ("2001", "2002")}
    settled = settle(post.store, word(post), [item.item_id for item in group.items], how)
    assert (len(settled.done), settled.left) == (2, {})
    post.sync_to_the_end()
    for event in left:
        theirs = only(sandbox, event.employee)["endedOn"]
        assert theirs == (event.draft.at if how is Settle.OURS else stamped[event.employee])
        assert post.row(event).at == (stamped[event.employee] if how is Settle.THEIRS else event.draft.at)
    assert desk.listed(post.store) == []
    sound(post)
