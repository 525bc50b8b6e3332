"""Kept taps: accepted or dismissed with a reason, those of the last two days apart from the older ones."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared import clocking
from shared.domain.decision import Refused
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Kind, Presence, PresenceState
from shared.domain.rules import Rules
from shared.domain.supervision import Because, NotDone, Obstacle
from shared.domain.tap import Choice, Tap, Unidentified
from shared.gather import Surroundings
from shared.recording import Outcome
from shared.store import board_facts, decisions, desk, outages, presence, taps, voice_messages
from shared.store.desk import DeskKind
from shared.store.presence import Standing
from shared.store.roster import Part
from shared.store.taps import StoredTap, TapState
from shared.supervision import claims
from shared.supervision.messages import CameOf, heard
from shared.supervision.outages import close_outages
from tests.shared.store.gate import ACCOUNT, ANA, MONDAY, SITE, assert_sound, kinds
from tests.shared.supervision.office import DAN, IN, OUT, SAM, Office, register


def unknown(office: Office) -> Tap:
    return clocking.claim(
        office.store, office.door, office.a_tap(), Unidentified.UNKNOWN_BADGE, "f3" * 32, office.around
    ).tap


def test_claims_of_the_last_two_days_come_apart_from_the_older_ones(office: Office) -> None:
    old = unknown(office)
    office.wait(hours=48, seconds=1)
    new = unknown(office)
    found = claims.waiting(office.store, [office.door.site], office.now)
    assert [one.tap.tap_id for one in found.lately] == [new.tap_id]
    assert [one.tap.tap_id for one in found.older] == [old.tap_id]


def test_an_old_claim_is_accepted_too_and_the_reason_is_kept(office: Office) -> None:
    tap = unknown(office)
    office.wait(hours=72)
    done = claims.accept(office.store, office.word(because=Because.NO_BADGE, note="new here"), tap.tap_id, ANA, IN)
    assert isinstance(done, Outcome)
    assert done.events[0].draft.at == MONDAY
    (kept,) = decisions.about(office.store, tap.tap_id)
    assert (kept.what, kept.by, kept.employee, kept.because, kept.note) == (
        "accept",
        SAM.number,
        ANA.number,
        "no_badge",
        "new here",
    )


def test_a_dismissal_keeps_its_reason(office: Office) -> None:
    tap = unknown(office)
    done = claims.dismiss(office.store, office.word(because=Because.DOUBLE), tap.tap_id)
    assert isinstance(done, StoredTap)
    assert [one.because for one in decisions.about(office.store, tap.tap_id)] == ["double"]
    again = claims.dismiss(office.store, office.word(), tap.tap_id)
    assert again == NotDone(Obstacle.SETTLED)
    assert len(decisions.about(office.store, tap.tap_id)) == 1


def test_a_claim_older_than_the_work_in_progress_is_no_clock_out_of_it(office: Office) -> None:
    tap = unknown(office)
    office.wait(hours=2)
    office.tap(ANA)
    done = claims.accept(office.store, office.word(), tap.tap_id, ANA, OUT)
    assert done == NotDone(Obstacle.OVERTAKEN)


def test_a_claim_older_than_work_begun_elsewhere_is_no_clock_out_of_it(office: Office) -> None:
    tap = unknown(office)
    office.wait(hours=2)
    there = Presence(PresenceState.WORKING, office.now, site=SITE, account_id=ACCOUNT, work_session=ELSEWHERE)
    presence.put(office.store, ANA.number, Standing(there))
    assert claims.accept(office.store, office.word(), tap.tap_id, ANA, OUT) == NotDone(Obstacle.OVERTAKEN)


def test_a_claim_s_time_is_not_doubted_by_the_clock_of_who_accepts_it(office: Office) -> None:
    tap = unknown(office)
    office.wait(hours=2)
    word = office.word()
    blind = replace(word, around=Surroundings(word.around.reading))
    done = claims.accept(office.store, blind, tap.tap_id, ANA, IN)
    assert isinstance(done, Outcome)
    assert Flag.CLOCK_UNTRUSTED not in done.events[0].flags


def test_a_supervisor_s_own_claim_accepted_alone_is_listed(office: Office) -> None:
    register(office.store, ANA, SAM)
    tap = unknown(office)
    assert isinstance(claims.accept(office.store, office.word(), tap.tap_id, SAM, IN), Outcome)
    assert office.on_the_desk() == ["self_authorised"]


@pytest.fixture
def earlier(office: Office) -> Tap:
    """Ana came at six, forgot to tap when she left, and says so the next morning."""
    office.tap(ANA)
    office.wait(hours=24)
    asked = office.tap(ANA)
    return office.answer(asked, Choice.LEFT_EARLIER).tap


@pytest.mark.parametrize("came_again", [False, True])
def test_leaving_earlier_gets_its_time(office: Office, earlier: Tap, came_again: bool) -> None:
    if came_again:
        office.wait(seconds=1)
        office.tap(ANA, Choice.CLOCK_IN)
    at = MONDAY + timedelta(hours=8)
    done = claims.left_earlier(office.store, office.word(), earlier.tap_id, at)
    assert isinstance(done, Outcome), done
    assert (done.events[-1].draft.kind, done.events[-1].draft.at) == (Kind.CLOCKED_OUT, at)
    assert office.row(done.events[-1].event_id).state is RowState.HELD
    found = taps.find(office.store, earlier.tap_id)
    assert found is not None
    assert (found.state, found.event_id) == (TapState.EVENT, done.events[-1].event_id)
    assert office.on_the_desk() == []
    assert claims.left_earlier(office.store, office.word(), earlier.tap_id, at) == NotDone(Obstacle.SETTLED)
    assert_sound(office.store)


def test_leaving_earlier_is_within_the_work(office: Office, earlier: Tap) -> None:
    before = kinds(office.store)
    done = claims.left_earlier(office.store, office.word(), earlier.tap_id, MONDAY - timedelta(hours=1))
    assert isinstance(done, NotDone)
    assert kinds(office.store) == before
    assert office.on_the_desk() == ["left_earlier"]
    other = unknown(office)
    assert claims.left_earlier(office.store, office.word(), other.tap_id, MONDAY) == NotDone(Obstacle.NO_SUCH_CLAIM)


def test_what_a_rule_refused_a_supervisor_s_word_records(office: Office) -> None:
    strict = Office(office.store, Rules())
    strict.roster(Part.EMPLOYEES, [(7001, ANA.number, "Ana", 0)])
    strict.roster(Part.SHIFTS, [], covers_until=MONDAY + timedelta(days=14))
    strict.roster(Part.POSITIONS, [])
    refused = strict.tap(ANA)
    assert isinstance(refused.decision, Refused)
    assert isinstance(claims.accept(strict.store, strict.word(), refused.tap.tap_id, ANA, IN), Outcome)
    assert kinds(office.store) == ["clocked_in"]


# Outages and voice messages


def test_outages_are_closed_in_bulk_by_a_named_supervisor(office: Office) -> None:
    for hours in (1, 3):
        began = MONDAY - timedelta(hours=hours)
        outages.keep(office.store, "Gate 1", began, began + timedelta(minutes=20))
    ids = [one.outage_id for one in board_facts.outages_waiting(office.store, "Gate 1", MONDAY - timedelta(days=1))]
    assert close_outages(office.store, office.word(DAN), ids) == NotDone(Obstacle.NOT_YOUR_SITE)
    assert close_outages(office.store, office.word(), ids) == 2
    assert close_outages(office.store, office.word(), ids) == 0
    assert [len(decisions.about(office.store, one)) for one in ids] == [1, 1]


def test_a_voice_message_is_heard_once_with_what_came_of_it(office: Office) -> None:
    with office.store.writing():
        voice_messages.keep(office.store, "RE1", call="CA1", called_at=MONDAY, now=MONDAY, site=SITE)
    assert heard(office.store, office.word(DAN), "RE1", CameOf.NOTHING) == NotDone(Obstacle.NOT_YOUR_SITE)
    assert heard(office.store, office.word(), "RE2", CameOf.NOTHING) == NotDone(Obstacle.NO_SUCH_ITEM)
    assert not isinstance(heard(office.store, office.word(), "RE1", CameOf.CLOCKED, "event-1"), NotDone)
    (item,) = desk.listed(office.store, include_closed=True)
    assert (item.kind, item.closed_by) == (DeskKind.VOICE_MESSAGE, SAM.number)
    assert decisions.about(office.store, "RE1")[0].facts == {"came_of": "clocked", "event": "event-1"}
    assert heard(office.store, office.word(), "RE1", CameOf.NOTHING) == NotDone(Obstacle.SETTLED)
