"""A parked delivery tells why, offers what fits, and is mended once, in a named person's name."""

from datetime import timedelta
from typing import Any

import pytest

from shared.domain.delivery import OutboxRow, Remedy, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Kind, Person, Shift
from shared.domain.notice import NoticeKind
from shared.domain.remedies import Fix, Why
from shared.domain.site import Site
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Choice
from shared.recording import replayed
from shared.store import decisions, desk, ledger, presence
from shared.store.desk import DeskKind
from shared.supervision.parked import Mending, mend, waiting
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, TRACKTIK, assert_sound, events, kinds
from tests.shared.supervision.office import DAN, SAM, UMA, Office, whole


def park(office: Office, event: ClockEvent, reason: str, *, attempted: bool = False, **facts: Any) -> None:
    columns: dict[str, Any] = {"attempt_boot": "boot-1", "sends": 2} if attempted else {}
    office.move_row(event.event_id, state=RowState.PARKED, reason=reason, answer='{"message":"no"}', **columns)
    desk.put(
        office.store,
        DeskKind.PARKED,
        event.event_id,
        office.now,
        employee=event.employee,
        site=event.draft.site,
        facts=facts,
        again=True,
    )


@pytest.fixture
def came(office: Office) -> ClockEvent:
    event = office.tap(ANA).events[0]
    office.wait(minutes=30)
    return event


def mends(office: Office, event: ClockEvent, fix: Fix, by: Person = SAM, **more: Any) -> OutboxRow | NotDone:
    return mend(office.store, office.word(by), event.event_id, TRACKTIK, Mending(fix, **more))


def mended(office: Office, event: ClockEvent, fix: Fix, by: Person = SAM, **more: Any) -> OutboxRow:
    done = mends(office, event, fix, by, **more)
    assert isinstance(done, OutboxRow), done
    assert office.on_the_desk() == []
    return done


def test_what_waits_is_told_with_why_and_what_fits(office: Office, came: ClockEvent) -> None:
    park(office, came, "overlap", session=4592)
    doubtful = office.tap(BEN).events[0]
    office.move_row(doubtful.event_id, state=RowState.UNKNOWN, reason="timed out")
    first, second = waiting(office.store, [office.door.site])
    assert (first.event, first.why, first.sessions, first.answer) == (came, Why.OVERLAP, (4592,), '{"message":"no"}')
    assert first.fixes[:2] == (Fix.WAS_CLOCK_OUT, Fix.SAME_AS)
    assert (second.row.event_id, second.why, second.fixes) == (doubtful.event_id, Why.ON_ITS_WAY, ())
    assert waiting(office.store, [Site("Docks", 999, office.door.site.rules)]) == []


@pytest.mark.parametrize(("attempted", "state"), [(False, RowState.DUE), (True, RowState.UNKNOWN)])
def test_what_left_once_is_looked_for_before_it_is_sent_again(
    office: Office, came: ClockEvent, attempted: bool, state: RowState
) -> None:
    park(office, came, "lost too often", attempted=attempted)
    row = mended(office, came, Fix.RETRY)
    assert (row.state, row.by_whom, row.not_before, row.sends) == (state, SAM.number, 0.0, 0)


def test_an_overlap_is_sent_anyway_by_a_person_s_word(office: Office, came: ClockEvent) -> None:
    park(office, came, "overlap", session=7)
    row = mended(office, came, Fix.SEND_ANYWAY)
    assert (row.state, row.remedy) == (RowState.DUE, Remedy.SEND_ANYWAY)


def test_it_is_the_same_as_a_session_that_belongs_to_nobody_else(office: Office, came: ClockEvent) -> None:
    other = office.tap(BEN).events[0]
    office.move_row(other.event_id, state=RowState.DELIVERED, session_id=8)
    park(office, came, "overlap", session=7)
    assert mends(office, came, Fix.SAME_AS, session=8) == NotDone(Obstacle.SESSION_TAKEN, "8")
    assert mends(office, came, Fix.SAME_AS) == NotDone(Obstacle.DOES_NOT_FIT, "no session was named")
    row = mended(office, came, Fix.SAME_AS, session=7)
    assert (row.state, row.remedy, row.wanted_session, row.session_id) == (RowState.DUE, Remedy.SAME_AS, 7, None)


def test_what_is_handed_over_is_sent_no_more(office: Office, came: ClockEvent) -> None:
    park(office, came, "409: closed period", attempted=True)
    assert mended(office, came, Fix.HAND_OVER).state is RowState.HANDED_OVER
    (kept,) = decisions.about(office.store, came.event_id)
    assert (kept.what, kept.facts["fix"], kept.facts["was"]) == ("mend", "hand_over", "409: closed period")


def test_a_correction_that_cannot_be_made_is_handed_over_and_the_delivery_stands(
    office: Office, came: ClockEvent
) -> None:
    park(office, came, "the session is gone upstream", attempted=True)
    office.move_row(came.event_id, step=Step.CORRECT_TIME, session_id=7)
    (one,) = waiting(office.store, [office.door.site])
    assert one.fixes == (Fix.RETRY, Fix.HAND_OVER)
    assert mended(office, came, Fix.HAND_OVER).state is RowState.DELIVERED


def test_another_time_is_given_and_it_goes_out(office: Office, came: ClockEvent) -> None:
    park(office, came, "clock untrusted")
    assert mends(office, came, Fix.CORRECT_TIME) == NotDone(Obstacle.DOES_NOT_FIT, "no time was named")
    row = mended(office, came, Fix.CORRECT_TIME, at=MONDAY - timedelta(hours=1))
    assert (row.state, row.at) == (RowState.DUE, MONDAY - timedelta(hours=1))
    assert kinds(office.store) == ["clocked_in", "corrected"]


def test_another_shift_is_given_and_it_goes_out(office: Office, came: ClockEvent) -> None:
    park(office, came, "400: shift 9 is not of this employee", attempted=True)
    shift = Shift(9001, ACCOUNT, 382, MONDAY, MONDAY + timedelta(hours=8))
    row = mended(office, came, Fix.OTHER_PLACE, position_id=382, shift=shift)
    assert row.state is RowState.UNKNOWN
    assert presence.of(office.store, ANA.number).presence.shift_id == 9001


# "This was a clock-out"


def test_a_clock_in_that_meant_leaving_becomes_the_clock_out_at_the_same_time(office: Office, came: ClockEvent) -> None:
    park(office, came, "overlap", session=7)
    row = mended(office, came, Fix.WAS_CLOCK_OUT)
    assert (row.state, row.by_whom) == (RowState.DROPPED, SAM.number)
    assert kinds(office.store) == ["clocked_in", "voided", "clocked_out"]
    voided, left = events(office.store)[1:]
    assert voided.about is not None
    assert (voided.about.target, voided.about.by) == (came.event_id, SAM.number)
    assert (left.draft.at, left.work_session, left.terminal) == (came.draft.at, ELSEWHERE, came.terminal)
    assert not presence.of(office.store, ANA.number).presence.on_duty
    assert replayed(office.store, left.evidence_id) is not None
    (notice,) = office.told(ANA)
    assert (notice.kind, notice.target, notice.new_at) == (NoticeKind.VOIDED, came.event_id, None)
    assert_sound(office.store)


def test_it_ends_the_work_that_was_in_progress(office: Office, came: ClockEvent) -> None:
    office.wait(hours=9)
    again = office.tap(ANA, Choice.CLOCK_IN).events[0]
    park(office, again, "overlap", session=7)
    mended(office, again, Fix.WAS_CLOCK_OUT)
    left = events(office.store)[-1]
    assert (left.draft.kind, left.work_session, left.draft.at) == (Kind.CLOCKED_OUT, came.event_id, again.draft.at)
    assert_sound(office.store)


def test_with_newer_events_it_was_no_clock_out_and_nothing_is_changed(office: Office, came: ClockEvent) -> None:
    office.tap(ANA)
    park(office, came, "overlap", session=7)
    before = whole(office.store)
    assert mends(office, came, Fix.WAS_CLOCK_OUT) == NotDone(Obstacle.OVERTAKEN)
    assert whole(office.store) == before


# What does not fit


@pytest.mark.parametrize(
    ("reason", "fix"),
    [("clock untrusted", Fix.SAME_AS), ("unscheduled", Fix.RETRY), ("its clock-in was dropped", Fix.RETRY)],
)
def test_a_remedy_that_mends_nothing_is_not_carried_out(
    office: Office, came: ClockEvent, reason: str, fix: Fix
) -> None:
    park(office, came, reason)
    event = came
    if reason.startswith("its clock-in"):
        event = office.tap(ANA).events[0]
        park(office, event, reason)
    before = whole(office.store)
    assert mends(office, event, fix) == NotDone(Obstacle.DOES_NOT_FIT, fix)
    assert whole(office.store) == before


@pytest.mark.parametrize("state", [state for state in RowState if state is not RowState.PARKED])
def test_only_what_is_parked_is_mended(office: Office, came: ClockEvent, state: RowState) -> None:
    office.move_row(came.event_id, state=state)
    assert mends(office, came, Fix.RETRY) == NotDone(Obstacle.NOT_PARKED, state)


def test_of_two_supervisors_the_second_is_told(office: Office, came: ClockEvent) -> None:
    park(office, came, "lost too often", attempted=True)
    mended(office, came, Fix.RETRY)
    assert mends(office, came, Fix.HAND_OVER, UMA) == NotDone(Obstacle.NOT_PARKED, RowState.UNKNOWN)


def test_who_may_not_decide_changes_nothing(office: Office, came: ClockEvent) -> None:
    park(office, came, "lost too often")
    own = office.tap(SAM).events[0]
    park(office, own, "lost too often")
    before = whole(office.store)
    assert mends(office, came, Fix.RETRY, DAN) == NotDone(Obstacle.NOT_YOUR_SITE)
    assert mends(office, own, Fix.RETRY, SAM) == NotDone(Obstacle.OWN_EVENT)
    assert mend(office.store, office.word(), "none", TRACKTIK, Mending(Fix.RETRY)) == NotDone(Obstacle.NO_SUCH_EVENT)
    assert whole(office.store) == before
    assert ledger.count(office.store) == 2
