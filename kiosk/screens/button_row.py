"""Buttons side by side, against the right edge or across the whole width."""

from collections.abc import Sequence

from kivy.properties import BooleanProperty, NumericProperty, StringProperty

from kiosk.screens.flow import shared_widths
from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Button

GAP_PX = 24
PAD_PX = 16


class ButtonRow(Placed):
    """Shows as many buttons as the view has; they are made once and used again.

    `least_px` is how wide and high a finger needs them, in pixels of this panel.
    """

    role = StringProperty("buttons")
    least_px = NumericProperty(64)
    fills = BooleanProperty(False)
    max_lines = NumericProperty(1)
    gap_px = NumericProperty(GAP_PX)
    pad_px = NumericProperty(PAD_PX)
    wanted_width = NumericProperty(0)

    def __init__(self, **settings: object) -> None:
        self._made: list[TouchButton] = []
        self._shown: list[TouchButton] = []
        super().__init__(**settings)
        self.fbind("least_px", self.place_soon)
        self.fbind("fills", self.place_soon)
        self.fbind("gap_px", self.place_soon)

    def show(self, buttons: Sequence[Button]) -> None:
        """Takes the buttons of a view."""
        while len(self._made) < len(buttons):
            made = TouchButton(sheet=self.sheet, role=self.role, max_lines=self.max_lines)
            self.fbind("pad_px", made.setter("pad_px"))
            made.pad_px = self.pad_px
            self._made.append(made)
        for widget, button in zip(self._made, buttons, strict=False):
            widget.show(button)
        if len(self._shown) != len(buttons):
            self._shown = self._made[: len(buttons)]
            self.clear_widgets()
            for widget in self._shown:
                self.add_widget(widget)
        self.place_soon()

    def place(self) -> None:
        """Each button as wide as its words; where that is too much, the widest give way."""
        if not self._shown:
            self.wanted_width = 0
            return
        gap = self.sheet.panel.length(self.gap_px)
        wanted = [max(self.least_px, one.natural_width()) for one in self._shown]
        self.wanted_width = sum(wanted) + gap * (len(wanted) - 1)
        if self.fills:
            wanted = [max(one, (self.width - gap * (len(wanted) - 1)) / len(wanted)) for one in wanted]
        widths = shared_widths(wanted, self.width, gap, self.least_px)
        x = self.right - sum(widths) - gap * (len(widths) - 1)
        for widget, width in zip(self._shown, widths, strict=True):
            widget.pos, widget.size = (x, self.y), (width, self.height)
            x += width + gap
