"""Nobody is there: the time, the site, "Tap your badge", and the truth in one line."""

import math

from kivy.clock import Clock, ClockEvent
from kivy.properties import BooleanProperty, NumericProperty, ObjectProperty

from kiosk.screens.icon_shapes import TONE_SHAPES
from kiosk.screens.sheet import Sheet
from kiosk.screens.theme import TONE_INKS
from kiosk.views import Icon, IdleView, Tone

BREATH_S = 5.0
BREATH_STEPS_PER_S = 12


class IdleScreen(Sheet):
    """The badge tile breathes while `breathes` and the screen is seen."""

    view = ObjectProperty(None, allownone=True)
    breathes = BooleanProperty(True)
    breath = NumericProperty(0)
    finger_px = NumericProperty(64)

    def __init__(self, **settings: object) -> None:
        self._step: ClockEvent | None = None
        self._seconds = 0.0
        super().__init__(name="idle", **settings)

    def show(self, view: IdleView) -> None:
        """Brings the words of `view` to the screen."""
        column = self.ids.column
        column.notice_ink = TONE_INKS[view.notice_tone]
        warns = view.notice_tone in (Tone.WARN, Tone.STOP)
        column.notice_shape = TONE_SHAPES[view.notice_tone] if warns else Icon.NONE
        self.view = view
        self.ids.site.place_soon()
        self.ids.statuses.show(view.statuses)
        self.ids.buttons.show(view.buttons)
        if self.breathes and self._step is None:
            self._step = Clock.schedule_interval(self._breathe, 1 / BREATH_STEPS_PER_S)

    def leave(self) -> None:
        """Holds its breath while it is not seen."""
        if self._step is not None:
            self._step.cancel()
            self._step = None

    def _breathe(self, passed_s: float) -> None:
        self._seconds = (self._seconds + passed_s) % BREATH_S
        self.breath = (1 - math.cos(math.tau * self._seconds / BREATH_S)) / 2
