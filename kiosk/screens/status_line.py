"""The truth in one line: each status a mark and a word, on more rows where they do not fit side by side."""

from collections.abc import Sequence

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.fit import sizes
from kiosk.screens.flow import rows
from kiosk.screens.icon_shapes import STATUS_SHAPES
from kiosk.screens.placed import Placed
from kiosk.screens.theme import TONE_INKS
from kiosk.views import Status

GAP_PX = 32
LINE = 1.35
"""The height of a line, in heights of its letters."""


class StatusChip(Widget):
    """A mark and its word."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)
    words = StringProperty()
    shape = StringProperty("dot")
    ink = StringProperty("ok")
    size_px = NumericProperty(24)

    def show(self, status: Status) -> None:
        """Takes the tone and the word."""
        self.words = status.text
        self.shape, self.ink = STATUS_SHAPES[status.tone], TONE_INKS[status.tone]

    def mark_px(self, size_px: int) -> float:
        """The width of the mark and the air after it."""
        return float(size_px * 2 / 3 + self.sheet.panel.length(12))

    def natural_width(self, size_px: int) -> float:
        """The width on one line."""
        return self.mark_px(size_px) + float(self.ids.words.natural_width(size_px)) + 1


class StatusLine(Placed):
    """Shows as many statuses as the view has, reader first. `wanted_height` is what they need at this width."""

    design_px = NumericProperty(24)
    wanted_height = NumericProperty(0)

    def __init__(self, **settings: object) -> None:
        self._made: list[StatusChip] = []
        self._shown: list[StatusChip] = []
        super().__init__(**settings)

    def show(self, statuses: Sequence[Status]) -> None:
        """Takes the statuses of a view."""
        while len(self._made) < len(statuses):
            self._made.append(StatusChip(sheet=self.sheet))
        for chip, status in zip(self._made, statuses, strict=False):
            chip.show(status)
        if len(self._shown) != len(statuses):
            self._shown = self._made[: len(statuses)]
            self.clear_widgets()
            for chip in self._shown:
                self.add_widget(chip)
        self.place_soon()

    def place(self) -> None:
        """The largest size at which all stand in as few rows as the height has."""
        if not self._shown or self.width < 2:
            return
        panel = self.sheet.panel
        candidates = list(sizes(panel.text_px(self.design_px), panel.least_text_px))
        size = next((one for one in candidates if self._fits(one)), candidates[-1])
        placed = [[self._shown[index] for index in row] for row in self._rows(size)]
        heights = [self._row_height(chips, size) for chips in placed]
        self.wanted_height = sum(heights)
        top = self.center_y + sum(heights) / 2
        for chips, high in zip(placed, heights, strict=True):
            top -= high
            self._place_row(chips, size, top, high)

    def _rows(self, size: int) -> list[list[int]]:
        widths = [chip.natural_width(size) for chip in self._shown]
        return rows(widths, self.width, self.sheet.panel.length(GAP_PX))

    def _fits(self, size: int) -> bool:
        widest = max(chip.natural_width(size) for chip in self._shown)
        return widest <= self.width and len(self._rows(size)) * size * LINE <= self.height

    def _row_height(self, chips: list[StatusChip], size: int) -> float:
        """Two lines where a status is wider than the whole row."""
        lines = 2 if any(chip.natural_width(size) > self.width for chip in chips) else 1
        return LINE * size * lines

    def _place_row(self, chips: list[StatusChip], size: int, y: float, height: float) -> None:
        x = self.x
        for chip in chips:
            chip.size_px = size
            chip.size = min(self.width, chip.natural_width(size)), height
            chip.pos = x, y
            x += chip.width + self.sheet.panel.length(GAP_PX)
