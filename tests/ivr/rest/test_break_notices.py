"""Calls and messages about breaks: each thing once, to its person, whatever Twilio answers."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import requests

from ivr.rest.account import Account
from ivr.rest.break_notices import BreakNotices
from shared.config.ivr import Ivr
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.tap import Choice
from shared.store import chases, people
from shared.store.database import Store
from shared.upstream.errors import UpstreamError
from tests.ivr.rest.late_site import ANAS_PHONE, LINE, SETTLE_S, LateSite, late_site, register
from tests.shared.store.gate import ANA, BEN, SITE

REST = BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True)


@pytest.fixture
def site(store: Store, line: Ivr, account: Account, operator: requests.Session) -> LateSite:
    """Ana agreed to be called, Ben did not; both have worked for two hours without a break."""
    site = late_site(store, line, account, operator)
    site.gate.door = replace(
        site.gate.door, site=replace(site.gate.door.site, rules=replace(site.gate.door.site.rules, breaks=(REST,)))
    )
    # Twilio stamps what it takes with the real time: by then the gate's clock is there again.
    site.gate.now -= timedelta(hours=2)
    for person in (ANA, BEN):
        site.gate.tap(person)
    site.gate.wait(hours=2)
    site.trust_the_clock()
    return site


def notices(site: LateSite, way: Way = Way.SMS, **rules: Any) -> BreakNotices:
    [place] = site.chases(**rules).sites
    return BreakNotices(site, [place], site.ivr, LINE, way, SETTLE_S)


def run(site: LateSite, way: Way = Way.SMS, **rules: Any) -> int:
    return notices(site, way, **rules).run(site.store, site.open)


def told(site: LateSite) -> list[tuple[str, str]]:
    return [(one.about, str(one.state)) for one in site.attempts()]


def test_only_whoever_agreed_gets_a_message_and_only_once(site: LateSite) -> None:
    assert run(site) == 1
    [message] = site.messages()
    assert message["receiver"] == ANAS_PHONE
    assert message["body"].startswith(f"{SITE}: Your rest break is due since ")
    assert ANA.name not in message["body"]
    for _ in range(3):
        assert run(site) == 0
    assert len(site.messages()) == 1
    [attempt] = site.attempts()
    assert (attempt.about, attempt.callee, attempt.is_to_employee) == ("break_due", ANA.number, True)


def test_a_reminder_follows_and_then_what_runs_over(site: LateSite) -> None:
    run(site)
    site.gate.wait(minutes=16)
    site.trust_the_clock()
    assert run(site) == 1
    site.gate.tap(ANA, Choice.START_BREAK)
    site.gate.wait(minutes=15)
    site.trust_the_clock()
    assert run(site) == 1
    assert [about for about, _ in told(site)] == ["break_due", "break_not_taken", "break_running_over"]
    texts = [one["body"] for one in site.messages()]
    assert "was not taken" in texts[1]
    assert "should have ended" in texts[2]


def test_a_call_says_it_twice(site: LateSite) -> None:
    assert run(site, Way.CALL) == 1
    [call] = site.placed()
    assert call["twiml"].count("Your rest break is due since") == 2


def test_nobody_is_rung_outside_the_hours_or_under_a_clock_in_doubt(site: LateSite) -> None:
    hours = site.chases().sites[0].rules.hours
    begins = (site.gate.now + timedelta(hours=3)).replace(second=0, microsecond=0)
    late = replace(hours, begins=begins.time(), ends=(begins + timedelta(hours=1)).time())
    assert run(site, hours=late) == 0
    site.gate.boot_id = "another boot"
    assert run(site) == 0
    assert site.opened == 0


def test_a_break_taken_meanwhile_is_told_to_nobody(site: LateSite) -> None:
    due = notices(site)
    found = due._due(site.store, due.sites[0])
    site.gate.tap(ANA, Choice.START_BREAK)
    assert due._intend(site.store, due.sites[0], found[0]) is None
    assert site.attempts() == []


def test_what_became_something_else_meanwhile_is_told_as_that(site: LateSite) -> None:
    due = notices(site)
    [found] = due._due(site.store, due.sites[0])
    site.gate.wait(minutes=16)
    site.trust_the_clock()
    assert due._intend(site.store, due.sites[0], found) is None
    assert run(site) == 1
    assert [about for about, _ in told(site)] == ["break_not_taken"]


def test_while_an_attempt_is_in_doubt_no_other_begins(site: LateSite, faults: requests.Session) -> None:
    faults.post("/faults", json={"kind": "answer_lost", "method": "POST", "path": "/Messages.json"})
    run(site)
    [lost] = site.attempts()
    assert lost.state is AttemptState.UNKNOWN
    due = notices(site)
    site.gate.wait(minutes=16)
    site.trust_the_clock()
    [found] = due._due(site.store, due.sites[0])
    assert due._intend(site.store, due.sites[0], found) is None
    assert len(site.attempts()) == 1


def test_consent_taken_back_is_the_end_of_it(site: LateSite) -> None:
    people.replace(site.store, register(ana_agrees=False), fingerprint="2", taken_at=site.gate.now)
    assert run(site) == 0


def test_a_lost_answer_is_looked_for_and_not_told_again(site: LateSite, faults: requests.Session) -> None:
    faults.post("/faults", json={"kind": "answer_lost", "method": "POST", "path": "/Messages.json"})
    run(site)
    assert told(site) == [("break_due", "unknown")]
    site.gate.wait(seconds=SETTLE_S + 1)
    site.trust_the_clock()
    assert run(site) == 0
    assert len(site.messages()) == 1
    [(_, state)] = told(site)
    assert state in ("sent", "delivered")


def test_what_twilio_did_not_take_is_tried_at_the_next_pass(site: LateSite, faults: requests.Session) -> None:
    faults.post("/faults", json={"kind": "429", "method": "POST", "path": "/Messages.json"})
    with pytest.raises(UpstreamError):
        run(site)
    assert told(site) == [("break_due", "not_placed")]
    assert run(site) == 1
    assert len(site.messages()) == 1


def test_the_chase_of_a_late_shift_does_not_count_them(site: LateSite) -> None:
    run(site)
    assert chases.latest(site.store, [ANA.number], site.gate.now - timedelta(hours=1)) == {}
    assert site.states() == [AttemptState.SENT]
