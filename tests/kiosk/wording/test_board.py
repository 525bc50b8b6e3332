"""The board in words: from rows to lines, what is said of its age, and what stands over its foot."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.board_desk import looked
from kiosk.views import Act, Intent, LineKind, Mark, Tone
from kiosk.wording.board import board
from kiosk.wording.board_lines import Teller
from kiosk.wording.board_look import Look, Panel
from kiosk.wording.board_reasons import flag_word, note_word, origin_word
from kiosk.wording.setting import Setting
from shared.board_now import SiteBoard
from shared.domain.board_row import Board, EventTold, Origin, Outage, Standing
from shared.domain.board_search import Sought
from shared.domain.flags import Flag
from shared.domain.model import OFF_DUTY, Door
from shared.domain.roster_entry import Note
from shared.roster_now import Knowledge
from shared.terminals import SilentTerminal
from shared.words import LANGUAGES, words_for
from shared.words.calendar import LocalTime
from tests.kiosk.screens.board_samples import NOW, OUTAGE, SILENT, ZONE, morning, view

PARIS = LocalTime(ZoneInfo("Europe/Paris"))
FRESH = {
    "employees_age_s": 60.0,
    "shifts_age_s": 60.0,
    "sessions_age_s": 60.0,
    "register_age_s": 60.0,
    "rota_covers_now": True,
    "waiting": 0,
    "oldest_waiting_at": None,
    "silent": (),
}


def line(name, found=None):
    return next(one for one in (found or view()).lines if one.who == name)


def empty(rota_until=NOW + timedelta(days=9), other_doors=False, **knowledge):
    """A board without rows, known as well as told."""
    told = Knowledge(**{**FRESH, **knowledge})
    return SiteBoard("Harbour Tower", Board(NOW, (), ()), told, {}, (), {}, rota_until, other_doors)


@pytest.mark.parametrize(
    ("name", "mark", "plan", "state", "detail"),
    [
        ("Carla Méndez", Mark.LATE, "06:00 to 14:00", "Late 12 min", "Gate 2"),
        ("Sofia Lind", Mark.ABSENT, "22:00 to 06:00", "Absent", "Control room"),
        ("Ana Ribeiro", Mark.IN, "06:00 to 14:00", "In 05:58", "Gate 2 \u00b7 Terminal 1"),
        ("Ben Okafor", Mark.IN, "not scheduled", "In 05:40", "outside the site \u00b7 Patrol \u00b7 Terminal 1"),
        ("Dev Patel", Mark.IN, "06:00 to 14:00", "In 05:58", "Gate 2 \u00b7 by phone \u00b7 caller withheld"),
        ("Emil Sørensen", Mark.IN, "06:00 to 14:00", "In 06:04", "Gate 2 \u00b7 in the app"),
        (
            "Chloé Tremblay",
            Mark.IN,
            "06:00 to 14:00",
            "In 05:58",
            "Gate 2 \u00b7 Terminal 1 \u00b7 then 14:00 to 22:00 \u00b7 no position",
        ),
        (
            "Karim Haddad",
            Mark.ON_BREAK,
            "22:00 to 06:00",
            "Break 05:50",
            "shift ended 06:00 \u00b7 Gate 2 \u00b7 Terminal 1",
        ),
        (
            "Jens Koch",
            Mark.IN,
            "22:00 to 06:00",
            "In 21:52",
            "tapped 06:06, chose nothing \u00b7 shift ended 06:00 \u00b7 Gate 2 \u00b7 Terminal 1",
        ),
        (
            "Lea Brandt",
            Mark.GONE,
            "22:00 to 06:00",
            "Gone 06:03",
            "Gate 2 \u00b7 Terminal 1 \u00b7 left before the end",
        ),
        ("Mads Juhl", Mark.ABSENT, "06:00 to 14:00", "Absent", "known to the rota \u00b7 Gate 2"),
        ("Otto Lang", Mark.ABSENT, "known to the rota", "Absent", ""),
        ("Nora Vik", Mark.PLANNED, "14:00 to 22:00", "Planned", "Loading dock and car park"),
    ],
)
def test_a_line_says_where_somebody_stands_and_why(name, mark, plan, state, detail):
    told = line(name)
    assert (told.mark, told.plan, told.state, told.detail) == (mark, plan, state, detail)


def test_only_what_should_not_be_missed_is_amber():
    warned = {one.who for one in view().lines if one.detail_tone is Tone.WARN}
    assert warned == {"Ben Okafor", "Jens Koch"}
    assert line("Mads Juhl").tone is Tone.PLAIN
    assert line("Sofia Lind").tone is Tone.STOP


def test_the_headings_are_what_to_look_at_first_the_night_today_and_tomorrow():
    assert [one.who for one in view().lines if one.kind is LineKind.HEADING] == [
        "To look at first",
        "Night of Monday 23 November",
        "Today, Tuesday 24 November",
        "Tomorrow, Wednesday 25 November",
    ]


def test_the_same_word_is_said_once():
    cast = morning()
    left = replace(OFF_DUTY, since=NOW - timedelta(hours=1), site="Harbour Tower", seq=9)
    event = EventTold(Door.KIOSK, "Terminal 1", (Flag.EARLY_OUT,))
    cast.add("Early Bird", cast.shift((-3, 5)), presence=left, last=event)
    assert (
        line("Early Bird", view(known=cast.site_board())).detail
        == "left before the end \u00b7 Gate 2 \u00b7 Terminal 1"
    )


def test_the_counts_are_of_now():
    found = view()
    assert [(one.number, one.button.text, one.button.tone) for one in found.counts] == [
        ("7", "in", Tone.PLAIN),
        ("1", "on break", Tone.PLAIN),
        ("2", "late", Tone.WARN),
        ("0", "due", Tone.PLAIN),
        ("3", "absent", Tone.WARN),
        ("0", "not sure", Tone.PLAIN),
    ]


# How old it is


@pytest.mark.parametrize(
    ("known", "said", "tone"),
    [
        (empty(), "rota from 06:11", Tone.PLAIN),
        (empty(shifts_age_s=2 * 3600.0), "rota 2 hours old", Tone.WARN),
        (empty(shifts_age_s=3 * 86400.0), "rota 3 days old", Tone.WARN),
        (empty(rota_until=None, shifts_age_s=None), "no rota yet", Tone.WARN),
        (empty(rota_until=NOW), "the rota has ended", Tone.WARN),
        (empty(shifts_age_s=None), "age of the rota not known", Tone.WARN),
        (empty(sessions_age_s=None), "rota from 06:11", Tone.PLAIN),
        (empty(other_doors=True, sessions_age_s=None), "other doors not heard", Tone.WARN),
        (empty(other_doors=True, sessions_age_s=7200.0), "other doors heard 2 hours ago", Tone.WARN),
        (empty(register_age_s=3 * 86400.0), "register 3 days old", Tone.WARN),
        (
            empty(other_doors=True, sessions_age_s=None, shifts_age_s=7200.0, register_age_s=1e6),
            "rota 2 hours old \u00b7 other doors not heard",
            Tone.WARN,
        ),
    ],
)
def test_old_data_says_how_old(known, said, tone):
    found = view(known=known)
    assert (found.corner, found.corner_tone) == (said, tone)


def test_a_day_without_a_rota_says_so():
    cast = morning()
    known = cast.site_board()
    days = tuple(replace(day, has_rota=False) for day in known.board.days)
    found = view(known=replace(known, board=replace(known.board, days=days)))
    assert line("Tomorrow, Wednesday 25 November", found).detail == "rota not complete"
    rows = tuple(row for row in known.board.rows if row.is_now)
    found = view(known=replace(known, board=replace(known.board, days=days, rows=rows)))
    assert line("Tomorrow, Wednesday 25 November", found).detail == "no rota for this day"


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (1, "05:12"),
        (17, "13:12"),
        (20, "Monday 10:12"),
        (5 * 24, "Thursday 06:12"),
        (8 * 24, "Monday 16 November 06:12"),
    ],
)
def test_a_time_is_said_with_as_much_of_its_day_as_it_needs(hours, said):
    teller = Teller(words_for("en"), LocalTime(ZoneInfo(ZONE)), NOW, {})
    assert teller.time(NOW - timedelta(hours=hours)) == said


def test_the_hour_that_comes_twice_is_told_apart():
    teller = Teller(words_for("en"), PARIS, datetime(2026, 10, 25, 3, tzinfo=UTC), {})
    twice = [teller.time(datetime(2026, 10, 25, hour, 30, tzinfo=UTC)) for hour in (0, 1)]
    assert twice == ["02:30 CEST", "02:30 CET"]


# Outages and silent terminals


def test_an_outage_names_the_people_it_touches():
    told = line("Terminal 1 was off", view(known=morning().site_board((OUTAGE,))))
    assert (told.plan, told.state, told.detail) == (
        "02:12 to 05:12",
        "3 h 00",
        "3 shifts touched \u00b7 Carla Méndez, Ida Holm, Jens Koch",
    )
    many = Outage("o", "Terminal 1", NOW, NOW, tuple(str(1053 + number) for number in range(9)))
    told = line("Terminal 1 was off", view(known=morning().site_board((many,))))
    assert told.detail.endswith("Chloé Tremblay\u2026")
    assert "Dev Patel" not in told.detail


def test_a_terminal_that_does_not_report_is_told_whether_or_not_its_last_sign_is_known():
    never = SilentTerminal("Terminal 3", None)
    found = view(known=morning().site_board(silent=(SILENT, never)))
    assert line("Terminal 2 does not report", found).plan == "since 05:32"
    assert line("Terminal 3 does not report", found).plan == ""


def test_a_narrowed_board_shows_people_only():
    known = morning().site_board((OUTAGE,), silent=(SILENT,))
    found = view(look=Look(Sought(standings=frozenset({Standing.LATE}))), known=known)
    assert [one.who for one in found.lines] == [
        "To look at first",
        "Carla Méndez",
        "Maria-Fernanda Gonçalves de Albuquerque",
    ]
    assert [button.text for button in found.buttons] == ["Desk", "Search", "By position", "Close 1 outage"]


# Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_flag_note_and_door_has_words(language):
    words = words_for(language)
    flags = [flag_word(words, flag) for flag in Flag]
    assert all(flags)
    if language != "en":
        assert not set(flags) & {flag.replace("_", " ") for flag in Flag}
    assert all(note_word(words, note, "North Gate") for note in Note)
    methods = ("DEVICE", "SHIFT_APP", "GUARD_APP", "BROWSER", "ADMIN", "SYSTEM", "BATCH", "KIOSK", "PHONE", "API", "")
    assert all(origin_word(words, Origin(method=method)) for method in methods)
    assert origin_word(words, Origin(Door.KIOSK, "Gate 1")) == "Gate 1"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_board_can_be_made_in_every_language(language):
    setting = Setting("Harbour Tower", "Terminal 1", language, LocalTime(ZoneInfo(ZONE)), 4, 15)
    for panel in Panel:
        found = board(words_for(language), setting, morning().site_board((OUTAGE,)), Look(panel=panel), 1)
        assert len(found.lines) > 40
        assert bool(found.panel) is (panel is not Panel.NONE)


# Touches


def test_a_look_follows_the_touches():
    look = Look()
    for intent, expected in (
        (Intent(Act.PANEL, "keys"), Look(panel=Panel.KEYS)),
        (Intent(Act.KEY, "2"), Look(Sought("2"), Panel.KEYS)),
        (Intent(Act.KEY, "6"), Look(Sought("26"), Panel.KEYS)),
        (Intent(Act.BACKSPACE), Look(Sought("2"), Panel.KEYS)),
        (Intent(Act.PANEL, "positions"), Look(Sought("2"), Panel.POSITIONS)),
        (Intent(Act.PANEL, "more"), Look(Sought("2"), Panel.POSITIONS, 1)),
        (Intent(Act.NARROW, "position:384"), Look(Sought("2", position_id=384), Panel.NONE, 1)),
        (Intent(Act.NARROW, "late"), Look(Sought("2", frozenset({Standing.LATE}), 384), Panel.NONE, 1)),
        (Intent(Act.NARROW, "in"), Look(Sought("2", frozenset({Standing.IN}), 384), Panel.NONE, 1)),
        (Intent(Act.NARROW, "in"), Look(Sought("2", position_id=384), Panel.NONE, 1)),
        (Intent(Act.CLEAR), Look(Sought(position_id=384), Panel.NONE, 1)),
        (Intent(Act.NARROW, "position:"), Look(Sought(), Panel.NONE, 1)),
    ):
        look = looked(look, intent)
        assert look == expected
    for _ in range(20):
        look = looked(look, Intent(Act.KEY, "5"))
    assert look.sought.typed == "5" * 12
