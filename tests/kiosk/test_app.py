"""The kiosk from its first frame to its end, in a process of its own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent / "screens" / "app_run.py"


@pytest.fixture(scope="module")
def life(tmp_path_factory):
    """What one run of the kiosk told."""
    home = tmp_path_factory.mktemp("home") / "not" / "yet" / "there"
    ran = subprocess.run(
        [sys.executable, str(SCRIPT), str(home)], check=False, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    return {**json.loads(ran.stdout.splitlines()[-1]), "log": ran.stdout + ran.stderr, "home": home}


def test_the_presenter_starts_after_the_first_frame_and_stops_at_the_end(life):
    assert life["told"] == ["first frame", "start", "intent no_badge", "stop"]


def test_the_view_of_the_start_is_on_the_glass(life):
    assert life["first"]["screen"] == "idle"
    assert life["first"]["clock"] == "05:58"


def test_a_view_from_another_thread_is_on_the_glass_with_its_sound(life):
    assert life["then"]["what"] == "Clocked in 05:58"
    assert life["heard"] == ["in"]


def test_a_finger_on_the_glass_is_heard_of_before_what_it_means(life):
    assert life["fingers"] == ["start"]


def test_no_key_and_no_close_button_leaves_the_kiosk(life):
    assert life["escape"] is False
    assert life["closed"] is True
    assert life["still"] == "started"


def test_f1_opens_no_settings(life):
    assert life["panels opened"] == 0


def test_the_window_closes_when_the_kiosk_itself_stops(life):
    assert life["closes when stopping"] is True


def test_touches_are_read_once(life):
    assert life["input"] == {"mouse": "mouse,disable_multitouch"}


def test_frames_come_by_interrupt_and_at_most_30_a_second(life):
    assert (life["clock"], life["maxfps"], life["screensaver"]) == ("interrupt", 30, False)


def test_drawing_in_software_is_said_once_and_stops_the_breath(life):
    assert life["log"].count("drawing in software") == 1
    assert life["renderer breathes"] is False


def test_kivys_home_is_made_with_its_parents_and_holds_no_log(life):
    assert life["home"].is_dir()
    assert not (life["home"] / "logs").exists() or not list((life["home"] / "logs").iterdir())
