"""The muster on the glass: a whole line is the target, it fits everywhere, and a finger that moves it ticks nobody."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

from dataclasses import replace

import pytest

from kiosk.views import Act, BoardView, Intent, LineKind
from tests.kiosk.screens.conftest import PANELS
from tests.kiosk.screens.measured import measured
from tests.kiosk.screens.muster_samples import MUSTERS, morning, view

MORE_PANELS = {**PANELS, "1920x1080": replace(PANELS["1280x800"], width_px=1920, height_px=1080, diagonal_in=15.6)}


@pytest.fixture(scope="module")
def scenes(window_stage):
    """Every muster on every panel, measured once."""
    return measured(window_stage, MUSTERS, panels=MORE_PANELS)


def rows(stage):
    """Those of people that are whole on the glass, top first."""
    from kiosk.screens.board_row import BoardRow

    listed = stage.root.sheet.ids.lines
    found = [part for part in stage.reader._parts() if isinstance(part, BoardRow) and part.line.intent is not None]
    seen = [row for row in found if listed.y - 1 <= row.to_window(row.x, row.y)[1] <= listed.top - row.height + 1]
    return sorted(seen, key=lambda row: -row.y)


def ticks(stage):
    return [intent for intent in stage.touched if intent.act is Act.TICK]


def touch(stage, widget, moved_px=0):
    """A finger comes down in the middle of it, perhaps moves up, and lifts."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.screens.driver import Finger

    x, y = widget.to_window(widget.center_x, widget.center_y)
    finger = Finger(x / Window.width, y / Window.height)
    EventLoop.post_dispatch_input("begin", finger)
    for step in range(1, 7 if moved_px else 1):
        finger.move((x / Window.width, (y + moved_px * step / 6) / Window.height))
        EventLoop.post_dispatch_input("update", finger)
        stage.frame()
    EventLoop.post_dispatch_input("end", finger)
    # What lies in a list that moves hears of a short touch a moment after it.
    for _ in range(40):
        stage.frame()
        if ticks(stage):
            break


def test_nothing_but_small_print_is_cut_and_every_key_is_large_enough(scenes):
    for scene in scenes:
        for mark in scene.marks:
            if mark.kind == "touch" and mark.box[3] > mark.box[1]:
                least = scene.panel.footer_touch_px if mark.in_footer else scene.panel.middle_touch_px
                assert mark.box[2] - mark.box[0] >= least - 1, (str(scene), mark)
                assert mark.box[3] - mark.box[1] >= least - 1, (str(scene), mark)
            if mark.kind == "text" and "\u2026" in mark.text and "\u2026" not in mark.wanted:
                assert (mark.role, "\u00b7" in mark.wanted) == ("lines", True), (str(scene), mark)


def test_it_says_on_every_panel_that_visitors_are_not_included(scenes):
    for scene in scenes:
        if "code" not in scene.name:
            corner = next(mark for mark in scene.marks if mark.role == "corner")
            assert corner.text.replace("\n", " ").startswith(corner.wanted.split(" \u00b7 ")[0]), str(scene)


def test_a_line_is_as_high_as_a_gloved_finger(window_stage):
    for panel in MORE_PANELS.values():
        window_stage.fit(panel)
        window_stage.show(view(muster=morning(60)))
        window_stage.frame()
        assert rows(window_stage)[0].height >= panel.middle_touch_px, panel
    window_stage.fit(PANELS["1280x800"])


def test_a_touch_anywhere_on_a_line_ticks_its_person(stage):
    stage.show(view())
    stage.frame()
    row = next(row for row in rows(stage) if row.line.who == "Jens Koch")
    touch(stage, row)
    assert ticks(stage) == [Intent(Act.TICK, "+1059")]


def test_a_finger_that_moves_the_list_ticks_nobody(stage):
    stage.show(replace(view(muster=morning(60)), scope="moved"))
    stage.frame()
    before = stage.root.sheet.ids.lines.scroll_y
    touch(stage, rows(stage)[2], moved_px=150)
    assert stage.root.sheet.ids.lines.scroll_y != before
    assert ticks(stage) == []


def test_everybody_is_on_the_list_and_the_boxes_tell_who_was_found(stage):
    sample = MUSTERS["muster-da"]
    assert isinstance(sample, BoardView)
    people = [line for line in sample.lines if line.kind is LineKind.PERSON]
    assert len(people) == 14
    stage.show(sample)
    stage.frame()
    shown = {row.line.who: row.shape for row in rows(stage)}
    assert {"box", "ticked"} <= set(shown.values())
    assert shown.items() <= {line.who: line.mark for line in people}.items()
