"""Texts of different sizes one under the other, all as large as the room for the whole of them allows."""

from collections.abc import Iterable, Sequence
from typing import Protocol

from kivy.properties import NumericProperty, OptionProperty
from kivy.uix.widget import Widget

from kiosk.screens.placed import Placed
from kiosk.screens.words import Words

SHARES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64, 0.58, 0.52, 0.46, 0.4)


class Block(Protocol):
    """What can stand in a stack: it plans its setting for a width and a share of the design's size, then takes it."""

    gap_px: float

    def plan(self, width: float, share: float) -> object: ...

    def plan_height(self, plan: object) -> float: ...

    def take(self, plan: object) -> None: ...


class TextStack(Placed):
    """Places its children, top first. Empty ones (height 0) take no gap.

    `wanted_height` is how high the stack stands at the design's size.
    """

    rise = OptionProperty("middle", options=["top", "middle"])
    share = NumericProperty(1.0)
    wanted_height = NumericProperty(0)

    def __init__(self, **settings: object) -> None:
        self._lines: list[Words] = []
        super().__init__(**settings)

    def show_lines(self, lines: Sequence[str], ink: str) -> None:
        """Small print under the rest; its parts are made once and used again."""
        while len(self._lines) < len(lines):
            words = Words(sheet=self.sheet, role="lines", ink=ink, is_placed=True, max_lines=4)
            words.gap_px = 6 if self._lines else 28
            self._lines.append(words)
            self.add_widget(words)
        for number, words in enumerate(self._lines):
            words.words = lines[number] if number < len(lines) else ""
        self.place_soon()

    def blocks(self) -> Iterable[Widget]:
        """The children, top first."""
        return reversed(self.children)

    def height_of(self, width: float, share: float) -> float:
        """How high the whole stack stands in `width` at `share` of the design's size."""
        return sum(height for _, _, height in self._planned(width, share))

    def _planned(self, width: float, share: float) -> list[tuple[Widget, object, float]]:
        """Each block, its plan, and its height with the gap above it; 0 for one with nothing to show."""
        found: list[tuple[Widget, object, float]] = []
        for block in self.blocks():
            plan = block.plan(width, share)
            height = block.plan_height(plan)
            is_first = not any(above for _, _, above in found)
            gap = 0 if is_first or not height else self.sheet.panel.length(block.gap_px * share)
            found.append((block, plan, height + gap))
        return found

    def place(self) -> None:
        """Finds the largest share of the design's size at which all of it fits, and sets everything at that."""
        if self.width < 1:
            return
        self.wanted_height = self.height_of(self.width, 1)
        if self.height < 1:
            return
        self.share = next((one for one in SHARES if self.height_of(self.width, one) <= self.height), SHARES[-1])
        planned = self._planned(self.width, self.share)
        total = sum(height for _, _, height in planned)
        top = self.top if self.rise == "top" else self.center_y + total / 2
        for block, plan, height in planned:
            top -= height
            block.size = self.width if height else 0, block.plan_height(plan)
            block.pos = self.x, top
            block.take(plan)
