"""A large number over a small word: how many stand like this, or a key with its letters."""

from kivy.properties import NumericProperty, StringProperty

from kiosk.screens.placed import Placed
from kiosk.screens.touch_button import TouchButton
from kiosk.views import Count

GAP_PX = 12
NUMBER_LINE = 1.2
WORD_LINE = 1.25
"""Heights of a line, in heights of its letters."""


class CountChip(TouchButton):
    """A number and its word."""

    number = StringProperty()
    number_px = NumericProperty(40)

    def natural_height(self) -> float:
        """What the number and its word need; a word may yet come."""
        panel = self.sheet.panel
        return float(panel.text_px(self.number_px) * NUMBER_LINE + panel.text_px(self.design_px) * WORD_LINE)

    def place(self) -> None:
        """The number over the word, both in the middle."""
        panel, pad = self.sheet.panel, self.sheet.panel.length(6)
        number, words = self.ids.number, self.ids.words
        high = panel.text_px(self.number_px) * NUMBER_LINE
        low = panel.text_px(self.design_px) * WORD_LINE if self.words else 0
        foot = self.center_y - (high + low) / 2
        self.ids.icon.size = 0, 0
        words.pos, words.size = (self.x + pad, foot), (self.width - 2 * pad, low)
        number.pos, number.size = (self.x + pad, foot + low), (self.width - 2 * pad, high)


class CountRow(Placed):
    """All counts side by side, equally wide."""

    def __init__(self, **settings: object) -> None:
        self._made: list[CountChip] = []
        super().__init__(**settings)

    def show(self, counts: tuple[Count, ...]) -> None:
        """Takes the counts of a view."""
        while len(self._made) < len(counts):
            chip = CountChip(sheet=self.sheet, role="counts", design_px=24, face="regular")
            self._made.append(chip)
        for chip, count in zip(self._made, counts, strict=False):
            chip.number = count.number
            chip.show(count.button)
        if len(self.children) != len(counts):
            self.clear_widgets()
            for chip in self._made[: len(counts)]:
                self.add_widget(chip)
        self.place_soon()

    def place(self) -> None:
        """One row; nothing where the board has no room for it."""
        shown = self._made[: len(self.children)]
        if not shown or self.height < 1:
            return
        gap = self.sheet.panel.length(GAP_PX)
        wide = (self.width - gap * (len(shown) - 1)) / len(shown)
        for place, chip in enumerate(shown):
            chip.size, chip.pos = (wide, self.height), (self.x + place * (wide + gap), self.y)
