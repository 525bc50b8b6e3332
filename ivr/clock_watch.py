"""The machine's own word on its clock, kept ready: asking the time service may take seconds, a call must not."""

import threading
from collections.abc import Callable
from typing import Final

import structlog

from shared.domain.clock_trust import Witness
from shared.ports import Clock
from shared.time_service import own_witnesses

LOG = structlog.get_logger()
ASK_EVERY_S: Final = 60.0


class ClockWatch:
    """Asks in a thread of its own. `rtc` is the setting auto, trust or distrust."""

    def __init__(self, clock: Clock, rtc: str, is_synchronised: Callable[[], bool | None]) -> None:
        self._clock = clock
        self._rtc = rtc
        self._is_synchronised = is_synchronised
        self._own: tuple[Witness, ...] = ()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock-watch", daemon=True)

    def start(self) -> None:
        """What needs no asking is known at once; then ask, again and again."""
        self._own = own_witnesses(self._clock.read(), self._rtc, synchronised=None)
        self._thread.start()

    def stop(self) -> None:
        """Stop asking."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()

    def now(self) -> tuple[Witness, ...]:
        """The last word."""
        return self._own

    def _run(self) -> None:
        while True:
            try:
                if self._is_synchronised():
                    self._own = own_witnesses(self._clock.read(), self._rtc, synchronised=True)
            except Exception:
                LOG.exception("clock_watch.fault")
            if self._stop.wait(ASK_EVERY_S):
                return
