"""A supervisor sees the site: counts, then one line a person, which a finger moves."""

import time
from collections.abc import Sequence

from kivy.input import MotionEvent
from kivy.properties import NumericProperty, ObjectProperty
from kivy.uix.recycleview import RecycleView

from kiosk.screens.board_row import BoardRow, is_stacked
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import TONE_INKS
from kiosk.views import Act, BoardLine, BoardView, Intent, LineKind, Tone

STAY_EVERY_S = 3.0
"""A finger that moves the list says so this often: the board closes after a time without one."""
ROW_PX = 72
LEAST_ROOM_MM = 100
"""A panel less high than this shows either counts or keys."""


class BoardList(RecycleView):
    """The lines. Only those on the glass have widgets."""

    sheet = ObjectProperty(None, allownone=True, rebind=True)

    def __init__(self, **settings: object) -> None:
        self._lines: tuple[BoardLine, ...] = ()
        super().__init__(**settings)

    def show(self, lines: Sequence[BoardLine], *, from_top: bool) -> None:
        """Takes the lines of a view; the list stays where it was moved to unless it begins anew."""
        if tuple(lines) != self._lines:
            self._lines = tuple(lines)
            self.measure()
        if from_top:
            # A list that a finger set moving would move on, away from where another one begins.
            self.effect_y.velocity = 0
            self.scroll_y = 1

    def measure(self) -> None:
        """The lines with their heights: a heading is lower than what stands under it."""
        low, high = (None, self.sheet.heading_px), (None, self.sheet.row_px)
        self.data = [
            {"line": line, "sheet": self.sheet, "extent": low if line.kind is LineKind.HEADING else high}
            for line in self._lines
        ]


class BoardScreen(Sheet):
    """The board, and a panel of keys or positions over its foot."""

    view = ObjectProperty(None, allownone=True)
    finger_px = NumericProperty(64)
    row_px = NumericProperty(ROW_PX)
    heading_px = NumericProperty(ROW_PX)
    counts_px = NumericProperty(0)
    header_px = NumericProperty(48)
    title_px = NumericProperty(100)

    def __init__(self, **settings: object) -> None:
        self._told_at = float("-inf")
        super().__init__(name="board", **settings)
        self.ids.lines.viewclass = BoardRow
        self.on_panel()

    def on_panel(self, *_: object) -> None:
        """The glass was measured: how high a line and a count are."""
        stacked = is_stacked(self.panel.width_px, self.panel.text_px(28))
        high = self.panel.text_px(30) * (2.9 if stacked else 2.4)
        self.row_px = max(round(high), self.panel.middle_touch_px)
        self.heading_px = round(self.panel.text_px(26) * 2.1)
        if "lines" in self.ids:
            self.ids.lines.measure()
        self._measure_head()

    def show(self, view: BoardView) -> None:
        """Brings the words of `view` to the screen; the list begins at its top where others are looked at."""
        from_top = self.view is None or view.scope != self.view.scope
        self.view = view
        self.ids.title.words = view.title
        self.ids.corner.ink = TONE_INKS[view.corner_tone] if view.corner_tone is not Tone.PLAIN else "soft"
        self.ids.counts.show(view.counts)
        self.ids.panel.show(view.panel)
        self.ids.buttons.show(view.buttons)
        self.ids.close.show((view.close,))
        self.ids.ring.start(view.closes_after_s)
        self.ids.lines.show(view.lines, from_top=from_top)
        self._measure_head()

    def leave(self) -> None:
        """The ring stops. What the board showed is forgotten, but not where it was moved to."""
        self.ids.ring.stop()

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger comes down: somebody reads."""
        if self.ids.lines.collide_point(*touch.pos) and time.monotonic() - self._told_at > STAY_EVERY_S:
            self._told_at = time.monotonic()
            self.dispatch("on_intent", Intent(Act.STAY))
        return bool(super().on_touch_down(touch))

    def _measure_head(self) -> None:
        """A warning about the age of what stands here has two lines; counts give way to keys on a low panel."""
        if self.view is None or "title" not in self.ids:
            return
        warns = self.view.corner_tone is not Tone.PLAIN
        one_line = max(self.panel.text_px(30) * 1.4, self.panel.length(48))
        self.header_px = max(one_line, self.panel.text_px(26) * 2.5) if warns else one_line
        self.title_px = min(self.ids.title.natural_width() + 2, self.panel.width_px * 0.5)
        has_panel = bool(self.view.panel)
        is_low = self.panel.height_px < LEAST_ROOM_MM * self.panel.px_per_mm
        high = max(self.panel.length(88), self.panel.middle_touch_px)
        self.counts_px = high if self.view.counts and not (has_panel and is_low) else 0
