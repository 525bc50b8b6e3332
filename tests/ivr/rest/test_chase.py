"""Chase calls from the store to Twilio: who is called, how often, and when it ends."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import requests
import structlog

from ivr.rest.account import Account
from shared import board_now, terminals
from shared.clock import Reading
from shared.config.ivr import Ivr
from shared.domain.board_row import Absence
from shared.domain.chase_attempt import AttemptState, Way
from shared.domain.chase_hours import CallingHours
from shared.domain.tap import Choice
from shared.store import chases, people
from shared.store.database import Store
from tests.ivr.rest.late_site import ANAS_PHONE, BOSS, BOSS_PHONE, LINE, LateSite, late_site, register
from tests.shared.store.gate import ANA, BEN, SITE

ANSWERED, SENT, NO_ANSWER = AttemptState.ANSWERED, AttemptState.SENT, AttemptState.NO_ANSWER


@pytest.fixture
def site(store: Store, line: Ivr, account: Account, operator: requests.Session) -> LateSite:
    return late_site(store, line, account, operator)


def test_the_employee_is_called_and_the_end_is_read_back(site: LateSite) -> None:
    assert site.run() == 1
    [call] = site.placed()
    assert (call["sender"], call["receiver"]) == (LINE, ANAS_PHONE)
    assert call["twiml"].count(f"This is the clock of {SITE}.") == 2
    assert "you are not clocked in" in call["twiml"]
    assert ANA.name not in call["twiml"]
    assert site.states() == [SENT]
    site.run()
    [attempt] = site.attempts()
    assert (attempt.state, attempt.outcome, attempt.sid) == (ANSWERED, "completed", call["sid"])
    assert (attempt.callee, attempt.is_to_employee, attempt.site) == (ANA.number, True, SITE)


def test_two_calls_then_the_supervisor_in_her_language_then_nobody(site: LateSite) -> None:
    site.operator.put("/callees", json={"number": ANAS_PHONE, "call": "no-answer"})
    for _ in range(12):
        site.run()
        site.gate.wait(minutes=5)
        site.trust_the_clock()
    assert site.callees() == [ANA.number, ANA.number, BOSS.number]
    assert site.states() == [NO_ANSWER, NO_ANSWER, ANSWERED]
    told = site.placed()[2]
    assert told["receiver"] == BOSS_PHONE
    assert 'language="fr-FR"' in told["twiml"]
    assert "Ana" in told["twiml"]
    assert "1 0 5 3" in told["twiml"]
    assert ANA.name not in told["twiml"]
    gaps = [later.at - earlier.at for earlier, later in zip(site.attempts(), site.attempts()[1:], strict=False)]
    assert min(gaps) >= timedelta(minutes=10)


def test_a_message_is_sent_instead_where_the_site_wants_it(site: LateSite) -> None:
    site.way = Way.SMS
    assert site.run() == 1
    [message] = site.messages()
    assert site.placed() == []
    assert message["body"].startswith(f"{SITE}: your shift began ")
    assert len(message["body"]) <= 160
    site.run()
    assert site.states() == [AttemptState.DELIVERED]


def test_a_message_that_did_not_arrive_keeps_twilios_code(site: LateSite) -> None:
    site.way = Way.SMS
    site.operator.put("/callees", json={"number": ANAS_PHONE, "message": "undelivered", "error_code": 30003})
    site.run()
    site.run()
    [attempt] = site.attempts()
    assert (attempt.state, attempt.error) == (AttemptState.UNDELIVERED, "30003")


def test_a_clock_in_ends_it(site: LateSite) -> None:
    site.run()
    site.gate.wait(minutes=11)
    site.gate.tap(ANA, Choice.CLOCK_IN)
    assert site.run() == 0
    assert len(site.placed()) == 1


def test_an_absence_that_the_board_shows_ends_it(site: LateSite, monkeypatch: pytest.MonkeyPatch) -> None:
    real = board_now._known
    away = Absence(site.gate.now - timedelta(hours=1), site.gate.now + timedelta(hours=9))
    monkeypatch.setattr(board_now, "_known", lambda *told: replace(real(*told), absences=(away,)))
    assert site.run() == 0
    assert site.opened == 0
    monkeypatch.undo()
    assert site.run() == 1


@dataclass
class TapsOnceIntended:
    """A clock at whose first look after an attempt was written the person taps."""

    site: LateSite

    def read(self) -> Reading:
        if self.site.states() == [AttemptState.INTENDED] and not self.site.store.in_transaction:
            self.site.gate.tap(ANA, Choice.CLOCK_IN)
        return self.site.read()


def test_a_clock_in_between_intention_and_request_withdraws_it(site: LateSite) -> None:
    site.run(replace(site.chases(), clock=TapsOnceIntended(site)))
    [attempt] = site.attempts()
    assert (attempt.state, attempt.error) == (AttemptState.WITHDRAWN, "clocked_in")
    assert site.placed() == []


def test_a_clock_in_before_the_intention_leaves_no_attempt(site: LateSite) -> None:
    def opened() -> AbstractContextManager[Account]:
        site.gate.tap(ANA, Choice.CLOCK_IN)
        return site.open()

    site.chases().run(site.store, opened)
    assert (site.attempts(), site.placed()) == ([], [])


def test_whoever_does_not_agree_any_more_is_not_called(site: LateSite) -> None:
    now = site.gate.now
    people.replace(site.store, register(ana_agrees=False), fingerprint="2", taken_at=now)
    assert site.run() == 1
    assert site.callees() == [BOSS.number]
    people.replace(site.store, register(ana_agrees=False, boss_agrees=False), fingerprint="3", taken_at=now)
    site.gate.wait(minutes=30)
    site.trust_the_clock()
    assert site.run() == 0


def test_outside_the_hours_and_before_the_time_twilio_is_not_even_asked(site: LateSite) -> None:
    later = (site.gate.now.replace(second=0) + timedelta(hours=1)).time()
    closed = CallingHours(later, site.gate.now.replace(second=0).time(), ZoneInfo("UTC"))
    assert site.run(site.chases(hours=closed)) == 0
    assert site.run(site.chases(first_after=timedelta(minutes=17))) == 0
    assert site.run(site.chases(way=None)) == 0
    assert (site.opened, site.placed()) == (0, [])


def silence(site: LateSite) -> None:
    mark = terminals.mark_of(site.store.path, "Gate 1")
    mark.write_text((site.gate.now - timedelta(minutes=6)).isoformat(), encoding="ascii")


def jump(site: LateSite) -> None:
    site.gate.now += timedelta(minutes=5)


@pytest.mark.parametrize("doubt", [silence, jump], ids=["silent terminal", "clock set by hand"])
def test_presence_that_cannot_be_believed_is_not_chased(site: LateSite, doubt: Callable[[LateSite], None]) -> None:
    doubt(site)
    assert site.run() == 0
    assert site.opened == 0


def test_an_old_rota_is_not_believed(site: LateSite) -> None:
    chase = site.chases()
    [place] = chase.sites
    strict = replace(place.site, rules=replace(place.site.rules, roster_refuse_max_age_s=60))
    site.gate.wait(seconds=61)
    assert site.run(replace(chase, sites=[replace(place, site=strict)])) == 0
    assert site.run(chase) == 1


def test_one_telephone_does_not_ring_for_two_people_at_once(site: LateSite) -> None:
    site.prepare((ANA, BEN))
    people.replace(site.store, register(ana_agrees=False), fingerprint="2", taken_at=site.gate.now)
    site.operator.put("/pace", json={"step_s": 3600})
    assert site.run() == 1
    site.gate.wait(minutes=1)
    assert site.run() == 0
    site.operator.put("/pace", json={"step_s": 0})
    assert site.run() == 1
    assert {attempt.employee for attempt in site.attempts()} == {ANA.number, BEN.number}


@pytest.fixture
def second(site: LateSite) -> Iterator[Store]:
    with site.store.another() as store:
        yield store


def test_two_processes_place_one_call(site: LateSite, second: Store) -> None:
    def opened() -> AbstractContextManager[Account]:
        """Another process finds the same person late, and is first."""
        assert site.chases().run(second, site.open) == 1
        return site.open()

    assert site.chases().run(site.store, opened) == 0
    assert len(site.placed()) == 1
    assert len(site.attempts()) == 1


def test_neither_number_nor_name_is_logged(site: LateSite) -> None:
    site.operator.put("/callees", json={"number": ANAS_PHONE, "refuses": 21211})
    with structlog.testing.capture_logs() as logs:
        for _ in range(8):
            site.run()
            site.gate.wait(minutes=5)
            site.trust_the_clock()
    assert [entry["state"] for entry in logs if entry["event"] == "attempt.became"][:2] == ["refused", "sent"]
    for secret in (ANAS_PHONE, BOSS_PHONE, "5550142", ANA.name, "Ana", BOSS.name):
        assert secret not in str(logs)
    kept = str(site.store.execute("SELECT * FROM chase_attempts"))
    assert ANAS_PHONE not in kept


def test_an_attempt_is_part_of_the_listing_of_its_employee_alone(site: LateSite) -> None:
    site.run()
    assert len(chases.listed(site.store, 10, employee=ANA.number)) == 1
    assert chases.listed(site.store, 10, employee=BEN.number) == []
