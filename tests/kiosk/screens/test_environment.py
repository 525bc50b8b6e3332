"""What Kivy and SDL are told, and what they draw on. What they then do is seen in the kiosk's own test."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.screens.environment import NoScreen, prepare_kivy, settings, video_driver
from kiosk.screens.panel import Panel

PANEL = Panel(1024, 600, 7)


def test_a_chosen_driver_is_respected():
    assert video_driver({"SDL_VIDEODRIVER": "x11", "DISPLAY": ":0"}, offscreen=True, has_kms=True) == "x11"


def test_an_x_server_is_left_to_sdl():
    assert video_driver({"DISPLAY": ":0"}, offscreen=True, has_kms=True) == ""


def test_a_bare_console_is_driven_directly():
    assert video_driver({}, offscreen=False, has_kms=True) == "kmsdrm"


def test_drawing_into_memory_is_the_last_resort_and_only_when_asked():
    assert video_driver({}, offscreen=True, has_kms=False) == "offscreen"
    with pytest.raises(NoScreen, match="groups video and render"):
        video_driver({}, offscreen=False, has_kms=False)


def test_wayland_without_xwayland_says_what_to_install():
    with pytest.raises(NoScreen, match="xwayland"):
        video_driver({"WAYLAND_DISPLAY": "wayland-0"}, offscreen=False, has_kms=True)


def test_fullscreen_hides_the_cursor():
    assert settings(Path("/x"), PANEL, True)["KCFG_GRAPHICS_SHOW_CURSOR"] == "0"
    assert settings(Path("/x"), PANEL, True)["KCFG_GRAPHICS_FULLSCREEN"] == "auto"
    assert settings(Path("/x"), PANEL, False)["KCFG_GRAPHICS_FULLSCREEN"] == "0"


def test_the_window_is_as_large_as_the_panel():
    found = settings(Path("/x"), PANEL, False)
    assert (found["KCFG_GRAPHICS_WIDTH"], found["KCFG_GRAPHICS_HEIGHT"]) == ("1024", "600")


def test_too_late_is_an_error(stage, tmp_path):
    with pytest.raises(RuntimeError, match="before any import"):
        prepare_kivy(tmp_path, PANEL, False)


def test_importing_the_module_imports_no_kivy():
    code = "import sys, kiosk.screens.environment, kiosk.screens.panel, kiosk.sounds, kiosk.daylight, kiosk.views;"
    code += "sys.exit('kivy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
