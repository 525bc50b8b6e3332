"""The colours of the screens, dark and light, and the arithmetic that proves they can be read.

All text has at least 7:1 on its ground (WCAG 2.2, success criterion 1.4.6), the soft one included; shapes have 3:1
(1.4.11). Colour never speaks alone: bands carry an icon, statuses a mark.
"""

from dataclasses import dataclass

from kiosk.screens.fonts import Face
from kiosk.views import Tone

Rgba = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme: names of inks and grounds as six hex digits, and the weight of the clock that reads best on them."""

    ground: str
    surface: str
    raised: str
    line: str
    text: str
    soft: str
    accent: str
    on_accent: str
    ok: str
    warn: str
    stop: str
    pressed: str
    accent_pressed: str
    clock_face: Face
    band_ok: str = "41dd8b"
    band_warn: str = "ffc44d"
    band_stop: str = "d92d20"
    band_plain: str = "202a32"
    on_band_ok: str = "07130c"
    on_band_warn: str = "1c1300"
    on_band_stop: str = "ffffff"
    on_band_plain: str = "f4f7f9"
    alarm: str = "8f140b"
    on_alarm: str = "ffffff"
    soft_on_alarm: str = "ffdeda"

    def rgba(self, name: str) -> Rgba:
        """The colour called `name`, as Kivy wants it; the empty name is transparent."""
        return rgba(str(getattr(self, name))) if name else (0.0, 0.0, 0.0, 0.0)


DARK = Palette(
    ground="0d1216",
    surface="161d23",
    raised="202a32",
    line="33404b",
    text="f4f7f9",
    soft="b3bfc9",
    accent="7cc0ff",
    on_accent="06121d",
    ok="41dd8b",
    warn="ffc44d",
    stop="ff958c",
    pressed="2b3741",
    accent_pressed="b4daff",
    clock_face=Face.LIGHT,
)

LIGHT = Palette(
    ground="f3f5f6",
    surface="ffffff",
    raised="e8edf0",
    line="c3ccd3",
    text="10161b",
    soft="414d57",
    accent="084a8f",
    on_accent="ffffff",
    ok="07552d",
    warn="663d00",
    stop="8f140b",
    pressed="dbe2e6",
    accent_pressed="063668",
    clock_face=Face.MEDIUM,
)

THEMES = {"dark": DARK, "light": LIGHT}

TONE_INKS = {Tone.OK: "ok", Tone.WARN: "warn", Tone.STOP: "stop", Tone.PLAIN: "soft"}

# The colours of each kind of button: fill, fill while pressed, edge, edge while pressed, ink.
BUTTON_LOOKS = {
    "plain": ("raised", "pressed", "line", "accent", "text"),
    "primary": ("accent", "accent_pressed", "accent", "accent_pressed", "on_accent"),
    "warn": ("raised", "pressed", "warn", "accent", "warn"),
}

# Every ink the screens write text in, with every ground it is written on.
TEXT_PAIRS = (
    *((ink, ground) for ink in ("text", "soft") for ground in ("ground", "surface", "raised")),
    ("text", "pressed"),
    *((ink, ground) for ink in ("warn", "ok") for ground in ("ground", "surface", "raised")),
    *(("stop", ground) for ground in ("ground", "surface")),
    ("warn", "pressed"),
    ("on_accent", "accent"),
    ("on_accent", "accent_pressed"),
    ("on_alarm", "alarm"),
    ("soft_on_alarm", "alarm"),
)

SHAPE_PAIRS = (
    *((f"on_band_{tone}", f"band_{tone}") for tone in Tone),
    ("accent", "surface"),
    ("accent", "ground"),
)


def rgba(colour: str) -> Rgba:
    """Six hex digits as opaque red, green, blue from 0 to 1."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue, 1.0


def mixed(one: Rgba, other: Rgba, share: float) -> Rgba:
    """The colour that is `share` of the way from `one` to `other`."""
    red, green, blue, alpha = (a + (b - a) * share for a, b in zip(one, other, strict=True))
    return red, green, blue, alpha


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(part) for part in rgba(colour)[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
