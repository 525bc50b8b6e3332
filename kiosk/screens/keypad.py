"""Employee number, then PIN, for whoever has no badge at hand."""

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import TONE_INKS
from kiosk.views import KeypadView, Tone


class TypedBox(Widget):
    """What was typed so far: digits, or dots for a PIN."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)
    words = StringProperty()
    edge = NumericProperty(1)
    radius = NumericProperty(1)
    pad = NumericProperty(1)


class KeypadScreen(Sheet):
    """What is asked and what was typed beside the keys; under each other in portrait."""

    view = ObjectProperty(None, allownone=True)
    finger_px = NumericProperty(64)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="keypad", **settings)
        self.on_panel()

    def on_panel(self, *_: object) -> None:
        """The way out stands at the foot: under the question in landscape, under the keys in portrait."""
        if "close" not in self.ids:
            return
        close, place = self.ids.close, self if self.panel.is_portrait else self.ids.asked
        if close.parent is not place:
            close.parent.remove_widget(close)
            place.add_widget(close)

    def show(self, view: KeypadView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew with each key."""
        self.view = view
        self.ids.hint.ink = "soft" if view.hint_tone is Tone.PLAIN else TONE_INKS[view.hint_tone]
        self.ids.pad.show(view)
        self.ids.close.show((*view.others, view.close))
        self.ids.ring.start(view.closes_after_s)
        for part in ("heading", "hinted"):
            self.ids[part].place_soon()

    def leave(self) -> None:
        """The ring stops, and what was typed is forgotten."""
        self.ids.ring.stop()
        self.view = None
