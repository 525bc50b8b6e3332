"""The board on the glass: few widgets for many people, targets for gloved fingers, and a list that a finger moves."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

from dataclasses import replace
from itertools import pairwise

import pytest

from kiosk.views import Act, Intent
from kiosk.wording.board_look import Look, Panel
from tests.kiosk.screens.board_samples import BOARDS, crowd, view
from tests.kiosk.screens.conftest import PANELS
from tests.kiosk.screens.measured import measured

MANY = view(known=crowd(500))
MORE_PANELS = {**PANELS, "1920x1080": replace(PANELS["1280x800"], width_px=1920, height_px=1080, diagonal_in=15.6)}


@pytest.fixture(scope="module")
def boards(window_stage):
    """Every board on every panel in both themes, measured once."""
    return measured(window_stage, BOARDS, ("dark", "light"))


def rows(stage):
    from kiosk.screens.board_row import BoardRow

    return [part for part in stage.reader._parts() if isinstance(part, BoardRow)]


def names(stage):
    """Top first."""
    return [row.line.who for row in sorted(rows(stage), key=lambda row: -row.y)]


def drag(stage, pixels, steps=6):
    """A finger comes down in the middle of the list, moves up by so many pixels, and lifts."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.screens.driver import Finger

    listed = stage.root.sheet.ids.lines
    x, y = listed.center_x, listed.center_y
    finger = Finger(x / Window.width, y / Window.height)
    EventLoop.post_dispatch_input("begin", finger)
    for step in range(1, steps + 1):
        finger.move((x / Window.width, (y + pixels * step / steps) / Window.height))
        EventLoop.post_dispatch_input("update", finger)
        stage.frame()
    EventLoop.post_dispatch_input("end", finger)
    stage.frame()
    while abs(listed.effect_y.velocity) > 0.5:
        stage.frame()
    stage.frame()


# What fits


def test_every_target_is_as_large_as_a_gloved_finger_and_on_the_glass(boards):
    for scene in boards:
        for mark in (one for one in scene.marks if one.kind == "touch" and one.box[3] > one.box[1]):
            least = scene.panel.footer_touch_px if mark.in_footer else scene.panel.middle_touch_px
            x, y, right, top = mark.box
            assert right - x >= least - 1, (str(scene), mark)
            assert top - y >= least - 1, (str(scene), mark)
            assert x >= 0, (str(scene), mark)
            assert y >= 0, (str(scene), mark)
            assert right <= scene.panel.width_px, (str(scene), mark)
            assert top <= scene.panel.height_px, (str(scene), mark)


def test_nothing_but_the_small_print_of_a_line_is_ever_cut_short(boards):
    for scene in boards:
        for mark in (one for one in scene.marks if one.kind == "text" and one.box[2] > one.box[0]):
            is_hidden = mark.role == "counts" and not mark.text
            if "\u2026" in mark.text and "\u2026" not in mark.wanted:
                assert mark.role == "lines", (str(scene), mark)
                assert "\u00b7" in mark.wanted, (str(scene), mark)
            assert is_hidden or mark.size_px >= scene.panel.least_text_px, (str(scene), mark)
            assert mark.drawn[0] <= mark.box[2] - mark.box[0] + 1, (str(scene), mark)


def test_the_parts_of_the_board_do_not_overlap(boards, window_stage):
    for panel in MORE_PANELS.values():
        window_stage.fit(panel)
        for name, sample in BOARDS.items():
            window_stage.show(sample)
            window_stage.frame()
            ids = window_stage.root.sheet.ids
            parts = [ids[one] for one in ("footer", "panel", "lines", "counts", "corner") if ids[one].height > 0]
            for under, over in pairwise(parts):
                assert under.top <= over.y + 1, (panel, name)
            assert ids.lines.height >= panel.text_px(30) * 2, (panel, name)
            assert ids.buttons.right < ids.close.x, (panel, name)
            assert ids.close.right <= panel.width_px - panel.length(40), (panel, name)
    window_stage.fit(PANELS["1280x800"])


def test_a_number_and_its_word_stay_on_their_key(window_stage):
    from kiosk.screens.count_chip import CountChip

    for panel in MORE_PANELS.values():
        window_stage.fit(panel)
        for name, sample in BOARDS.items():
            window_stage.show(sample)
            window_stage.frame()
            for chip in (part for part in window_stage.reader._parts() if isinstance(part, CountChip)):
                number, words = chip.ids.number, chip.ids.words
                if chip.height > 0:
                    assert number.top <= chip.top + 1, (panel, name, chip.number)
                    assert (words if chip.words else number).y >= chip.y - 1, (panel, name, chip.number)
    window_stage.fit(PANELS["1280x800"])


def test_a_low_panel_shows_keys_instead_of_counts(window_stage):
    window_stage.fit(PANELS["800x480"])
    window_stage.show(view())
    assert window_stage.root.sheet.counts_px > 0
    window_stage.show(view(look=Look(panel=Panel.KEYS)))
    assert window_stage.root.sheet.counts_px == 0
    window_stage.fit(PANELS["1280x800"])
    window_stage.show(view(look=Look(panel=Panel.KEYS)))
    assert window_stage.root.sheet.counts_px > 0


# Many people


def test_only_the_lines_on_the_glass_have_widgets(stage):
    stage.show(MANY)
    assert len(MANY.lines) > 500
    assert 5 <= len(rows(stage)) <= 14
    assert names(stage)[:2] == [MANY.lines[0].who, MANY.lines[1].who]


def test_a_finger_moves_the_list_and_says_that_somebody_reads(stage):
    stage.show(replace(MANY, scope="moved"))
    first = names(stage)
    stage.root.sheet._told_at = float("-inf")
    drag(stage, 300)
    assert names(stage) != first
    assert stage.touched == [Intent(Act.STAY)]
    drag(stage, 100)
    assert stage.touched == [Intent(Act.STAY)], "not at every finger"


def test_news_leave_the_list_where_it_was_moved_to_and_another_look_begins_at_its_top(stage):
    stage.show(replace(MANY, scope="one"))
    drag(stage, 300)
    moved = stage.root.sheet.ids.lines.scroll_y
    assert moved < 1
    told = MANY.lines
    later = replace(MANY, scope="one", title="Later", lines=(*told[:-1], replace(told[-1], state="In 07:00")))
    stage.show(later)
    assert stage.root.sheet.ids.lines.scroll_y == pytest.approx(moved)
    stage.show(replace(later, scope="two"))
    stage.frame()
    assert names(stage)[0] == MANY.lines[0].who


def test_a_line_is_drawn_anew_when_it_changes(stage):
    sample = replace(BOARDS["board-en"], scope="drawn anew")
    stage.show(sample)
    before = stage.reader.texts()["lines"]
    changed = (sample.lines[0], replace(sample.lines[1], who="Somebody Else"), *sample.lines[2:])
    stage.show(replace(sample, lines=changed))
    after = stage.reader.texts()["lines"]
    assert "Somebody Else" in after
    assert "Carla Méndez" in before
    assert "Carla Méndez" not in after


def test_the_board_after_another_screen_is_the_same(stage, samples):
    stage.show(BOARDS["board-en"])
    before = names(stage)
    stage.show(samples["in-en"])
    stage.show(BOARDS["board-en"])
    assert names(stage) == before


def test_an_empty_board_says_so(stage):
    stage.show(BOARDS["board-nobody-es"])
    stage.frame()
    assert stage.reader.texts()["empty"] == "No se encuentra a nadie"
    assert names(stage) == []


@pytest.mark.parametrize(
    ("sample", "touched", "expected"),
    [
        ("board-en", "late", Intent(Act.NARROW, "late")),
        ("board-en", "Search", Intent(Act.PANEL, "keys")),
        ("board-en", "Close", Intent(Act.CLOSE)),
        ("board-keys-fr", "ABC", Intent(Act.KEY, "2")),
        ("board-positions-da", "Gate 2", Intent(Act.NARROW, "position:382")),
        ("board-fr", "Clore 1 panne", Intent(Act.CLOSE_OUTAGES)),
    ],
)
def test_a_touch_says_what_it_means(stage, sample, touched, expected):
    stage.show(BOARDS[sample])
    stage.frame()
    stage.reader.touch(touched)
    assert stage.touched == [expected]


def test_keys_become_positions_and_back(stage):
    stage.show(BOARDS["board-keys-fr"])
    stage.frame()
    stage.show(BOARDS["board-positions-da"])
    stage.frame()
    shown = stage.root.sheet.ids.panel._shown
    assert [button.words for button in shown][:2] == ["Alle poster", "Control room"]
    stage.show(BOARDS["board-keys-fr"])
    stage.frame()
    assert len(stage.root.sheet.ids.panel._shown) == 12
