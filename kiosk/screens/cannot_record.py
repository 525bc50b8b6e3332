"""The ledger cannot be written: nothing claims success, and the screen says so in red until it can."""

from kivy.properties import ObjectProperty

from kiosk.screens.sheet import Sheet
from kiosk.views import CannotRecordView, Icon, Tone


class CannotRecordScreen(Sheet):
    """What is wrong, why, what to do instead, and the number to call."""

    view = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        super().__init__(name="cannot_record", paper="alarm", **settings)

    def show(self, view: CannotRecordView) -> None:
        """Brings the words of `view` to the screen."""
        self.view = view
        self.ids.band.show(Tone.STOP, Icon.CROSS)
        self.ids.stack.show_lines(view.lines, "soft_on_alarm")
