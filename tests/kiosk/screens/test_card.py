"""The desk on the glass: everything fits on every panel in every language, and each target is a gloved finger wide."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

from dataclasses import replace

import pytest

from kiosk.views import Act, BoardView, Button, CardView, Intent, KeypadView
from tests.kiosk.screens.conftest import PANELS
from tests.kiosk.screens.desk_samples import DESKS
from tests.kiosk.screens.measured import measured

MORE_PANELS = {**PANELS, "1920x1080": replace(PANELS["1280x800"], width_px=1920, height_px=1080, diagonal_in=15.6)}
CARDS = {name: view for name, view in DESKS.items() if isinstance(view, CardView)}


@pytest.fixture(scope="module")
def desks(window_stage):
    """Every screen of the desk on every panel, measured once; both themes measure alike."""
    return measured(window_stage, DESKS)


def test_every_target_is_as_large_as_a_gloved_finger_and_on_the_glass(desks):
    for scene in desks:
        for mark in (one for one in scene.marks if one.kind == "touch" and one.box[3] > one.box[1]):
            least = scene.panel.footer_touch_px if mark.in_footer else scene.panel.middle_touch_px
            x, y, right, top = mark.box
            assert min(right - x, top - y) >= least - 1, (str(scene), mark)
            assert min(x, y) >= 0, (str(scene), mark)
            assert right <= scene.panel.width_px, (str(scene), mark)
            assert top <= scene.panel.height_px, (str(scene), mark)


def test_no_target_lies_over_another(desks):
    for scene in desks:
        boxes = [one.box for one in scene.marks if one.kind == "touch" and one.box[3] > one.box[1]]
        for place, (x, y, right, top) in enumerate(boxes):
            for other_x, other_y, other_right, other_top in boxes[place + 1 :]:
                apart = right <= other_x + 1 or other_right <= x + 1 or top <= other_y + 1 or other_top <= y + 1
                assert apart, str(scene)


def test_a_line_that_can_be_touched_is_a_finger_high(window_stage):
    from kiosk.screens.board_row import BoardRow

    for panel in MORE_PANELS.values():
        window_stage.fit(panel)
        window_stage.show(DESKS["desk-list-fr"])
        window_stage.frame()
        touched = [row for row in window_stage.reader._parts() if isinstance(row, BoardRow) and row.line.intent]
        assert touched
        assert all(row.height >= panel.middle_touch_px for row in touched)
    window_stage.fit(PANELS["1280x800"])


def test_nothing_but_the_small_print_of_a_line_is_ever_cut_short(desks):
    for scene in desks:
        for mark in (one for one in scene.marks if one.kind == "text" and one.box[2] > one.box[0]):
            is_small_print = mark.role == "lines" and "\u00b7" in mark.wanted and not scene.name.startswith("desk-p")
            assert "\u2026" not in mark.text or is_small_print, (str(scene), mark)
            assert mark.size_px >= scene.panel.least_text_px or not mark.text, (str(scene), mark)
            assert mark.drawn[0] <= mark.box[2] - mark.box[0] + 1, (str(scene), mark)


def test_the_words_of_a_card_stay_over_its_footer_and_off_its_buttons(desks, window_stage):
    for panel in MORE_PANELS.values():
        window_stage.fit(panel)
        for name, sample in CARDS.items():
            window_stage.show(sample)
            window_stage.frame()
            ids = window_stage.root.sheet.ids
            for words in (one for one in ids.told.children if one.height > 0 and one.words):
                assert words.y >= ids.footer.top - 1, (panel, name, words.words)
                if sample.choices and panel.is_portrait:
                    assert words.y >= ids.choices._shown[0].top - 1, (panel, name, words.words)
                elif sample.choices:
                    assert words.right <= ids.choices.x + 1, (panel, name, words.words)
    window_stage.fit(PANELS["1280x800"])


@pytest.mark.parametrize(
    ("sample", "touched", "expected"),
    [
        ("desk-claim-en", "Dismiss", Intent(Act.PICK, "dismiss")),
        ("desk-claim-en", "Go back", Intent(Act.BACK)),
        ("desk-parked-en", "More", Intent(Act.MORE)),
        ("desk-confirm-en", "Confirm", Intent(Act.PICK, "o1")),
        ("desk-time-en", "Other day", Intent(Act.MORE)),
        ("desk-time-en", "Close", Intent(Act.CLOSE)),
        ("desk-pin-en", "close", Intent(Act.CLOSE)),
    ],
)
def test_a_touch_says_what_it_means(stage, sample, touched, expected):
    stage.show(DESKS[sample])
    stage.frame()
    stage.reader.touch(touched)
    assert stage.touched == [expected]


def test_a_finger_that_came_down_on_one_card_does_not_act_on_the_next(stage):
    stage.show(DESKS["desk-claim-en"])
    stage.frame()
    lift = stage.reader.press("Whose badge is it?")
    stage.show(replace(DESKS["desk-differ-en"], scope="another"))
    lift()
    assert stage.touched == []


def test_what_cannot_be_done_offers_no_confirmation():
    stopped = DESKS["desk-stopped-en"]
    assert (stopped.choices, stopped.said) == ((), "Somebody else holds that badge.")


def test_long_words_under_a_pad_stay_off_its_keys(stage):
    ways = tuple(Button(Intent(Act.MORE, str(n)), "A day of the week before last") for n in range(2))
    for panel in MORE_PANELS.values():
        stage.fit(panel)
        stage.show(replace(DESKS["desk-time-en"], others=ways))
        stage.frame()
        ids = stage.root.sheet.ids
        edge = panel.width_px if panel.is_portrait else ids.pad.x
        assert all(one.right <= edge for one in ids.close._shown), panel
    stage.fit(PANELS["1280x800"])


def test_a_pin_is_gone_from_the_widgets_when_its_screen_is(stage):
    stage.show(DESKS["desk-pin-en"])
    stage.frame()
    assert "402918" in stage.reader.texts()["large"]
    card = stage.root.sheet
    stage.show(DESKS["desk-list-en"])
    stage.frame()
    assert card.view is None
    stage.show(DESKS["desk-claim-en"])
    stage.frame()
    assert "large" not in stage.reader.texts()


def test_fewer_buttons_leave_none_of_the_card_before(stage):
    stage.show(DESKS["desk-parked-en"])
    stage.frame()
    stage.show(DESKS["desk-confirm-en"])
    stage.frame()
    assert [one.words for one in stage.root.sheet.ids.choices._shown] == ["Confirm"]


def test_a_card_without_choices_has_the_room_of_those_before(stage):
    """As after a claim with six answers: the card about the terminal would else stand in a strip."""
    alone = {}
    for before in ("desk-stopped-en", "desk-claim-en"):
        stage.show(DESKS[before])
        stage.frame()
        stage.show(DESKS["desk-stopped-en"])
        stage.frame()
        alone[before] = stage.root.sheet.ids.told.width
    assert alone["desk-claim-en"] == alone["desk-stopped-en"] > stage.root.panel.width_px / 2


# Lines that can be touched


def touch_line(stage, who, *, slips_px=0, lifts=True):
    """A finger comes down on the line of somebody, perhaps moves, and lifts."""
    from kivy.base import EventLoop
    from kivy.core.window import Window

    from kiosk.screens.board_row import BoardRow
    from kiosk.screens.driver import Finger

    row = next(one for one in stage.reader._parts() if isinstance(one, BoardRow) and one.line.who == who)
    x, y = row.to_window(row.center_x, row.center_y)
    finger = Finger(x / Window.width, y / Window.height)
    EventLoop.post_dispatch_input("begin", finger)
    for step in range(1, 5 if slips_px else 1):
        finger.move((x / Window.width, (y + slips_px * step / 4) / Window.height))
        EventLoop.post_dispatch_input("update", finger)
        stage.frame()
    EventLoop.post_dispatch_input("end", finger)
    stage.frame()
    return finger


def picks(stage):
    return [one for one in stage.touched if one.act is not Act.STAY]


def test_a_touch_on_a_line_says_whose_it_is(stage):
    stage.show(DESKS["desk-people-en"])
    stage.frame()
    touch_line(stage, "Carla M\u00e9ndez")
    assert picks(stage) == [Intent(Act.PICK, "1053")]


def test_a_finger_that_moves_the_list_touches_no_line(stage):
    stage.show(replace(DESKS["desk-people-en"], scope="moved"))
    stage.frame()
    touch_line(stage, "Ana Ribeiro", slips_px=160)
    assert picks(stage) == []


def test_a_heading_is_nothing_to_touch(stage):
    stage.show(replace(DESKS["desk-list-en"], scope="from its top"))
    stage.frame()
    stage.frame()
    touch_line(stage, DESKS["desk-list-en"].lines[0].who)
    assert picks(stage) == []


def test_the_desk_has_lists_cards_and_pads():
    assert {type(view) for view in DESKS.values()} == {BoardView, CardView, KeypadView}
