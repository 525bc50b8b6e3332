"""One thing that a supervisor looks at or is asked: words on one side, large buttons on the other."""

from kivy.properties import NumericProperty, ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import TONE_INKS
from kiosk.views import CardView, Tone


class CardScreen(Sheet):
    """The words stand beside the buttons, over them in portrait; the ways out are in the footer."""

    view = ObjectProperty(None, allownone=True)
    finger_px = NumericProperty(64)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="card", **settings)

    def show(self, view: CardView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew."""
        if self.view is None or view.scope != self.view.scope:
            self.turn += 1
        self.view = view
        self.ids.said.ink = "text" if view.said_tone is Tone.PLAIN else TONE_INKS[view.said_tone]
        self.ids.told.show_lines(view.lines, "soft")
        self.ids.choices.show(view.choices)
        self.ids.buttons.show(view.buttons)
        self.ids.close.show((view.close,))
        self.ids.ring.start(view.closes_after_s)

    def leave(self) -> None:
        """The ring stops, and what stood here is forgotten: it may have been a PIN."""
        self.ids.ring.stop()
        self.view = None
        self.ids.told.show_lines((), "soft")
