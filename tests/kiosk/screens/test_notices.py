"""What a supervisor changed, on the glass: whole in every language, and answered by a finger that came for it."""

import pytest

from tests.kiosk.screens.measured import assert_nothing_is_cut_or_covered, measured
from tests.kiosk.screens.notice_samples import NOTICES


@pytest.fixture(scope="module")
def noticed(window_stage):
    """Every one of them on every panel, measured once."""
    return measured(window_stage, NOTICES)


def test_nothing_is_cut_or_covered_on_any_panel_in_any_language(noticed):
    assert_nothing_is_cut_or_covered(noticed)


def test_both_answers_are_alike_and_as_large_as_a_gloved_hand_wants(noticed):
    for scene in noticed:
        if "disputed" in scene.name or scene.name.startswith("left"):
            continue
        answers = [mark for mark in scene.marks if mark.kind == "touch" and mark.role == "choices"]
        sizes = {(round(one.box[2] - one.box[0]), round(one.box[3] - one.box[1])) for one in answers}
        assert (len(answers), len(sizes)) == (2, 1), str(scene)
        assert min(*sizes.pop()) >= 2 * scene.panel.middle_touch_px, str(scene)


@pytest.mark.parametrize(("text", "value"), [("Right", "agreed:n1"), ("Not right", "disputed:n1"), ("corner", "n1")])
def test_a_touch_names_the_notice_that_it_answers(stage, text, value):
    stage.show(NOTICES["notice-usual-en"])
    stage.reader.touch(text)
    assert [intent.value for intent in stage.touched] == [value]


def test_a_finger_that_came_down_on_the_outcome_answers_nothing(stage):
    from kivy.base import EventLoop  # noqa: PLC0415  Kivy must find its environment prepared

    from kiosk.screens.driver import Finger  # noqa: PLC0415

    stage.show(NOTICES["left-next-en"])
    finger = Finger(0.5, 0.45)
    EventLoop.post_dispatch_input("begin", finger)
    stage.show(NOTICES["notice-usual-en"])
    EventLoop.post_dispatch_input("end", finger)
    stage.frame()
    assert stage.touched == []


def test_a_finger_that_came_down_on_one_notice_does_not_answer_the_next(stage):
    from kivy.base import EventLoop  # noqa: PLC0415  Kivy must find its environment prepared
    from kivy.core.window import Window  # noqa: PLC0415

    from kiosk.screens.driver import Finger  # noqa: PLC0415

    stage.show(NOTICES["notice-usual-en"])
    button = stage.root.sheet.ids.choices.children[0]
    finger = Finger(button.center_x / Window.width, button.center_y / Window.height)
    EventLoop.post_dispatch_input("begin", finger)
    stage.show(NOTICES["notice-gone-en"])
    EventLoop.post_dispatch_input("end", finger)
    stage.frame()
    assert stage.touched == []
