"""Lines as triangles, measured by how much they cover."""

import math
from itertools import pairwise

import pytest

from kiosk.screens.icon_shapes import SHAPES, Fill
from kiosk.screens.stroke import Triangles, filled, stroked
from kiosk.screens.svg_path import polylines


def _solid_at(found, x, y):
    """How solid the drawing is at a point: the most any triangle gives it."""
    best = 0.0
    corners = found.corners
    for a, b, c in zip(*[iter(found.indices)] * 3, strict=True):
        (ax, ay, sa), (bx, by, sb), (cx, cy, sc) = corners[a], corners[b], corners[c]
        area = (by - cy) * (ax - cx) + (cx - bx) * (ay - cy)
        if abs(area) < 1e-9:
            continue
        u = ((by - cy) * (x - cx) + (cx - bx) * (y - cy)) / area
        v = ((cy - ay) * (x - cx) + (ax - cx) * (y - cy)) / area
        w = 1 - u - v
        if min(u, v, w) >= -1e-9:
            best = max(best, u * sa + v * sb + w * sc)
    return best


def _drawn(line, width):
    found = Triangles()
    stroked(line, width, found)
    return found


def test_a_line_is_as_wide_as_its_pen_with_a_soft_edge():
    found = _drawn([(0, 0), (100, 0)], 10)
    assert _solid_at(found, 50, 4) == pytest.approx(1)
    assert _solid_at(found, 50, 5) == pytest.approx(0.5)
    assert _solid_at(found, 50, 5.6) == 0


def test_its_ends_are_round():
    found = _drawn([(0, 0), (100, 0)], 20)
    assert _solid_at(found, -9, 0) == pytest.approx(1)
    assert _solid_at(found, -9, 9) == 0


def test_a_sharp_corner_is_round_outside():
    found = _drawn([(0, 0), (100, 0), (100, 100)], 20)
    assert _solid_at(found, 105, -5) == pytest.approx(1)
    assert _solid_at(found, 109, -9) == 0


def test_a_closed_line_has_no_gap():
    circle = [(50 * math.cos(a * math.tau / 60), 50 * math.sin(a * math.tau / 60)) for a in range(61)]
    found = _drawn(circle, 8)
    for degree in range(0, 360, 7):
        x, y = 50 * math.cos(math.radians(degree)), 50 * math.sin(math.radians(degree))
        assert _solid_at(found, x, y) == pytest.approx(1, abs=0.02)


def test_a_point_is_a_dot():
    assert _solid_at(_drawn([(5, 5), (5, 5)], 10), 8, 5) == pytest.approx(1)


@pytest.mark.parametrize("turn", [1, -1])
def test_a_filled_shape_covers_its_inside_whichever_way_it_turns(turn):
    found = Triangles()
    filled([(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)][::turn], found)
    assert _solid_at(found, 5, 5) == 1
    assert _solid_at(found, 0, 5) == pytest.approx(0.5)
    assert _solid_at(found, -0.6, 5) == 0


@pytest.mark.parametrize("name", [name for name, parts in SHAPES.items() if parts])
@pytest.mark.parametrize("side", [20, 34, 96, 220])
def test_every_icon_can_be_drawn_at_every_size(name, side):
    found = Triangles()
    for part in SHAPES[name]:
        for line in polylines(part.path):
            placed = [(x * side / 24, y * side / 24) for x, y in line]
            if isinstance(part, Fill):
                filled(placed, found)
            else:
                stroked(placed, 2.6 * side / 24 * part.weight, found)
    assert found.indices
    assert max(found.indices) < 65_535
    for x, y, _ in found.corners:
        assert -0.13 * side <= x <= 1.13 * side
        assert -0.13 * side <= y <= 1.13 * side


@pytest.mark.parametrize("name", [name for name, parts in SHAPES.items() if any(isinstance(p, Fill) for p in parts)])
def test_what_is_filled_is_convex(name):
    for part in SHAPES[name]:
        if isinstance(part, Fill):
            (line,) = polylines(part.path)
            steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(line) if math.dist(a, b) > 1e-6]
            turns = [one[0] * two[1] - one[1] * two[0] for one, two in pairwise([*steps, steps[0]])]
            assert all(turn >= -1e-6 for turn in turns) or all(turn <= 1e-6 for turn in turns)
