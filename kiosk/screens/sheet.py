"""What every screen is: a sheet that fills the panel, in the colours of the day, and shows a view."""

from typing import Any

from kivy.properties import ListProperty, NumericProperty, ObjectProperty, StringProperty
from kivy.uix.boxlayout import BoxLayout

from kiosk.screens.panel import Panel
from kiosk.screens.theme import DARK
from kiosk.views import Intent


class Sheet(BoxLayout):
    """A screen. Its parts take sizes from `panel` and colours from `palette`; `paper` names its ground.

    `turn` counts what the screen was about: a finger that came down on one person's button never acts on the next's.
    """

    name = StringProperty()
    panel = ObjectProperty(Panel(1280, 800, 10.1), rebind=True)
    palette = ObjectProperty(DARK, rebind=True)
    paper = StringProperty("ground")
    drift = ListProperty([0, 0])
    turn = NumericProperty(0)

    def __init__(self, **settings: object) -> None:
        self.register_event_type("on_intent")
        super().__init__(**settings)

    def show(self, view: Any) -> None:
        """Brings the words of `view`, of the kind this screen is for, into its parts."""
        raise NotImplementedError

    def leave(self) -> None:
        """The screen is taken away: stops what moves on it."""

    def on_intent(self, intent: Intent) -> None:
        """A button of this screen was touched."""
