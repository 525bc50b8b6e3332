"""One line of the board: a mark, a name, a shift, where they stand, and what else there is to say.

A wide panel has them side by side, a small or upright one on two lines.
"""

import time

from kivy.input import MotionEvent
from kivy.properties import BooleanProperty, ObjectProperty, StringProperty

from kiosk.screens.debounce import Debounce
from kiosk.screens.placed import Placed
from kiosk.screens.theme import TONE_INKS
from kiosk.views import BoardLine, LineKind, Tone

MARK_PX = 30
MARK_ROOM_PX = 60
GAP_PX = 24
COLUMNS = (0.29, 0.2, 0.18)
"""Shares of the width that name, shift and standing take; the rest is left to what else there is to say."""
NOTE_COLUMNS = (0.33, 0.22, 0.1)
STACKED_BELOW = 44
"""A panel fewer of its own letters wide than this has no room for four columns."""
NOTHING = BoardLine(LineKind.PERSON, "")


class BoardRow(Placed):
    """Shows a `BoardLine`; used again for another one as the list moves."""

    line = ObjectProperty(NOTHING)
    shape = StringProperty("none")
    mark_ink = StringProperty("soft")
    state_ink = StringProperty("text")
    who_ink = StringProperty("text")
    detail_ink = StringProperty("soft")
    is_pressed = BooleanProperty(False)

    def __init__(self, **settings: object) -> None:
        self._debounce = Debounce()
        super().__init__(**settings)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger comes down on a line that means something."""
        if self.line.intent is None or touch.is_mouse_scrolling or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        touch.ud[self] = self.line.intent
        self.is_pressed = True
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """The finger lifts: acts if it is still here, and if the line still means what it came down on."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.is_pressed = False
        stands = self.get_root_window() is not None and touch.ud.get(self) == self.line.intent
        if stands and self.collide_point(*touch.pos) and self._debounce.passes(time.monotonic()):
            self.sheet.dispatch("on_intent", self.line.intent)
        return True

    def on_line(self, *_: object) -> None:
        """Another line stands here now."""
        line = self.line
        is_heading, warns = line.kind is LineKind.HEADING, line.tone in (Tone.WARN, Tone.STOP)
        self.shape = line.mark
        self.mark_ink = "accent" if line.tone is Tone.OK else TONE_INKS[line.tone]
        self.state_ink = TONE_INKS[line.tone] if warns else "text"
        self.who_ink = "soft" if is_heading else "text"
        self.detail_ink = "warn" if line.detail_tone is Tone.WARN else "soft"
        self.ids.who.design_px = 26 if is_heading else 30
        self.ids.who.words, self.ids.plan.words = line.who, line.plan
        self.ids.state.words = line.state
        self.place_soon()

    def place(self) -> None:
        """Side by side, or on two lines."""
        if self.width < 2 or self.height < 2:
            return
        panel, line = self.sheet.panel, self.line
        stacked = is_stacked(panel.width_px, panel.text_px(28))
        self.ids.detail.words = f"\u00b7 {line.detail}" if stacked and line.detail and line.plan else line.detail
        if line.kind is LineKind.HEADING:
            self._stand_as_heading(panel.length(GAP_PX))
            return
        room = panel.length(MARK_ROOM_PX)
        side = min(panel.length(MARK_PX), self.height * 0.6)
        self.ids.mark.size = side, side
        self.ids.mark.pos = self.x + panel.length(4), self.center_y - side / 2
        if stacked:
            self._stand_stacked(room, panel.length(GAP_PX))
        else:
            self._stand_in_columns(room, panel.length(GAP_PX))

    def _stand_as_heading(self, gap: float) -> None:
        who, detail = self.ids.who, self.ids.detail
        self.ids.plan.size = self.ids.state.size = 0, 0
        beside = min(self.width * 0.45, detail.natural_width() + 1) if self.line.detail else 0
        foot, high = self.y, self.height * 0.72
        self.ids.mark.size = 0, 0
        who.pos, who.size = (self.x, foot), (self.width - beside - (gap if beside else 0), high)
        detail.align = "right"
        detail.pos, detail.size = (self.right - beside, foot), (beside, high)

    def _stand_in_columns(self, room: float, gap: float) -> None:
        shares = NOTE_COLUMNS if self.line.kind is LineKind.NOTE else COLUMNS
        whole, x = self.width - room, self.x + room
        for part, share in zip((self.ids.who, self.ids.plan, self.ids.state), shares, strict=True):
            part.pos, part.size = (x, self.y), (whole * share - gap, self.height)
            x += whole * share
        self.ids.detail.align = self.ids.state.align = "left"
        self.ids.detail.pos, self.ids.detail.size = (x, self.y), (self.right - x, self.height)

    def _stand_stacked(self, room: float, gap: float) -> None:
        x, half = self.x + room, self.height / 2
        wide = self.right - x
        beside = self._room_of_state(wide - gap)
        planned = min(wide * 0.5, self.ids.plan.natural_width() + 1)
        top, foot = self.y + half * 0.95, self.y + half * 0.1
        self.ids.who.pos, self.ids.who.size = (x, top), (wide - beside - gap, half * 0.95)
        self.ids.state.align = "right"
        self.ids.state.pos, self.ids.state.size = (self.right - beside, top), (beside, half * 0.95)
        self.ids.plan.pos, self.ids.plan.size = (x, foot), (planned, half * 0.9)
        self.ids.detail.align = "left"
        self.ids.detail.pos = x + planned + gap / 2, foot
        self.ids.detail.size = wide - planned - gap / 2, half * 0.9

    def _room_of_state(self, wide: float) -> float:
        """As much as it wants, and less where a long name could not be read otherwise."""
        who, state, least = self.ids.who, self.ids.state, self.sheet.panel.least_text_px
        wanted = state.natural_width() + 1
        if who.natural_width() + wanted <= wide:
            return float(wanted)
        return float(min(wanted, max(state.natural_width(least) + 1, wide - who.natural_width(least) - 1)))


def is_stacked(width_px: int, letter_px: int) -> bool:
    """Is a panel of that width, with letters of that size, too narrow for columns?"""
    return width_px < STACKED_BELOW * letter_px
