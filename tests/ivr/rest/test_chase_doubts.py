"""Requests that got no answer, or none that settles anything: nobody is called twice, and nobody is forgotten."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from ivr.rest.account import Account
from shared.clock import SystemClock
from shared.config.ivr import Ivr
from shared.domain.chase_attempt import AttemptState, Way
from shared.sandbox.twilio.resources import AUTH_TOKEN
from shared.store import people
from shared.store.database import Store
from shared.upstream.errors import NotAllowed, NotReached, TryLater
from tests.ivr.rest.conftest import QUICK, paths_asked
from tests.ivr.rest.late_site import ANAS_PHONE, BOSS, LINE, SETTLE_S, LateSite, late_site, register
from tests.shared.store.gate import ANA

UNKNOWN, NOT_PLACED, ANSWERED = AttemptState.UNKNOWN, AttemptState.NOT_PLACED, AttemptState.ANSWERED
TWIML = "<Response/>"


@pytest.fixture
def site(store: Store, line: Ivr, account: Account, operator: requests.Session, faults: requests.Session) -> LateSite:
    return late_site(store, line, account, operator)


@pytest.fixture
def fails(faults: requests.Session) -> Any:
    """The next request that places something fails in this way."""

    def arm(kind: str, **more: Any) -> None:
        faults.post("/faults", json={"kind": kind, "method": "POST", "path": "s.json", **more})

    return arm


@pytest.mark.parametrize("way", list(Way))
@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("answer_lost", {}),
        ("slow_answer", {"seconds": 0.8}),
        ("500_after", {}),
        ("504_after", {}),
        ("truncated", {}),
        ("garbage", {}),
        ("captive_portal", {"commit": True}),
    ],
)
def test_what_was_placed_without_an_answer_is_found_and_not_placed_again(
    site: LateSite, fails: Any, way: Way, kind: str, more: dict[str, Any]
) -> None:
    site.way = way
    fails(kind, **more)
    assert site.run() == 0
    assert site.states() == [UNKNOWN]
    site.gate.wait(minutes=1)
    assert site.run() == 0
    kept = site.placed() if way is Way.CALL else site.messages()
    assert [one["sid"] for one in kept] == [attempt.sid for attempt in site.attempts()]
    assert len(kept) == 1
    assert site.states() == [ANSWERED if way is Way.CALL else AttemptState.DELIVERED]


@pytest.mark.parametrize("kind", ["lost_before", "500_before", "503", "captive_portal"])
def test_what_was_lost_on_its_way_is_placed_again_once_that_is_certain(site: LateSite, fails: Any, kind: str) -> None:
    fails(kind)
    site.run()
    assert (site.states(), site.placed()) == ([UNKNOWN], [])
    site.gate.wait(seconds=SETTLE_S - 1)
    assert site.run() == 0
    assert site.states() == [UNKNOWN]
    site.gate.wait(seconds=2)
    site.trust_the_clock()
    # The same look settles it; whom to call is decided at the next.
    site.run()
    assert site.states()[0] is NOT_PLACED
    site.run()
    assert site.callees() == [ANA.number, ANA.number]
    assert len(site.placed()) == 1


def test_a_request_that_is_carried_out_late_is_not_doubled(site: LateSite, fails: Any) -> None:
    fails("late_commit", seconds=0.3)
    site.run()
    site.run()
    assert site.states() == [UNKNOWN]
    give_up_s = SystemClock().boottime_s() + 10
    while not site.placed():
        assert SystemClock().boottime_s() < give_up_s
    site.gate.wait(seconds=SETTLE_S + 1)
    site.run()
    site.run()
    assert len(site.placed()) == 1
    assert site.states() == [ANSWERED]


@pytest.mark.parametrize(
    ("kind", "error", "word"),
    [("429", TryLater, "20429"), ("403_api", NotAllowed, "20403"), ("token_expired", NotAllowed, "20003")],
)
def test_what_twilio_did_not_take_waits_longer_each_time(
    site: LateSite, fails: Any, kind: str, error: type[Exception], word: str
) -> None:
    fails(kind, times=2)
    with pytest.raises(error):
        site.run()
    [attempt] = site.attempts()
    assert (attempt.state, attempt.error) == (NOT_PLACED, word)
    assert site.run() == 0
    site.gate.wait(minutes=1)
    with pytest.raises(error):
        site.run()
    site.gate.wait(minutes=1)
    assert site.run() == 0
    site.gate.wait(minutes=1)
    assert site.run() == 1
    assert len(site.placed()) == 1


def test_a_line_that_is_down_is_no_attempt_that_counts(site: LateSite) -> None:
    nobody_there = site.ivr.model_copy(update={"api_base_url": "http://127.0.0.1:9"})
    with Account(nobody_there, AUTH_TOKEN, site, QUICK) as unreachable:
        up, site.account = site.account, unreachable
        with pytest.raises(NotReached):
            site.run()
    assert site.states() == [NOT_PLACED]
    site.account = up
    site.gate.wait(minutes=1)
    assert site.run() == 1


@pytest.mark.parametrize(("phone", "code"), [("+15005550001", "21211"), ("+15005550003", "21215")])
def test_a_number_that_twilio_refuses_is_not_tried_again(site: LateSite, phone: str, code: str) -> None:
    people.replace(site.store, register(anas_phone=phone), fingerprint="2", taken_at=site.gate.now)
    assert site.run() == 0
    [attempt] = site.attempts()
    assert (attempt.state, attempt.error) == (AttemptState.REFUSED, code)
    site.gate.wait(minutes=10)
    site.trust_the_clock()
    assert site.run() == 1
    assert site.callees() == [ANA.number, BOSS.number]


def test_an_unsubscribed_number_gets_no_second_message(site: LateSite) -> None:
    site.way = Way.SMS
    people.replace(site.store, register(anas_phone="+15005550004"), fingerprint="2", taken_at=site.gate.now)
    site.run()
    assert [(attempt.state, attempt.error) for attempt in site.attempts()] == [(AttemptState.REFUSED, "21610")]


def test_what_was_placed_before_or_by_others_is_not_taken_for_it(site: LateSite, fails: Any) -> None:
    older = site.account.outgoing.call(ANAS_PHONE, LINE, TWIML)
    site.gate.wait(minutes=5)
    site.trust_the_clock()
    site.operator.post(
        "/calls", json={"caller": LINE, "called": ANAS_PHONE, "direction": "outbound-dial", "started": "now+6m"}
    )
    fails("lost_before")
    site.run()
    site.run()
    assert site.states() == [UNKNOWN]
    assert older.sid not in {attempt.sid for attempt in site.attempts()}


def test_the_call_before_is_not_taken_for_the_one_in_doubt(site: LateSite, fails: Any) -> None:
    often = site.chases(gap=timedelta(seconds=10))
    site.run(often)
    site.gate.wait(seconds=10)
    fails("lost_before")
    site.run(often)
    site.run(often)
    assert site.states() == [ANSWERED, UNKNOWN]


def test_a_list_that_cannot_be_read_settles_nothing(site: LateSite, fails: Any, faults: requests.Session) -> None:
    fails("lost_before")
    site.run()
    site.gate.wait(seconds=SETTLE_S + 1)
    for kind in ("garbage", "500_before", "captive_portal"):
        faults.post("/faults", json={"kind": kind, "method": "GET", "path": "/Calls.json"})
        site.run()
        assert site.states() == [UNKNOWN]


def test_what_ended_is_not_asked_for_again(site: LateSite, faults: requests.Session) -> None:
    site.run()
    site.run()
    asked = paths_asked(faults, "/Calls/")
    site.gate.wait(minutes=2)
    site.run()
    assert paths_asked(faults, "/Calls/") == asked == 1


def test_a_call_that_twilio_has_no_more_has_failed(site: LateSite) -> None:
    site.run()
    site.operator.delete("")
    site.run()
    [attempt] = site.attempts()
    assert (attempt.state, attempt.error) == (AttemptState.FAILED, "404")


def test_a_queued_call_is_read_until_it_ends_and_no_longer_than_an_hour(
    site: LateSite, faults: requests.Session
) -> None:
    site.operator.put("/pace", json={"step_s": 86_400})
    site.run()
    site.run()
    assert [(attempt.state, attempt.outcome) for attempt in site.attempts()] == [(AttemptState.SENT, "queued")]
    site.gate.wait(minutes=61)
    asked = paths_asked(faults, "/Calls/")
    site.run(site.chases(gap=timedelta(hours=2)))
    assert paths_asked(faults, "/Calls/") == asked
