"""Twenty-four hours around both changes of the clock, in Copenhagen and in Montreal: rule 9.3.

Decisions only know instants, so nothing may depend on a change; only the words may say it.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from shared.domain.assignment import clock_in_refusal
from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Repeated
from shared.domain.flags import Flag
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Question, Refusal
from tests.shared.domain.cast import RULES, facts, last, shift, tap, working

CHANGES = {
    "Copenhagen, spring": ("Europe/Copenhagen", datetime(2026, 3, 29, 1, tzinfo=UTC)),
    "Copenhagen, autumn": ("Europe/Copenhagen", datetime(2026, 10, 25, 1, tzinfo=UTC)),
    "Montreal, spring": ("America/Montreal", datetime(2026, 3, 8, 7, tzinfo=UTC)),
    "Montreal, autumn": ("America/Montreal", datetime(2026, 11, 1, 6, tzinfo=UTC)),
}
changes = pytest.mark.parametrize(("zone", "change"), CHANGES.values(), ids=CHANGES.keys())
QUARTERS = [timedelta(minutes=15 * quarter) for quarter in range(-48, 48)]


@changes
def test_it_is_a_change(zone: str, change: datetime) -> None:
    local = ZoneInfo(zone)
    before, after = (change + step for step in (timedelta(seconds=-1), timedelta()))
    assert before.astimezone(local).utcoffset() != after.astimezone(local).utcoffset()


@changes
def test_a_shift_over_the_change_is_as_long_as_its_instants(zone: str, change: datetime) -> None:
    night = shift(1, change - timedelta(hours=4), change + timedelta(hours=4))
    came = decide(tap(night.starts_at), facts(shifts=(night,)), Rules(timezone=zone))
    assert isinstance(came, Accepted)
    assert came.flags == ()
    known = facts(presence=working(night.starts_at, shift_ends_at=night.ends_at), shifts=(night,))
    for step, flag in ((-301, Flag.EARLY_OUT), (0, None), (301, Flag.LATE_OUT)):
        left = decide(tap(night.ends_at + timedelta(seconds=step), Choice.CLOCK_OUT), known, Rules(timezone=zone))
        assert isinstance(left, Accepted)
        assert left.flags == ((flag,) if flag else ())


@changes
def test_a_quarter_of_an_hour_is_one_all_day_long(zone: str, change: datetime) -> None:
    site = Rules(timezone=zone)
    for step in QUARTERS:
        came = change + step
        rota = (shift(1, came, came + timedelta(hours=8)),)
        before = last(Kind.CLOCKED_IN, came)
        known = facts(presence=working(came, shift_ends_at=came + timedelta(hours=8)), shifts=rota, last_event=before)
        assert decide(tap(came + timedelta(seconds=119)), known, site) == Repeated(before)
        asked = decide(tap(came + timedelta(seconds=120)), known, site)
        assert isinstance(asked, Ask)
        assert asked.question is Question.WHAT_NOW
        on_time = decide(tap(came), facts(shifts=rota), site)
        assert isinstance(on_time, Accepted)
        assert on_time.flags == ()


@changes
def test_sixteen_hours_are_sixteen_hours(zone: str, change: datetime) -> None:
    for step in QUARTERS[::8]:
        known = facts(presence=working(change + step, shift_ends_at=None), shifts=())
        for seconds, question in ((-1, Question.WHAT_NOW), (0, Question.WHICH_DIRECTION)):
            when = change + step + timedelta(hours=16, seconds=seconds)
            asked = decide(tap(when), known, Rules(timezone=zone))
            assert isinstance(asked, Ask)
            assert asked.question is question


@changes
def test_a_last_day_lasts_until_the_sites_midnight(zone: str, change: datetime) -> None:
    local = ZoneInfo(zone)
    day: date = change.astimezone(local).date()
    guest = facts(Person("1060", "Guest", valid_from=day, valid_until=day))
    in_force = [
        change + step
        for step in QUARTERS
        if clock_in_refusal(tap(change + step), guest, Rules(timezone=zone)) is not Refusal.INACTIVE
    ]
    assert [when.astimezone(local).date() for when in in_force] == [day] * len(in_force)
    midnight = datetime(day.year, day.month, day.day, tzinfo=local).astimezone(UTC)
    assert in_force[0] == max(midnight, change + QUARTERS[0])


def test_the_same_wall_time_twice_is_two_instants_an_hour_apart() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    copenhagen = ZoneInfo("Europe/Copenhagen")
    assert f"{first.astimezone(copenhagen):%H:%M}" == f"{second.astimezone(copenhagen):%H:%M}" == "02:30"
    known = facts(presence=working(first, shift_ends_at=None), last_event=last(Kind.CLOCKED_IN, first), shifts=())
    left = decide(tap(second, Choice.CLOCK_OUT), known, RULES)
    assert isinstance(left, Accepted)
    assert left.drafts[0].at - first == timedelta(hours=1)
