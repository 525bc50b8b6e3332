"""Every act of the desk, from what somebody chose to what the ledger holds; nothing is done twice."""

from datetime import timedelta
from typing import Any

import pytest

from shared import clocking
from shared.desk_now import desk_now
from shared.domain.corrections import GoesOut
from shared.domain.delivery import RowState
from shared.domain.desk_entry import DeskAct, Done, Entry, Given
from shared.domain.event import ClockEvent
from shared.domain.model import Kind, Person
from shared.domain.supervision import Because, NotDone, Obstacle, Reason
from shared.domain.tap import Choice, Unidentified
from shared.pins import is_right
from shared.ports import UpstreamPosition
from shared.store import decisions, desk, one_time_pins, people, roster, taps, voice_messages
from shared.store.desk import DeskKind
from shared.store.roster import Part
from shared.store.taps import TapState
from shared.supervision.desk_acting import act, how_it_will_go
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, TRACKTIK, assert_sound, events, kinds
from tests.shared.supervision.office import DAN, SAM, Office, register, whole

BADGE = "f3" * 32


def only(office: Office) -> Entry:
    (entry,) = desk_now(office.store, [office.door.site], office.now).entries
    return entry


def does(office: Office, key: str, chosen: DeskAct, by: Person = SAM, **more: Any) -> Done | NotDone:
    return act(office.store, office.word(by), key, Given(chosen, Reason(Because.FORGOT), **more))


def done(office: Office, key: str, chosen: DeskAct, by: Person = SAM, **more: Any) -> Done:
    answer = does(office, key, chosen, by, **more)
    assert isinstance(answer, Done), answer
    assert_sound(office.store)
    return answer


def unknown_badge(office: Office) -> str:
    tap = office.a_tap()
    clocking.claim(office.store, office.door, tap, Unidentified.UNKNOWN_BADGE, BADGE, office.around)
    office.wait(hours=1)
    return f"tap:{tap.tap_id}"


def parked(office: Office, reason: str = "overlap") -> tuple[str, ClockEvent]:
    event = office.tap(ANA).events[0]
    office.wait(hours=1)
    office.move_row(event.event_id, state=RowState.PARKED, reason=reason)
    return f"row:{TRACKTIK}:{event.event_id}", event


def test_a_claim_is_accepted_at_its_own_time_and_once(office: Office) -> None:
    key = unknown_badge(office)
    told = done(office, key, DeskAct.ACCEPT, number=ANA.number, choice=Choice.CLOCK_IN)
    assert (told.at, told.how) == (MONDAY, {TRACKTIK: GoesOut.NEW_SESSION})
    again = does(office, key, DeskAct.ACCEPT, number=ANA.number, choice=Choice.CLOCK_IN)
    assert isinstance(again, NotDone) or again.event_ids == ()
    assert kinds(office.store, ANA.number) == [Kind.CLOCKED_IN]


def test_a_claim_that_needs_a_position_says_so_and_takes_it(office: Office) -> None:
    positions = [UpstreamPosition(number, ACCOUNT, f"Post {number}") for number in (382, 383)]
    office.roster(Part.POSITIONS, roster.position_rows(positions))
    key = unknown_badge(office)
    wanting = {"number": ANA.number, "choice": Choice.CLOCK_IN}
    assert does(office, key, DeskAct.ACCEPT, **wanting) == NotDone(Obstacle.NEEDS_A_POSITION)
    done(office, key, DeskAct.ACCEPT, **wanting, position_id=383)
    assert events(office.store)[-1].draft.position_id == 383


def test_a_badge_is_paired_with_or_without_an_event(office: Office) -> None:
    key = unknown_badge(office)
    assert done(office, key, DeskAct.PAIR, number=ANA.number).event_ids == ()
    assert [one.person.number for one in people.holders(office.store, [BADGE])] == [ANA.number]
    told = done(office, key, DeskAct.PAIR, number=ANA.number, choice=Choice.CLOCK_IN)
    assert told.at == MONDAY


def test_a_claim_is_dismissed_once_by_a_named_person(office: Office) -> None:
    key = unknown_badge(office)
    done(office, key, DeskAct.DISMISS)
    assert taps.listed(office.store, (TapState.CLAIM,)) == []
    assert does(office, key, DeskAct.DISMISS) == NotDone(Obstacle.SETTLED)


def test_whoever_left_earlier_is_clocked_out_at_the_time_given(office: Office) -> None:
    office.tap(ANA)
    office.wait(hours=9)
    office.tap(ANA, Choice.LEFT_EARLIER)
    left_at = MONDAY + timedelta(hours=8)
    told = done(office, only(office).key, DeskAct.GIVE_TIME, at=left_at)
    assert (told.at, kinds(office.store, ANA.number)[-1]) == (left_at, Kind.CLOCKED_OUT)


@pytest.mark.parametrize(
    ("chosen", "more", "how"),
    [
        (DeskAct.SEND_ANYWAY, {}, GoesOut.WITH_IT),
        (DeskAct.HAND_OVER, {}, GoesOut.BY_HAND),
        (DeskAct.SAME_AS, {"session": 4592}, GoesOut.WITH_IT),
        (DeskAct.CORRECT_TIME, {"at": MONDAY - timedelta(minutes=5)}, GoesOut.WITH_IT),
        (DeskAct.WAS_CLOCK_OUT, {}, GoesOut.WITH_IT),
    ],
)
def test_a_parked_delivery_is_mended_and_leaves_the_desk(
    office: Office, chosen: DeskAct, more: dict[str, Any], how: GoesOut
) -> None:
    key, event = parked(office)
    assert done(office, key, chosen, **more).how == {TRACKTIK: how}
    assert office.row(event.event_id).state is not RowState.PARKED
    assert isinstance(does(office, key, chosen, **more), NotDone)


def test_a_lost_delivery_is_tried_again_and_an_unscheduled_one_gets_a_position(office: Office) -> None:
    key, event = parked(office, "lost too often")
    done(office, key, DeskAct.RETRY)
    office.move_row(event.event_id, state=RowState.PARKED, reason="unscheduled")
    done(office, key, DeskAct.OTHER_PLACE, position_id=382)


@pytest.mark.parametrize("chosen", [DeskAct.OURS, DeskAct.THEIRS, DeskAct.AS_IT_IS])
def test_a_group_of_differences_is_settled_as_one(office: Office, chosen: DeskAct) -> None:
    for person in (ANA, BEN):
        event = office.tap(person).events[0]
        theirs = MONDAY + timedelta(minutes=1)
        office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_started=theirs)
        facts = {"upstream": TRACKTIK, "theirs": theirs.isoformat()}
        desk.put(
            office.store,
            DeskKind.TIME_DIFFERS,
            event.event_id,
            office.now,
            employee=person.number,
            site=SITE,
            facts=facts,
        )
    office.wait(hours=1)
    entry = only(office)
    assert len(done(office, entry.key, chosen, parts=entry.parts).left) == 0
    assert desk_now(office.store, [office.door.site], office.now).entries == ()
    again = does(office, entry.key, chosen, parts=entry.parts)
    assert again == NotDone(Obstacle.SETTLED, SAM.number)


def test_part_of_a_group_can_be_settled_and_the_rest_stays(office: Office) -> None:
    for person in (ANA, BEN):
        event = office.tap(person).events[0]
        office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY)
        desk.put(office.store, DeskKind.TIME_DIFFERS, event.event_id, office.now, employee=person.number, site=SITE)
    entry = only(office)
    done(office, entry.key, DeskAct.AS_IT_IS, parts=entry.parts[:1])
    assert only(office).parts == entry.parts[1:]


def test_news_is_put_away_by_a_named_person(office: Office) -> None:
    desk.put(office.store, DeskKind.TWO_FOR_ONE, "x", office.now, employee=ANA.number, site=SITE)
    key = only(office).key
    done(office, key, DeskAct.NOTE)
    assert does(office, key, DeskAct.NOTE) == NotDone(Obstacle.SETTLED, SAM.number)


def test_a_voice_message_is_heard_with_what_came_of_it(office: Office) -> None:
    with office.store.writing():
        voice_messages.keep(office.store, "RE1", call="CA1", called_at=office.now, now=office.now, site=SITE)
    done(office, only(office).key, DeskAct.HEARD, came_of="passed_on")
    (kept,) = decisions.about(office.store, "RE1")
    assert kept.what == "heard"


def test_somebody_is_clocked_in_now_or_at_a_time_and_an_order_given_twice_counts_once(office: Office) -> None:
    office.wait(hours=2)
    earlier = MONDAY + timedelta(hours=1)
    order = {"number": ANA.number, "choice": Choice.CLOCK_IN, "at": earlier, "order_id": "order-1"}
    assert done(office, "", DeskAct.CLOCK, **order).at == earlier
    done(office, "", DeskAct.CLOCK, **order)
    assert kinds(office.store, ANA.number) == [Kind.CLOCKED_IN]
    done(office, "", DeskAct.CLOCK, number=ANA.number, choice=Choice.CLOCK_OUT, order_id="order-2")
    assert events(office.store)[-1].draft.at == office.now


def test_a_time_is_corrected_as_it_was_told_to_go_out(office: Office) -> None:
    event = office.tap(ANA).events[0]
    office.wait(hours=1)
    given = Given(DeskAct.CORRECT, number=ANA.number, event_id=event.event_id, at=MONDAY - timedelta(minutes=5))
    before = whole(office.store)
    told = how_it_will_go(office.store, office.word(), "", given)
    assert whole(office.store) == before
    answer = act(office.store, office.word(), "", given)
    assert isinstance(answer, Done)
    assert (dict(answer.how), answer.at) == (told, given.at)


def test_badges_and_pins_are_changed_for_the_person(office: Office) -> None:
    done(office, "", DeskAct.PAIR_BADGE, number=ANA.number, badge=BADGE, badge_key_id="k1")
    done(office, "", DeskAct.LOST, number=ANA.number, badge=BADGE)
    done(office, "", DeskAct.FOUND, number=ANA.number, badge=BADGE)
    done(office, "", DeskAct.UNLOCK, number=ANA.number)
    pin = done(office, "", DeskAct.ONE_TIME_PIN, number=ANA.number).pin
    kept = one_time_pins.valid(office.store, ANA.number, office.now)
    assert len(pin) >= 4
    assert is_right(kept, pin)


@pytest.mark.parametrize("chosen", DeskAct)
def test_no_act_is_open_to_a_supervisor_of_another_site(office: Office, chosen: DeskAct) -> None:
    register(office.store, ANA, BEN, SAM, DAN)
    event = office.tap(ANA).events[0]
    office.wait(hours=1)
    keys = {DeskAct.CLOCK: "", DeskAct.CORRECT: ""}
    key = keys.get(chosen, unknown_badge(office))
    before = whole(office.store)
    answer = does(
        office,
        key,
        chosen,
        by=DAN,
        number=BEN.number,
        choice=Choice.CLOCK_IN,
        event_id=event.event_id,
        at=MONDAY,
        badge=BADGE,
        order_id="o",
    )
    assert isinstance(answer, NotDone)
    assert whole(office.store) == before


def test_what_came_to_a_group_after_it_was_seen_waits(office: Office) -> None:
    for number, person in enumerate((ANA, BEN)):
        event = office.tap(person).events[0]
        office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY)
        desk.put(office.store, DeskKind.TIME_DIFFERS, event.event_id, office.now, employee=person.number, site=SITE)
        if number == 0:
            seen = only(office)
    done(office, seen.key, DeskAct.AS_IT_IS, parts=seen.parts)
    assert only(office).number == BEN.number


def test_what_of_a_group_cannot_be_settled_is_told_and_stays(office: Office) -> None:
    for person in (ANA, BEN):
        event = office.tap(person).events[0]
        if person is ANA:
            office.move_row(event.event_id, state=RowState.DELIVERED, session_id=7, their_started=MONDAY)
        desk.put(office.store, DeskKind.TIME_DIFFERS, event.event_id, office.now, employee=person.number, site=SITE)
    entry = only(office)
    told = done(office, entry.key, DeskAct.AS_IT_IS, parts=entry.parts)
    assert list(told.left.values()) == [Obstacle.IN_DELIVERY]
    assert only(office).number == BEN.number


def test_a_rehearsal_of_any_act_changes_nothing_and_tells_what_would_come_of_it(office: Office) -> None:
    key, event = parked(office)
    before = whole(office.store)
    for chosen in DeskAct:
        given = Given(
            chosen, number=BEN.number, choice=Choice.CLOCK_IN, event_id=event.event_id, at=MONDAY, badge=BADGE
        )
        how_it_will_go(office.store, office.word(), key, given)
    assert whole(office.store) == before
    assert done(office, "", DeskAct.CLOCK, number=ANA.number, choice=Choice.START_BREAK, order_id="o").how == {}


def test_the_key_of_the_badge_and_the_event_of_a_message_are_kept(office: Office) -> None:
    key = unknown_badge(office)
    done(office, key, DeskAct.PAIR, number=ANA.number, badge_key_id="k2")
    assert office.store.execute("SELECT key_id FROM badge_pairings") == [("k2",)]
    with office.store.writing():
        voice_messages.keep(office.store, "RE1", call="CA1", called_at=office.now, now=office.now, site=SITE)
    message = next(one for one in desk_now(office.store, [office.door.site], office.now).entries if "voice" in one.key)
    done(office, message.key, DeskAct.HEARD, came_of="corrected", event_id="event-7")
    (kept,) = decisions.about(office.store, "RE1")
    assert kept.facts == {"came_of": "corrected", "event": "event-7"}
    assert does(office, message.key, DeskAct.HEARD, came_of="magic") == NotDone(Obstacle.DOES_NOT_FIT)


def test_a_clock_out_ends_the_work_session_that_was_named(office: Office) -> None:
    first = office.tap(ANA).events[0]
    office.wait(hours=20)
    second = office.tap(ANA, Choice.CLOCK_IN).events[0]
    office.wait(hours=1)
    left_at = MONDAY + timedelta(hours=8)
    done(
        office,
        "",
        DeskAct.CLOCK,
        number=ANA.number,
        choice=Choice.CLOCK_OUT,
        at=left_at,
        order_id="o",
        work_session=first.event_id,
    )
    assert events(office.store)[-1].work_session == first.event_id != second.event_id
