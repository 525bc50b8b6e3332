"""The clock, and what gives way to it."""

import dataclasses

LONG = "Ce terminal se trouve à 2,4 km de Harbour Tower et son lecteur est débranché : saisissez votre numéro d'employé"


def _column(stage):
    return stage.root.sheet.ids.column.ids


def test_the_date_goes_before_the_clock_shrinks(stage, samples, panels):
    stage.fit(panels["800x480"])
    view = dataclasses.replace(samples["idle-fr"], clock_note="Heure à confirmer", notice=LONG)
    stage.show(dataclasses.replace(view, notice="", clock_note=""))
    whole = _column(stage).clock.fitted.size_px
    assert stage.reader.texts()["date"]
    stage.show(view)
    assert "date" not in stage.reader.texts()
    assert _column(stage).clock.fitted.size_px == whole


def test_the_clock_shrinks_when_nothing_else_can_go(stage, samples, panels):
    stage.fit(panels["800x480"])
    stage.show(dataclasses.replace(samples["idle-fr"], clock_note="Heure à confirmer", notice=f"{LONG} {LONG}"))
    texts = stage.reader.texts()
    assert texts["clock"] == "05:58"
    assert texts["clock_note"] == "Heure à confirmer"


def test_am_and_pm_stand_beside_the_clock(stage, samples):
    stage.show(samples["idle-en-12h"])
    column = _column(stage)
    assert column.note.x > column.clock.right
    assert column.clock.y - 20 <= column.note.y


def test_a_sentence_about_the_time_has_a_line_of_its_own(stage, samples):
    stage.show(samples["idle-fr-untrusted"])
    column = _column(stage)
    assert column.note.top <= column.clock.y
    assert column.date.top <= column.note.y + 1


def test_the_light_theme_has_a_heavier_clock(stage, samples):
    stage.show(samples["idle-en"], "dark")
    assert _column(stage).clock.face == "light"
    stage.show(samples["idle-en"], "light")
    assert _column(stage).clock.face == "medium"


def test_the_clock_does_not_move_when_its_digits_change(stage, samples):
    seen = set()
    for clock in ("00:00", "11:11", "05:58", "23:47"):
        stage.show(dataclasses.replace(samples["idle-en"], clock=clock))
        part = _column(stage).clock
        seen.add((part.x, part.y, part.fitted.size_px))
    assert len(seen) == 1
