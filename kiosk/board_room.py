"""The roster board as it was gathered last, gathered anew when the ledger changed or a minute has passed."""

from collections.abc import Callable
from datetime import datetime

from kiosk.doorkeeper import Doorkeeper
from shared.board_now import SiteBoard, site_board
from shared.domain.model import Person
from shared.domain.supervision import NotDone
from shared.supervision.outages import close_outages

MOST_OFTEN_S = 3.0
"""While a backlog goes out, the ledger changes many times a second; nobody reads that fast."""


class BoardRoom:
    """Used by the presenter's thread alone. Raises a StoreError where the ledger cannot be read."""

    def __init__(self, doorkeeper: Doorkeeper, monotonic: Callable[[], float]) -> None:
        self._doorkeeper = doorkeeper
        self._monotonic = monotonic
        self._known: SiteBoard | None = None
        self._counter = -1
        self._gathered_s = 0.0

    def known(self, *, anew: bool = False) -> SiteBoard:
        """The board; the one gathered last, unless that is stale or `anew` is asked for."""
        if self._known is None or anew or self.is_stale():
            # The counter first: what is committed while the board is gathered makes it stale.
            self._counter, self._gathered_s = self._doorkeeper.store.change_counter(), self._monotonic()
            door = self._doorkeeper.door
            self._known = site_board(self._doorkeeper.store, door.site, door.terminal, self._doorkeeper.now())
        return self._known

    def is_stale(self) -> bool:
        """Would a board gathered now tell something else?"""
        if self._known is None or _minute(self._known.board.at) != _minute(self._doorkeeper.now()):
            return True
        if self._monotonic() - self._gathered_s < MOST_OFTEN_S:
            return False
        return self._doorkeeper.store.change_counter() != self._counter

    def close_outages(self, by: Person) -> int | NotDone:
        """Close the outages that the board shows, by the word of this supervisor; how many were open."""
        shown = [outage.outage_id for outage in self.known().outages]
        done = close_outages(self._doorkeeper.store, self._doorkeeper.word_of(by), shown)
        self._known = None
        return done


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)
