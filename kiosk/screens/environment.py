"""What Kivy must find in its environment before it is imported.

Kivy reads arguments, writes logs, opens its settings on F1 and ends on Escape unless told otherwise, and reports one
touch several times where several input providers see the same panel. See "Configuration object" and "Controlling the
environment" in the Kivy 2.3.1 documentation.
"""

import logging
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from kiosk.screens.panel import Panel

FRAMES_PER_S = 30
DRI_CARDS = Path("/dev/dri")


class NoScreen(Exception):
    """There is nothing to draw on; the message says what to install or set."""


def prepare_kivy(home: Path, panel: Panel, fullscreen: bool, *, offscreen: bool = False) -> None:
    """Sets everything, then takes Kivy's second reader of touches away.

    `home` is where Kivy keeps its files; it is made with its parents. `offscreen` allows drawing into memory when
    there is no display. Raises `NoScreen`, or `RuntimeError` when Kivy was imported too early to be told.
    """
    if "kivy" in sys.modules:
        raise RuntimeError("Kivy is imported already: prepare_kivy must come before any import of kivy")
    home.mkdir(parents=True, exist_ok=True)
    driver = video_driver(os.environ, offscreen=offscreen, has_kms=_has_kms())
    if driver:
        os.environ["SDL_VIDEODRIVER"] = driver
    os.environ.update(settings(home, panel, fullscreen))
    os.environ.pop("KIVY_NO_ENV_CONFIG", None)
    _read_touches_once()


def settings(home: Path, panel: Panel, fullscreen: bool) -> dict[str, str]:
    """The environment variables Kivy and SDL read."""
    return {
        "KIVY_HOME": str(home),
        "KIVY_NO_ARGS": "1",
        "KIVY_NO_FILELOG": "1",
        "KIVY_NO_CONSOLELOG": "1",
        "KIVY_LOG_MODE": "PYTHON",
        "KIVY_AUDIO": "sdl2",
        "KCFG_KIVY_EXIT_ON_ESCAPE": "0",
        "KCFG_KIVY_KIVY_CLOCK": "interrupt",
        "KCFG_KIVY_KEYBOARD_MODE": "",
        "KCFG_GRAPHICS_MAXFPS": str(FRAMES_PER_S),
        "KCFG_GRAPHICS_ALLOW_SCREENSAVER": "0",
        "KCFG_GRAPHICS_MULTISAMPLES": "0",
        "KCFG_GRAPHICS_WIDTH": str(panel.width_px),
        "KCFG_GRAPHICS_HEIGHT": str(panel.height_px),
        "KCFG_GRAPHICS_FULLSCREEN": "auto" if fullscreen else "0",
        "KCFG_GRAPHICS_SHOW_CURSOR": "0" if fullscreen else "1",
        "KCFG_GRAPHICS_RESIZABLE": "0",
        "KCFG_INPUT_MOUSE": "mouse,disable_multitouch",
        "SDL_TOUCH_MOUSE_EVENTS": "0",
        "SDL_MOUSE_TOUCH_EVENTS": "0",
    }


def video_driver(environment: Mapping[str, str], *, offscreen: bool, has_kms: bool) -> str:
    """SDL's video driver to ask for; empty where SDL finds the X server by itself. `NoScreen` if there is none."""
    if environment.get("SDL_VIDEODRIVER"):
        return environment["SDL_VIDEODRIVER"]
    if environment.get("DISPLAY"):
        return ""
    if has_kms and not environment.get("WAYLAND_DISPLAY"):
        return "kmsdrm"
    if offscreen:
        return "offscreen"
    if environment.get("WAYLAND_DISPLAY"):
        raise NoScreen("Kivy's wheel cannot speak Wayland, and DISPLAY is not set: install the package xwayland")
    raise NoScreen(
        "no display: DISPLAY is not set and no /dev/dri card can be opened; "
        "add the user to the groups video and render, or set SDL_VIDEODRIVER=offscreen to draw into memory"
    )


def _has_kms() -> bool:
    return any(os.access(card, os.R_OK | os.W_OK) for card in DRI_CARDS.glob("card*"))


def _read_touches_once() -> None:
    """SDL delivers the touches; Kivy's default is to probe /dev/input for the same panel as well."""
    kivy = logging.getLogger("kivy")
    kivy.setLevel(logging.ERROR)  # in a new home Kivy warns that its own defaults are new
    from kivy.config import Config  # noqa: PLC0415  reads the environment set above

    kivy.setLevel(logging.WARNING)
    for name, provider in Config.items("input"):
        if provider.startswith("probesysfs"):
            Config.remove_option("input", name)
