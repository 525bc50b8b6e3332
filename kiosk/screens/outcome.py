"""Somebody is there, and this is what happened."""

from kivy.properties import ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.views import OutcomeView


class OutcomeScreen(Sheet):
    """A band read in half a second, then the sentence, then why, then the small print."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="outcome", **settings)

    def show(self, view: OutcomeView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew."""
        if view != self.view:
            self.turn += 1
        self.view = view
        self.ids.band.show(view.tone, view.icon)
        self.ids.band.ids.ring.start(view.closes_after_s)
        self.ids.detail.show(view.detail, view.pill)
        self.ids.stack.show_lines(view.lines, "soft")
        self.ids.buttons.show(view.buttons)

    def leave(self) -> None:
        """The ring stops."""
        self.ids.band.ids.ring.stop()
