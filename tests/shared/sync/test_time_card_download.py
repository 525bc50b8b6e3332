"""Time cards are downloaded once, then by what changed since; a failure loses nothing and is told."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from shared.clock import Reading
from shared.domain.clock_status import ClockStatus
from shared.domain.time_card import CardType, TimeCard
from shared.store import memory, time_cards
from shared.store.database import Store
from shared.sync.link import Link
from shared.sync.time_card_download import MOST_UNREAD, ORACLE, TimeCardDownload
from shared.upstream.errors import NotReached, UpstreamError
from shared.upstream.oracle.query import TimeCardQuery
from shared.upstream.oracle.records import TimeCards, Unread

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CARD = TimeCard(
    1,
    53,
    date(2026, 3, 2),
    CardType.WORK,
    NOON,
    ClockStatus.ON_TIME,
    None,
    None,
    1,
    1,
    NOON,
    external_payroll_id="1053",
)


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.wall = NOON

    def read(self) -> Reading:
        return Reading(self.wall, 1000.0, "boot")


class Portal:
    """Answers with `cards` and remembers what it was asked; raises `trouble` at the question of that number."""

    def __init__(self, clock: HandClock) -> None:
        self.clock = clock
        self.cards: list[TimeCard] = [CARD]
        self.asked: list[TimeCardQuery] = []
        self.trouble: dict[int, UpstreamError] = {}
        self.unread: list[Unread] = []

    def time_cards(self, query: TimeCardQuery) -> TimeCards:
        self.asked.append(query)
        if len(self.asked) in self.trouble:
            raise self.trouble[len(self.asked)]
        return TimeCards(query.location, self.clock.wall, tuple(self.cards), tuple(self.unread))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def portal(clock: HandClock) -> Portal:
    return Portal(clock)


@pytest.fixture
def download(store: Store, clock: HandClock, portal: Portal) -> TimeCardDownload:
    link = Link(lambda: 0.0, random.Random(1))
    return TimeCardDownload(portal, store, clock, link, {"Harbour Tower": "L1", "Docks": "L1"}, 3)


def kept(store: Store) -> list[TimeCard]:
    return time_cards.between(store, ORACLE, "L1", NOON - timedelta(days=9), NOON + timedelta(days=9))


def test_the_first_pass_asks_for_business_dates_and_each_location_once(
    download: TimeCardDownload, portal: Portal, store: Store
) -> None:
    assert download.run()
    days = [date(2026, 2, 27) + timedelta(days=number) for number in range(5)]
    assert [(one.location, one.business_date, one.with_adjustments) for one in portal.asked] == [
        ("L1", day, True) for day in days
    ]
    assert kept(store) == [CARD]


def test_later_only_what_changed_since_the_first_answer_of_the_last_pass(
    download: TimeCardDownload, portal: Portal, clock: HandClock
) -> None:
    download.run()
    portal.asked.clear()
    clock.wall += timedelta(hours=13)
    download.run()
    assert {one.changed_since for one in portal.asked} == {NOON}
    assert [one.business_date for one in portal.asked if one.business_date] == [
        date(2026, 2, 28) + timedelta(days=number) for number in range(5)
    ]
    assert [one.posted_date for one in portal.asked if one.posted_date] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_a_pass_that_failed_halfway_is_made_again_from_the_same_place(
    download: TimeCardDownload, portal: Portal, store: Store
) -> None:
    portal.trouble[2] = NotReached("no route")
    assert not download.run()
    assert memory.recall(store, ORACLE, "asked_at:L1") is None
    assert memory.recall(store, ORACLE, "state:L1")["failure"] == "no route"
    assert download.run()
    assert (kept(store), memory.recall(store, ORACLE, "state:L1")["failure"]) == ([CARD], "")


def test_a_changed_card_replaces_its_older_form_and_never_the_other_way(
    download: TimeCardDownload, portal: Portal, store: Store
) -> None:
    newer = replace(CARD, left_at=NOON + timedelta(hours=8), updated_at=NOON + timedelta(hours=8))
    for cards in ([newer], [CARD]):
        portal.cards = cards
        download.run()
    assert kept(store) == [newer]


def test_after_a_month_without_an_answer_the_last_days_are_asked_for_anew(
    download: TimeCardDownload, portal: Portal, clock: HandClock
) -> None:
    download.run()
    portal.asked.clear()
    clock.wall += timedelta(days=32)
    download.run()
    assert portal.asked[0].business_date == date(2026, 3, 31)


def test_a_card_that_cannot_be_read_is_remembered_until_it_can(
    download: TimeCardDownload, portal: Portal, store: Store
) -> None:
    def unread() -> object:
        return memory.recall(store, ORACLE, "unread:L1")

    download.run()
    assert unread() is None
    portal.unread = [Unread(2, "clkInStatus is none of the documented values"), Unread(None, "a record without tcId")]
    download.run()
    portal.unread = []
    download.run()  # a delta does not bring them again
    assert unread() == {"2": "clkInStatus is none of the documented values", "?": "a record without tcId"}
    assert kept(store) == [CARD]
    portal.cards = [CARD, replace(CARD, card_id=2)]
    download.run()
    assert unread() == {"?": "a record without tcId"}


def test_no_flood_of_unreadable_cards_fills_the_file(download: TimeCardDownload, portal: Portal, store: Store) -> None:
    portal.unread = [Unread(number, "why") for number in range(1, 500)]
    download.run()
    assert len(memory.recall(store, ORACLE, "unread:L1")) == MOST_UNREAD
