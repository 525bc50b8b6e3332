"""What a wall terminal tells of itself, in the ledger for whoever watches: who draws, reader, last badge, position.

It is written when something changed, by the heartbeat's thread: no tap waits for it, and the flash is spared.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import datetime
from importlib.metadata import version
from typing import Final

import structlog

from kiosk.screens.renderer import is_software
from shared.domain.health import Check
from shared.domain.health_of_terminal import TerminalTold
from shared.health.terminal_told import checks_of
from shared.ports import BadgeReader, Clock, Position, ReaderState
from shared.store import health_facts
from shared.store.database import Store
from shared.store.errors import StoreError

LOG = structlog.get_logger()
LITTLE_NEWS_EVERY_S: Final = 600.0


class ToldFacts:
    """`drawn_by` and `badge_read` come from any thread, `keep` from the heartbeat's."""

    def __init__(
        self,
        open_store: Callable[[], Store],
        terminal: str,
        reader: BadgeReader | None,
        position: Callable[[], Position],
        clock: Clock,
    ) -> None:
        self._open_store = open_store
        self._terminal = terminal
        self._reader = reader
        self._position = position
        self._clock = clock
        self._renderer = ""
        self._last_badge_at: datetime | None = None
        self._kept: TerminalTold | None = None
        self._kept_at_s = 0.0

    def drawn_by(self, renderer: str) -> None:
        """The window is open; GL_RENDERER as it tells it."""
        self._renderer = renderer

    def badge_read(self) -> None:
        """A badge was read just now; whose is nobody's business here."""
        self._last_badge_at = self._clock.read().wall

    def keep(self) -> None:
        """Write down what changed since the last time. A ledger that cannot be written is another's matter."""
        told, now_s = self._told(), self._clock.read().boottime_s
        if not self._is_news(told, now_s):
            return
        last_badge_at = told.last_badge_at.isoformat() if told.last_badge_at else None
        body = {**asdict(told), "last_badge_at": last_badge_at}
        try:
            with self._open_store() as store, store.writing():
                health_facts.tell_of_terminal(store, self._terminal, body)
        except StoreError as error:
            LOG.warning("terminal.facts_not_kept", error=str(error))
        else:
            self._kept, self._kept_at_s = told, now_s

    def checks(self) -> tuple[Check, ...]:
        """How reader, screen and position stand, for the terminal's own look at itself."""
        return checks_of(self._told(), self._clock.read().wall)

    def _told(self) -> TerminalTold:
        health = self._reader.health() if self._reader is not None else None
        position = self._position()
        return TerminalTold(
            version=version("clockpost"),
            renderer=self._renderer,
            software=is_software(self._renderer),
            reader=health.state if health is not None else ReaderState.OFF,
            reader_error=health.error if health is not None else "",
            last_badge_at=self._last_badge_at,
            position=position.state,
            position_error=position.error,
        )

    def _is_news(self, told: TerminalTold, now_s: float) -> bool:
        if self._kept is None or _without_little(told) != _without_little(self._kept):
            return True
        if self._kept.last_badge_at is None and told.last_badge_at is not None:
            return True
        return told != self._kept and now_s - self._kept_at_s >= LITTLE_NEWS_EVERY_S


def _without_little(told: TerminalTold) -> TerminalTold:
    """All of it but what changes often: a badge is read, a fix is lost and found. A lost receiver is news at once."""
    return replace(told, last_badge_at=None, position="")
