"""Words that mean something when a finger rests on them for a while: nobody does that by chance on the way past."""

from typing import Final

from kivy.clock import Clock, ClockEvent
from kivy.input import MotionEvent
from kivy.properties import ObjectProperty

from kiosk.screens.words import Words

HOLD_S: Final = 3.0


class HeldWords(Words):
    """Dispatches `intent` on its sheet after a finger has rested on it for `HOLD_S`; without one it only shows."""

    intent = ObjectProperty(None, allownone=True)

    def __init__(self, **settings: object) -> None:
        self._waits: ClockEvent | None = None
        super().__init__(**settings)

    def on_touch_down(self, touch: MotionEvent) -> bool:
        """A finger comes down."""
        if self.intent is None or touch.is_mouse_scrolling or not self._is_near(*touch.pos):
            return False
        touch.grab(self)
        self._let_go()
        self._waits = Clock.schedule_once(self._was_held, HOLD_S)
        return True

    def on_touch_move(self, touch: MotionEvent) -> bool:
        """It slides away: that was no holding."""
        if touch.grab_current is not self:
            return False
        if not self._is_near(*touch.pos):
            self._let_go()
        return True

    def on_touch_up(self, touch: MotionEvent) -> bool:
        """It lifts."""
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._let_go()
        return True

    def _was_held(self, *_: object) -> None:
        self._waits = None
        # A badge may have taken the screen meanwhile.
        if self.intent is not None and self.get_root_window() is not None:
            self.sheet.dispatch("on_intent", self.intent)

    def _let_go(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None

    def _is_near(self, x: float, y: float) -> bool:
        """On the words, or as near as a gloved finger needs it."""
        least = self.sheet.panel.middle_touch_px
        wide = max(self.texture_size[0], least)
        over = max(0.0, (least - self.height) / 2)
        return bool(self.right - wide <= x <= self.right and self.y - over <= y <= self.top + over)
