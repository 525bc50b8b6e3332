"""Fingers in gloves, fingers that bounce, fingers that come down on one person's screen and lift on the next's."""

import dataclasses

import pytest

from kiosk.views import Act, Intent


def _buttons(scenes):
    return [(scene, mark) for scene in scenes for mark in scene.marks if mark.kind == "touch"]


def test_every_target_in_the_middle_measures_15_mm(scenes):
    for scene, mark in _buttons(scenes):
        if not mark.in_footer:
            left, foot, right, top = mark.box
            assert min(right - left, top - foot) / scene.panel.px_per_mm >= 15 - 0.1, f"{scene}: {mark}"


def test_every_target_in_the_footer_measures_12_mm(scenes):
    in_footer = [(scene, mark) for scene, mark in _buttons(scenes) if mark.in_footer]
    assert in_footer
    for scene, mark in in_footer:
        left, foot, right, top = mark.box
        assert min(right - left, top - foot) / scene.panel.px_per_mm >= 12 - 0.1, f"{scene}: {mark}"


def test_every_target_lies_inside_the_panel(scenes):
    for scene, mark in _buttons(scenes):
        left, foot, right, top = mark.box
        assert left >= 0, f"{scene}: {mark}"
        assert foot >= 0, f"{scene}: {mark}"
        assert right <= scene.panel.width_px, f"{scene}: {mark}"
        assert top <= scene.panel.height_px, f"{scene}: {mark}"


@pytest.mark.parametrize(
    ("sample", "touched", "expected"),
    [
        ("idle-en", "No badge", Intent(Act.NO_BADGE)),
        ("idle-en", "Site", Intent(Act.SITE)),
        ("in-en", "Not right?", Intent(Act.NOT_RIGHT, "0")),
        ("in-en", "I was clocking out", Intent(Act.NOT_RIGHT, "1")),
        ("choice-en", "Start break", Intent(Act.CHOOSE, "1")),
        ("choice-en", "corner", Intent(Act.NOT_ME)),
        ("keypad-en", "7", Intent(Act.KEY, "7")),
        ("keypad-en", "backspace", Intent(Act.BACKSPACE)),
        ("keypad-en", "Clear", Intent(Act.CLEAR)),
        ("keypad-en", "Next", Intent(Act.NEXT)),
        ("keypad-en", "Close", Intent(Act.CLOSE)),
    ],
)
def test_a_touch_says_what_it_means(stage, samples, sample, touched, expected):
    stage.show(samples[sample])
    stage.reader.touch(touched)
    assert stage.touched == [expected]


def test_a_second_touch_within_the_hold_is_an_echo(stage, samples):
    stage.show(samples["choice-da-4"])
    stage.reader.touch("Skifte post")
    stage.reader.touch("Skifte post")
    assert stage.touched == [Intent(Act.CHOOSE, "3")]


def test_two_fingers_on_two_keys_are_two_keys(stage, samples):
    stage.show(samples["keypad-da"])
    lift_one, lift_two = stage.reader.press("4"), stage.reader.press("2")
    lift_one()
    lift_two()
    assert stage.touched == [Intent(Act.KEY, "4"), Intent(Act.KEY, "2")]


def test_a_finger_that_is_down_is_seen(stage, samples):
    stage.show(samples["keypad-es"])
    before = stage.pixels()
    lift = stage.reader.press("5")
    during = stage.pixels()
    lift()
    assert during != before
    assert stage.pixels() == before


def test_a_finger_that_slides_away_does_nothing(stage, samples):
    stage.show(samples["idle-fr"])
    lift = stage.reader.press("Sans badge")
    lift._finger.move((0.5, 0.5))
    lift()
    assert stage.touched == []


def test_a_finger_that_lifts_after_the_next_person_came_does_nothing(stage, samples):
    stage.show(samples["in-da"])
    lift = stage.reader.press("Er det forkert?")
    stage.show(dataclasses.replace(samples["in-da"], who="Ana Ribeiro"))
    lift()
    assert stage.touched == []


def test_a_finger_that_lifts_after_the_screen_went_does_nothing(stage, samples):
    stage.show(samples["in-es"])
    lift = stage.reader.press("¿No es correcto?")
    stage.show(samples["idle-es"])
    lift()
    assert stage.touched == []


def test_a_status_that_changes_does_not_cost_a_touch(stage, samples):
    stage.show(samples["idle-es"])
    lift = stage.reader.press("Sin tarjeta")
    stage.show(dataclasses.replace(samples["idle-es"], clock="05:59"))
    lift()
    assert stage.touched == [Intent(Act.NO_BADGE)]
