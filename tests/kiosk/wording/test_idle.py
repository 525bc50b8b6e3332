"""The idle screen's words, case by case."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kiosk.views import Sound, Tone
from kiosk.wording.idle import Health, cannot_record, fault, idle
from kiosk.wording.setting import Setting
from shared.ports import PositionState, ReaderState
from shared.words import words_for
from shared.words.calendar import LocalTime

NOW = datetime(2026, 3, 3, 10, 58, tzinfo=UTC)
EN = words_for("en")
SETTING = Setting(
    "Harbour Tower", "Terminal 1", "en", LocalTime(ZoneInfo("America/Montreal")), 4, 15, phone_line="514 555 0100"
)
WELL = Health(
    reader=ReaderState.READING,
    position=PositionState.OFF,
    accuracy_m=None,
    away_m=None,
    link_up=True,
    sync_running=True,
    waiting=0,
    waiting_age_s=0,
    clock_trusted=True,
    badge_key=True,
    register_count=5,
)


def _shown(**changes):
    return idle(EN, SETTING, NOW, replace(WELL, **changes))


def test_all_is_well():
    view = _shown()
    assert (view.clock, view.clock_note, view.date) == ("05:58", "", "Tuesday 3 March")
    assert (view.notice, [status.text for status in view.statuses]) == ("", ["Reader", "Link"])
    assert {status.tone for status in view.statuses} == {Tone.OK}


@pytest.mark.parametrize(
    ("changes", "tile", "is_first"),
    [
        ({}, "Tap your badge", False),
        ({"reader": ReaderState.STARTING}, "Tap your badge", False),
        ({"reader": ReaderState.UNPLUGGED}, "Touch \u201cNo badge\u201d", True),
        ({"reader": ReaderState.OFF}, "Touch \u201cNo badge\u201d", True),
        ({"badge_key": False}, "Touch \u201cNo badge\u201d", True),
    ],
)
def test_nobody_is_sent_to_a_reader_that_cannot_read(changes, tile, is_first):
    view = _shown(**changes)
    assert (view.tap, view.buttons[0].text, view.buttons[0].primary) == (tile, "No badge", is_first)


@pytest.mark.parametrize(
    ("changes", "text", "tone"),
    [
        ({}, "Link", Tone.OK),
        ({"link_up": None}, "Link", Tone.OK),
        ({"link_up": False}, "No link", Tone.WARN),
        ({"sync_running": False}, "Delivery stopped", Tone.STOP),
        ({"sync_running": False, "link_up": False}, "Delivery stopped", Tone.STOP),
        ({"has_upstream": False}, "No upstream", Tone.WARN),
        ({"has_upstream": False, "waiting": 3}, "No upstream", Tone.WARN),
        ({"waiting": 1, "waiting_age_s": 10}, "Link \u00b7 1 waits, 0 min", Tone.OK),
        ({"waiting": 2, "waiting_age_s": 180}, "Link \u00b7 2 wait, 3 min", Tone.OK),
        ({"waiting": 2, "waiting_age_s": 181}, "Link \u00b7 2 wait, 3 min", Tone.WARN),
        ({"waiting": 2, "waiting_age_s": 9000, "link_up": False}, "No link \u00b7 2 wait, 2 hours", Tone.WARN),
        (
            {"waiting": 2, "waiting_age_s": 300000, "sync_running": False},
            "Delivery stopped \u00b7 2 wait, 3 days",
            Tone.STOP,
        ),
        ({"waiting": 1, "waiting_age_s": -900}, "Link \u00b7 1 waits, 0 min", Tone.OK),
    ],
)
def test_the_link(changes, text, tone):
    status = _shown(**changes).statuses[-1]
    assert (status.text, status.tone) == (text, tone)


@pytest.mark.parametrize(
    ("changes", "beginning", "tone"),
    [
        ({"reader": ReaderState.UNPLUGGED}, "Badge reader not connected", Tone.STOP),
        ({"reader": ReaderState.UNPLUGGED, "badge_key": False}, "Badge reader not connected", Tone.STOP),
        ({"badge_key": False, "away_m": 9000.0}, "Badges cannot be read now", Tone.STOP),
        ({"away_m": 2412.0}, "Terminal is 2.4 km from Harbour Tower", Tone.WARN),
        ({"away_m": 412.0, "register_count": 0}, "Terminal is 412 m from Harbour Tower", Tone.WARN),
        ({"register_count": 0}, "No people register yet", Tone.WARN),
        ({"reader": ReaderState.OFF}, "", Tone.PLAIN),
    ],
)
def test_the_worst_is_the_notice(changes, beginning, tone):
    view = _shown(**changes)
    assert view.notice.startswith(beginning)
    assert bool(view.notice) == bool(beginning)
    assert view.notice_tone is tone


def test_a_terminal_that_cannot_record_says_that_before_all_else():
    view = idle(EN, SETTING, NOW, replace(WELL, reader=ReaderState.UNPLUGGED), cannot_record=True)
    assert (view.notice, view.notice_tone) == ("This terminal cannot record \u00b7 514 555 0100", Tone.STOP)
    silent = idle(EN, replace(SETTING, phone_line=""), NOW, WELL, cannot_record=True)
    assert silent.notice == "This terminal cannot record"


def test_a_clock_in_doubt_shows_no_time_and_no_date():
    view = _shown(clock_trusted=False)
    assert (view.clock, view.clock_note, view.date) == ("--:--", "Time to be confirmed", "")
    assert (view.notice_tone, view.notice.startswith("The time is not known yet")) == (Tone.WARN, True)


def test_the_hour_that_winter_time_repeats_tells_its_zone():
    first, second = (datetime(2026, 11, 1, hour, 30, tzinfo=UTC) for hour in (5, 6))
    notes = [idle(EN, SETTING, at, WELL).clock_note for at in (first, second)]
    assert [idle(EN, SETTING, at, WELL).clock for at in (first, second)] == ["01:30", "01:30"]
    assert notes == ["EDT", "EST"]


@pytest.mark.parametrize(("hour", "clock", "note"), [(5, "12:58", "AM"), (17, "12:58", "PM"), (10, "5:58", "AM")])
def test_twelve_hours(hour, clock, note):
    setting = replace(SETTING, local=LocalTime(ZoneInfo("America/Montreal"), 12))
    view = idle(EN, setting, NOW.replace(hour=hour), WELL)
    assert (view.clock, view.clock_note) == (clock, note)


@pytest.mark.parametrize("made", [cannot_record, fault])
def test_only_somebody_who_tapped_is_told_of_a_tap_and_hears_it(made):
    arguments = (EN, SETTING, "the disk is full") if made is cannot_record else (EN, SETTING)
    told, alone = made(*arguments, NOW), made(*arguments, None)
    assert "05:58" in told.why
    assert told.sound is Sound.REFUSED
    assert (alone.why, alone.sound) == ("", Sound.NONE)


def test_a_demo_is_marked_on_every_screen():
    demo = replace(SETTING, demo=True)
    views = [idle(EN, demo, NOW, WELL), cannot_record(EN, demo, "x", NOW), fault(EN, demo, NOW)]
    assert {view.demo for view in views} == {"DEMO \u00b7 nothing here counts"}
    assert _shown().demo == ""
