"""The breaks of a shift on the glass: whole in every language, and answered by a finger that came for them."""

import pytest

from kiosk.views import SummaryView
from tests.kiosk.screens.measured import assert_nothing_is_cut_or_covered, measured
from tests.kiosk.screens.summary_samples import SUMMARIES


@pytest.fixture(scope="module")
def summed(window_stage):
    """Every one of them on every panel, measured once."""
    return measured(window_stage, SUMMARIES)


def test_nothing_is_cut_or_covered_on_any_panel_in_any_language(summed):
    assert_nothing_is_cut_or_covered(summed)


def test_every_break_is_on_the_glass_inside_its_panel(summed):
    for scene in summed:
        view = SUMMARIES[scene.name]
        if not isinstance(view, SummaryView):
            continue
        cells = [cell for row in view.rows for cell in (row.name, row.when, row.what) if cell]
        shown = [mark for mark in scene.marks if mark.kind == "text" and mark.role == "lines"]
        assert sorted(mark.wanted for mark in shown) == sorted(cells), str(scene)
        answers = [mark for mark in scene.marks if mark.role == "choices" and mark.kind == "touch"]
        assert min(mark.box[1] for mark in shown) >= max(mark.box[3] for mark in answers), str(scene)


def test_answers_are_alike_and_as_large_as_a_gloved_hand_wants(summed):
    for scene in summed:
        if "disputed" in scene.name:
            continue
        answers = [mark for mark in scene.marks if mark.kind == "touch" and mark.role == "choices"]
        sizes = {(round(one.box[2] - one.box[0]), round(one.box[3] - one.box[1])) for one in answers}
        assert len(answers) in (2, 3), str(scene)
        assert len(sizes) == 1, str(scene)
        assert min(*sizes.pop()) >= scene.panel.middle_touch_px, str(scene)


@pytest.mark.parametrize(("text", "value"), [("Right", "agreed:e1"), ("Not right", "disputed:e1"), ("corner", "e1")])
def test_a_touch_names_what_it_answers(stage, text, value):
    stage.show(SUMMARIES["breaks-usual-en"])
    stage.reader.touch(text)
    assert [intent.value for intent in stage.touched] == [value]


def test_a_finger_that_came_down_on_one_summary_does_not_answer_the_next(stage):
    from kivy.base import EventLoop  # noqa: PLC0415  Kivy must find its environment prepared
    from kivy.core.window import Window  # noqa: PLC0415

    from kiosk.screens.driver import Finger  # noqa: PLC0415

    stage.show(SUMMARIES["breaks-usual-en"])
    button = stage.root.sheet.ids.choices.children[0]
    finger = Finger(button.center_x / Window.width, button.center_y / Window.height)
    EventLoop.post_dispatch_input("begin", finger)
    stage.show(SUMMARIES["breaks-many-en"])
    EventLoop.post_dispatch_input("end", finger)
    stage.frame()
    assert stage.touched == []
