"""A sentence and its pill: side by side where there is room, the pill below where there is not."""

from dataclasses import dataclass

from kivy.properties import NumericProperty, ObjectProperty, StringProperty
from kivy.uix.widget import Widget

from kiosk.screens.fit import Fitted
from kiosk.screens.theme import TONE_INKS
from kiosk.views import Pill


@dataclass(frozen=True, slots=True)
class RowPlan:
    """How the sentence is set, the pill's size, and whether it stands below."""

    detail: Fitted
    pill: Fitted
    pill_size: tuple[float, float]
    is_below: bool


class PillBox(Widget):
    """A word in a frame of its own colour."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)
    words = StringProperty()
    ink = StringProperty("text")
    edge = NumericProperty(1)


class DetailRow(Widget):
    """A block of a text stack: `words`, and a pill unless its words are empty."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)
    words = StringProperty()
    gap_px = NumericProperty(0)

    def show(self, words: str, pill: Pill | None) -> None:
        """Takes the sentence and the pill."""
        self.words = words
        self.ids.pill.words = pill.text if pill else ""
        self.ids.pill.ink = TONE_INKS[pill.tone] if pill else "text"

    def plan(self, width: float, share: float) -> RowPlan:
        """Beside, if the sentence then still stands on as few lines as it would alone, and as large."""
        panel, words, pill = self.sheet.panel, self.ids.detail, self.ids.pill.ids.words
        if not pill.words:
            return RowPlan(words.plan(width, share), pill.plan(width, share), (0, 0), False)
        pad = panel.length(18)
        plan = pill.plan(width - 2 * pad, share)
        size = (pill.natural_width(plan.size_px) + 2 * pad, pill.plan_height(plan) + 2 * panel.length(6))
        alone = words.plan(width, share)
        left = width - size[0] - panel.length(22)
        beside = words.plan(left, share) if left > width / 4 else None
        fits = beside is not None and (beside.size_px, len(beside.lines)) == (alone.size_px, len(alone.lines))
        return RowPlan(beside if fits and beside else alone, plan, size, not fits)

    def plan_height(self, plan: RowPlan) -> float:
        """How high the plan stands."""
        text, pill = self.ids.detail.plan_height(plan.detail), plan.pill_size[1]
        if not plan.is_below:
            return float(max(text, pill))
        return float(text + (self.sheet.panel.length(14) if text else 0) + pill)

    def take(self, plan: RowPlan) -> None:
        """Sets both as planned, inside this row's own place."""
        detail, pill = self.ids.detail, self.ids.pill
        detail.take(plan.detail)
        pill.ids.words.take(plan.pill)
        detail.size, pill.size = (self.width, detail.plan_height(plan.detail)), plan.pill_size
        if plan.is_below:
            detail.pos, pill.pos = (self.x, self.top - detail.height), self.pos
            return
        detail.pos = self.x, self.y + (self.height - detail.height) / 2
        detail.width = detail.texture_size[0]
        after = detail.width + self.sheet.panel.length(22) if plan.detail.shown else 0
        pill.pos = self.x + after, self.y + (self.height - pill.height) / 2
