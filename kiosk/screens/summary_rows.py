"""Breaks one under the other in three columns, all of one size: as large as the room for all of them allows."""

from collections.abc import Sequence
from typing import Final

from kiosk.screens.placed import Placed
from kiosk.screens.theme import TONE_INKS
from kiosk.screens.words import Words
from kiosk.views import SummaryRow, Tone

COLUMNS: Final = (0.24, 0.28, 0.48)
"""Parts of the width: what kind of break, when, what it came to."""
GAP_PX: Final = 20
SPACE_PX: Final = 14
SHARES: Final = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58)
LEAST_WHOLE: Final = 0.76
DESIGN_PX: Final = 34


class SummaryRows(Placed):
    """At most as many rows as a view has; they are made once and used again."""

    def __init__(self, **settings: object) -> None:
        self._made: list[tuple[Words, Words, Words]] = []
        self._count = 0
        super().__init__(**settings)

    def show(self, rows: Sequence[SummaryRow]) -> None:
        """Takes the rows of a view. A row without a time stands alone over all columns."""
        while len(self._made) < len(rows):
            cells = tuple(
                Words(sheet=self.sheet, role="lines", is_placed=True, max_lines=2, design_px=DESIGN_PX) for _ in COLUMNS
            )
            self._made.append((cells[0], cells[1], cells[2]))
            for cell in cells:
                self.add_widget(cell)
        for number, (name, when, what) in enumerate(self._made):
            row = rows[number] if number < len(rows) else SummaryRow("")
            name.words, when.words, what.words = row.name, row.when, row.what
            name.face = "medium" if row.when else "regular"
            name.ink = "text" if row.when else "soft"
            when.ink, what.ink = "text", TONE_INKS[row.tone] if row.tone is Tone.WARN else "soft"
        self._count = len(rows)
        self.place_soon()

    def place(self) -> None:
        """Finds the largest share of the design's size at which all rows fit, and sets every cell at that."""
        if self.width < 1 or self.height < 1:
            return
        panel = self.sheet.panel
        gap = panel.length(GAP_PX)
        share = self._share()
        space = panel.length(SPACE_PX * share)
        top = self.top
        for number, cells in enumerate(self._made):
            high = self._row_height(cells, share) if number < self._count else 0
            left = float(self.x)
            for cell, wide in zip(cells, self._widths(cells), strict=True):
                plan = cell.plan(wide - gap, share)
                cell.size = (wide - gap if cell.words else 0, cell.plan_height(plan))
                cell.pos = left, top - cell.height
                cell.take(plan)
                left += wide
            top -= high + space

    def _share(self) -> float:
        """Rather smaller than broken, as long as it can be read from a step away."""
        fitting = [one for one in SHARES if self._height_of(one) <= self.height]
        whole = (one for one in fitting if one >= LEAST_WHOLE and self._on_one_line(one))
        return next(whole, next(iter(fitting), SHARES[-1]))

    def _on_one_line(self, share: float) -> bool:
        gap = self.sheet.panel.length(GAP_PX)
        return all(
            len(cell.plan(wide - gap, share).lines) <= 1
            for cells in self._made[: self._count]
            for cell, wide in zip(cells, self._widths(cells), strict=True)
        )

    def _height_of(self, share: float) -> float:
        shown = self._made[: self._count]
        space = self.sheet.panel.length(SPACE_PX * share)
        return sum(self._row_height(cells, share) for cells in shown) + space * max(0, len(shown) - 1)

    def _row_height(self, cells: Sequence[Words], share: float) -> float:
        gap = self.sheet.panel.length(GAP_PX)
        widths = self._widths(cells)
        return max(cell.plan_height(cell.plan(wide - gap, share)) for cell, wide in zip(cells, widths, strict=True))

    def _widths(self, cells: Sequence[Words]) -> list[float]:
        if not cells[1].words:
            return [self.width, 0.0, 0.0]
        return [self.width * part for part in COLUMNS]
