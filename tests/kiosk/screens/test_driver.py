"""What is read is what stands on the glass."""

# ruff: noqa: PLC0415  Kivy must find its environment prepared

import pytest


def test_texts_are_read_from_the_glass_by_role(stage, samples):
    stage.show(samples["in-en"])
    assert stage.reader.texts() == {
        "screen": "outcome",
        "tone": "ok",
        "icon": "in",
        "who": "Ana Ribeiro",
        "what": "Clocked in 05:58",
        "detail": "Guard, Gate 2 · 06:00 to 14:00",
        "pill": "On time",
        "lines": ("Receipt 4812 · kept here, goes out when the link is back", "Not checked: roster is 7 hours old"),
        "buttons": ("Not right?", "I was clocking out"),
    }


def test_the_idle_screen_reads_from_the_clock_down(stage, samples):
    stage.show(samples["idle-fr"])
    texts = stage.reader.texts()
    assert texts["clock"] == "05:58"
    assert texts["statuses"] == ("Lecteur", "Position ±6 m", "Pas de liaison · 13 en attente, depuis 4 min")
    assert texts["demo"] == "DÉMO · rien n'est transmis à un employeur"


def test_digits_set_apart_are_read_as_typed(stage, samples):
    stage.show(samples["keypad-en"])
    assert stage.reader.texts()["typed"] == "1053"


def test_touching_what_is_not_there_says_what_is(stage, samples):
    from kiosk.screens.driver import NotOnScreen

    stage.show(samples["idle-en"])
    with pytest.raises(NotOnScreen, match="'No badge', 'Site'"):
        stage.reader.touch("Clock out")


def test_a_screenshot_goes_into_exactly_that_file(stage, samples, tmp_path):
    stage.show(samples["idle-en"])
    stage.reader.screenshot(tmp_path / "a b.png")
    assert [path.name for path in tmp_path.iterdir()] == ["a b.png"]
    assert (tmp_path / "a b.png").read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
