"""Downloads of time cards: the last business dates once, then only what changed since the last answer.

Rule 1: a delta begins where the upstream's own clock stood at the first question of the last whole pass.
Rule 2: a pass that fails halfway is made again from the same place: a card that comes twice is one card.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

import structlog

from shared.ports import Clock
from shared.store import memory, time_cards
from shared.store.database import Store
from shared.sync.link import Link
from shared.upstream.errors import UpstreamError
from shared.upstream.oracle.query import TimeCardQuery
from shared.upstream.oracle.records import TimeCards

LOG = structlog.get_logger()
ORACLE = "oracle"
MOST_UNREAD = 50
MOST_DAYS_OF_DELTA = 31
"""After a longer gap the last business dates are asked for once more."""


class CardSource(Protocol):
    """What is asked for cards."""

    def time_cards(self, query: TimeCardQuery) -> TimeCards: ...


@dataclass(slots=True)
class TimeCardDownload:
    """`locations` by site name. Used by sync's background thread alone."""

    source: CardSource
    store: Store
    clock: Clock
    link: Link
    locations: dict[str, str]
    days_back: int

    def run(self) -> bool:
        """One pass over every location; True when all of them answered."""
        arrived = [self._location(location) for location in sorted(set(self.locations.values()))]
        return all(arrived)

    def _location(self, location: str) -> bool:
        if not self.link.allows():
            return False
        since = self._asked_at(location)
        first: datetime | None = None
        try:
            for query in self._queries(location, since):
                found = self.source.time_cards(query)
                self._keep(location, found)
                first = first or found.asked_at
        except UpstreamError as error:
            self.link.failed(error)
            self._note(location, str(error)[:500])
            LOG.warning("time_cards.failed", location=location, error=str(error))
            return False
        self.link.answered()
        if first is not None:
            with self.store.writing():
                memory.remember(self.store, ORACLE, _asked(location), first.isoformat())
        self._note(location, "")
        return True

    def _queries(self, location: str, since: datetime | None) -> Iterator[TimeCardQuery]:
        today = self.clock.read().wall.astimezone(UTC).date()
        # The site's day may be a day before or after UTC's.
        for day in _days(today - timedelta(days=self.days_back), today + timedelta(days=1)):
            yield TimeCardQuery(location, business_date=day, changed_since=since, with_adjustments=True)
        if since is None:
            return
        # What a manager changed of older days. The document says both that a posted date is that of the insertion and
        # that it is compared with the last update: so this finds it by one reading, and the days above by either.
        for day in _days(since.date(), max(today, since.date())):
            yield TimeCardQuery(location, posted_date=day, changed_since=since, with_adjustments=True)

    def _keep(self, location: str, found: TimeCards) -> None:
        changed = time_cards.keep(self.store, ORACLE, location, found.cards)
        self._keep_unread(location, found)
        if changed:
            LOG.info("time_cards.kept", location=location, changed=changed)

    def _keep_unread(self, location: str, found: TimeCards) -> None:
        """Which cards could not be read: a delta does not bring them again, so they are remembered until they can."""
        name = f"unread:{location}"
        before: dict[str, str] = memory.recall(self.store, ORACLE, name) or {}
        readable = {str(card.card_id) for card in found.cards}
        told = {str(one.card_id or "?"): one.why for one in found.unread}
        for number, why in told.items():
            LOG.warning("time_cards.unread", location=location, card=number, why=why)
        now = {number: why for number, why in before.items() if number not in readable} | told
        now = dict(list(now.items())[-MOST_UNREAD:])
        if now != before:
            with self.store.writing():
                memory.remember(self.store, ORACLE, name, now)

    def _asked_at(self, location: str) -> datetime | None:
        told = memory.recall(self.store, ORACLE, _asked(location))
        since = datetime.fromisoformat(told) if isinstance(told, str) else None
        is_long_ago = since is not None and self.clock.read().wall - since > timedelta(days=MOST_DAYS_OF_DELTA)
        return None if is_long_ago else since

    def _note(self, location: str, failure: str) -> None:
        told = {"at": self.clock.read().wall.isoformat(), "failure": failure}
        with self.store.writing():
            memory.remember(self.store, ORACLE, f"state:{location}", told)


def _asked(location: str) -> str:
    return f"asked_at:{location}"


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
