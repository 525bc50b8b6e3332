"""Silence, keys that mean nothing, and hanging up: nothing is recorded that was not confirmed, and nothing vanishes."""

from functools import partial

import pytest

from shared.store.taps import TapState
from tests.ivr.cast import DOCKS_CALLED, NOBODYS_CALLED, OTHER_MOBILE, PIN, START
from tests.ivr.phone_line import PhoneLine

POSITIONS = ((1, 687, "Gate"), (2, 687, "Patrol"))
WAITING = (TapState.ASKED, TapState.OPEN, TapState.CLAIM)
NOTHING = "Nothing was recorded. Goodbye."
OFF_DUTY = {
    "the number": "",
    "the PIN": "1053",
    "the menu": f"1053 {PIN}",
    "a position": f"1053 {PIN} 1",
    "a receipt": f"1053 {PIN} 6",
}
LEAVES_A_CLAIM = ("the menu", "a position", "a receipt")
"""Somebody identified, and nobody knows what they wanted."""


@pytest.mark.parametrize("at", OFF_DUTY)
def test_silence_three_times_says_that_nothing_was_recorded(line: PhoneLine, at: str) -> None:
    line.rota(positions=POSITIONS)
    told = line.call(f"{OFF_DUTY[at]} - - -")
    asked = told.said[-3:-1]
    assert all(sentence.startswith("Sorry? ") for sentence in asked)
    assert asked[0] == asked[1] == f"Sorry? {told.said[-4].removeprefix('Ana. ')}" or at == "the number"
    assert told.said[-1] == NOTHING
    assert told.ended_by == "line"
    assert line.events() == []
    assert [tap.reason for tap in line.taps(*WAITING)] == (["hung_up"] if at in LEAVES_A_CLAIM else [])


@pytest.mark.parametrize("at", [at for at in OFF_DUTY if at not in ("the number", "the PIN", "a receipt")])
def test_a_wrong_key_is_asked_again_twice(line: PhoneLine, at: str) -> None:
    line.rota(positions=POSITIONS)
    told = line.call(f"{OFF_DUTY[at]} 8 8 8")
    assert [sentence.startswith("Sorry?") for sentence in told.said[-3:]] == [True, True, False]
    assert told.said[-1] == NOTHING
    assert line.events() == []


def test_an_understood_key_begins_the_count_again(line: PhoneLine) -> None:
    told = line.call(f"1053 {PIN} 8 8 4 8 8 1")
    assert told.said[-1].startswith("Clocked in at 6:58.")


@pytest.mark.parametrize("at", OFF_DUTY)
def test_hanging_up_before_the_choice_records_nothing(line: PhoneLine, at: str) -> None:
    line.rota(positions=POSITIONS)
    line.call(f"{OFF_DUTY[at]} !")
    assert line.events() == []
    left = line.taps(*WAITING)
    assert [tap.state for tap in left] == ([TapState.CLAIM] if at in LEAVES_A_CLAIM else [])
    assert all((tap.employee, tap.at) == ("1053", START) for tap in left)


def test_hanging_up_on_duty_before_the_choice_leaves_an_open_tap(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=7)
    line.call(f"1053 {PIN} !")
    assert [(tap.state, tap.employee) for tap in line.taps(*WAITING)] == [(TapState.OPEN, "1053")]
    assert line.on_duty("1053")


def test_hanging_up_after_the_confirmation_is_recorded(line: PhoneLine) -> None:
    line.call(f"1053 {PIN} 1 +!")
    assert line.kinds("1053") == ["clocked_in"]
    assert line.taps(*WAITING) == []


@pytest.mark.parametrize("key", ["4", "6 1234", "0"], ids=["shifts", "a receipt", "the supervisor"])
def test_whoever_asked_for_something_leaves_nothing_behind(line: PhoneLine, key: str) -> None:
    line.clocked_in("1053", hours_ago=7)
    line.call(f"1053 {PIN} {key}")
    assert line.taps(*WAITING) == []


def test_silence_after_the_outcome_says_it_once_more_and_then_goodbye(line: PhoneLine) -> None:
    told = line.call(f"1053 {PIN} 1 - -")
    assert told.said[-3] == told.said[-2]
    assert told.said[-1] == "Goodbye."
    assert line.kinds("1053") == ["clocked_in"]


def test_a_call_that_ends_at_a_direction_leaves_an_open_tap_at_its_time(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    line.call(f"1054 {PIN} 1 !")
    (left,) = line.taps(*WAITING)
    assert (left.state, left.at) == (TapState.OPEN, line.clock.wall)
    assert line.kinds("1054") == ["clocked_in"]


def test_each_of_two_people_on_one_phone_leaves_their_own(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3)
    line.call(f"1053 {PIN} 1 1 1054 {PIN} 0 !", dial_status="no-answer")
    line.call(f"1056 {PIN} 4 !")
    assert line.taps(*WAITING) == []
    line.call(f"1053 {PIN} 4 0 0 !", dial_status="busy")
    line.call(f"1056 {PIN} !")
    assert [(tap.employee, tap.state) for tap in line.taps(*WAITING)] == [("1056", TapState.CLAIM)]


def test_the_end_told_before_the_last_key_arrives_does_not_lose_the_key(line: PhoneLine) -> None:
    sid = "CA" + "5" * 32
    ended = partial(line.status, sid)
    line.call(f"1053 {PIN}", ended, "1", call_sid=sid)
    assert line.kinds("1053") == ["clocked_in"]
    assert line.taps(*WAITING) == []


def test_the_end_told_before_the_last_key_of_somebody_on_duty_loses_nothing_either(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    sid = "CA" + "6" * 32
    line.call(f"1053 {PIN}", partial(line.status, sid), "2", call_sid=sid)
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]
    assert line.taps(*WAITING) == []


def test_the_end_of_another_call_changes_nothing_here(line: PhoneLine) -> None:
    line.call(f"1053 {PIN}", partial(line.status, "CA" + "7" * 32), "1")
    assert line.kinds("1053") == ["clocked_in"]


def test_a_call_that_only_rings_on_is_not_over(line: PhoneLine) -> None:
    sid = "CA" + "8" * 32
    line.call(f"1053 {PIN}", partial(line.status, sid, "in-progress"), "!", call_sid=sid, status_url="")
    assert [tap.state for tap in line.taps(*WAITING)] == [TapState.ASKED]


def test_the_second_person_is_not_taken_for_a_caller_of_the_first_ones_site(line: PhoneLine) -> None:
    line.clocked_in("1054", hours_ago=3, called=DOCKS_CALLED)
    line.call(f"1054 {PIN} 2 1 1053 {PIN} 1", caller=OTHER_MOBILE)
    assert line.events("1053")[0].draft.site == "Harbour Tower"
    told = line.call(f"1053 {PIN} 2 1 1056 {PIN} 1", called=NOBODYS_CALLED)
    assert told.said[-1].startswith("Which site?")
