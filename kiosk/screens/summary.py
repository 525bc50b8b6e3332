"""The breaks of a shift, as a list under its total, and two answers."""

from kivy.properties import ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.views import SummaryView


class SummaryScreen(Sheet):
    """Whose shift it is, what its breaks came to, one a row; the way out is in the corner."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="summary", **settings)

    def show(self, view: SummaryView) -> None:
        """Brings the words of `view` to the screen; the ring begins anew."""
        if view != self.view:
            self.turn += 1
        self.view = view
        self.ids.corner.show((view.corner,))
        self.ids.rows.show(view.rows)
        self.ids.choices.show(view.choices)
        self.ids.head.place_soon()
        self.ids.ring.start(view.closes_after_s)

    def leave(self) -> None:
        """The ring stops."""
        self.ids.ring.stop()
