"""Screens are built once and changed within a frame."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import dataclasses


def test_the_next_frame_shows_the_new_view(stage, samples):
    seen = set()
    for name in ("idle-en", "in-en", "out-en", "choice-en", "keypad-en", "cannot-en"):
        stage.root.show(samples[name], "dark")
        seen.add(stage.pixels())
    assert len(seen) == 6


def test_dark_and_light_differ(stage, samples):
    stage.root.show(samples["idle-en"], "dark")
    dark = stage.pixels()
    stage.root.show(samples["idle-en"], "light")
    assert stage.pixels() != dark
    stage.root.show(samples["idle-en"], "dark")
    assert stage.pixels() == dark


def test_the_same_view_again_asks_for_no_frame(stage, samples):
    from kivy.core.window import Window

    stage.show(samples["idle-en"])
    stage.frame()
    stage.root.show(dataclasses.replace(samples["idle-en"]), "dark")
    stage.frame()
    assert not Window.canvas.needs_redraw


def test_screens_are_built_once(stage, samples):
    stage.show(samples["in-en"])
    first = stage.root.sheet
    widgets = list(stage.reader._parts())
    stage.show(samples["idle-en"])
    stage.show(samples["in-en"])
    assert stage.root.sheet is first
    assert list(stage.reader._parts()) == widgets


def test_nothing_of_the_last_person_stays(stage, samples):
    stage.show(samples["in-es"])
    stage.show(samples["back-da"])
    texts = stage.reader.texts()
    assert "lines" not in texts
    assert "buttons" not in texts
    assert texts["who"] == "Emil Sørensen"


def test_what_was_typed_is_gone_with_the_screen(stage, samples):
    stage.show(samples["keypad-en"])
    stage.show(samples["idle-en"])
    typed = stage.root.sheets[type(samples["keypad-en"])]
    assert typed.view is None


def test_still_screens_move_by_a_few_pixels_each_minute(stage, samples):
    stage.show(samples["idle-en"])
    before = stage.reader.texts()
    pixels = stage.pixels()
    stage.root._drift()
    assert stage.pixels() != pixels
    assert stage.reader.texts() == before
    for _ in range(8):
        stage.root._drift()
    assert stage.pixels() == pixels


def test_the_first_frame_of_a_view_is_its_last(stage, samples):
    from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels

    for name, view in samples.items():
        still = dataclasses.replace(view, closes_after_s=0) if hasattr(view, "closes_after_s") else view
        stage.show(still)
        first = glReadPixels(0, 0, 1280, 800, GL_RGB, GL_UNSIGNED_BYTE)
        stage.frame()
        assert stage.pixels() == first, name
