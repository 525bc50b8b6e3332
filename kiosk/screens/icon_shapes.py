"""The shapes read at two metres, as SVG paths in a box of 24 by 24 with y downwards.

A stroke's `weight` multiplies the pen's width; a `Fill` is the inside of a closed convex line.
"""

from dataclasses import dataclass

from kiosk.views import Icon, Tone

BOX = 24


@dataclass(frozen=True, slots=True)
class Stroke:
    path: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Fill:
    path: str


def _circle(x: float, y: float, radius: float) -> str:
    return f"M{x - radius} {y}a{radius} {radius} 0 1 1 {2 * radius} 0a{radius} {radius} 0 1 1 {-2 * radius} 0z"


SHAPES: dict[str, tuple[Stroke | Fill, ...]] = {
    Icon.IN: (Stroke("M13 4h6v16h-6M4 12h10M10.5 8.5L14 12l-3.5 3.5"),),
    Icon.OUT: (Stroke("M10 4H5v16h5M10 12h10M16 8l4 4-4 4"),),
    Icon.BREAK: (Stroke("M4 9h12v5a5 5 0 0 1-5 5H9a5 5 0 0 1-5-5zM16 10h2a2.5 2.5 0 0 1 0 5h-2M8 3v3M12 3v3"),),
    Icon.BACK: (
        Stroke("M6.5 13.5h9v2a4.5 4.5 0 0 1-4.5 4.5h0a4.5 4.5 0 0 1-4.5-4.5zM15.5 14.2h1.4a1.9 1.9 0 0 1 0 3.8h-1.6"),
        Stroke("M20.5 6H5M8.6 2.4L5 6l3.6 3.6"),
    ),
    Icon.REPEAT: (Stroke("M4.5 12.8l5 5L19.5 7"),),
    Icon.CROSS: (Stroke("M6 6l12 12M18 6L6 18"),),
    Icon.HAND: (
        Stroke("M8.3 13V6.2M11.4 12V4.2M14.5 12V5M17.6 13V7.6", 0.95),
        Stroke("M4.4 12.6l4.3 5.1", 0.95),
        Fill("M7.1 11.8h11.7v3.2a6 6 0 0 1-6 6h-1.2a6 6 0 0 1-4.5-2.1z"),
    ),
    Icon.ALERT: (Stroke("M12 3.2L22 20.2H2z"), Stroke("M12 9.8v4.2M12 16.9v.05", 0.9)),
    Icon.MOVE: (
        Stroke(_circle(5.5, 18, 3)),
        Stroke(_circle(18.5, 6.5, 3)),
        Stroke("M5.5 11.5v-2a3 3 0 0 1 3-3h2.8M9 3.6l2.9 2.9L9 9.4"),
    ),
    Icon.CLOCK: (Stroke(_circle(12, 12, 8.6)), Stroke("M12 7v5l3.4 2.2")),
    Icon.PERSON: (Stroke(_circle(12, 7.8, 3.8)), Stroke("M4.8 20c0-3.9 3.1-6 7.2-6c4.1 0 7.2 2.1 7.2 6")),
    Icon.NONE: (),
    "badge": (
        Stroke("M5 5h7a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V7a2 2 0 0 1 2-2z"),
        Stroke(_circle(8.5, 10.5, 1.8)),
        Stroke("M5.8 15.6c.6-1.6 4.8-1.6 5.4 0M17 8.2c1.7 2.2 1.7 5.4 0 7.6M19.8 6c2.8 3.4 2.8 8.6 0 12"),
    ),
    "dot": (Fill(_circle(12, 12, 12)),),
    "square": (Fill("M1.5 1.5h21v21h-21z"),),
    "diamond": (Fill("M12-1L25 12 12 25-1 12z"),),
    "circle": (Stroke(_circle(12, 12, 8)),),
    "dash": (Stroke("M4 12h16"),),
    "box": (Stroke("M2 2h20v20H2z"),),
    "ticked": (Stroke("M2 2h20v20H2z"), Stroke("M6 12.6l4.2 4.2L18 8.4", 1.2)),
    "question": (
        Stroke(_circle(12, 12, 9.2)),
        Stroke("M9.2 9.6a2.8 2.8 0 1 1 4.2 2.4c-.9.5-1.4 1-1.4 2M12 17v.05"),
    ),
    "power": (Stroke("M12 3v9M7.2 6.4a8 8 0 1 0 9.6 0"),),
    "backspace": (Stroke("M9 5.5h11v13H9L3.5 12zM12 9.6l4.8 4.8M16.8 9.6L12 14.4"),),
}

# Drawn where a view names no icon: a band is never colour alone.
TONE_SHAPES = {Tone.OK: Icon.REPEAT, Tone.WARN: Icon.ALERT, Tone.STOP: Icon.CROSS, Tone.PLAIN: Icon.PERSON}

# The marks of the status line: green dot, amber square, red diamond.
STATUS_SHAPES = {Tone.OK: "dot", Tone.WARN: "square", Tone.STOP: "diamond", Tone.PLAIN: "dot"}
