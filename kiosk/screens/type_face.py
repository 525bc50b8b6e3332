"""Measures and draws letters through Kivy's font engine."""

import math
from functools import lru_cache
from pathlib import Path

from kivy import kivy_data_dir
from kivy.core.text import Label as Lettering
from kivy.graphics.texture import Texture

from kiosk.screens.fit import Fitted, Letters
from kiosk.screens.fonts import DEBIAN_ROBOTO, Face, find_faces

REFERENCE_PX = 256
HAIR_SPACE = "\u200a"
# Parts of a font's size: how high its digits and capitals are, and how far above the line's foot they stand (Roboto).
CAPITAL_HEIGHT = 0.711
FOOT_TO_BASELINE = 0.244
OVERSHOOT = 0.025


@lru_cache
def _files() -> dict[Face, Path]:
    return find_faces((DEBIAN_ROBOTO, Path(kivy_data_dir) / "fonts"))


@lru_cache(maxsize=256)
def _measure(face: Face, size_px: int) -> Lettering:
    return Lettering(font_name=str(_files()[face]), font_size=size_px)


@lru_cache(maxsize=8192)
def width_px(face: Face, text: str, size_px: int) -> int:
    """How wide `text` is on one line."""
    return int(_measure(face, size_px).get_extents(text)[0])


def fits(face: Face, text: str, size_px: int, width: float) -> bool:
    """Whether `text` is at most `width` wide on one line.

    Kivy opens a font file anew for each size, which costs more than a frame has, so a size is only tried in earnest
    when the width at one reference size, scaled, comes near the limit. Rounding to whole pixels moves a text by up to
    4 %, and by up to 3 px however short it is.
    """
    guess = width_px(face, text, REFERENCE_PX) * size_px / REFERENCE_PX
    if guess * 1.06 + 4 <= width:
        return True
    return guess * 0.94 - 4 <= width and width_px(face, text, size_px) <= width


@lru_cache(maxsize=256)
def line_px(face: Face, size_px: int) -> int:
    """How high one line is, rounded up."""
    high = _measure(face, REFERENCE_PX).get_extents("Åg")[1]
    return math.ceil(high * size_px / REFERENCE_PX) + 1


@lru_cache
def letters(face: Face) -> Letters:
    """The measures of `face`."""
    return Letters(
        fits=lambda text, size, width: fits(face, text, size, width),
        line_height=lambda size: line_px(face, size),
    )


def drawn(face: Face, fitted: Fitted, align: str) -> Texture:
    """The text as a white texture of its own size, to be tinted by whoever shows it."""
    lettering = Lettering(
        text="\n".join(fitted.lines), font_name=str(_files()[face]), font_size=fitted.size_px, halign=align
    )
    lettering.refresh()
    return lettering.texture


def cropped(texture: Texture, size_px: int) -> Texture:
    """One line without the room above and below its digits: a clock's digits are as high as they look."""
    foot = round(size_px * (FOOT_TO_BASELINE - OVERSHOOT))
    height = round(size_px * (CAPITAL_HEIGHT + 2 * OVERSHOOT))
    return texture.get_region(0, foot, texture.width, min(height, texture.height - foot))


def digits_px(size_px: int) -> int:
    """How high a cropped line is."""
    return round(size_px * (CAPITAL_HEIGHT + 2 * OVERSHOOT))


def spread(text: str) -> str:
    """The text with a little air between its letters: typed digits are counted, not read."""
    return HAIR_SPACE.join(text)
