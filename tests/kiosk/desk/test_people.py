"""Somebody's line of the board: clock them, correct a time, and put their badges and PINs right."""

from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

from kiosk.views import BoardView, CardView, KeypadView, Tone
from shared.store import decisions
from tests.kiosk.desk.conftest import CARD, confirmed


def texts(card):
    return [one.text for one in card.choices]


def to_when(at_desk, choice="Clock-in", name="Ana Ribeiro"):
    """Clock somebody: asked when."""
    at_desk.person(name)
    at_desk.touch("Clock in or out")
    return at_desk.touch(choice)


def because_and_confirmed(at_desk):
    """The likeliest reason, then the confirmation."""
    at_desk.touch(at_desk.front.now.choices[0].text)
    return confirmed(at_desk)


def test_a_line_of_the_board_opens_its_person(site):
    card = site.person("Ana Ribeiro")
    assert (card.who, card.what) == ("Ana Ribeiro", "Due \u00b7 05:58 to 13:58")
    assert "Number 1053" in card.lines
    assert isinstance(site.touch("Board"), BoardView)


def test_somebody_is_clocked_in_now(site):
    to_when(site)
    site.touch("Now")
    shown = site.touch(site.front.now.choices[0].text)
    assert shown.what == "Clock-in, now"
    assert shown.said == "Begins a session in tracktik."
    done = site.touch("Confirm")
    assert isinstance(done, CardView)
    assert site.front.kinds("1053") == ["clocked_in"]
    assert isinstance(site.touch("Back to the board"), BoardView)
    assert any(line.who == "Ana Ribeiro" and line.state.startswith("In ") for line in site.front.now.lines)


def test_somebody_is_clocked_out_at_a_stated_time(site):
    site.front.badge("1053")
    site.front.clock.advance(4 * 3600)
    came_at = site.front.events("1053")[0][1]
    pad = to_when(site, "Clock-out") and site.touch("At a time")
    assert isinstance(pad, KeypadView)
    assert (pad.heading, pad.typed) == ("At what time?", "09:58")
    because = site.keys("0930")
    assert because.who == "Why?"
    because_and_confirmed(site)
    assert site.front.events("1053")[1] == ("clocked_out", came_at.replace(hour=14, minute=30, second=0))


@pytest.mark.parametrize("digits", ["9", "2561"])
def test_what_is_no_time_is_told_and_kept(site, digits):
    to_when(site)
    site.touch("At a time")
    told = site.keys(digits)
    assert (told.hint, told.hint_tone) == ("Four digits, such as 0558 for 05:58.", Tone.STOP)


def test_yesterday_is_a_day_to_choose(site):
    to_when(site)
    site.touch("At a time")
    days = site.touch("Other day")
    assert texts(days)[:2] == ["Today, Tuesday 3 March", "Yesterday, Monday 2 March"]
    pad = site.touch("Yesterday, Monday 2 March")
    assert pad.hint.startswith("Yesterday, Monday 2 March")
    assert site.keys("2200").lines[0] == "Clock-in, Monday 22:00"


def test_in_the_hour_that_comes_twice_it_asks_which(site):
    # 1 November 2026: Montreal puts its clocks back at 02:00.
    site.front.clock.wall = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
    site.front.roster()
    site.front.shift("1053", 0.01)
    to_when(site)
    site.touch("At a time")
    asked = site.keys("0130")
    assert texts(asked) == ["01:30 EDT, before the change", "01:30 EST, after the change"]
    assert isinstance(site.touch("Go back"), KeypadView)
    site.keys("0130")
    site.touch("01:30 EST, after the change")
    because_and_confirmed(site)
    site.touch("Gate 2", "Confirm")
    assert site.front.events("1053") == [("clocked_in", datetime(2026, 11, 1, 6, 30, tzinfo=UTC))]


def test_a_time_that_never_came_is_told(site):
    site.front.clock.wall = datetime(2026, 3, 8, 20, 0, tzinfo=UTC)  # Montreal left 02:00 to 03:00 out that night
    site.front.shift("1053", 0.01)
    to_when(site)
    site.touch("At a time")
    assert site.keys("0230").hint == "The clocks were put forward that night: this time never came."


def test_a_time_that_has_not_come_is_refused_and_nothing_told_is_lost(site):
    to_when(site)
    site.touch("At a time")
    site.keys("2300")
    refused = because_and_confirmed(site)
    assert (refused.said, refused.what) == ("That time has not come yet.", "Clock-in, 23:00")
    pad = site.touch("Go back") and site.touch("Go back")
    assert pad.who == "When?"
    assert site.touch("At a time").typed == "23:00"


def test_the_time_of_an_event_is_corrected(site):
    site.front.badge("1053")
    came_at = site.front.events("1053")[0][1]
    site.front.clock.advance(3600)
    site.person("Ana Ribeiro")
    events = site.touch("Correct a time")
    assert [line.who for line in events.lines] == ["Ana Ribeiro", "Clock-in"]
    pad = site.line("Clock-in")
    assert pad.typed == "05:58"
    site.keys("0545")
    shown = site.touch(site.front.now.choices[0].text)
    assert shown.said
    site.touch("Confirm")
    assert site.front.kinds("1053") == ["clocked_in", "corrected"]
    assert site.front.events("1053")[1][1] == (came_at - timedelta(minutes=13)).replace(second=0)


def test_somebody_without_events_has_none_to_correct(site):
    assert "Correct a time" not in texts(site.person("Ana Ribeiro"))


def test_whoever_opened_it_speaks_and_it_is_logged(site):
    with capture_logs() as logs:
        site.person("Ana Ribeiro", "3002")
        site.touch("Clock in or out", "Clock-in", "Now")
        because_and_confirmed(site)
    assert any(one["event"] == "desk.done" and one["by"] == "3002" for one in logs)
    (kept,) = decisions.listed(site.front.store)
    assert (kept.by, kept.employee, kept.because) == ("3002", "1053", "forgot")
    assert CARD.format("3002") not in str(logs)
