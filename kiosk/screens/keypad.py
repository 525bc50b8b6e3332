"""Employee number, then PIN, for whoever has no badge at hand."""

from kivy.properties import ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import TONE_INKS
from kiosk.views import KeypadView, Tone


class KeypadScreen(Sheet):
    """What is asked and what was typed beside the keys; under each other in portrait."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="keypad", **settings)

    def show(self, view: KeypadView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew with each key."""
        self.view = view
        self.ids.hint.ink = "soft" if view.hint_tone is Tone.PLAIN else TONE_INKS[view.hint_tone]
        self.ids.keys.show(view)
        self.ids.close.show((view.close,))
        self.ids.ring.start(view.closes_after_s)
        for part in ("heading", "hinted"):
            self.ids[part].place_soon()

    def leave(self) -> None:
        """The ring stops, and what was typed is forgotten."""
        self.ids.ring.stop()
        self.view = None
