"""An event is dated by the key that meant it, however long the questions after it take."""

from collections.abc import Callable
from functools import partial

from shared.domain.flags import Flag
from shared.store.taps import TapState
from tests.ivr.cast import MOBILE, NOBODYS_CALLED, OTHER_MOBILE, PIN, START, TOWER
from tests.ivr.phone_line import PhoneLine
from tests.ivr.test_line_open_taps import open_tap


def later(line: PhoneLine, seconds: float) -> Callable[[], object]:
    return partial(line.clock.advance, seconds=seconds)


def test_a_site_that_is_asked_costs_nobody_their_minute(line: PhoneLine) -> None:
    line.call(f"1054 {PIN} 1", later(line, 110), "2", called=NOBODYS_CALLED)
    (event,) = line.events("1054")
    assert event.draft.at == START
    assert (event.recorded_at - event.draft.at).total_seconds() >= 110


def test_what_it_should_have_been_counts_at_the_time_of_what_was_not_right(line: PhoneLine) -> None:
    line.clocked_in("1053", hours_ago=8)
    line.call(f"1053 {PIN} 3", later(line, 100), "9", later(line, 10), "2")
    out = line.events("1053")[-1]
    assert line.kinds("1053") == ["clocked_in", "clocked_out"]
    assert (line.clock.wall - out.draft.at).total_seconds() == 110


def test_a_call_whose_end_is_told_before_its_last_key_leaves_at_the_time_that_was_told(line: PhoneLine) -> None:
    open_tap(line, "1053")
    sid = "CA" + "7" * 32
    line.call(f"1053 {PIN}", partial(line.status, sid), "7", call_sid=sid)
    out = line.events("1053")[-1]
    assert Flag.FROM_OPEN_TAP in out.flags
    assert (line.clock.wall - out.draft.at).total_seconds() == 2 * 3600
    assert line.taps(TapState.OPEN, TapState.CLAIM, TapState.ASKED) == []


def test_another_open_tap_meanwhile_is_asked_about_and_not_taken_for_the_one_that_was_told(line: PhoneLine) -> None:
    open_tap(line, "1053")
    walks_away = partial(line.call, f"1053 {PIN} !", caller=OTHER_MOBILE)
    told = line.call(f"1053 {PIN}", later(line, 60), walks_away, "7 !").said
    assert told[-1].startswith("Ana. You were here at ")
    assert "13:58" not in told[-1]
    assert line.kinds("1053") == ["clocked_in"]


def test_a_supervisor_is_rung_at_the_site_that_the_caller_names(line: PhoneLine) -> None:
    told = line.call(f"1054 {PIN} 0 1", called=NOBODYS_CALLED, caller=MOBILE).said
    assert f"Which site? 1: {TOWER}." in told[3]
    assert told[4].startswith("I connect you.")
    assert line.events() == []


def test_whoever_calls_nobodys_number_and_hangs_up_is_a_claim_of_a_site_that_lists_them(line: PhoneLine) -> None:
    line.call("1053 0000 !", called=NOBODYS_CALLED)
    (claim,) = line.taps(TapState.CLAIM)
    assert claim.site == TOWER
