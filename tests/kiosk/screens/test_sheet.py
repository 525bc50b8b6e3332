"""Nothing covers anything, and nothing that was asked for is missing."""

from dataclasses import fields

from kiosk.views import IdleView, KeypadView
from tests.kiosk.screens.measured import overlap


def test_nothing_overlaps(scenes):
    for scene in scenes:
        seen = [mark for mark in scene.marks if mark.kind != "band" and (mark.kind != "text" or mark.text)]
        for number, one in enumerate(seen):
            for other in seen[number + 1 :]:
                inside = one.owner and one.owner == other.owner and "touch" in {one.kind, other.kind}
                assert inside or not overlap(one.box, other.box), f"{scene}: {one} covers {other}"


def test_no_text_runs_into_the_band(scenes):
    for scene in scenes:
        bands = [mark for mark in scene.marks if mark.kind == "band"]
        for mark in scene.marks:
            if mark.kind in {"text", "touch"}:
                assert not any(overlap(band.box, mark.box) for band in bands), f"{scene}: {mark}"


def _words_of(value):
    match value:
        case str():
            yield value
        case tuple():
            for one in value:
                yield from _words_of(one)
        case _ if hasattr(value, "text"):
            yield value.text


def test_each_screen_shows_all_its_words(scenes, samples):
    for scene in scenes:
        view = samples[scene.name]
        shown = set()
        for words in scene.texts.values():
            shown.update(_words_of(words))
        for field in fields(view):
            if field.name in {"notice_tone", "tone", "icon", "sound", "hint_tone", "intent"}:
                continue
            for word in _words_of(getattr(view, field.name)):
                is_dropped = isinstance(view, IdleView) and field.name == "date" and scene.panel.height_px == 480
                is_sign = isinstance(view, KeypadView) and word == "⌫"
                assert word in shown | {""} or is_dropped or is_sign, f"{scene}: {field.name} {word!r} in {shown}"


def test_the_date_is_there_wherever_there_is_room(scenes):
    for scene in scenes:
        if scene.texts["screen"] == "idle" and scene.panel.height_px > 480:
            assert scene.texts["date"]


def test_the_word_demo_crosses_the_whole_width(scenes, samples):
    for scene in scenes:
        strips = [mark for mark in scene.marks if mark.role == "demo" and mark.text]
        assert len(strips) == (1 if samples[scene.name].demo else 0), f"{scene}"
        for strip in strips:
            assert (strip.box[0], strip.box[2], strip.box[3]) == (0, scene.panel.width_px, scene.panel.height_px)
