"""Sync's sign of life in its lease: a sync that hangs holds the lease like one that works."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog

from shared.ports import Clock
from shared.store.lease import tell_alive

LOG = structlog.get_logger()
TELL_EVERY_S: Final = 30.0
"""A row in the flash at every round of five seconds would wear it out."""


class SignOfLife:
    """`turned` is called when the writer answers the deliveries' loop: both go on then. `also` is told each time."""

    def __init__(self, ledger: Path, clock: Clock, also: Callable[[], object] = lambda: None) -> None:
        self._also = also
        self._ledger = ledger
        self._clock = clock
        self._due_s = time.monotonic()

    def turned(self, _: object = None) -> None:
        """All loops go on. Written now and then; what cannot be written is told to the log."""
        self._also()
        if time.monotonic() < self._due_s:
            return
        self._due_s = time.monotonic() + TELL_EVERY_S
        try:
            tell_alive(self._ledger, self._clock.read().boottime_s)
        except OSError as error:
            LOG.warning("sync.sign_of_life_not_written", error=str(error))
