"""Path data of SVG."""

import math
from itertools import pairwise

import pytest

from kiosk.screens.svg_path import polylines


def test_lines_absolute_and_relative():
    assert polylines("M1 2L3 4l1-1h2v-2H0V0") == (((1, 2), (3, 4), (4, 3), (6, 3), (6, 1), (0, 1), (0, 0)),)


def test_numbers_after_a_move_are_lines():
    assert polylines("M0 0 1 1m2 2 1 0") == (((0, 0), (1, 1)), ((3, 3), (4, 3)))


def test_numbers_may_run_together():
    assert polylines("M.5.5l-.5-.5") == (((0.5, 0.5), (0, 0)),)


def test_z_closes():
    assert polylines("M0 0h2v2z") == (((0, 0), (2, 0), (2, 2), (0, 0)),)


@pytest.mark.parametrize(("large", "sweep", "angle"), [(0, 1, 90), (1, 0, 270), (0, 0, 90), (1, 1, 270)])
def test_an_arc_turns_as_far_as_its_flags_say(large, sweep, angle):
    (line,) = polylines(f"M5 0a5 5 0 {large} {sweep} -5 5")
    length = sum(math.dist(one, other) for one, other in pairwise(line))
    assert length == pytest.approx(5 * math.radians(angle), rel=0.01)
    assert line[-1] == (0, 5)


def test_every_point_of_an_arc_is_as_far_from_its_centre():
    (line,) = polylines("M5 0A5 5 0 0 1 0 5")
    assert all(math.hypot(*point) == pytest.approx(5) for point in line)


def test_a_curve_ends_where_it_says_and_bends_between():
    (line,) = polylines("M0 0C0 10 10 10 10 0")
    assert line[-1] == (10, 0)
    assert max(y for _, y in line) == pytest.approx(7.5)


def test_numbers_left_over_are_an_error():
    with pytest.raises(ValueError, match="left with"):
        polylines("M0 0L1 2 3H4")
