"""Once a day: what the numbers on time cards mean, so that people are joined and managers and jobs have names.

Cards come without these lists too: an account may not be allowed to read them, and then numbers are shown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

import structlog

from shared.domain.card_people import CardName, NumberKind
from shared.ports import Clock
from shared.store import memory, time_card_names
from shared.store.database import Store
from shared.sync.link import Link
from shared.sync.time_card_download import ORACLE
from shared.upstream.errors import UpstreamError
from shared.upstream.oracle.dimensions import Employee, Named

LOG = structlog.get_logger()
EVERY: Final = timedelta(hours=24)
AFTER_A_FAILURE: Final = timedelta(hours=1)


class ListSource(Protocol):
    """What is asked for the lists."""

    def employees(self, location: str) -> list[Employee]: ...
    def job_codes(self, location: str) -> list[Named]: ...
    def revenue_centres(self, location: str) -> list[Named]: ...


@dataclass(slots=True)
class TimeCardLists:
    """Used by sync's background thread alone."""

    source: ListSource
    store: Store
    clock: Clock
    link: Link

    def run(self, location: str) -> bool:
        """Bring the lists of a location, each where it is due; False where one could not be read."""
        centre = NumberKind.REVENUE_CENTRE
        lists: tuple[tuple[NumberKind, Callable[[], Iterable[CardName]]], ...] = (
            (NumberKind.EMPLOYEE, lambda: map(_employee, self.source.employees(location))),
            (NumberKind.JOB_CODE, lambda: _named(NumberKind.JOB_CODE, self.source.job_codes(location))),
            (centre, lambda: _named(centre, self.source.revenue_centres(location))),
        )
        # Each is asked for, whatever becomes of the one before.
        arrived = [self._bring(location, kind, ask) for kind, ask in lists if self._is_due(location, kind)]
        return all(arrived)

    def _bring(self, location: str, kind: NumberKind, ask: Callable[[], Iterable[CardName]]) -> bool:
        if not self.link.allows():
            return False
        now = self.clock.read().wall
        try:
            found = list(ask())
        except UpstreamError as error:
            # It says nothing of the cards: what is refused here must not hold them up.
            LOG.warning("time_cards.list_failed", location=location, list=kind, error=str(error))
            self._remember(location, kind, now + AFTER_A_FAILURE, str(error)[:500])
            return False
        with self.store.writing():
            time_card_names.replace(self.store, ORACLE, location, kind, found)
        self._remember(location, kind, now + EVERY, "")
        return True

    def _is_due(self, location: str, kind: NumberKind) -> bool:
        told = memory.recall(self.store, ORACLE, _key(location, kind))
        now = self.clock.read().wall
        # One that lies too far ahead was written by a clock that has been put back since.
        return not told or not now < datetime.fromisoformat(told["due_at"]) <= now + EVERY

    def _remember(self, location: str, kind: NumberKind, due_at: datetime, failure: str) -> None:
        with self.store.writing():
            memory.remember(
                self.store, ORACLE, _key(location, kind), {"due_at": due_at.isoformat(), "failure": failure}
            )


def _key(location: str, kind: NumberKind) -> str:
    return f"list:{kind}:{location}"


def _employee(one: Employee) -> CardName:
    return CardName(NumberKind.EMPLOYEE, one.num, one.name, one.payroll_id, one.external_payroll_id)


def _named(kind: NumberKind, told: list[Named]) -> Iterable[CardName]:
    return (CardName(kind, one.num, one.name) for one in told)
