"""A typed time of day and the instant that it means."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.desk.stated import days_to_choose, instant_of, shown, time_to_begin_with, typed
from kiosk.desk_state import Typing
from kiosk.views import Act, Intent
from shared.domain.stated_time import Doubt, InDoubt

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
AT = datetime(2026, 3, 3, 4, 58, tzinfo=UTC)


def after(typing, *keys):
    for key in keys:
        typing = typed(typing, Intent(Act.KEY, key) if key.isdigit() else Intent(Act(key)), 4)
    return typing


def test_the_pad_begins_with_the_time_of_the_event_by_the_sites_clock():
    begun = time_to_begin_with(AT, COPENHAGEN)
    assert (begun.keys, begun.day) == ("0558", date(2026, 3, 3))
    assert instant_of(begun, COPENHAGEN) == AT


def test_the_first_digit_begins_anew_and_backspace_mends():
    begun = time_to_begin_with(AT, COPENHAGEN)
    assert after(begun, "1").keys == "1"
    assert after(begun, "backspace").keys == "055"
    assert after(begun, "backspace", "9").keys == "0559"
    assert after(begun, "clear").keys == ""


def test_no_more_than_four_digits_are_taken():
    assert after(Typing(), *"140259").keys == "1402"


@pytest.mark.parametrize(("keys", "told"), [("", ""), ("1", "1"), ("14", "14"), ("140", "14:0"), ("1402", "14:02")])
def test_digits_are_shown_as_a_clock_shows_them(keys, told):
    assert shown(keys) == told


@pytest.mark.parametrize("keys", ["", "1", "140", "2400", "1260", "9999"])
def test_what_is_no_time_of_day_is_no_instant(keys):
    assert instant_of(Typing(keys, day=date(2026, 3, 3)), COPENHAGEN) is None


def test_a_time_in_the_hour_that_comes_twice_means_two_instants_earlier_first():
    found = instant_of(Typing("0230", day=date(2026, 10, 25)), COPENHAGEN)
    assert found == InDoubt(
        Doubt.TWICE,
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
    )


def test_a_time_in_the_hour_that_is_left_out_never_came():
    assert instant_of(Typing("0230", day=date(2026, 3, 29)), COPENHAGEN) == InDoubt(Doubt.NEVER)


@given(st.integers(0, 3_000_000).map(lambda minutes: AT + timedelta(minutes=minutes)))
def test_what_stands_on_the_pad_means_the_minute_that_it_was_made_of(at):
    found = instant_of(time_to_begin_with(at, COPENHAGEN), COPENHAGEN)
    assert at in (found.instants if isinstance(found, InDoubt) else (found,))


def test_today_and_the_days_before_can_be_chosen_and_an_older_one_that_stands():
    now = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)  # after midnight in Copenhagen
    assert list(days_to_choose(Typing(), now, COPENHAGEN))[:2] == [date(2026, 3, 4), date(2026, 3, 3)]
    assert date(2026, 2, 20) in days_to_choose(Typing(day=date(2026, 2, 20)), now, COPENHAGEN)
