"""A part that places its own children, once before the next frame, whenever its room or the panel changes."""

from kivy.clock import Clock
from kivy.properties import ObjectProperty
from kivy.uix.widget import Widget


class Placed(Widget):
    """`place` is called once there is a sheet. What else it depends on asks for it with `place_soon`."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)

    def __init__(self, **settings: object) -> None:
        self.place_soon = Clock.create_trigger(self._place_now, -1)
        super().__init__(**settings)
        self.fbind("pos", self.place_soon)
        self.fbind("size", self.place_soon)
        self.place_soon()

    def on_sheet(self, *_: object) -> None:
        """The sheet is known: its panel decides all sizes."""
        if self.sheet is not None:
            self.sheet.fbind("panel", self.place_soon)
            self.place_soon()

    def place(self) -> None:
        """Gives the children their places."""
        raise NotImplementedError

    def _place_now(self, *_: object) -> None:
        if self.sheet is not None:
            self.place()
