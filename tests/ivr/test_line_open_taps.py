"""Whoever walked away from a choice on duty is asked first whether they left then."""

from functools import partial

from shared.domain.flags import Flag
from shared.store.taps import TapState
from tests.ivr.cast import OTHER_MOBILE, PIN
from tests.ivr.phone_line import PhoneLine


def open_tap(line: PhoneLine, number: str) -> str:
    """Somebody on duty identifies, chooses nothing and is gone; the tap that this leaves."""
    line.clocked_in(number, hours_ago=7)
    line.call(f"{number} {PIN} !", caller=OTHER_MOBILE)
    (left,) = line.taps(TapState.OPEN)
    line.clock.advance(hours=2)
    return left.tap_id


def test_an_open_tap_is_the_first_question_and_yes_clocks_out_at_its_time(line: PhoneLine) -> None:
    open_tap(line, "1053")
    told = line.call(f"1053 {PIN} 7").said
    assert told[2] == "Ana. You were here at 13:58 and did not choose. 7: I left then. 8: no."
    assert told[3].startswith("Clocked out at 13:58. Receipt ")
    out = line.events("1053")[-1]
    assert Flag.FROM_OPEN_TAP in out.flags
    assert (line.clock.wall - out.draft.at).total_seconds() == 2 * 3600
    assert line.taps(TapState.OPEN, TapState.CLAIM, TapState.ASKED) == []


def test_no_to_an_open_tap_explains_it_and_tells_the_menu(line: PhoneLine) -> None:
    left = open_tap(line, "1053")
    assert line.says(f"1053 {PIN} 8").startswith("On duty since 6:58. 2: clock out.")
    assert line.kinds("1053") == ["clocked_in"]
    assert left in [tap.tap_id for tap in line.taps(TapState.EXPLAINED)]


def test_leaving_then_and_taking_it_back_asks_again_what_is_so(line: PhoneLine) -> None:
    open_tap(line, "1053")
    line.call(f"1053 {PIN} 7 9")
    assert line.kinds("1053") == ["clocked_in"]
    assert line.on_duty("1053")


def test_a_choice_made_at_the_wall_meanwhile_is_not_recorded_again(line: PhoneLine) -> None:
    open_tap(line, "1053")
    line.call(f"1053 {PIN}", partial(line.call, f"1053 {PIN} 7", caller=OTHER_MOBILE), "7")
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]


def test_whoever_presses_the_key_of_the_menu_unheard_has_not_left_by_it(line: PhoneLine) -> None:
    left = open_tap(line, "1053")
    assert line.says(f"1053 {PIN} 1").startswith("Clocked in since 6:58. Receipt ")
    assert line.kinds("1053") == ["clocked_in"]
    assert [tap.tap_id for tap in line.taps(TapState.OPEN)] == [left]
