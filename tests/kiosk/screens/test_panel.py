"""Lengths follow the glass; fingers do not shrink with it."""

import pytest

from kiosk.screens.panel import Panel

WALL = Panel(1280, 800, 10.1)
SMALL = Panel(800, 480, 7)


def test_the_design_is_drawn_as_it_is_on_its_own_panel():
    assert (WALL.scale, WALL.length(48), WALL.text_px(104)) == (1, 48, 104)


def test_everything_scales_with_the_shorter_side():
    assert SMALL.scale == 0.6
    assert SMALL.length(100) == Panel(480, 800, 7).length(100) == 60


@pytest.mark.parametrize("design_px", [8, 20, 24, 33])
def test_no_text_is_under_20_px_on_the_smallest_panel(design_px):
    assert SMALL.text_px(design_px) == 20


def test_finer_pixels_raise_the_least_text():
    assert Panel(2560, 1600, 10.1).text_px(8) == 40


def test_touch_targets_come_from_millimetres():
    assert WALL.px_per_mm == pytest.approx(5.884, abs=0.001)
    assert (WALL.middle_touch_px, WALL.footer_touch_px) == (89, 71)
    assert (SMALL.middle_touch_px, SMALL.footer_touch_px) == (79, 63)


def test_a_larger_glass_with_the_same_pixels_needs_fewer_of_them():
    assert Panel(1280, 800, 15.6).middle_touch_px < WALL.middle_touch_px


def test_rotated_glass_is_the_same_glass():
    turned = WALL.resized(800, 1280)
    assert turned.is_portrait
    assert turned.px_per_mm == WALL.px_per_mm
