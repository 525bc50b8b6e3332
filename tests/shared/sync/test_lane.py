"""One employee's rows: their order, who may move them, and what a row left half-way means."""

from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.domain.model import Person
from shared.store import outbox, people, roster
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.upstream.errors import NotReached

LATE_S = 600.0
HOUR_S = 3600.0


def test_a_row_left_in_sending_by_a_failed_write_is_looked_up_before_anything_is_sent_again(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("2001")
    post.sync()
    post.change(event, state="sending", session_id=None)
    with post.service() as service:
        service.lane("2001")
    assert post.row(event).state is RowState.DELIVERED
    assert len(sandbox.sessions("2001")) == 1


def test_a_fault_of_ours_leaves_the_row_unknown_and_the_others_alone(post: Any, sandbox: Any, meanwhile: Any) -> None:
    struck, spared = post.clock_in("2001"), post.clock_in("2002")

    def fail() -> None:
        raise RuntimeError("a fault of ours")

    with post.service() as service:
        service.delivery.client = meanwhile(service.client, clock_in=fail)
        assert service.lane("2001") == 1
        service.lane("2002")
    assert (post.row(struck).state, post.row(spared).state) == (RowState.UNKNOWN, RowState.DELIVERED)
    post.clock.advance(100)
    post.sync()
    assert post.row(struck).state is RowState.DELIVERED
    assert len(sandbox.sessions("2001")) == 1


@pytest.mark.parametrize("look", ["503", None], ids=["the look fails", "the look finds nothing"])
def test_a_row_that_a_person_gave_up_during_a_look_stays_given_up(
    look: str | None, post: Any, sandbox: Any, meanwhile: Any
) -> None:
    event = post.clock_in("2001", ago_s=LATE_S)
    if look:
        sandbox.fault(look, method="GET", path="/work-sessions")
    with post.service() as service:
        service.delivery.client = meanwhile(
            service.client, sessions_since=lambda: post.change(event, state="dropped", by_whom="Emil")
        )
        service.lane("2001")
    row = post.row(event)
    assert (row.state, row.by_whom) == (RowState.DROPPED, "Emil")
    assert sandbox.sessions("2001") == []


def test_an_event_whose_screen_stays_open_longer_is_not_sent_meanwhile(post: Any, sandbox: Any, meanwhile: Any) -> None:
    event = post.clock_in("2001", ago_s=LATE_S)
    until = post.clock.read().wall.timestamp() + 20
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, sessions_since=lambda: post.change(event, not_before=until))
        service.lane("2001")
        assert sandbox.sessions("2001") == []
        assert (post.row(event).state, post.row(event).not_before) == (RowState.HELD, until)
    post.clock.advance(21)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


@pytest.mark.parametrize("state", ["held", "due", "waiting"])
def test_an_event_taken_back_before_it_went_out_never_goes_out(state: str, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    post.change(event, state=state)
    post.take_back(event)
    post.sync()
    assert post.row(event).state is RowState.DROPPED
    assert sandbox.requests("POST", "/work-sessions") == []


def test_an_event_taken_back_while_it_was_being_sent_goes_to_the_desk(post: Any, sandbox: Any, meanwhile: Any) -> None:
    event = post.clock_in("2001")
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, clock_in=lambda: post.take_back(event))
        service.lane("2001")
    assert post.row(event).state is RowState.DELIVERED
    assert post.kinds(event) == ["voided_after_delivery"]


def test_an_event_taken_back_after_a_lost_answer_goes_to_the_desk_where_it_had_arrived(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("answer_lost", method="POST", path="/work-sessions")
    post.sync()
    post.take_back(event)
    assert post.row(event).state is RowState.UNKNOWN
    post.sync_to_the_end()
    assert (post.row(event).state, post.kinds(event)) == (RowState.DELIVERED, ["voided_after_delivery"])


def test_an_event_taken_back_after_a_lost_request_is_not_sent_again(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("lost_before", method="POST", path="/work-sessions")
    post.sync()
    post.take_back(event)
    post.sync_to_the_end()
    assert post.row(event).state is RowState.DROPPED
    assert (sandbox.sessions("2001"), post.kinds(event)) == ([], [])


def test_an_event_taken_back_and_then_refused_is_nobodys_business(post: Any, sandbox: Any, meanwhile: Any) -> None:
    event = post.clock_in("2001")
    sandbox.turn(unscheduled="refused")
    with post.service() as service:
        service.delivery.client = meanwhile(service.client, clock_in=lambda: post.take_back(event))
        service.lane("2001")
    assert post.row(event).state is RowState.DROPPED
    assert post.kinds(event) == []


def test_a_parked_clock_in_holds_back_its_own_session_and_no_other(post: Any, sandbox: Any) -> None:
    parked = post.clock_in("2001", ago_s=3 * HOUR_S)
    sandbox.turn(unscheduled="refused")
    post.sync()
    sandbox.turn(unscheduled="allowed")
    held_back = post.clock_out("2001", ago_s=2 * HOUR_S)
    following = post.clock_in("2001", ago_s=HOUR_S)
    after_it = post.clock_out("2001", ago_s=LATE_S)
    post.sync()
    assert post.row(parked).state is RowState.PARKED
    assert post.row(held_back).state is RowState.HELD
    assert post.row(following).state is post.row(after_it).state is RowState.DELIVERED
    assert [session["startedOn"] for session in sandbox.sessions("2001")] == [following.draft.at]


def test_what_a_parked_clock_in_held_back_follows_once_it_is_tried_again(post: Any, sandbox: Any) -> None:
    parked = post.clock_in("2001", ago_s=3 * HOUR_S)
    sandbox.turn(unscheduled="refused")
    post.sync()
    held_back = post.clock_out("2001", ago_s=2 * HOUR_S)
    sandbox.turn(unscheduled="allowed", ended_on="taken")
    post.change(parked, state="unknown", sends=0, not_before=0.0)
    post.sync_to_the_end()
    assert post.row(parked).state is post.row(held_back).state is RowState.DELIVERED
    [session] = sandbox.sessions("2001")
    assert (session["startedOn"], session["endedOn"]) == (parked.draft.at, held_back.draft.at)


def test_a_clock_out_whose_clock_in_was_given_up_is_for_a_person(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.change(event, state="dropped", by_whom="Emil")
    out = post.clock_out("2001")
    post.sync()
    assert post.row(out).state is RowState.PARKED
    assert post.kinds(out) == ["parked"]


def test_rows_of_one_work_session_go_out_in_their_order_while_the_first_one_waits(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("500_before", method="POST", path="/work-sessions")
    post.sync()
    out = post.clock_out("2001")
    post.sync()
    assert (post.row(event).state, post.row(out).state) == (RowState.UNKNOWN, RowState.HELD)
    post.sync_to_the_end()
    assert post.row(event).state is post.row(out).state is RowState.DELIVERED


def test_a_number_that_upstream_does_not_know_waits_and_follows_soon_after_the_roster_has_it(
    post: Any, sandbox: Any
) -> None:
    event = post.clock_in("3001")
    post.sync()
    assert (post.row(event).state, post.desk()) == (RowState.WAITING, [])
    store, snapshot = post.store, roster.states(post.store, "Harbour Tower")[Part.EMPLOYEES].snapshot
    with store.writing():
        store.execute(
            "UPDATE roster_employees SET custom_id = '3001' WHERE snapshot = ? AND upstream_id = 7040", (snapshot,)
        )
    post.clock.advance(60)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED
    assert post.row(event).method == "KIOSK"


def test_an_unknown_number_of_a_row_that_may_have_been_sent_changes_nothing_about_that(post: Any) -> None:
    event = post.clock_in("3001")
    post.change(event, state="unknown", sends=1)
    post.sync()
    assert post.row(event).state is RowState.UNKNOWN


def test_an_unknown_number_is_for_a_person_after_three_days(post: Any) -> None:
    event = post.clock_in("3001")
    post.sync()
    post.clock.advance(73 * HOUR_S)
    post.sync()
    assert (post.row(event).state, post.kinds(event)) == (RowState.PARKED, ["parked"])


def test_the_register_may_name_the_upstreams_id(empty_post: Any, sandbox: Any) -> None:
    person = Person("88", "Guard 88", sites=("Harbour Tower",), upstream_id=7003)
    people.replace(
        empty_post.store, [RegisterRow(person, "", "", ())], fingerprint="x", taken_at=empty_post.clock.read().wall
    )
    event = empty_post.clock_in("88")
    empty_post.sync()
    assert empty_post.row(event).state is RowState.DELIVERED
    assert [session["employee"] for session in sandbox.sessions()] == [7003]


def test_a_lane_with_nothing_to_send_does_not_use_up_the_breakers_one_probe(post: Any) -> None:
    event = post.clock_in("2001")
    post.change(event, not_before=post.clock.read().wall.timestamp() + 50)
    with post.service() as service:
        for _ in range(3):
            service.link.failed(NotReached("no route"))
        post.clock.advance(service.link.opens_in_s())
        assert service.lane("2001") == 0
        assert service.link.allows()
        assert not service.link.allows()


def test_an_event_that_the_ledger_lost_is_parked_and_stops_nobody(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    orphan = outbox.OutboxRow(
        "nowhere", "tracktik", 0, "2001", "nowhere", event.draft.kind, event.draft.at, RowState.DUE
    )
    with post.store.writing():
        outbox.add(post.store, orphan, post.clock.read().wall)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED
    found = outbox.find(post.store, "nowhere", "tracktik")
    assert found is not None
    assert found.state is RowState.PARKED
