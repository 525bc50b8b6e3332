"""Reads the path data of SVG into straight pieces short enough to look round (SVG 1.1, section 8.3).

Known commands: M L H V C A Z, absolute and relative. The shapes of the kiosk need no others.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

Point = tuple[float, float]

TOKEN = re.compile(r"([MLHVCAZmlhvcaz])|(-?(?:\d+\.?\d*|\.\d+))")
NUMBERS_OF = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "A": 7, "Z": 0}
CURVE_PIECES = 16
ARC_PIECE_RADIANS = math.pi / 18


@dataclass(slots=True)
class _Pen:
    lines: list[list[Point]] = field(default_factory=list)

    @property
    def at(self) -> Point:
        return self.lines[-1][-1] if self.lines else (0.0, 0.0)

    def move(self, to: Point) -> None:
        self.lines.append([to])

    def draw(self, to: Point) -> None:
        if to != self.at:
            self.lines[-1].append(to)


def polylines(path: str) -> tuple[tuple[Point, ...], ...]:
    """The path as polylines; one that ends where it began is closed. `ValueError` for anything unknown."""
    pen = _Pen()
    for command, numbers in _commands(path):
        _apply(pen, command, numbers)
    return tuple(tuple(line) for line in pen.lines)


def _commands(path: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    command, numbers = "", list[float]()
    for letter, number in TOKEN.findall(path):
        if letter:
            if numbers:
                raise ValueError(f"path {path!r}: {command} is left with {numbers}")
            command = letter
        else:
            numbers.append(float(number))
        if len(numbers) == NUMBERS_OF[command.upper()]:
            yield command, tuple(numbers)
            command = {"M": "L", "m": "l"}.get(command, command)
            numbers = []


def _apply(pen: _Pen, command: str, numbers: tuple[float, ...]) -> None:
    x, y = pen.at if command.islower() else (0.0, 0.0)
    match command.upper(), numbers:
        case "M", (dx, dy):
            pen.move((x + dx, y + dy))
        case "L", (dx, dy):
            pen.draw((x + dx, y + dy))
        case "H", (dx,):
            pen.draw((x + dx, pen.at[1]))
        case "V", (dy,):
            pen.draw((pen.at[0], y + dy))
        case "C", (x1, y1, x2, y2, dx, dy):
            _curve(pen, (x + x1, y + y1), (x + x2, y + y2), (x + dx, y + dy))
        case "A", (radius, _, _, large, sweep, dx, dy):
            _arc(pen, radius, large != 0, sweep != 0, (x + dx, y + dy))
        case _:
            pen.draw(pen.lines[-1][0])


def _curve(pen: _Pen, one: Point, two: Point, to: Point) -> None:
    start = pen.at
    for piece in range(1, CURVE_PIECES + 1):
        t = piece / CURVE_PIECES
        parts = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        pen.draw(
            (
                sum(part * point[0] for part, point in zip(parts, (start, one, two, to), strict=True)),
                sum(part * point[1] for part, point in zip(parts, (start, one, two, to), strict=True)),
            )
        )


def _arc(pen: _Pen, radius: float, large: bool, sweep: bool, to: Point) -> None:
    """A circular arc: its centre lies beside the chord's middle (SVG 1.1, appendix F.6.5, with equal radii)."""
    (x0, y0), (x1, y1) = pen.at, to
    half = math.dist(pen.at, to) / 2
    radius = max(radius, half)
    beside = math.sqrt(radius**2 - half**2) / half / 2 * (-1 if large == sweep else 1)
    x, y = (x0 + x1) / 2 - beside * (y1 - y0), (y0 + y1) / 2 + beside * (x1 - x0)
    begin, end = math.atan2(y0 - y, x0 - x), math.atan2(y1 - y, x1 - x)
    turn = (end - begin) % math.tau if sweep else -((begin - end) % math.tau)
    pieces = max(1, math.ceil(abs(turn) / ARC_PIECE_RADIANS))
    for piece in range(1, pieces):
        angle = begin + turn * piece / pieces
        pen.draw((x + radius * math.cos(angle), y + radius * math.sin(angle)))
    pen.draw(to)
