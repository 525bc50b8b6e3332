"""The roster and the board of people whom the rota says are away."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import pytest

from shared.domain.absence import Absence
from shared.domain.board import board
from shared.domain.board_row import BoardRow, Known, Place, Rota, Standing
from shared.domain.model import OFF_DUTY, Presence, PresenceState, Shift
from shared.domain.roster_entry import Group
from shared.domain.roster_view import Rostered, roster_view
from shared.domain.rules import Rules
from shared.domain.site import Site

SITE: Final = Site("Harbour Tower", 687, Rules(timezone="UTC"))
DAY: Final = datetime(2026, 3, 2, tzinfo=UTC)
SHIFT: Final = Shift(-5, 687, None, DAY + timedelta(hours=8), DAY + timedelta(hours=16))
FREE_DAY: Final = Absence(DAY, DAY + timedelta(days=1))
SICK: Final = Absence(SHIFT.starts_at, SHIFT.ends_at)
AT_WORK: Final = Presence(
    PresenceState.WORKING, since=DAY + timedelta(hours=8), site=SITE.name, account_id=687, work_session="e1", seq=1
)


def rostered(presence: Presence = OFF_DUTY, *absences: Absence, shifts: tuple[Shift, ...] = ()) -> Rostered:
    return Rostered("1056", presence, shifts, absences=absences)


def group(person: Rostered, hours: float) -> Group | None:
    entries = roster_view([person], SITE, DAY + timedelta(hours=hours), None).entries
    return entries[0].group if entries else None


def rows(person: Rostered, hours: float) -> list[BoardRow]:
    now = DAY + timedelta(hours=hours)
    view = roster_view([person], SITE, now, None)
    known = Known("Dev", person.shifts, absences=person.absences)
    return list(board(view, {"1056": known}, SITE, now, DAY + timedelta(days=3)).rows)


@pytest.mark.parametrize("hours", [7.5, 8.2, 10, 15.9])
@pytest.mark.parametrize("shifts", [(SHIFT,), ()], ids=["shift kept", "shift gone"])
def test_whoever_is_away_is_absent_and_never_late_or_missing(hours: float, shifts: tuple[Shift, ...]) -> None:
    for absence in (FREE_DAY, SICK):
        person = rostered(OFF_DUTY, absence, shifts=shifts)
        assert group(person, hours) is Group.ABSENT
        (row,) = rows(person, hours)
        assert (row.standing, row.announced, row.place) == (Standing.ABSENT, True, Place.TODAY)
        assert row.late_by_s is None
        assert row.rota is (Rota.SHIFT if shifts else Rota.AWAY)
    assert group(rostered(OFF_DUTY, shifts=(SHIFT,)), 10) is Group.MISSING


def test_whoever_comes_all_the_same_is_here_and_then_gone() -> None:
    for shifts in ((SHIFT,), ()):
        assert group(rostered(AT_WORK, FREE_DAY, shifts=shifts), 9) is Group.HERE
    off = replace(OFF_DUTY, since=DAY + timedelta(hours=12), site=SITE.name, account_id=687, seq=2)
    assert group(rostered(off, FREE_DAY), 13) is Group.GONE
    before = replace(off, since=DAY - timedelta(hours=2))
    assert group(rostered(before, FREE_DAY), 13) is Group.ABSENT


def test_a_forgotten_clock_out_here_goes_before_the_absence() -> None:
    forgotten = replace(AT_WORK, since=DAY - timedelta(hours=20))
    assert group(rostered(forgotten, FREE_DAY), 9) is Group.UNKNOWN


def test_half_a_day_away_leaves_the_other_half_to_come_for() -> None:
    morning = Absence(DAY + timedelta(hours=8), DAY + timedelta(hours=12))
    afternoon = replace(SHIFT, starts_at=DAY + timedelta(hours=13), ends_at=DAY + timedelta(hours=17))
    person = rostered(OFF_DUTY, morning, shifts=(afternoon,))
    assert [group(person, hours) for hours in (9, 12.5, 13.5)] == [Group.ABSENT, Group.DUE, Group.LATE]


def test_an_absence_of_another_day_says_nothing_today_and_stands_under_tomorrow() -> None:
    tomorrow = Absence(DAY + timedelta(days=1), DAY + timedelta(days=2))
    person = rostered(OFF_DUTY, tomorrow)
    assert group(person, 20) is None
    (row,) = rows(person, 20)
    assert (row.standing, row.place, row.is_now, row.announced) == (Standing.ABSENT, Place.TOMORROW, False, True)
    over = Absence(DAY - timedelta(days=1), DAY)
    assert rows(rostered(OFF_DUTY, over), 1) == []


def test_no_reason_can_be_told() -> None:
    told: set[str] = set(Absence.__slots__)
    assert told == {"starts_at", "ends_at"}
    some: Any = FREE_DAY
    with pytest.raises((AttributeError, TypeError)):
        some.reason = "vacation"
