"""A site that has time cards at the sandbox, and what a test asks of its ledger file."""

from datetime import datetime, timedelta
from functools import cache

from shared.clock import Reading, SystemClock
from shared.domain.model import Person
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.store import memory, notices, time_cards
from shared.store.database import Store
from shared.sync.time_card_download import ORACLE
from tests.shared.upstream.oracle.played import Played

TOWER = Site("Harbour Tower", 687, Rules(timezone="America/Montreal"))
ANA = Person("1053", "Ana Ribeiro")
HOUR = timedelta(hours=1)


class Ahead:
    """This machine's clock, some time further on."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self.by = timedelta()

    def read(self) -> Reading:
        now = self._system.read()
        return Reading(now.wall + self.by, now.boottime_s + self.by.total_seconds(), now.boot_id)


@cache
def began() -> datetime:
    """One instant for all cards."""
    return SystemClock().now().replace(microsecond=0)


def a_card(played: Played) -> int:
    """Ana's work that ended an hour ago."""
    now = began()
    return played.card(1053, now - 6 * HOUR, now - HOUR, jcNum=382)


def later(played: Played, card: int, minutes: float) -> None:
    """A manager lets her leave that much later."""
    now = began()
    played.adjust(card, clkOutUTC=now - HOUR + timedelta(minutes=minutes))


def kept(store: Store) -> list[int]:
    now = SystemClock().now()
    return [one.card_id for one in time_cards.between(store, ORACLE, "687", now - 99 * HOUR, now + 99 * HOUR)]


def told(store: Store) -> list[str]:
    return [one.because for one in notices.waiting(store, ANA.number)]


def failure(store: Store, location: str = "687") -> str:
    return str(memory.recall(store, ORACLE, f"state:{location}")["failure"])
