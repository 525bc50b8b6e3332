"""A supervisor clocks somebody in or out: by the rules of any tap, once, flagged, and told to the employee."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.corrections import GoesOut
from shared.domain.decision import Repeated
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Kind, Person, Presence, PresenceState
from shared.domain.notice import NoticeKind
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Choice
from shared.gather import Surroundings
from shared.recording import Outcome, replayed
from shared.store import desk, presence
from shared.store.desk import DeskKind
from shared.store.presence import Standing
from shared.store.roster import Part
from shared.supervision.clocking_for import Order, clock_for, how_it_will_go
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, TRACKTIK, assert_sound, kinds
from tests.shared.supervision.office import DAN, IN, OUT, SAM, UMA, Office, register, whole


def clocked(office: Office, order: Order, by: Person = SAM) -> Outcome:
    done = clock_for(office.store, office.word(by), order)
    assert isinstance(done, Outcome), done
    return done


def refused(office: Office, order: Order, by: Person = SAM) -> Obstacle:
    before = whole(office.store)
    done = clock_for(office.store, office.word(by), order)
    assert isinstance(done, NotDone), done
    assert whole(office.store) == before
    return done.obstacle


def test_somebody_is_clocked_in_now_at_a_door_of_this_terminal(office: Office) -> None:
    (event,) = clocked(office, office.order(ANA, IN)).events
    assert (event.draft.kind, event.draft.at, event.employee, event.terminal) == (
        Kind.CLOCKED_IN,
        MONDAY,
        ANA.number,
        "Gate 1",
    )
    assert {Flag.ACCEPTED_BY_SUPERVISOR} == set(event.flags) & {Flag.ACCEPTED_BY_SUPERVISOR, Flag.SELF_ACCEPTED}
    row = office.row(event.event_id)
    assert (row.state, row.not_before <= office.now.timestamp()) == (RowState.HELD, True)
    assert presence.of(office.store, ANA.number).presence.on_duty
    assert_sound(office.store)


def test_the_employee_hears_of_it(office: Office) -> None:
    (event,) = clocked(office, office.order(ANA, IN)).events
    (notice,) = office.told(ANA)
    assert (notice.kind, notice.target_kind, notice.old_at, notice.new_at, notice.by) == (
        NoticeKind.CLOCKED,
        Kind.CLOCKED_IN,
        None,
        event.draft.at,
        SAM.number,
    )


def test_an_order_given_twice_is_carried_out_once(office: Office) -> None:
    order = office.order(ANA, IN)
    first = clocked(office, order)
    office.wait(seconds=1)
    again = clocked(office, order)
    assert isinstance(again.decision, Repeated)
    assert again.decision.of.event_id == first.events[0].event_id
    assert kinds(office.store) == ["clocked_in"]


def test_a_stated_time_is_not_doubted_by_a_terminal_without_a_clock(office: Office) -> None:
    word = office.word()
    blind = replace(word, around=Surroundings(word.around.reading))
    stated = clock_for(office.store, blind, office.order(ANA, IN, hours=1))
    now = clock_for(office.store, blind, office.order(BEN, IN))
    assert isinstance(stated, Outcome)
    assert isinstance(now, Outcome)
    assert Flag.CLOCK_UNTRUSTED not in stated.events[0].flags
    assert Flag.CLOCK_UNTRUSTED in now.events[0].flags, "what happens now is read off that clock"


def test_it_is_decided_again_alike_on_its_own_facts(office: Office) -> None:
    outcome = clocked(office, office.order(ANA, IN, hours=2))
    assert replayed(office.store, outcome.events[0].evidence_id) == outcome.decision
    office.wait(hours=20)
    older = outcome.events[0].event_id
    office.tap(ANA, Choice.CLOCK_IN)
    ended = clocked(office, replace(office.order(ANA, OUT, hours=12), work_session=older))
    assert replayed(office.store, ended.events[0].evidence_id) == ended.decision


def test_a_clock_out_ends_the_break_first(office: Office) -> None:
    office.tap(ANA)
    office.wait(hours=1)
    office.tap(ANA, Choice.START_BREAK)
    office.wait(hours=1)
    clocked(office, office.order(ANA, OUT, minutes=5))
    assert kinds(office.store) == ["clocked_in", "break_started", "break_ended", "clocked_out"]
    assert [notice.target_kind for notice in office.told(ANA)] == [Kind.CLOCKED_OUT]
    assert_sound(office.store)


def test_a_forgotten_clock_out_is_entered_while_the_person_is_on_duty_again(office: Office) -> None:
    first = office.tap(ANA).events[0]
    office.wait(hours=24)
    second = office.tap(ANA, Choice.CLOCK_IN).events[0]
    office.wait(hours=1)
    before = presence.of(office.store, ANA.number)
    order = replace(office.order(ANA, OUT, hours=17), work_session=first.event_id)
    (left,) = clocked(office, order).events
    assert (left.work_session, left.draft.at) == (first.event_id, MONDAY + timedelta(hours=8))
    after = presence.of(office.store, ANA.number)
    assert (after.presence, after.last_event, after.last_out_at) == (before.presence, before.last_event, None)
    assert after.presence.work_session == second.event_id
    assert after.receipt == left.receipt != before.receipt
    assert office.row(left.event_id).work_session == first.event_id
    assert_sound(office.store)
    office.wait(hours=1)
    office.tap(ANA)
    assert kinds(office.store)[-1] == "clocked_out"
    assert_sound(office.store)


def test_an_older_session_is_ended_once_and_within_itself(office: Office) -> None:
    first = office.tap(ANA).events[0].event_id
    office.wait(hours=24)
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=1)
    ends = [("too late", 0.5, Obstacle.OVERLAPS), ("before it began", 26, Obstacle.OUT_OF_ORDER)]
    for _, hours, why in ends:
        assert refused(office, replace(office.order(ANA, OUT, hours=hours), work_session=first)) is why
    assert refused(office, replace(office.order(BEN, OUT, hours=20), work_session=first)) is Obstacle.NO_SUCH_EVENT
    assert refused(office, replace(office.order(ANA, IN, hours=20), work_session=first)) is Obstacle.DOES_NOT_FIT
    clocked(office, replace(office.order(ANA, OUT, hours=17), work_session=first))
    assert refused(office, replace(office.order(ANA, OUT, hours=18), work_session=first)) is Obstacle.SETTLED


def test_an_older_session_that_stood_in_a_break_has_its_break_ended(office: Office) -> None:
    first = office.tap(ANA).events[0].event_id
    office.wait(hours=4)
    office.tap(ANA, Choice.START_BREAK)
    office.wait(hours=20)
    office.tap(ANA, Choice.CLOCK_IN)
    ended = clocked(office, replace(office.order(ANA, OUT, hours=17), work_session=first))
    assert [event.draft.kind for event in ended.events] == [Kind.BREAK_ENDED, Kind.CLOCKED_OUT]
    assert_sound(office.store)


@pytest.mark.parametrize(
    ("answer", "ago", "why"),
    [
        (IN, {"minutes": 1}, Obstacle.ALREADY_SO),
        (IN, {"hours": 3}, Obstacle.OVERTAKEN),
        (OUT, {"hours": 3}, Obstacle.OVERTAKEN),
        (OUT, {"minutes": -5}, Obstacle.IN_THE_FUTURE),
        (Answer(Choice.NOT_ME), {}, Obstacle.DOES_NOT_FIT),
    ],
    ids=["twice", "in before in", "out before in", "tomorrow", "no event"],
)
def test_what_cannot_be_is_not_recorded(office: Office, answer: Answer, ago: Any, why: Obstacle) -> None:
    office.tap(ANA)
    office.wait(hours=2)
    assert refused(office, office.order(ANA, answer, **ago)) is why


def test_nobody_leaves_who_is_not_there(office: Office) -> None:
    assert refused(office, office.order(ANA, OUT)) is Obstacle.NOT_ON_DUTY


def test_somebody_begun_elsewhere_is_clocked_out_here(office: Office) -> None:
    there = Presence(
        PresenceState.WORKING, MONDAY, site=SITE, account_id=ACCOUNT, work_session=ELSEWHERE, upstream_session=7
    )
    presence.put(office.store, ANA.number, Standing(there))
    office.wait(hours=8)
    (left,) = clocked(office, office.order(ANA, OUT)).events
    assert left.work_session == ELSEWHERE


def test_who_works_at_another_site_is_not_ended_there_by_this_one(office: Office) -> None:
    there = Presence(PresenceState.WORKING, MONDAY, site="Docks", account_id=999, work_session="in-1")
    presence.put(office.store, ANA.number, Standing(there))
    office.wait(hours=1)
    assert refused(office, office.order(ANA, OUT)) is Obstacle.AT_OTHER_SITE
    assert refused(office, office.order(ANA, IN)) is Obstacle.AT_OTHER_SITE


def test_a_position_is_asked_for_where_there_are_several(office: Office) -> None:
    office.roster(Part.POSITIONS, [(382, ACCOUNT, "Gate"), (383, ACCOUNT, "Lobby")])
    order = office.order(ANA, IN)
    assert refused(office, order) is Obstacle.NEEDS_A_POSITION
    (event,) = clocked(office, replace(order, answer=Answer(Choice.CLOCK_IN, 383))).events
    assert event.draft.position_id == 383


def test_nobody_clocks_themselves_while_somebody_else_could(office: Office) -> None:
    assert refused(office, office.order(SAM, IN)) is Obstacle.OWN_EVENT
    assert refused(office, office.order(ANA, IN), DAN) is Obstacle.NOT_YOUR_SITE
    assert refused(office, office.order(ANA, IN), BEN) is Obstacle.NOT_YOUR_SITE
    clocked(office, office.order(SAM, IN), UMA)


def test_a_supervisor_alone_may_and_it_is_flagged_and_listed(office: Office) -> None:
    register(office.store, ANA, SAM)
    (event,) = clocked(office, office.order(SAM, IN)).events
    assert Flag.SELF_ACCEPTED in event.flags
    assert [item.kind for item in desk.listed(office.store)] == [DeskKind.SELF_AUTHORISED]
    assert office.told(SAM) == []


def test_how_it_goes_out_is_told_beforehand(office: Office) -> None:
    assert how_it_will_go(office.door, Choice.CLOCK_IN) is GoesOut.NEW_SESSION
    assert how_it_will_go(office.door, Choice.CLOCK_OUT) is GoesOut.CLOSES_SESSION
    assert how_it_will_go(office.door, Choice.START_BREAK) is GoesOut.NOWHERE
    assert how_it_will_go(replace(office.door, upstreams=()), Choice.CLOCK_IN) is GoesOut.NOWHERE
    assert office.door.upstreams == (TRACKTIK,)
