"""A corrected time is appended, counts from then on, and acts on the delivery by where it stands."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.corrections import GoesOut
from shared.domain.delivery import RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import OFF_DUTY, Kind, Person, Shift
from shared.domain.supervision import Because, NotDone, Obstacle
from shared.domain.tap import Choice
from shared.store import decisions, desk, ledger, memory, outbox, presence
from shared.store.desk import DeskKind
from shared.store.roster import Part
from shared.supervision.correcting import Corrected, correct_place, correct_time, how_it_will_go
from shared.voiding import void
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, TRACKTIK, assert_sound, events, kinds
from tests.shared.supervision.office import DAN, SAM, UMA, Office, register, whole

BY_TEN = timedelta(minutes=10)


@pytest.fixture
def came(office: Office) -> ClockEvent:
    """Ana came at six; it is half past."""
    event = office.tap(ANA).events[0]
    office.wait(minutes=30)
    return event


def correct(office: Office, event: ClockEvent, new: Any, by: Person = SAM, **more: Any) -> Corrected | NotDone:
    return correct_time(office.store, office.word(by), event.event_id, new, **more)


def corrected(office: Office, event: ClockEvent, new: Any, by: Person = SAM, **more: Any) -> Corrected:
    done = correct(office, event, new, by, **more)
    assert isinstance(done, Corrected), done
    return done


def obstacle(done: object) -> Obstacle:
    assert isinstance(done, NotDone), done
    return done.obstacle


def test_the_correction_says_what_was_and_what_is_and_by_whom_and_the_first_reading_stays(
    office: Office, came: ClockEvent
) -> None:
    done = corrected(office, came, MONDAY - BY_TEN)
    first, said = events(office.store)
    assert (first, said.draft.kind) == (came, Kind.CORRECTED)
    assert said.about is not None
    assert (said.about.target, said.about.old, said.about.new, said.about.reason, said.about.by) == (
        came.event_id,
        MONDAY.isoformat(),
        (MONDAY - BY_TEN).isoformat(),
        Because.FORGOT,
        SAM.number,
    )
    assert said.flags == (Flag.ACCEPTED_BY_SUPERVISOR,)
    assert done.target.now.draft.at == MONDAY - BY_TEN
    assert presence.of(office.store, ANA.number).presence.since == MONDAY - BY_TEN
    assert_sound(office.store)


def test_a_note_is_kept_beside_the_decision_and_never_in_the_chain(office: Office, came: ClockEvent) -> None:
    correct_time(office.store, office.word(note="was at the doctor's"), came.event_id, MONDAY - BY_TEN)
    (kept,) = decisions.about(office.store, came.event_id)
    assert (kept.what, kept.by, kept.employee, kept.because, kept.note) == (
        "correct_time",
        SAM.number,
        ANA.number,
        "forgot",
        "was at the doctor's",
    )
    assert not any("doctor" in row.body for row in ledger.newest(office.store, 10))
    assert decisions.erase_notes(office.store, ANA.number) == 1
    assert decisions.about(office.store, came.event_id)[0].note == ""


@pytest.mark.parametrize("state", [RowState.HELD, RowState.DUE, RowState.WAITING])
def test_what_was_not_sent_goes_out_with_the_new_time(office: Office, came: ClockEvent, state: RowState) -> None:
    office.move_row(came.event_id, state=state)
    before = office.row(came.event_id)
    done = corrected(office, came, MONDAY - BY_TEN)
    row = office.row(came.event_id)
    assert done.goes_out == {TRACKTIK: GoesOut.WITH_IT}
    assert (row.at, row.state, row.step, row.not_before) == (MONDAY - BY_TEN, state, Step.SEND, before.not_before)


@pytest.mark.parametrize("state", [RowState.SENDING, RowState.UNKNOWN])
def test_what_may_be_on_its_way_is_left_alone(office: Office, came: ClockEvent, state: RowState) -> None:
    office.move_row(came.event_id, state=state, attempt_boot="boot-1", body="{}")
    before = office.row(came.event_id)
    assert corrected(office, came, MONDAY - BY_TEN).goes_out == {TRACKTIK: GoesOut.AFTERWARDS}
    assert office.row(came.event_id) == before


def test_what_was_parked_after_an_attempt_is_looked_for_with_its_old_time_first(
    office: Office, came: ClockEvent
) -> None:
    office.move_row(came.event_id, state=RowState.PARKED, attempt_boot="boot-1")
    assert corrected(office, came, MONDAY - BY_TEN).goes_out == {TRACKTIK: GoesOut.AFTERWARDS}
    assert office.row(came.event_id).at == MONDAY


def test_what_was_parked_unsent_waits_on_with_the_new_time(office: Office, came: ClockEvent) -> None:
    office.move_row(came.event_id, state=RowState.PARKED, reason="overlap")
    corrected(office, came, MONDAY - BY_TEN)
    row = office.row(came.event_id)
    assert (row.at, row.state, row.reason) == (MONDAY - BY_TEN, RowState.PARKED, "overlap")


@pytest.mark.parametrize(("state", "reason"), [(RowState.HELD, "clock"), (RowState.PARKED, "clock untrusted")])
def test_a_stated_time_releases_what_was_held_for_want_of_a_clock(
    office: Office, came: ClockEvent, state: RowState, reason: str
) -> None:
    office.move_row(came.event_id, state=state, reason=reason)
    desk.put(office.store, DeskKind.PARKED, came.event_id, office.now)
    corrected(office, came, MONDAY)
    row = office.row(came.event_id)
    assert (row.at, row.state, row.reason, row.by_whom) == (MONDAY, RowState.DUE, "", SAM.number)
    assert office.on_the_desk() == []
    assert office.told(ANA) == [], "nothing was changed for Ana"


def test_what_was_delivered_is_edited(office: Office, came: ClockEvent) -> None:
    office.move_row(came.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY, sends=1, failures=4)
    assert corrected(office, came, MONDAY - BY_TEN).goes_out == {TRACKTIK: GoesOut.EDIT}
    row = office.row(came.event_id)
    assert (row.state, row.step, row.at, row.session_id) == (RowState.DUE, Step.CORRECT_TIME, MONDAY - BY_TEN, 7)
    assert (row.sends, row.failures) == (0, 0)


@pytest.mark.parametrize("learnt", [True, False])
def test_where_no_edit_is_taken_the_difference_is_for_a_person(office: Office, came: ClockEvent, learnt: bool) -> None:
    office.move_row(came.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY)
    if learnt:
        memory.remember(office.store, TRACKTIK, "learnt", {"edit": "refused"})
    word = office.word(edits=learnt)
    assert how_it_will_go(office.store, word, came.event_id, MONDAY - BY_TEN) == {TRACKTIK: GoesOut.BY_HAND}
    for minutes in (10, 20):
        correct_time(office.store, word, came.event_id, MONDAY - timedelta(minutes=minutes))
    row = office.row(came.event_id)
    assert (row.state, row.at) == (RowState.DELIVERED, MONDAY - 2 * BY_TEN)
    (item,) = desk.listed(office.store)
    assert (item.kind, item.facts["theirs"]) == (DeskKind.TIME_DIFFERS, MONDAY.isoformat())
    assert item.facts["ours"] == (MONDAY - 2 * BY_TEN).isoformat(), "the newest correction is what the desk tells"


def test_a_correction_to_what_the_upstream_has_needs_no_edit(office: Office, came: ClockEvent) -> None:
    office.move_row(came.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY - BY_TEN)
    desk.put(office.store, DeskKind.LINKED, came.event_id, office.now)
    assert corrected(office, came, MONDAY - BY_TEN).goes_out == {TRACKTIK: GoesOut.AGREES}
    assert (office.row(came.event_id).state, office.on_the_desk()) == (RowState.DELIVERED, [])


def test_what_was_handed_over_must_be_changed_by_hand(office: Office, came: ClockEvent) -> None:
    office.move_row(came.event_id, state=RowState.HANDED_OVER)
    assert corrected(office, came, MONDAY - BY_TEN).goes_out == {TRACKTIK: GoesOut.BY_HAND}
    assert (office.row(came.event_id).state, office.on_the_desk()) == (RowState.HANDED_OVER, ["time_differs"])


def test_what_was_dropped_stays_dropped(office: Office, came: ClockEvent) -> None:
    office.move_row(came.event_id, state=RowState.DROPPED)
    corrected(office, came, MONDAY - BY_TEN)
    assert (office.row(came.event_id).state, office.row(came.event_id).at) == (RowState.DROPPED, MONDAY)


def test_a_break_is_corrected_in_the_ledger_alone(office: Office, came: ClockEvent) -> None:
    broke = office.tap(ANA, Choice.START_BREAK).events[0]
    office.wait(minutes=30)
    assert corrected(office, broke, MONDAY + BY_TEN).goes_out == {}
    assert presence.of(office.store, ANA.number).presence.break_since == MONDAY + BY_TEN
    assert_sound(office.store)


@pytest.mark.parametrize("step", [Step.SETTLE_TIME, Step.CORRECT_TIME])
def test_what_is_being_edited_is_there_and_a_void_of_it_is_for_the_desk(
    office: Office, came: ClockEvent, step: Step
) -> None:
    office.move_row(came.event_id, state=RowState.DUE, step=step, session_id=7)
    void(office.store, office.door, ANA, (came.event_id,), office.around, reason="not right")
    assert office.row(came.event_id).state is RowState.DUE
    assert office.on_the_desk() == ["voided_after_delivery"]


# What cannot be


def test_nobody_leaves_before_they_came_nor_in_the_future(office: Office, came: ClockEvent) -> None:
    left = office.tap(ANA).events[0]
    office.wait(minutes=5)
    before = whole(office.store)
    assert obstacle(correct(office, left, MONDAY - BY_TEN)) is Obstacle.OUT_OF_ORDER
    assert obstacle(correct(office, came, left.draft.at + timedelta(seconds=1))) is Obstacle.OUT_OF_ORDER
    assert obstacle(correct(office, left, office.now + timedelta(minutes=2))) is Obstacle.IN_THE_FUTURE
    assert whole(office.store) == before


def test_no_work_session_reaches_into_another_one(office: Office, came: ClockEvent) -> None:
    left = office.tap(ANA).events[0]
    office.wait(hours=1)
    again = office.tap(ANA).events[0]
    assert obstacle(correct(office, again, left.draft.at - BY_TEN)) is Obstacle.OVERLAPS
    office.wait(minutes=5)
    assert obstacle(correct(office, left, again.draft.at + timedelta(seconds=1))) is Obstacle.OVERLAPS
    corrected(office, again, left.draft.at)
    assert_sound(office.store)


def test_a_corrected_neighbour_counts_at_its_corrected_time(office: Office, came: ClockEvent) -> None:
    left = office.tap(ANA).events[0]
    corrected(office, came, MONDAY + BY_TEN)
    assert obstacle(correct(office, left, MONDAY + timedelta(minutes=5))) is Obstacle.OUT_OF_ORDER


def test_what_is_not_there_or_void_or_no_clock_event_cannot_be_corrected(office: Office, came: ClockEvent) -> None:
    said = corrected(office, came, MONDAY - BY_TEN).event
    assert obstacle(correct_time(office.store, office.word(), "none", MONDAY)) is Obstacle.NO_SUCH_EVENT
    assert obstacle(correct(office, said, MONDAY)) is Obstacle.NOT_CORRECTABLE
    assert obstacle(correct(office, came, MONDAY - BY_TEN)) is Obstacle.ALREADY_SO
    void(office.store, office.door, ANA, (came.event_id,), office.around, reason="not right")
    assert obstacle(correct(office, came, MONDAY)) is Obstacle.VOIDED


def test_of_two_supervisors_the_second_is_told_that_it_was_changed(office: Office, came: ClockEvent) -> None:
    corrected(office, came, MONDAY - BY_TEN, SAM, expected=MONDAY)
    late = correct(office, came, MONDAY - 2 * BY_TEN, UMA, expected=MONDAY)
    assert late == NotDone(Obstacle.CHANGED_MEANWHILE, (MONDAY - BY_TEN).isoformat())


# Rights


@pytest.mark.parametrize("by", [DAN, ANA, BEN])
def test_only_a_supervisor_of_the_site_corrects(office: Office, came: ClockEvent, by: Person) -> None:
    before = whole(office.store)
    assert obstacle(correct(office, came, MONDAY - BY_TEN, by)) is Obstacle.NOT_YOUR_SITE
    assert whole(office.store) == before


def test_nobody_corrects_their_own_hours_while_somebody_else_could(office: Office) -> None:
    own = office.tap(SAM).events[0]
    assert obstacle(correct(office, own, MONDAY - BY_TEN, SAM)) is Obstacle.OWN_EVENT
    assert corrected(office, own, MONDAY - BY_TEN, UMA).event.flags == (Flag.ACCEPTED_BY_SUPERVISOR,)


def test_a_supervisor_alone_may_and_it_is_flagged_and_listed(office: Office) -> None:
    register(office.store, ANA, SAM, DAN)
    own = office.tap(SAM).events[0]
    said = corrected(office, own, MONDAY - BY_TEN, SAM).event
    assert Flag.SELF_ACCEPTED in said.flags
    (item,) = desk.listed(office.store)
    assert (item.kind, item.employee, item.site) == (DeskKind.SELF_AUTHORISED, SAM.number, SITE)
    assert office.told(SAM) == []


# Position and shift


def test_another_position_counts_before_it_is_delivered(office: Office, came: ClockEvent) -> None:
    office.roster(Part.POSITIONS, [(382, ACCOUNT, "Gate"), (383, ACCOUNT, "Lobby")])
    shift = Shift(9001, ACCOUNT, 383, MONDAY, MONDAY + timedelta(hours=8))
    done = correct_place(office.store, office.word(), came.event_id, 383, shift)
    assert isinstance(done, Corrected)
    assert (done.target.now.draft.position_id, done.target.now.draft.shift_id) == (383, 9001)
    assert done.target.now.draft.at == came.draft.at
    now_at = presence.of(office.store, ANA.number)
    assert (now_at.presence.position_id, now_at.used_shift_ids) == (383, (9001,))
    corrected(office, came, MONDAY - BY_TEN)
    later = presence.of(office.store, ANA.number).presence
    assert (later.position_id, later.since) == (383, MONDAY - BY_TEN), "a later time keeps the place"
    assert kinds(office.store) == ["clocked_in", "corrected", "corrected"]
    assert_sound(office.store)


def test_a_position_that_is_not_of_the_site_or_was_sent_is_not_taken(office: Office, came: ClockEvent) -> None:
    office.roster(Part.POSITIONS, [(382, ACCOUNT, "Gate")])
    word = office.word()
    assert obstacle(correct_place(office.store, word, came.event_id, 999, None)) is Obstacle.DOES_NOT_FIT
    assert obstacle(correct_place(office.store, word, came.event_id, None, None)) is Obstacle.ALREADY_SO
    elsewhere = Shift(9, 999, 382, MONDAY, MONDAY + timedelta(hours=8))
    assert obstacle(correct_place(office.store, word, came.event_id, 382, elsewhere)) is Obstacle.DOES_NOT_FIT
    for state, why in ((RowState.UNKNOWN, Obstacle.IN_DELIVERY), (RowState.DELIVERED, Obstacle.NOT_CORRECTABLE)):
        office.move_row(came.event_id, state=state)
        assert obstacle(correct_place(office.store, word, came.event_id, 382, None)) is why


# What the employee hears


def test_the_employee_hears_of_several_corrections_the_first_time_and_the_last(
    office: Office, came: ClockEvent
) -> None:
    corrected(office, came, MONDAY - BY_TEN)
    last = corrected(office, came, MONDAY - 2 * BY_TEN, UMA).event
    (notice,) = office.told(ANA)
    assert (notice.event_id, notice.old_at, notice.new_at, notice.by) == (
        last.event_id,
        MONDAY,
        MONDAY - 2 * BY_TEN,
        UMA.number,
    )
    corrected(office, came, MONDAY)
    assert office.told(ANA) == [], "it is again what Ana saw at the door"


def test_presence_told_by_a_download_stays(office: Office, came: ClockEvent) -> None:
    standing = presence.of(office.store, ANA.number)
    presence.put(office.store, ANA.number, replace(standing, presence=replace(OFF_DUTY, since=office.now, site=SITE)))
    corrected(office, came, MONDAY - BY_TEN)
    assert not presence.of(office.store, ANA.number).presence.on_duty


def test_an_event_without_a_row_of_its_own_stays_in_the_ledger(office: Office) -> None:
    assert outbox.of_event(office.store, "none") == []
    assert how_it_will_go(office.store, office.word(), "none", MONDAY) == {}
