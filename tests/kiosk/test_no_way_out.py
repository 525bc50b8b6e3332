"""Somebody at the wall tries to leave the kiosk: on a real window, with a real keyboard and a real mouse.

Xvfb is the glass and xdotool the hands. What they cannot do is tried elsewhere: a touch screen's gestures in
`screens/test_gestures.py`, the close button in `test_app.py`. Consoles (Ctrl-Alt-F2) are no affair of a window: on the
console SDL mutes the keyboard, cage switches only with -s, and install.sh leaves no login on another console.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kiosk.demo.glass import Glass
from kiosk.demo.processes import Part, until
from shared.demo_site import make_site

KEYS = {
    "function keys": ("Escape", "F1", "F2", "F4", "F5", "F10", "F11", "F12"),
    "keys of a window": ("alt+F4", "alt+F2", "alt+Tab", "alt+space", "super", "super+d", "ctrl+alt+t", "Print", "Menu"),
    "keys of a terminal": ("ctrl+c", "ctrl+d", "ctrl+z", "ctrl+q", "ctrl+w", "ctrl+e", "ctrl+alt+Delete"),
    "other keys": ("Tab", "Return", "BackSpace", "Delete", "XF86Back", "XF86HomePage", "XF86PowerOff", "q", "Q"),
}
PATIENCE_S = 40.0


class Hands:
    """At a keyboard and a mouse of this display."""

    def __init__(self, display: str) -> None:
        self._environment = {**os.environ, "DISPLAY": display}

    def do(self, *words: str) -> str:
        done = subprocess.run(
            ["xdotool", *words], env=self._environment, capture_output=True, text=True, check=True, timeout=20
        )
        return done.stdout.strip()


class Kiosk:
    """The process, and what its screen says."""

    def __init__(self, part: Part, glass: Glass, log: Path) -> None:
        self.part, self.glass, self.log = part, glass, log
        self._pictures = 0

    def turns(self) -> None:
        """The loop that draws has come round: an order is answered after whatever came before it."""
        before = len(self.glass.entries())
        self.part.order(touch="nothing of that name")
        until("the loop comes round", lambda: len(self.glass.entries()) > before, PATIENCE_S)

    def picture(self) -> tuple[dict[str, Any], bytes]:
        """What the idle screen says, and the glass with everything on it."""
        self._pictures += 1
        file = self.log.with_name(f"{self._pictures}.png")
        self.part.order(screenshot=str(file))
        until(
            "the picture", lambda: any(entry.get("done") == {"screenshot": str(file)} for entry in self.glass.entries())
        )
        return self.shows("idle"), file.read_bytes()

    def seen(self) -> list[dict[str, Any]]:
        return [entry["seen"] for entry in self.glass.entries() if "seen" in entry]

    def shows(self, screen: str) -> dict[str, Any]:
        """What stands on the glass once it is this screen."""

        def last() -> dict[str, Any] | None:
            assert self.part.is_alive(), self.log.read_text()
            seen = self.seen()
            return seen[-1] if seen and seen[-1].get("screen") == screen else None

        return dict(until(f"the screen {screen}", last, PATIENCE_S))


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    """A display that nobody looks at."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        try:
            yield f":{number}"
        finally:
            server.terminate()


@pytest.fixture(scope="module")
def kiosk(display: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kiosk]:
    """A kiosk on the display, with nobody before it."""
    folder = tmp_path_factory.mktemp("wall")
    site = make_site(folder / "site", "http://127.0.0.1:9", kiosk="volume = 0.0\nidle_s = 1")
    command = [sys.executable, "-m", "kiosk.watched", "--config", str(site.config), "--log", str(folder / "glass")]
    here = ["env", "-u", "WAYLAND_DISPLAY", f"DISPLAY={display}", "SDL_VIDEODRIVER=x11", *command]
    part = Part("kiosk", here, folder, takes_orders=True).start()
    running = Kiosk(part, Glass(folder / "glass"), folder / "kiosk.log")
    try:
        running.shows("idle")
        yield running
    finally:
        part.stop()
        assert part.process is not None
        assert part.process.stdin is not None
        part.process.stdin.close()


def window_of(kiosk: Kiosk, hands: Hands) -> str:
    """Its one window on the glass."""
    assert kiosk.part.process is not None
    return hands.do("search", "--onlyvisible", "--pid", str(kiosk.part.process.pid))


@pytest.mark.parametrize("kind", KEYS)
def test_no_key_leaves_the_kiosk_or_changes_what_it_shows(kind: str, kiosk: Kiosk, display: str) -> None:
    hands = Hands(display)
    window = window_of(kiosk, hands)
    for _ in range(3):
        said, before = kiosk.picture()
        hands.do("windowfocus", "--sync", window, "key", "--clearmodifiers", *KEYS[kind])
        kiosk.turns()
        said_then, then = kiosk.picture()
        if said_then == said:
            # Not the minute in which the clock moved on.
            assert then == before, "something else is on the glass"
            break
    assert window_of(kiosk, hands) == window


def test_no_mouse_button_and_no_wheel_opens_anything(kiosk: Kiosk, display: str) -> None:
    hands = Hands(display)
    window = window_of(kiosk, hands)
    said, before = kiosk.picture()
    for x, y in ((2, 2), (1277, 2), (2, 797), (1277, 797), (640, 250)):
        for button in "23456789":
            hands.do("mousemove", str(x), str(y), "click", "--repeat", "3", button)
    kiosk.turns()
    said_then, then = kiosk.picture()
    assert then == before or said_then != said
    assert window_of(kiosk, hands) == window


def test_after_all_that_a_person_is_served(kiosk: Kiosk) -> None:
    kiosk.part.order(touch="No badge")
    assert kiosk.shows("keypad")
    assert "Traceback" not in kiosk.log.read_text()
