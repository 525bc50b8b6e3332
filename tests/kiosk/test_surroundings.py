"""What the terminal knows around a tap: streaks of fixes, and who vouches for the clock."""

import time

import pytest

from kiosk.surroundings import SurroundingsWatch
from shared.domain.clock_trust import judge_clock
from shared.domain.rules import Geofence, Rules
from shared.domain.site import Site
from shared.ports import Position, PositionState

PLACE = (45.5017, -73.5673)
FAR = (45.5217, -73.5673)
SITE = Site("Harbour Tower", 687, Rules(geofence=Geofence.BLOCK), PLACE, judged_by_receiver=True)


@pytest.fixture
def parts(make_front):
    """A clock and a position to move, and a watch that only looks when told."""
    front = make_front(start=False)
    return front.clock, front.position, SurroundingsWatch(front.position, SITE, front.clock, "distrust", lambda: None)


def _looks(parts, place, accuracy_m=5.0, age_s=0.0):
    clock, position, watch = parts
    position.fix(clock.read(), *place, accuracy_m=accuracy_m)
    clock.advance(age_s)
    watch.look(clock.read())
    clock.advance(1)


def test_three_different_fixes_in_a_row_outside_are_a_streak(parts):
    for streak in (1, 2, 3):
        _looks(parts, FAR)
        assert parts[2].now().outside_streak == streak
    assert 2200 < parts[2].away_m < 2300


def test_the_same_fix_looked_at_again_counts_once(parts):
    clock, _, watch = parts
    _looks(parts, FAR)
    for _ in range(5):
        watch.look(clock.read())
    assert watch.now().outside_streak == 1


@pytest.mark.parametrize(
    ("place", "accuracy_m", "age_s"),
    [(PLACE, 5.0, 0.0), (FAR, 5000.0, 0.0), (FAR, 5.0, 31.0)],
    ids=["inside", "uncertain", "old"],
)
def test_a_fix_that_is_not_surely_outside_ends_the_streak(parts, place, accuracy_m, age_s):
    for _ in range(3):
        _looks(parts, FAR)
    _looks(parts, place, accuracy_m, age_s)
    assert parts[2].now().outside_streak == 0
    assert parts[2].away_m is None


def test_a_site_that_was_surveyed_judges_no_fix(parts):
    clock, position, _ = parts
    watch = SurroundingsWatch(position, Site("Harbour Tower", 687, Rules(), PLACE), clock, "distrust", lambda: None)
    for _ in range(4):
        position.fix(clock.read(), *FAR)
        watch.look(clock.read())
    assert (watch.now().outside_streak, watch.away_m) == (0, None)


def test_it_looks_by_itself_once_a_second(parts):
    clock, position, watch = parts
    position.fix(clock.read(), *FAR)
    watch.start()
    try:
        give_up = time.monotonic() + 8
        while not watch.now().outside_streak:
            assert time.monotonic() < give_up
            time.sleep(0.02)
    finally:
        watch.stop()


def test_satellite_time_vouches_for_the_clock_from_where_it_was_measured(parts):
    clock, position, watch = parts
    assert watch.now().local_witnesses == ()
    position.told = Position(PositionState.NO_FIX, clock_offset_s=0.25, clock_offset_at=clock.read())
    (witness,) = watch.now().local_witnesses
    assert (witness.source, witness.offset_s) == ("gps", 0.25)
    clock.wall = clock.wall.replace(year=2031)
    around = watch.now()
    trust = judge_clock(
        wall=around.reading.wall,
        boottime_s=around.reading.boottime_s,
        boot_id=around.reading.boot_id,
        witnesses=around.local_witnesses,
    )
    assert trust.level == "untrusted", "the wall clock was moved after the satellites had been heard"
