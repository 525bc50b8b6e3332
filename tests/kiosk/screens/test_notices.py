"""What a supervisor changed, on the glass: whole in every language, and answered by a finger that came for it."""

import pytest

from tests.kiosk.screens.conftest import PANELS, Scene, _marks
from tests.kiosk.screens.notice_samples import NOTICES
from tests.kiosk.screens.test_sheet import _overlap


@pytest.fixture(scope="module")
def noticed(window_stage):
    """Every one of them on every panel, measured once."""
    found = []
    for panel in PANELS.values():
        window_stage.fit(panel)
        for name, sample in NOTICES.items():
            window_stage.show(sample)
            window_stage.frame()
            found.append(Scene(panel, name, "dark", window_stage.reader.texts(), list(_marks(window_stage))))
    window_stage.fit(PANELS["1280x800"])
    return found


def test_nothing_is_cut_or_covered_on_any_panel_in_any_language(noticed):
    for scene in noticed:
        seen = [mark for mark in scene.marks if mark.kind in {"text", "touch"} and (mark.kind != "text" or mark.text)]
        for number, one in enumerate(seen):
            assert "\u2026" not in one.text, (str(scene), one)
            for other in seen[number + 1 :]:
                inside = one.owner and one.owner == other.owner
                assert inside or not _overlap(one.box, other.box), (str(scene), one, other)


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
