"""The terminal's name, held for three seconds, and the card that comes of it: all of it fits on every panel."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

from dataclasses import replace

import pytest

from kiosk.views import Act, Intent
from tests.kiosk.screens.about_samples import ABOUTS
from tests.kiosk.screens.measured import measured

ABOUT = Intent(Act.ABOUT)


@pytest.fixture(scope="module")
def cards(window_stage):
    return measured(window_stage, ABOUTS)


def test_every_word_stands_whole_inside_its_box(cards):
    for scene in cards:
        for mark in (one for one in scene.marks if one.kind == "text"):
            assert mark.text, (str(scene), mark.role, mark.wanted)
            assert mark.text.replace(" ", "") == mark.wanted.replace(" ", ""), (str(scene), mark.role)
            x, y, right, top = mark.box
            assert mark.drawn[0] <= right - x + 1, (str(scene), mark.role)
            assert mark.drawn[1] <= top - y + 1, (str(scene), mark.role)
            assert x >= 0, (str(scene), mark.role)
            assert y >= 0, (str(scene), mark.role)


def test_no_text_lies_over_another(cards):
    for scene in cards:
        boxes = [one.box for one in scene.marks if one.kind == "text"]
        for place, (x, y, right, top) in enumerate(boxes):
            for other_x, other_y, other_right, other_top in boxes[place + 1 :]:
                apart = right <= other_x + 1 or other_right <= x + 1 or top <= other_y + 1 or other_top <= y + 1
                assert apart, str(scene)


@pytest.fixture
def corner(stage, samples, monkeypatch):
    """The corner of the idle screen, whose three seconds are a tenth of one here."""
    monkeypatch.setattr("kiosk.screens.held_words.HOLD_S", 0.1)
    stage.show(replace(samples["idle-en"], held=ABOUT))
    return next(part for part in stage.reader._parts() if getattr(part, "role", "") == "corner")


def finger_on(corner, off_px=0.0):
    from kivy.core.window import Window

    from kiosk.screens.driver import Finger

    return Finger((corner.right - 5) / Window.width, (corner.center_y - off_px) / Window.height)


def begin(finger):
    from kivy.base import EventLoop

    EventLoop.post_dispatch_input("begin", finger)


def pass_time(stage, seconds=0.3):
    """Frames are drawn until the Kivy clock has gone on by so much."""
    from kivy.clock import Clock

    over = []
    Clock.schedule_once(lambda _: over.append(1), seconds)
    while not over:
        stage.frame()


def test_holding_it_asks_once(stage, corner):
    begin(finger_on(corner))
    assert stage.touched == []
    pass_time(stage)
    assert stage.touched == [ABOUT]


def test_it_takes_three_seconds():
    from kiosk.screens.held_words import HOLD_S

    assert HOLD_S == 3.0


def test_a_short_touch_means_nothing(stage, corner):
    from kivy.base import EventLoop

    finger = finger_on(corner)
    begin(finger)
    EventLoop.post_dispatch_input("end", finger)
    pass_time(stage)
    assert stage.touched == []


def test_a_finger_that_slides_away_means_nothing(stage, corner):
    from kivy.base import EventLoop

    finger = finger_on(corner)
    begin(finger)
    finger.move((0.5, 0.5))
    EventLoop.post_dispatch_input("update", finger)
    pass_time(stage)
    assert stage.touched == []


def test_a_screen_that_changed_meanwhile_is_not_asked(stage, corner, samples):
    begin(finger_on(corner))
    stage.show(samples["in-en"])
    pass_time(stage)
    assert stage.touched == []


def test_a_gloved_finger_below_the_name_still_holds_it(stage, corner):
    begin(finger_on(corner, off_px=stage.root.panel.middle_touch_px / 2 - 2))
    pass_time(stage)
    assert stage.touched == [ABOUT]


def test_a_finger_elsewhere_means_nothing(stage, corner):
    begin(finger_on(corner, off_px=200))
    pass_time(stage)
    assert stage.touched == []
