"""What a wall terminal tells of itself, kept in the ledger for the doctor: who draws, the reader, its last badge.

It is written when something changed, by the heartbeat's thread: no tap waits for it, and the flash is spared.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.metadata import version
from typing import Any, Final

import structlog

from kiosk.screens.renderer import is_software
from shared.domain.health import Check
from shared.domain.health_of_terminal import TerminalTold, judge_renderer, judge_running_reader
from shared.ports import BadgeReader, Clock, ReaderState
from shared.store import health_facts
from shared.store.database import Store
from shared.store.errors import StoreError

LOG = structlog.get_logger()
BADGES_EVERY: Final = timedelta(minutes=10)
"""The age of the last badge is written no more often than this."""


class ToldFacts:
    """`drawn_by` and `badge_read` come from any thread, `keep` from the heartbeat's."""

    def __init__(
        self, open_store: Callable[[], Store], terminal: str, reader: BadgeReader | None, clock: Clock
    ) -> None:
        self._open_store = open_store
        self._terminal = terminal
        self._reader = reader
        self._clock = clock
        self._renderer = ""
        self._last_badge_at: datetime | None = None
        self._kept: dict[str, Any] = {}

    def drawn_by(self, renderer: str) -> None:
        """The window is open; GL_RENDERER as it tells it."""
        self._renderer = renderer

    def badge_read(self) -> None:
        """A badge was read just now; whose is nobody's business here."""
        self._last_badge_at = self._clock.read().wall

    def keep(self) -> None:
        """Write down what changed since the last time. A ledger that cannot be written is another's matter."""
        told = self._told()
        if not self._is_news(told):
            return
        try:
            with self._open_store() as store, store.writing():
                health_facts.tell_of_terminal(store, self._terminal, told)
        except StoreError as error:
            LOG.warning("terminal.facts_not_kept", error=str(error))
        else:
            self._kept = told

    def checks(self) -> tuple[Check, ...]:
        """How the reader and the screen stand, for the terminal's own look at itself."""
        health = self._reader.health() if self._reader is not None else None
        told = TerminalTold(
            renderer=self._renderer,
            software=is_software(self._renderer),
            reader=health.state if health is not None else ReaderState.OFF,
            reader_error=health.error if health is not None else "",
            last_badge_at=self._last_badge_at,
        )
        return judge_renderer(told), judge_running_reader(told, self._clock.read().wall)

    def _told(self) -> dict[str, Any]:
        health = self._reader.health() if self._reader is not None else None
        return {
            "version": version("clockpost"),
            "renderer": self._renderer,
            "software": is_software(self._renderer),
            "reader": health.state if health is not None else ReaderState.OFF,
            "reader_error": health.error if health is not None else "",
            "last_badge_at": self._last_badge_at.isoformat() if self._last_badge_at else None,
        }

    def _is_news(self, told: dict[str, Any]) -> bool:
        if {**told, "last_badge_at": None} != {**self._kept, "last_badge_at": None}:
            return True
        before, now = self._kept["last_badge_at"], told["last_badge_at"]
        if now is None or now == before:
            return False
        return before is None or datetime.fromisoformat(now) - datetime.fromisoformat(before) >= BADGES_EVERY
