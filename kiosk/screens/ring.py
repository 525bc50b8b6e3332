"""The time left before the screen closes, as a ring that empties."""

import math
import time

from kivy.clock import Clock, ClockEvent
from kivy.graphics import Mesh
from kivy.properties import ListProperty, NumericProperty, ObjectProperty
from kivy.uix.widget import Widget

from kiosk.screens.icons import corners_of, edge_texture
from kiosk.screens.stroke import Triangles, stroked

STEP_S = 0.1
STEPS_OF_A_LIFE = 60
PEN_SHARE = 0.11


class TimeRing(Widget):
    """Full when started, empty when `start`'s seconds are over. Shows nothing while stopped."""

    rgba = ListProperty([1, 1, 1, 1])
    left = NumericProperty(0)
    mesh = ObjectProperty(None)

    def __init__(self, **settings: object) -> None:
        self._step: ClockEvent | None = None
        self._ends_s = self._life_s = 0.0
        super().__init__(**settings)
        with self.canvas:
            self.mesh = Mesh(mode="triangles", texture=edge_texture())
        for name in ("left", "pos", "size"):
            self.fbind(name, self._draw)

    def start(self, seconds: float) -> None:
        """Begins to empty; at most ten times a second, so that a waiting screen costs next to nothing."""
        self.stop()
        if seconds <= 0:
            return
        self._life_s, self._ends_s = seconds, time.monotonic() + seconds
        self.left = 1.0
        self._step = Clock.schedule_interval(self._advance, max(STEP_S, seconds / STEPS_OF_A_LIFE))

    def stop(self) -> None:
        """Shows nothing."""
        if self._step is not None:
            self._step.cancel()
            self._step = None
        self.left = 0.0

    def _advance(self, *_: object) -> None:
        self.left = max(0.0, (self._ends_s - time.monotonic()) / self._life_s)
        if not self.left:
            self.stop()

    def _draw(self, *_: object) -> None:
        found = Triangles()
        side = min(self.size)
        if self.left and side > 4:
            pen = max(2.0, side * PEN_SHARE)
            radius = (side - pen) / 2 - 1
            pieces = max(2, round(72 * self.left))
            angles = [math.tau / 4 + math.tau * self.left * at / pieces for at in range(pieces + 1)]
            x, y = self.x + self.width / 2, self.y + self.height / 2
            stroked([(x + radius * math.cos(angle), y + radius * math.sin(angle)) for angle in angles], pen, found)
        self.mesh.vertices, self.mesh.indices = corners_of(found), found.indices
