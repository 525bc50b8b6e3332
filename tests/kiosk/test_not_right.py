""" "Not right?": whatever a screen said can be said not to be so, while it stands."""

from datetime import timedelta

import pytest

from kiosk.views import ChoiceView, Icon, IdleView, OutcomeView
from shared.store import desk, outbox
from shared.store.taps import TapState
from shared.verify import verify


def _told_in(front):
    front.badge("1053")


def _told_out(front):
    front.on_duty("1053")
    front.badge("1053")
    front.touch("Clock out")


def _told_break(front):
    front.on_duty("1053")
    front.badge("1053")
    front.touch("Start break")


def _told_back(front):
    _told_break(front)
    front.idle()
    front.clock.advance(600)
    front.badge("1053")


def _offered(front):
    return [button.text for button in front.now.buttons]


@pytest.mark.parametrize(
    ("told", "choices"),
    [
        (_told_in, ["I was clocking out", "Take it back"]),
        (_told_out, ["It was a break", "Take it back"]),
        (_told_break, ["I was clocking out", "Take it back"]),
        (_told_back, ["I was clocking out", "Take it back"]),
    ],
)
def test_every_event_can_be_taken_back_or_become_what_was_meant(front, told, choices):
    told(front)
    before = front.kinds("1053")
    asked = front.touch("Not right?")
    assert [button.text for button in asked.choices] == choices
    assert asked.corner.text == "Keep it"
    taken = front.touch("Take it back")
    assert (taken.what, taken.icon) == ("Taken back", Icon.REPEAT)
    assert front.kinds("1053") == before[:-1]
    assert verify(front.store).intact


def test_i_was_clocking_out_stands_beside_a_clock_in_and_puts_the_right_event_at_the_same_time(front):
    front.badge("1053")
    at = front.clock.wall
    front.clock.advance(2)
    told = front.touch("I was clocking out")
    assert told.what == "Clocked out 05:58"
    assert front.events("1053") == [("clocked_out", at)]


def test_it_was_a_break_replaces_the_clock_out_at_its_time(front):
    _told_out(front)
    at = front.events("1053")[-1][1]
    front.touch("Not right?")
    assert front.touch("It was a break").what == "Break started 07:58"
    assert front.events("1053")[-1] == ("break_started", at)
    front.idle()
    front.clock.advance(600)
    assert front.badge("1053").what.startswith("Break ended")


def test_what_is_taken_back_is_not_delivered(front):
    front.badge("1053")
    (event,) = front.kept("1053")
    front.touch("Not right?")
    front.touch("Take it back")
    assert [(row.state, row.reason, row.by_whom) for row in front.rows(event)] == [
        ("dropped", "voided at the door", "1053")
    ]


def test_what_was_delivered_already_goes_to_the_desk(front):
    front.badge("1053")
    (event,) = front.kept("1053")
    outbox.change(front.store, event.event_id, "tracktik", front.clock.wall, state="delivered", session_id=77)
    front.touch("Not right?")
    front.touch("Take it back")
    assert [(item.kind, item.subject) for item in desk.listed(front.store)] == [
        ("voided_after_delivery", event.event_id)
    ]


def test_keep_it_keeps_it(front):
    front.badge("1053")
    front.touch("Not right?")
    assert isinstance(front.touch("Keep it"), IdleView)
    assert front.kinds("1053") == ["clocked_in"]


def test_looking_at_not_right_without_a_word_keeps_the_event(front):
    front.badge("1053")
    front.touch("Not right?")
    assert isinstance(front.closes(), IdleView)
    assert front.kinds("1053") == ["clocked_in"]
    assert front.taps(TapState.OPEN) == []


@pytest.mark.parametrize("choice_s", [15.0, 120.0])
def test_an_event_in_doubt_is_held_until_the_question_has_closed(make_front, choice_s):
    front = make_front(choice_s=choice_s)
    front.badge("1053")
    asked = front.touch("Not right?")
    (event,) = front.kept("1053")
    closes_at = front.clock.wall + timedelta(seconds=asked.closes_after_s)
    (row,) = front.rows(event)
    assert row.state == "held"
    assert row.not_before > closes_at.timestamp()


def test_an_event_held_for_the_clock_stays_held_for_the_clock(make_front):
    front = make_front(rtc="distrust")
    front.badge("1053")
    front.touch("Not right?")
    (event,) = front.kept("1053")
    assert [(row.reason, row.not_before) for row in front.rows(event)] == [("clock", 0.0)]


def test_a_repeat_can_be_taken_back_too(front):
    front.badge("1053")
    front.clock.advance(30)
    front.idle()
    assert front.badge("1053").what == "Already recorded at 05:58"
    front.touch("Not right?")
    assert front.touch("I was clocking out").what.startswith("Clocked out")
    assert front.kinds("1053") == ["clocked_out"]


def test_a_taken_back_repeat_names_the_time_of_the_event(front):
    front.badge("1053")
    front.clock.advance(90)
    front.idle()
    front.badge("1053")
    front.touch("Not right?")
    assert front.touch("Take it back").detail == "Clock-in at 05:58 no longer counts."
    assert front.kinds("1053") == []


def test_a_change_of_position_is_taken_back_whole(front):
    front.shift("1053", 0, 4, position=382)
    front.shift("1053", 4, 4, position=383)
    front.on_duty("1053", for_h=4)
    front.badge("1053")
    front.touch("Change position")
    front.touch("Not right?")
    front.touch("Take it back")
    assert front.kinds("1053") == ["clocked_in"]
    front.clock.advance(130)
    assert isinstance(front.badge("1053"), ChoiceView)


def _refused(make_front):
    front = make_front(site="Elsewhere")
    front.roster()
    front.badge("1053")
    return front


def _unknown(make_front):
    front = make_front()
    front.read("0FFFFFFFFF")
    return front


def _wrong_pin(make_front):
    front = make_front()
    front.number_and_pin("1053", "9999")
    return front


def _left_earlier(make_front):
    front = make_front()
    front.on_duty("1053", for_h=17)
    front.badge("1053")
    front.touch("I left earlier")
    return front


@pytest.mark.parametrize("claim", [_refused, _unknown, _wrong_pin, _left_earlier])
def test_a_claim_can_be_disowned(make_front, claim):
    front = claim(make_front)
    (kept,) = front.taps(TapState.CLAIM)
    asked = front.touch("Not right?")
    assert [button.text for button in asked.choices] == ["That was not me"]
    assert isinstance(front.touch("That was not me"), IdleView)
    assert front.taps(TapState.CLAIM) == []
    assert [tap.tap_id for tap in front.taps(TapState.WITHDRAWN)] == [kept.tap_id]
    assert desk.listed(front.store) == []


@pytest.mark.parametrize("claim", [_refused, _unknown, _wrong_pin, _left_earlier])
def test_a_claim_that_is_kept_stays_a_claim(make_front, claim):
    front = claim(make_front)
    front.touch("Not right?")
    front.touch("Keep it")
    assert len(front.taps(TapState.CLAIM)) == 1


def test_after_taking_back_nothing_more_can_be_touched(front):
    front.badge("1053")
    front.touch("Not right?")
    front.touch("Take it back")
    assert front.now.buttons == ()
    assert isinstance(front.now, OutcomeView)


def test_after_taking_back_the_same_tap_works_again_at_once(front):
    front.badge("1053")
    front.touch("Not right?")
    front.touch("Take it back")
    assert front.badge("1053").what == "Clocked in 05:58"
    assert front.kinds("1053") == ["clocked_in"]
    receipts = {event.receipt for event in front.kept("1053")}
    assert len(receipts) == 1


def test_a_badge_while_somebody_looks_at_not_right_keeps_their_event(front):
    front.badge("1053")
    front.touch("Not right?")
    assert front.badge("1054").who == "Ben Okafor"
    assert front.kinds("1053") == ["clocked_in"]


def test_not_right_speaks_the_persons_language(make_front):
    front = make_front(languages={"1053": "da"})
    front.badge("1053")
    here = front.now.buttons[-1]
    assert here.text != "Not right?"
    asked = front.touch(here.text)
    assert "What is not right?" not in asked.question


def test_a_change_of_position_is_taken_back_whole_at_the_next_tap_too(front):
    front.shift("1053", 0, 4, position=382)
    front.shift("1053", 2, 4, position=383)
    front.on_duty("1053")
    front.badge("1053")
    front.touch("Change position")
    front.idle()
    assert front.badge("1053").icon is Icon.REPEAT
    front.touch("Not right?")
    front.touch("Take it back")
    assert front.kinds("1053") == ["clocked_in"]
    assert verify(front.store).intact
