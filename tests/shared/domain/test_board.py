"""The rows of the board, from tables of cases: where a row stands, under which day, and what it says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.absence import Absence
from shared.domain.board import board
from shared.domain.board_order import needs_somebody
from shared.domain.board_row import Board, BoardRow, EventTold, Known, Origin, Place, Rota, Standing
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, OFF_DUTY, Door, Presence, PresenceState, Shift
from shared.domain.roster_entry import Note
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.rules import Rules
from shared.domain.site import Site
from tests.shared.domain.cast import EARLY, HARBOUR, LATE, LOBBY, NIGHT, SITE, at, shift, working

TOWER: Final = Site(SITE, HARBOUR, Rules())
"""A site on Greenwich time, so that the cast's hours are its own."""
MONDAY, TUESDAY, WEDNESDAY = date(2026, 3, 2), date(2026, 3, 3), date(2026, 3, 4)
TWO_WEEKS: Final = at("00:00", 14)
BADGE: Final = EventTold(Door.KIOSK, "Terminal 1")
EARLY_TOMORROW: Final = shift(9011, at("06:00", 1), at("14:00", 1))
NIGHT_TOMORROW: Final = shift(9013, at("22:00", 1), at("06:00", 2))


def off(left: datetime) -> Presence:
    return replace(OFF_DUTY, since=left, site=SITE, seq=9)


def on(came: datetime, served: Shift | None = None, **more: Any) -> Presence:
    shift_id, position = (served.shift_id, served.position_id) if served else (None, LOBBY.position_id)
    return working(came, **{"shift_id": shift_id, "position_id": position, **more})


def seen(
    now: datetime,
    presence: Presence,
    *shifts: Shift,
    site: Site = TOWER,
    used: tuple[int, ...] = (),
    rota_until: datetime | None = TWO_WEEKS,
    sessions_age_s: float | None = None,
    **known: Any,
) -> Board:
    """The board of one person."""
    view = roster_view([Rostered("1053", presence, shifts, used)], site, now, sessions_age_s)
    told = {"began": BADGE, "last": BADGE, **known}
    return board(view, {"1053": Known("Ana Ribeiro", shifts, used, **told)}, site, now, rota_until)


def rows(*arguments: Any, **named: Any) -> list[BoardRow]:
    return list(seen(*arguments, **named).rows)


def only(*arguments: Any, **named: Any) -> BoardRow:
    (row,) = rows(*arguments, **named)
    return row


@pytest.mark.parametrize(
    ("now", "presence", "shifts", "expected"),
    [
        ("05:30", OFF_DUTY, (EARLY,), [(Standing.DUE, Place.TODAY, MONDAY)]),
        ("04:30", OFF_DUTY, (EARLY,), [(Standing.PLANNED, Place.TODAY, MONDAY)]),
        ("06:12", OFF_DUTY, (EARLY,), [(Standing.LATE, Place.FIRST, MONDAY)]),
        ("07:30", OFF_DUTY, (EARLY,), [(Standing.ABSENT, Place.FIRST, MONDAY)]),
        ("07:30", on(at("05:58"), EARLY), (EARLY,), [(Standing.IN, Place.TODAY, MONDAY)]),
        ("14:30", off(at("14:02")), (EARLY,), [(Standing.GONE, Place.TODAY, MONDAY)]),
        ("12:00", OFF_DUTY, (EARLY_TOMORROW,), [(Standing.PLANNED, Place.TOMORROW, TUESDAY)]),
        (
            "23:30",
            OFF_DUTY,
            (shift(9020, at("00:15", 1), at("08:00", 1)),),
            [(Standing.DUE, Place.TOMORROW, TUESDAY)],
        ),
        ("12:00", OFF_DUTY, (), []),
        ("12:00", OFF_DUTY, (shift(9021, at("06:00", 2), at("14:00", 2)),), []),
    ],
    ids=[
        "due",
        "planned",
        "late",
        "absent",
        "in",
        "gone",
        "tomorrow",
        "due after midnight",
        "nobody",
        "after tomorrow",
    ],
)
def test_where_somebody_stands(
    now: str, presence: Presence, shifts: tuple[Shift, ...], expected: list[tuple[Standing, Place, date]]
) -> None:
    assert [(row.standing, row.place, row.day) for row in rows(at(now), presence, *shifts)] == expected


# A night over midnight


def test_a_night_in_progress_stands_under_the_evening_it_began_and_the_next_one_under_today() -> None:
    now = at("02:00", 1)
    found = seen(now, on(at("21:55"), NIGHT), NIGHT, NIGHT_TOMORROW)
    assert [(row.standing, row.place, row.day, row.is_now) for row in found.rows] == [
        (Standing.IN, Place.EARLIER, MONDAY, True),
        (Standing.PLANNED, Place.TODAY, TUESDAY, False),
    ]
    assert [(day.place, day.day, day.is_night) for day in found.days] == [
        (Place.EARLIER, MONDAY, True),
        (Place.TODAY, TUESDAY, False),
        (Place.TOMORROW, WEDNESDAY, False),
    ]
    assert found.counts[Standing.IN] == 1
    assert found.counts[Standing.PLANNED] == 0


def test_whoever_misses_the_night_is_late_on_its_own_day_before_and_after_midnight() -> None:
    for now in (at("22:30"), at("22:59")):
        row = only(now, OFF_DUTY, NIGHT)
        assert (row.standing, row.place, row.day) == (Standing.LATE, Place.FIRST, MONDAY)
    after = only(at("00:30", 1), OFF_DUTY, NIGHT)
    assert (after.standing, after.place, after.day, after.late_by_s) == (Standing.ABSENT, Place.FIRST, MONDAY, None)


def test_work_without_a_shift_since_yesterday_is_an_earlier_day_but_no_night_shift() -> None:
    found = seen(at("02:00", 1), on(at("21:55")))
    assert next((day.place, day.is_night) for day in found.days) == (Place.EARLIER, False)


# The nights on which clocks change, at a site with such nights


PARIS: Final = Site(SITE, HARBOUR, Rules(timezone="Europe/Paris"))
SPRING: Final = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)
"""22:00 on the Saturday whose night has seven hours: the shift ends at 06:00, 04:00 UTC."""
AUTUMN: Final = datetime(2026, 10, 24, 20, 0, tzinfo=UTC)
"""22:00 on the Saturday whose night has nine: the shift ends at 06:00, 05:00 UTC."""


@pytest.mark.parametrize(
    ("start", "hours", "day"),
    [(SPRING, 7, date(2026, 3, 28)), (AUTUMN, 9, date(2026, 10, 24))],
    ids=["spring", "autumn"],
)
def test_the_night_of_a_changed_clock_lasts_as_long_as_it_does(start: datetime, hours: int, day: date) -> None:
    night = shift(9100, start, start + timedelta(hours=hours))
    for minutes in range(0, hours * 60, 20):
        now = start + timedelta(minutes=minutes)
        row = only(now, on(start, night), night, site=PARIS, rota_until=start + timedelta(days=9))
        assert (row.standing, row.day, row.past_end_s) == (Standing.IN, day, None)
        late = only(now, OFF_DUTY, night, site=PARIS, rota_until=start + timedelta(days=9))
        assert late.late_by_s in (None, minutes * 60)
    over = start + timedelta(hours=hours, minutes=10)
    assert only(over, on(start, night), night, site=PARIS).past_end_s == 600


@pytest.mark.parametrize(
    "second",
    [datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)],
    ids=["02:30", "again"],
)
def test_the_hour_that_comes_twice_is_two_hours(second: datetime) -> None:
    shifted = shift(9101, second, second + timedelta(hours=5))
    row = only(second + timedelta(minutes=12), OFF_DUTY, shifted, site=PARIS, rota_until=second + timedelta(days=9))
    assert (row.standing, row.late_by_s, row.day) == (Standing.LATE, 720, date(2026, 10, 25))


def test_a_day_of_23_hours_has_a_rota_only_to_its_own_end() -> None:
    now = datetime(2026, 3, 29, 8, 0, tzinfo=UTC)
    ends = datetime(2026, 3, 29, 22, 0, tzinfo=UTC)
    for until, covered in ((ends, True), (ends - timedelta(seconds=1), False)):
        today = next(day for day in seen(now, OFF_DUTY, site=PARIS, rota_until=until).days if day.place is Place.TODAY)
        assert today.has_rota is covered


# Two shifts of one day


def test_a_double_shift_is_one_row_that_tells_both() -> None:
    row = only(at("08:00"), on(at("05:58"), EARLY), EARLY, LATE, used=(EARLY.shift_id,))
    assert (row.shift, row.then) == (EARLY, (LATE,))
    assert row.standing is Standing.IN


@pytest.mark.parametrize("gap_min", [0, 15])
def test_the_second_of_two_shifts_without_a_gap_is_the_one_in_progress(gap_min: int) -> None:
    second = shift(9002, at("14:00") + timedelta(minutes=gap_min), at("22:00"))
    row = only(at("15:00"), on(at("05:58"), EARLY), EARLY, second, used=(EARLY.shift_id,))
    assert (row.shift, row.then, row.past_end_s) == (second, (), None)


def test_after_a_real_gap_the_first_shift_is_over_its_end() -> None:
    second = shift(9002, at("14:16"), at("22:00"))
    row = only(at("14:30"), on(at("05:58"), EARLY), EARLY, second, used=(EARLY.shift_id,))
    assert (row.shift, row.past_end_s) == (EARLY, 1800)


def test_two_shifts_tomorrow_are_one_row() -> None:
    late_tomorrow = shift(9012, at("14:00", 1), at("22:00", 1))
    row = only(at("12:00"), OFF_DUTY, late_tomorrow, EARLY_TOMORROW)
    assert (row.shift, row.then, row.is_now) == (EARLY_TOMORROW, (late_tomorrow,), False)


# Relief and transfer


def test_a_relief_guard_is_in_and_not_scheduled() -> None:
    row = only(at("10:00"), on(at("05:58")))
    assert (row.standing, row.rota, row.shift, row.position_id) == (
        Standing.IN,
        Rota.NOT_SCHEDULED,
        None,
        LOBBY.position_id,
    )


def test_where_no_rota_reaches_nobody_is_called_not_scheduled() -> None:
    for until in (None, at("05:00")):
        assert only(at("10:00"), on(at("05:58")), rota_until=until).rota is Rota.NO_ROTA


def test_a_transferred_guard_is_late_here_and_told_to_be_there() -> None:
    there = on(at("05:50"), site="North Gate", account_id=999)
    row = only(at("06:30"), there, EARLY)
    assert (row.standing, row.place, row.notes, row.other_site) == (
        Standing.LATE,
        Place.FIRST,
        (Note.AT_OTHER_SITE,),
        "North Gate",
    )


def test_a_guard_who_changed_position_is_told_at_the_one_they_work() -> None:
    row = only(at("10:00"), on(at("08:00"), EARLY, position_id=LOBBY.position_id), EARLY)
    assert row.position_id == LOBBY.position_id


# The third day offline


def test_on_the_third_day_offline_own_events_still_tell_and_other_doors_do_not() -> None:
    doors = Site(SITE, HARBOUR, Rules(other_doors=True))
    now, third = at("07:30", 3), shift(9031, at("06:00", 3), at("14:00", 3))
    age_s = 3 * 86400.0
    absent = only(now, OFF_DUTY, third, site=doors, sessions_age_s=age_s)
    assert (absent.standing, absent.place) == (Standing.UNSURE, Place.FIRST)
    here = only(now, on(at("05:58", 3), third), third, site=doors, sessions_age_s=age_s)
    assert here.standing is Standing.IN
    by_app = replace(on(at("05:58", 3), third), work_session=ELSEWHERE, seq=0, method="DEVICE")
    assert only(now, by_app, third, site=doors, sessions_age_s=age_s).standing is Standing.UNSURE


def test_who_is_on_duty_for_days_is_a_forgotten_clock_out_under_its_own_day() -> None:
    row = only(at("10:00", 2), on(at("06:00"), EARLY), EARLY)
    assert (row.standing, row.place, row.notes) == (Standing.UNSURE, Place.FIRST, (Note.FORGOTTEN_CLOCK_OUT,))


def test_whoever_came_for_a_shift_of_another_day_stands_under_today() -> None:
    early = shift(9040, at("00:30", 1), at("08:00", 1))
    row = only(at("23:50"), on(at("23:45"), early), early)
    assert (row.standing, row.place, row.day) == (Standing.IN, Place.TODAY, MONDAY)


# Doors, flags, open taps


def test_the_door_is_that_of_the_event_that_the_time_tells_of() -> None:
    phone = EventTold(Door.PHONE, "Phone line")
    here, out = on(at("05:58"), EARLY), off(at("14:02"))
    pause = replace(here, state=PresenceState.ON_BREAK, break_since=at("09:00"))
    cases = [(here, at("10:00"), "Terminal 1"), (pause, at("10:00"), "Phone line"), (out, at("14:10"), "Phone line")]
    for presence, now, terminal in cases:
        row = only(now, presence, EARLY, began=BADGE, last=phone)
        assert row.origin is not None
        assert row.origin.terminal == terminal


def test_a_session_of_elsewhere_tells_how_it_began() -> None:
    by_app = replace(on(at("05:58"), EARLY), work_session=ELSEWHERE, seq=0, method="GUARD_APP")
    row = only(at("10:00"), by_app, EARLY, began=None, last=None, method="GUARD_APP")
    assert row.origin == Origin(method="GUARD_APP")


def test_whoever_has_not_come_has_no_door() -> None:
    old = EventTold(Door.KIOSK, "Terminal 1", (Flag.OUTSIDE_GEOFENCE,))
    row = only(at("06:12"), off(at("14:00", -3)), EARLY, began=None, last=old)
    assert (row.origin, row.flags) == (None, ())


def test_flags_of_the_clock_in_and_of_the_last_event_stand_once_those_not_to_miss_first() -> None:
    began = EventTold(Door.KIOSK, "Terminal 1", (Flag.NO_FIX, Flag.NOT_SCHEDULED, Flag.OUTSIDE_GEOFENCE))
    last = EventTold(Door.KIOSK, "Terminal 1", (Flag.NO_FIX, Flag.LATE_IN))
    row = only(at("10:00"), on(at("05:58"), EARLY), EARLY, began=began, last=last)
    assert row.flags == (Flag.OUTSIDE_GEOFENCE, Flag.NO_FIX, Flag.LATE_IN)


def test_an_open_tap_brings_its_person_to_the_top() -> None:
    row = only(at("14:20"), on(at("05:58"), EARLY), EARLY, open_tap_at=at("14:01"))
    assert (row.standing, row.place, row.open_tap_at) == (Standing.IN, Place.FIRST, at("14:01"))


# Absence


def test_an_announced_absence_needs_nobody_and_tells_no_reason() -> None:
    away = Absence(at("00:00"), at("00:00", 2))
    for now in (at("05:30"), at("06:12"), at("07:30")):
        today, tomorrow = rows(now, OFF_DUTY, EARLY, EARLY_TOMORROW, absences=(away,))
        assert (today.standing, today.place, today.announced) == (Standing.ABSENT, Place.TODAY, True)
        assert (tomorrow.standing, tomorrow.place, tomorrow.announced) == (Standing.ABSENT, Place.TOMORROW, True)
    assert set(Absence.__slots__) == {"starts_at", "ends_at"}


def test_whoever_comes_all_the_same_is_in() -> None:
    away = Absence(at("00:00"), at("00:00", 1))
    row = only(at("07:00"), on(at("05:58"), EARLY), EARLY, absences=(away,))
    assert (row.standing, row.announced) == (Standing.IN, False)


# Order


def test_what_needs_a_person_comes_first_and_those_with_an_exception_before_their_like() -> None:
    now = at("07:00")
    outside = EventTold(Door.KIOSK, "Terminal 1", (Flag.OUTSIDE_GEOFENCE,))
    cast = {
        "Gone": (off(at("06:50")), (shift(1, at("22:00", -1), at("06:00")),), BADGE),
        "Zoe in": (on(at("05:58"), EARLY), (EARLY,), BADGE),
        "Ana in": (on(at("05:58"), EARLY), (EARLY,), BADGE),
        "Yves outside": (on(at("05:58"), EARLY), (EARLY,), outside),
        "Late": (OFF_DUTY, (EARLY,), None),
        "Absent": (OFF_DUTY, (shift(2, at("05:00"), at("13:00")),), None),
        "Due": (OFF_DUTY, (shift(3, at("07:30"), at("15:00")),), None),
        "Planned": (OFF_DUTY, (LATE,), None),
        "Tomorrow": (OFF_DUTY, (EARLY_TOMORROW,), None),
    }
    people = [Rostered(name, presence, shifts) for name, (presence, shifts, _) in cast.items()]
    known = {name: Known(name, shifts, began=event, last=event) for name, (_, shifts, event) in cast.items()}
    found = board(roster_view(people, TOWER, now, None), known, TOWER, now, at("00:00", 9))
    assert [row.name for row in found.rows] == [
        "Late",
        "Absent",
        "Gone",
        "Yves outside",
        "Ana in",
        "Zoe in",
        "Due",
        "Planned",
        "Tomorrow",
    ]


states = st.sampled_from([PresenceState.OFF, PresenceState.WORKING, PresenceState.ON_BREAK, PresenceState.UNKNOWN])
minutes = st.integers(-60 * 40, 60 * 60)


@st.composite
def somebody(draw: st.DrawFn) -> tuple[Presence, tuple[Shift, ...]]:
    starts = draw(st.lists(minutes, max_size=4, unique=True))
    shifts = tuple(
        shift(number, at("12:00") + timedelta(minutes=start), at("12:00") + timedelta(minutes=start + 480))
        for number, start in enumerate(starts)
    )
    state, since = draw(states), at("12:00") + timedelta(minutes=draw(st.integers(-4000, 0)))
    pause = since if state is PresenceState.ON_BREAK else None
    used = draw(st.sampled_from([None, *(one.shift_id for one in shifts)]))
    presence = Presence(state, since, pause, SITE, HARBOUR, None, used, work_session="in", seq=draw(st.integers(0, 1)))
    return presence, shifts


@given(st.lists(somebody(), max_size=6), st.sampled_from(["UTC", "Europe/Paris", "Pacific/Apia", "America/St_Johns"]))
def test_everybody_has_one_row_of_now_at_most_and_one_for_each_later_day(
    people: list[tuple[Presence, tuple[Shift, ...]]], zone: str
) -> None:
    site, now = Site(SITE, HARBOUR, Rules(timezone=zone)), at("12:00")
    rostered = [Rostered(str(number), *one) for number, one in enumerate(people)]
    known = {one.number: Known("", one.shifts) for one in rostered}
    view = roster_view(rostered, site, now, None)
    found = board(view, known, site, now, None)
    assert sorted(row.number for row in found.rows if row.is_now) == sorted(entry.number for entry in view.entries)
    later = [(row.number, row.day) for row in found.rows]
    assert len(later) == len(set(later)) or any(row.place is Place.FIRST for row in found.rows)
    shown = [one for row in found.rows for one in ((row.shift, *row.then) if row.shift else ())]
    assert all(row.shift is not None for row in found.rows if not row.is_now)
    assert len(shown) <= sum(len(one.shifts) for one in rostered)
    assert all((row.place is Place.FIRST) == needs_somebody(row) for row in found.rows)
    days = {(day.place, day.day) for day in found.days}
    assert all((row.place, row.day) in days for row in found.rows if row.place is not Place.FIRST)
