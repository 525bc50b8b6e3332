"""What an act asks, in which order, and that nothing told is lost on the way back."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk.desk.asking import (
    ONLY_PAIR,
    begun,
    choices_for,
    gone_back,
    needs_of,
    picked,
    reasons_for,
    stand_for,
    told,
    with_position_asked,
)
from kiosk.desk_state import Desk, Stand, Whom
from kiosk.wording.board_look import Look
from shared.domain.board_row import Standing
from shared.domain.desk_entry import NEEDS, DeskAct, Entry, Need, Topic
from shared.domain.model import Person, Role
from shared.domain.supervision import Because
from shared.domain.tap import Choice

AT = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
UNKNOWN = Entry("tap:1", Topic.CLAIM, AT, "Harbour Tower")
ANAS = replace(UNKNOWN, number="1053", name="Ana Ribeiro")
ANA = Whom("1053", "Ana Ribeiro")
BOSS = Person("3001", "Boss", "", Role.SUPERVISOR, ("Harbour Tower",))


def test_an_entry_that_names_somebody_asks_for_nobody():
    assert Need.PERSON in needs_of(DeskAct.ACCEPT, UNKNOWN, None)
    assert Need.PERSON not in needs_of(DeskAct.ACCEPT, ANAS, None)
    assert begun(DeskAct.ACCEPT, ANAS, None, "o1").given.number == "1053"


@pytest.mark.parametrize("act", DeskAct)
def test_every_act_asks_its_needs_one_after_another_and_ends_at_its_confirmation(act):
    wish = begun(act, UNKNOWN, None, "o1")
    asked = []
    while wish.need is not None:
        asked.append(wish.need)
        assert stand_for(wish, UNKNOWN) is not Stand.CONFIRM
        wish = told(wish)
    assert tuple(asked) == NEEDS[act]
    assert stand_for(wish, UNKNOWN) is Stand.CONFIRM


@pytest.mark.parametrize(
    ("act", "entry", "stand"),
    [
        (DeskAct.CLOCK, None, Stand.ANSWERS),
        (DeskAct.CORRECT, None, Stand.EVENTS),
        (DeskAct.CORRECT_TIME, ANAS, Stand.TIME),
        (DeskAct.PAIR_BADGE, None, Stand.BADGE),
        (DeskAct.LOST, None, Stand.ANSWERS),
        (DeskAct.SAME_AS, ANAS, Stand.NUMBER),
        (DeskAct.SAME_AS, replace(ANAS, sessions=(7, 8)), Stand.ANSWERS),
        (DeskAct.ACCEPT, UNKNOWN, Stand.PEOPLE),
        (DeskAct.UNLOCK, None, Stand.CONFIRM),
    ],
)
def test_each_first_question_has_its_screen(act, entry, stand):
    assert stand_for(begun(act, entry, ANA if entry is None else None, "o1"), entry) is stand


def test_clocking_somebody_asks_now_or_at_a_time():
    wish = picked(begun(DeskAct.CLOCK, None, ANA, "o1"), Choice.CLOCK_OUT)
    assert stand_for(wish, None) is Stand.WHEN


@pytest.mark.parametrize(
    ("need", "value", "name", "expected"),
    [
        (Need.CHOICE, "clock_out", "choice", Choice.CLOCK_OUT),
        (Need.CHOICE, ONLY_PAIR, "choice", None),
        (Need.POSITION, "382", "position_id", 382),
        (Need.EVENT, "e7", "event_id", "e7"),
        (Need.SESSION, "4711", "session", 4711),
        (Need.BADGE, "f00", "badge", "f00"),
        (Need.CAME_OF, "clocked", "came_of", "clocked"),
    ],
)
def test_an_answer_is_taken_as_what_it_means(need, value, name, expected):
    wish = replace(begun(DeskAct.ACCEPT, ANAS, None, "o1"), needs=(need,))
    assert getattr(picked(wish, value).given, name) == expected


def test_a_reason_is_taken_and_known_to_be_one():
    wish = replace(begun(DeskAct.DISMISS, ANAS, None, "o1"))
    assert not wish.has_reason
    after = picked(wish, Because.DOUBLE)
    assert (after.given.reason.because, after.has_reason) == (Because.DOUBLE, True)


def test_an_answer_that_means_nothing_changes_nothing():
    wish = begun(DeskAct.DISMISS, ANAS, None, "o1")
    assert picked(wish, "nonsense") is None
    assert picked(begun(DeskAct.PAIR_BADGE, None, ANA, "o1"), "") is not None
    assert picked(begun(DeskAct.CORRECT_TIME, ANAS, None, "o1"), "0558") is None


def test_going_back_keeps_what_was_told_and_ends_at_the_card():
    wish = picked(begun(DeskAct.CLOCK, None, ANA, "o1"), Choice.CLOCK_OUT)
    desk = Desk(BOSS, 1, Look(), Stand.WHEN, whom=ANA, wish=told(wish, at=AT), said="no")
    once = gone_back(desk)
    assert (once.stand, once.said, once.wish.given.at) == (Stand.WHEN, "", AT)
    twice = gone_back(once)
    assert (twice.stand, twice.wish.given.choice) == (Stand.ANSWERS, Choice.CLOCK_OUT)
    assert (gone_back(twice).stand, gone_back(twice).wish) == (Stand.CARD, None)


def test_a_position_that_turns_out_to_be_needed_is_asked_last_and_alone():
    wish = begun(DeskAct.ACCEPT, ANAS, None, "o1")
    while wish.need is not None:
        wish = told(wish)
    asked = with_position_asked(wish)
    assert asked.need is Need.POSITION
    assert told(asked, position_id=382).need is None
    assert with_position_asked(told(asked)).needs == asked.needs, "once"


@pytest.mark.parametrize("act", DeskAct)
def test_every_reason_can_be_given_for_every_act_once(act):
    assert sorted(reasons_for(act)) == sorted(Because)


@pytest.mark.parametrize("standing", [None, *Standing])
def test_who_stands_somewhere_is_offered_the_likeliest_first(standing):
    first = {Standing.IN: Choice.CLOCK_OUT, Standing.ON_BREAK: Choice.END_BREAK, Standing.UNSURE: Choice.CLOCK_OUT}
    assert choices_for(standing)[0] is first.get(standing, Choice.CLOCK_IN)
    assert Choice.CLOCK_OUT in choices_for(standing)
