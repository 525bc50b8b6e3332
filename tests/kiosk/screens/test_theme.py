"""Everything written can be read: WCAG contrast, computed."""

import pytest

from kiosk.screens.icon_shapes import SHAPES, STATUS_SHAPES, TONE_SHAPES
from kiosk.screens.theme import BUTTON_LOOKS, DARK, SHAPE_PAIRS, TEXT_PAIRS, THEMES, TONE_INKS, contrast, mixed, rgba
from kiosk.views import Tone


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_all_text_has_7_to_1_on_its_ground(theme, ink, ground):
    palette = THEMES[theme]
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), SHAPE_PAIRS)
def test_shapes_have_3_to_1_on_their_ground(theme, ink, ground):
    palette = THEMES[theme]
    assert contrast(getattr(palette, ink), getattr(palette, ground)) >= 3


@pytest.mark.parametrize("kind", BUTTON_LOOKS)
def test_the_pairs_cover_every_look_of_a_button(kind):
    fill, pressed, _, _, ink = BUTTON_LOOKS[kind]
    assert {(ink, fill), (ink, pressed)} <= set(TEXT_PAIRS)


def test_black_on_white_is_21_to_1():
    assert contrast("000000", "ffffff") == pytest.approx(21)
    assert contrast("ffffff", "000000") == pytest.approx(21)


def test_a_colour_is_red_green_blue_and_opaque():
    assert rgba("ff8000") == (1, 128 / 255, 0, 1)
    assert DARK.rgba("") == (0, 0, 0, 0)


def test_halfway_is_in_the_middle():
    assert mixed((0, 0, 0, 1), (1, 0.5, 0, 1), 0.5) == (0.5, 0.25, 0, 1)


@pytest.mark.parametrize("tone", Tone)
def test_no_tone_is_told_by_colour_alone(tone):
    assert SHAPES[TONE_SHAPES[tone]]
    assert STATUS_SHAPES[tone] in SHAPES
    assert TONE_INKS[tone]


def test_green_amber_and_red_have_different_marks():
    assert len({STATUS_SHAPES[tone] for tone in (Tone.OK, Tone.WARN, Tone.STOP)}) == 3
    assert len({TONE_SHAPES[tone] for tone in (Tone.OK, Tone.WARN, Tone.STOP)}) == 3
