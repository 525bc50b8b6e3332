"""Turns lines into triangles with round ends, round corners and soft edges, crisp at any size.

A line is a band whose edge, one pixel wide, fades from solid to nothing. Gentle bends share the points of both
pieces; at ends and sharp corners a disc is laid over. All of one shape has one opaque colour, so overlaps do not show.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from kiosk.screens.svg_path import Point

SHARP_RADIANS = math.radians(35)
DISC_PIECES = 24
SOLID, CLEAR = 1.0, 0.0


@dataclass(slots=True)
class Triangles:
    """Corners as x, y and solidity (1 solid, 0 clear), and the corners of each triangle by index."""

    corners: list[tuple[float, float, float]] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)

    def corner(self, x: float, y: float, solidity: float) -> int:
        self.corners.append((x, y, solidity))
        return len(self.corners) - 1

    def quad(self, a: int, b: int, c: int, d: int) -> None:
        self.indices.extend((a, b, c, a, c, d))


def stroked(line: Sequence[Point], width: float, into: Triangles) -> None:
    """Adds `line`, drawn with a round pen of `width` pixels."""
    points = _distinct(line)
    if len(points) == 1:
        _disc(points[0], width, into)
        return
    closed = math.dist(points[0], points[-1]) < 1e-6 and len(points) > 3
    for run in _smooth_runs(points):
        _band(run, width, into)
    for at in _corners(points, closed):
        _disc(at, width, into)


def filled(outline: Sequence[Point], into: Triangles) -> None:
    """Adds the inside of `outline`, a closed convex line."""
    points = _distinct(outline)
    turn = 1 if sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise(points)) > 0 else -1
    inner, outer = [], []
    for (x, y), (nx, ny) in zip(points[:-1], _normals(points)[:-1], strict=True):
        inner.append(into.corner(x + nx * turn / 2, y + ny * turn / 2, SOLID))
        outer.append(into.corner(x - nx * turn / 2, y - ny * turn / 2, CLEAR))
    for at in range(1, len(inner) - 1):
        into.indices.extend((inner[0], inner[at], inner[at + 1]))
    for at, after in zip(range(len(inner)), [*range(1, len(inner)), 0], strict=True):
        into.quad(inner[at], outer[at], outer[after], inner[after])


def _distinct(line: Sequence[Point]) -> list[Point]:
    points = [line[0]]
    points.extend(after for before, after in pairwise(line) if math.dist(before, after) > 1e-6)
    return points


def _is_sharp(before: Point, at: Point, after: Point) -> bool:
    into, out = math.atan2(at[1] - before[1], at[0] - before[0]), math.atan2(after[1] - at[1], after[0] - at[0])
    return abs((out - into + math.pi) % math.tau - math.pi) > SHARP_RADIANS


def _smooth_runs(points: list[Point]) -> list[list[Point]]:
    runs = [[points[0]]]
    for before, at, after in zip(points, points[1:], points[2:], strict=False):
        runs[-1].append(at)
        if _is_sharp(before, at, after):
            runs.append([at])
    runs[-1].append(points[-1])
    return runs


def _corners(points: list[Point], closed: bool) -> list[Point]:
    inner = [
        at for before, at, after in zip(points, points[1:], points[2:], strict=False) if _is_sharp(before, at, after)
    ]
    if not closed:
        return [points[0], *inner, points[-1]]
    return [*inner, points[0]] if _is_sharp(points[-2], points[0], points[1]) else inner


def _normals(run: list[Point]) -> list[Point]:
    """At each point the direction across the line, lengthened at bends so that the band keeps its width."""
    across = []
    for (x0, y0), (x1, y1) in pairwise(run):
        length = math.dist((x0, y0), (x1, y1))
        across.append((-(y1 - y0) / length, (x1 - x0) / length))
    if math.dist(run[0], run[-1]) < 1e-6:
        across = [across[-1], *across, across[0]]
    else:
        across = [across[0], *across, across[-1]]
    joined = []
    for (ax, ay), (bx, by) in pairwise(across):
        share = 1 + ax * bx + ay * by
        joined.append(((ax + bx) / share, (ay + by) / share))
    return joined


def _band(run: list[Point], width: float, into: Triangles) -> None:
    solid, clear = max(0.0, width / 2 - 0.5), width / 2 + 0.5
    edges = ((clear, CLEAR), (solid, SOLID), (-solid, SOLID), (-clear, CLEAR))
    before: list[int] = []
    for (x, y), (nx, ny) in zip(run, _normals(run), strict=True):
        across = [into.corner(x + nx * off, y + ny * off, solidity) for off, solidity in edges]
        if before:
            for left in range(3):
                into.quad(before[left], before[left + 1], across[left + 1], across[left])
        before = across


def _disc(at: Point, width: float, into: Triangles) -> None:
    solid, clear = max(0.0, width / 2 - 0.5), width / 2 + 0.5
    centre = into.corner(*at, SOLID)
    ring: list[tuple[int, int]] = []
    for piece in range(DISC_PIECES):
        x, y = math.cos(math.tau * piece / DISC_PIECES), math.sin(math.tau * piece / DISC_PIECES)
        ring.append(
            (
                into.corner(at[0] + x * solid, at[1] + y * solid, SOLID),
                into.corner(at[0] + x * clear, at[1] + y * clear, CLEAR),
            )
        )
    for (in0, out0), (in1, out1) in zip(ring, [*ring[1:], ring[0]], strict=True):
        into.indices.extend((centre, in0, in1))
        into.quad(in0, out0, out1, in1)
