"""What a touch screen knows as gestures means nothing here: fingers that slide, pinch, turn or come all at once."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import math

import pytest

Way = list[tuple[float, float]]
SLIDE = 12
"""Positions of a finger on its way."""


def line(start: tuple[float, float], end: tuple[float, float]) -> Way:
    """Where a finger is on its way; in parts of the glass's width and height."""
    return [
        (start[0] + (end[0] - start[0]) * at / SLIDE, start[1] + (end[1] - start[1]) * at / SLIDE)
        for at in range(SLIDE + 1)
    ]


def turned(angle: float, radius: float) -> Way:
    """A finger that goes half around the middle."""
    steps = [angle + math.pi * at / SLIDE for at in range(SLIDE + 1)]
    return [(0.5 + radius * math.cos(step), 0.6 + radius * math.sin(step)) for step in steps]


GESTURES: dict[str, list[Way]] = {
    "a swipe from the left edge": [line((0.0, 0.5), (0.6, 0.5))],
    "a swipe from the right edge": [line((1.0, 0.5), (0.4, 0.5))],
    "a swipe from the top": [line((0.5, 1.0), (0.5, 0.3))],
    "a swipe from the bottom": [line((0.5, 0.0), (0.5, 0.8))],
    "a swipe across every corner": [line((0.0, 0.0), (1.0, 1.0)), line((1.0, 0.0), (0.0, 1.0))],
    "two fingers that pinch": [line((0.1, 0.9), (0.5, 0.6)), line((0.9, 0.3), (0.5, 0.6))],
    "two fingers that spread": [line((0.5, 0.6), (0.1, 0.9)), line((0.5, 0.6), (0.9, 0.3))],
    "two fingers that turn": [turned(0.0, 0.3), turned(math.pi, 0.3)],
    "three fingers upwards": [line((x, 0.2), (x, 0.95)) for x in (0.3, 0.5, 0.7)],
    "four fingers sideways": [line((0.9, y), (0.1, y)) for y in (0.3, 0.5, 0.7, 0.9)],
    "a whole hand that lies there": [
        [(x, 0.6 + 0.05 * at)] * (SLIDE + 1) for at, x in enumerate((0.2, 0.3, 0.5, 0.7, 0.8))
    ],
}


def play(paths: list[Way]) -> None:
    """All fingers come down, go their way side by side, and lift."""
    from kivy.base import EventLoop

    from kiosk.screens.driver import Finger

    fingers = [Finger(*path[0]) for path in paths]
    for finger in fingers:
        EventLoop.post_dispatch_input("begin", finger)
    for at in range(1, SLIDE + 1):
        for finger, path in zip(fingers, paths, strict=True):
            finger.move(path[at])
            EventLoop.post_dispatch_input("update", finger)
    for finger in fingers:
        EventLoop.post_dispatch_input("end", finger)


@pytest.mark.parametrize("gesture", GESTURES)
def test_a_gesture_leads_nowhere(stage, samples, gesture: str) -> None:
    from kivy.core.window import Window

    stage.show(samples["idle-en"])
    before, children = stage.reader.texts(), list(Window.children)
    play(GESTURES[gesture])
    stage.frame()
    assert list(Window.children) == children
    assert stage.reader.texts() == before
    assert stage.touched == []


def test_a_finger_that_stays_on_a_button_is_felt(stage, samples) -> None:
    from kivy.core.window import Window

    stage.show(samples["idle-en"])
    button = stage.reader._button("No badge")
    play([[(button.center_x / Window.width, button.center_y / Window.height)] * (SLIDE + 1)])
    assert len(stage.touched) == 1
