"""The truth in one line, or two."""

import dataclasses

from kiosk.views import Status, Tone


def _chips(stage):
    return stage.root.sheet.ids.statuses._shown


def test_each_tone_has_its_mark(stage, samples):
    statuses = (Status(Tone.OK, "Reader"), Status(Tone.WARN, "No position"), Status(Tone.STOP, "No link"))
    stage.show(dataclasses.replace(samples["idle-en"], statuses=statuses))
    assert [(chip.shape, chip.ink) for chip in _chips(stage)] == [
        ("dot", "ok"),
        ("square", "warn"),
        ("diamond", "stop"),
    ]


def test_all_stand_on_one_row_where_there_is_room(stage, samples):
    stage.show(samples["idle-en"])
    assert len({chip.y for chip in _chips(stage)}) == 1


def test_they_take_a_second_row_rather_than_get_small(stage, samples, panels):
    stage.fit(panels["800x480"])
    stage.show(samples["idle-da"])
    assert len({chip.y for chip in _chips(stage)}) == 2


def test_fewer_statuses_leave_nothing_behind(stage, samples):
    stage.show(samples["idle-en"])
    stage.show(dataclasses.replace(samples["idle-en"], statuses=(Status(Tone.OK, "Reader"),)))
    assert stage.reader.texts()["statuses"] == ("Reader",)
