"""How bright the panel is: dimmed in the hours of the night while nobody is there, as by day as soon as somebody is.

Nobody waits for it: a panel's driver may take its time, so it is spoken to in a thread beside all others.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog

from kiosk.devices.backlight import PanelLight
from shared.domain.daily_hours import DailyHours

LOG = structlog.get_logger()
LOOK_EVERY_S = 30.0
STOP_S = 2.0


@dataclass(frozen=True, slots=True)
class LightRules:
    """Percents are of what the panel can; `lit_s` is how long it stays as by day once nobody is there."""

    day_percent: int
    night_percent: int
    night: DailyHours
    lit_s: float


def percent_at(rules: LightRules, now: datetime | None, alone_s: float) -> int:
    """How bright at `now` (aware), with nobody there for `alone_s`. Without a time that can be believed it is day."""
    is_dimmed = now is not None and rules.night.contain(now) and alone_s >= rules.lit_s
    return rules.night_percent if is_dimmed else rules.day_percent


class NightLight:
    """`touched` and `shows` come from any thread and return at once. `now` is None while the clock is not believed."""

    def __init__(
        self,
        rules: LightRules,
        light: PanelLight,
        now: Callable[[], datetime | None],
        monotonic: Callable[[], float],
    ) -> None:
        self._rules = rules
        self._light = light
        self._now = now
        self._monotonic = monotonic
        self._came_at = monotonic()
        self._is_idle = True
        self._is_stopping = False
        self._trouble = ""
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="night light", daemon=True)

    def start(self) -> None:
        """Begin as if somebody had just come."""
        self._thread.start()

    def touched(self) -> None:
        """A finger is on the glass."""
        self._came_at = self._monotonic()
        self._wake.set()

    def shows(self, *, idle: bool) -> None:
        """What stands on the glass now: the idle screen, or something that somebody reads for as long as it stands."""
        if not (idle and self._is_idle):
            self.touched()
        self._is_idle = idle

    def stop(self) -> None:
        """Leave the panel as by day: whoever mends a terminal wants to see it."""
        self._is_stopping = True
        self._wake.set()
        if self._thread.is_alive():
            self._thread.join(STOP_S)
            # A driver that hangs would hold up the end of the terminal.
            if not self._thread.is_alive():
                self._show(self._rules.day_percent)

    def _run(self) -> None:
        while not self._is_stopping:
            alone_s = self._monotonic() - self._came_at if self._is_idle else 0.0
            self._show(percent_at(self._rules, self._now(), alone_s))
            left_s = self._rules.lit_s - alone_s
            self._wake.wait(min(LOOK_EVERY_S, left_s) if left_s > 0 else LOOK_EVERY_S)
            self._wake.clear()

    def _show(self, percent: int) -> None:
        try:
            trouble = "" if self._light.show(percent) else "this panel has no light that the machine can set"
        except (OSError, ValueError) as error:
            trouble = str(error)
        if trouble and trouble != self._trouble:
            LOG.warning("panel.light_not_set", error=trouble, cure="leave [backlight] out, or ask clockpost doctor")
        self._trouble = trouble
