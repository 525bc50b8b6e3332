"""A question, likeliest answer first."""

from kivy.properties import ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.views import ChoiceView


class ChoiceScreen(Sheet):
    """Who is asked, what, and up to four answers; the way out is in the corner."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="choice", **settings)

    def show(self, view: ChoiceView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew."""
        if view != self.view:
            self.turn += 1
        self.view = view
        self.ids.corner.show((view.corner,) if view.corner else ())
        self.ids.choices.show(view.choices)
        self.ids.asked.place_soon()
        self.ids.ring.start(view.closes_after_s)

    def leave(self) -> None:
        """The ring stops."""
        self.ids.ring.stop()
