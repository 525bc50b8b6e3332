"""A person in front of the screen, for tests and the demo: reads what stands there, touches it, takes its picture.

Everything comes from the widgets that are on the glass, not from the view that was asked for. Used on the thread that
draws, inside the kiosk's process.
"""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from kivy.base import EventLoop
from kivy.core.window import Window
from kivy.input import MotionEvent
from kivy.uix.widget import Widget

from kiosk.screens.band import Band
from kiosk.screens.root import Root
from kiosk.screens.touch_button import TouchButton
from kiosk.screens.words import Words

PLURAL = ("statuses", "buttons", "choices", "lines", "keys")

Texts = dict[str, str | tuple[str, ...]]


class NotOnScreen(LookupError):
    """Nothing with that role or text can be touched now; the message lists what can."""


class Finger(MotionEvent):
    """A touch at a place of the window, in parts of its width and height."""

    numbers = count()

    def __init__(self, sx: float, sy: float) -> None:
        super().__init__("driver", next(Finger.numbers), (sx, sy), is_touch=True, type_id="touch")

    def depack(self, args: tuple[float, float]) -> None:
        """Takes the place in."""
        self.profile = ["pos"]
        self.sx, self.sy = args
        super().depack(args)


class ScreenReader:
    """Looks at one `Root`."""

    def __init__(self, root: Root) -> None:
        self.root = root

    def texts(self) -> Texts:
        """The screen's name, the band's tone and icon if it has one, and all words by role, top first."""
        found: Texts = {"screen": self.root.sheet.name if self.root.sheet else ""}
        for part in self._parts():
            if isinstance(part, Band):
                found["tone"], found["icon"] = str(part.tone), str(part.shape)
            if isinstance(part, Words) and part.shown:
                self._note(found, part.role, part.shown)
        return found

    def touch(self, role_or_text: str) -> None:
        """A finger comes down in the middle of a button and lifts. `NotOnScreen` if there is no such button."""
        self.press(role_or_text)()

    def press(self, role_or_text: str) -> "Lift":
        """A finger comes down; call what comes back to lift it."""
        button = self._button(role_or_text)
        finger = Finger(button.center_x / Window.width, button.center_y / Window.height)
        EventLoop.post_dispatch_input("begin", finger)
        return Lift(finger)

    def screenshot(self, path: Path) -> None:
        """The glass as a PNG in exactly that file."""
        self.root.canvas.ask_update()
        EventLoop.idle()
        written = Window.screenshot(name=str(path.with_suffix(".png")))
        Path(written).replace(path)

    def _note(self, found: Texts, role: str, text: str) -> None:
        if role not in PLURAL:
            found[role] = text
            return
        before = found.get(role, ())
        found[role] = (*before, text) if isinstance(before, tuple) else (before, text)

    def _button(self, role_or_text: str) -> TouchButton:
        buttons = [part for part in self._parts() if isinstance(part, TouchButton)]
        for button in buttons:
            if role_or_text in (button.words, button.role):
                return button
        there = ", ".join(repr(button.words or button.role) for button in buttons)
        raise NotOnScreen(f"nothing to touch called {role_or_text!r}; there is {there or 'nothing to touch'}")

    def _parts(self) -> Iterator[Widget]:
        """Everything on the glass, in the order it was put there."""
        return _downwards(self.root)


class Lift:
    """Lifts the finger it was made for."""

    def __init__(self, finger: Finger) -> None:
        self._finger = finger

    def __call__(self) -> None:
        EventLoop.post_dispatch_input("end", self._finger)


def _downwards(widget: Widget) -> Iterator[Widget]:
    yield widget
    for child in reversed(widget.children):
        yield from _downwards(child)
