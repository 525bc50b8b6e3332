"""The roster board, and what waits on the desk, as gathered last; anew when the ledger changed or a minute passed."""

from collections.abc import Callable
from datetime import datetime

from kiosk.doorkeeper import Doorkeeper
from shared.board_now import SiteBoard, site_board
from shared.desk_now import DeskNow, desk_now
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
        self._waits = DeskNow((), (), "")
        self._counter = -1
        self._gathered_s = 0.0

    def known(self, *, anew: bool = False) -> SiteBoard:
        """The board; the one gathered last, unless that is stale or `anew` is asked for."""
        if self._known is None or anew or self.is_stale():
            # The counter first: what is committed while the board is gathered makes it stale.
            self._counter, self._gathered_s = self._doorkeeper.store.change_counter(), self._monotonic()
            store, door, now = self._doorkeeper.store, self._doorkeeper.door, self._doorkeeper.now()
            self._known = site_board(store, door.site, door.terminal, now)
            self._waits = desk_now(store, [door.site], now)
        return self._known

    def waits(self, *, anew: bool = False) -> DeskNow:
        """What waits on the desk, as old as the board."""
        self.known(anew=anew)
        return self._waits

    @property
    def waiting(self) -> int:
        """How many entries waited when the board was gathered."""
        return len(self._waits.entries)

    def forget(self) -> None:
        """Something was decided: whatever is looked at next is gathered anew."""
        self._known = None

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
        self.forget()
        return done


def _minute(at: datetime) -> int:
    return int(at.timestamp() // 60)
