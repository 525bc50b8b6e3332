"""What the screens ask of whoever decides what they show."""

from collections.abc import Callable
from typing import Protocol

from kiosk.views import Intent, View

Show = Callable[[View, str], None]


class Presenter(Protocol):
    """Makes the views. Nothing of Kivy reaches it."""

    def start(self, show: Show) -> None:
        """Called once, after the first frame is drawn.

        `show(view, theme)` may be called from any thread and returns at once; the view stands on the glass, and its
        sound is begun, in the next frame. The theme is "dark" or "light".
        """
        ...

    def intent(self, intent: Intent) -> None:
        """A button was touched. Called on the thread that draws: returns at once."""
        ...

    def stop(self) -> None:
        """The kiosk ends; `show` does nothing from now on."""
        ...
