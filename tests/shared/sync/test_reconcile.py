"""Hourly: what upstream holds against what was delivered."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.store import desk
from shared.store.desk import DeskKind

HOUR_S = 3600.0


def wire(at: Any) -> str:
    return str(at.strftime("%Y-%m-%d %H:%M:%S"))


def reconcile(post: Any) -> int:
    with post.service() as service:
        return int(service.reconcile())


def test_what_was_delivered_once_is_no_difference(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=9 * HOUR_S)
    post.clock_out("2001", ago_s=HOUR_S)
    post.sync_to_the_end()
    assert (reconcile(post), post.desk()) == (0, [])


@pytest.mark.parametrize(
    ("minutes", "method"), [(0, "KIOSK"), (0, "DELAYED"), (14, "PHONE"), (-14, "ADMIN"), (5, "GUARD_APP")]
)
def test_a_second_session_beside_ours_is_two_for_one_event(minutes: int, method: str, post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    beside = sandbox.make("2001", startedOn=wire(event.draft.at + timedelta(minutes=minutes)), clockInMethod=method)
    assert reconcile(post) == 1
    [item] = post.desk()
    assert (item.kind, item.employee, item.facts["session"], item.facts["events"]) == (
        DeskKind.TWO_FOR_ONE,
        "2001",
        beside,
        [event.event_id],
    )


@pytest.mark.parametrize(
    ("method", "noted"), [("KIOSK", 1), ("PHONE", 1), ("DELAYED", 1), ("ADMIN", 0), ("GUARD_APP", 0)]
)
def test_a_session_of_our_method_that_no_event_made_is_one_for_none(
    method: str, noted: int, post: Any, sandbox: Any
) -> None:
    post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    sandbox.make("2001", startedOn="now-9h", endedOn="now-8h", clockInMethod=method)
    assert reconcile(post) == noted
    assert post.kinds() == ["one_for_none"] * noted


def test_sessions_at_other_accounts_are_other_ledgers_business(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    sandbox.make("2001", account=688, startedOn=wire(event.draft.at), clockInMethod="KIOSK")
    assert reconcile(post) == 0


def test_a_difference_is_noted_once_and_stays_closed_when_a_person_closed_it(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    session = sandbox.make("2001", startedOn="now-9h", endedOn="now-8h", clockInMethod="KIOSK")
    assert (reconcile(post), reconcile(post), len(post.desk())) == (1, 0, 1)
    desk.close(post.store, DeskKind.ONE_FOR_NONE, f"tracktik:{session}", post.clock.read().wall, "Emil")
    assert (reconcile(post), post.desk()) == (0, [])


def test_whoever_has_something_on_its_way_is_compared_later(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001")
    sandbox.fault("answer_lost", method="POST", path="/work-sessions")
    post.sync()
    assert post.row(event).state is RowState.UNKNOWN
    assert (reconcile(post), post.desk()) == (0, [])


def test_an_answer_that_cannot_be_read_settles_nothing(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=HOUR_S)
    post.sync()
    sandbox.make("2001", startedOn="now-9h", endedOn="now-8h", clockInMethod="KIOSK")
    sandbox.fault("wrong_rows", method="GET", path="/work-sessions")
    assert (reconcile(post), post.desk()) == (0, [])
    assert reconcile(post) == 1


def test_nobody_is_asked_about_after_two_quiet_days(post: Any, sandbox: Any) -> None:
    for number in ("2001", "2002", "2003"):
        post.clock_in(number)
    post.sync()
    post.clock.advance(49 * HOUR_S)
    assert reconcile(post) == 0
    assert sandbox.requests("GET", "/work-sessions") == []
