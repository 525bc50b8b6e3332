"""The lists behind the numbers are asked for once a day, each by itself, and never in the way of the cards."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.clock import Reading
from shared.domain.card_people import NumberKind
from shared.store import time_card_names
from shared.store.database import Store
from shared.sync.link import Link
from shared.sync.time_card_download import ORACLE
from shared.sync.time_card_list_download import AFTER_A_FAILURE, EVERY, TimeCardLists
from shared.upstream.errors import NotAllowed
from shared.upstream.oracle.dimensions import Employee, Named


class Lists:
    """Answers, counts the questions, and refuses those that it is told to."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.refuses: set[str] = set()
        self.people = [Employee(53, "P53", "1053", "Ana Ribeiro")]

    def employees(self, location: str) -> list[Employee]:
        self._ask("employees")
        return self.people

    def job_codes(self, location: str) -> list[Named]:
        self._ask("job codes")
        return [Named(1, "Gate 2")]

    def revenue_centres(self, location: str) -> list[Named]:
        self._ask("centres")
        return [Named(1, "Dock"), Named(1, "Dock again")]

    def _ask(self, name: str) -> None:
        self.asked.append(name)
        if name in self.refuses:
            raise NotAllowed("answered 403", status=403)


class HandClock:
    def __init__(self) -> None:
        self.wall = datetime(2026, 3, 2, 12, tzinfo=UTC)

    def read(self) -> Reading:
        return Reading(self.wall, 1000.0, "boot")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def lists() -> Lists:
    return Lists()


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def download(store: Store, lists: Lists, clock: HandClock) -> TimeCardLists:
    return TimeCardLists(lists, store, clock, Link(lambda: 0.0, random.Random(1)))


def test_each_list_is_asked_for_once_a_day(download: TimeCardLists, lists: Lists, clock: HandClock) -> None:
    for wait in (timedelta(), timedelta(hours=1), EVERY - timedelta(hours=1)):
        clock.wall += wait
        assert download.run("L1")
    assert lists.asked == ["employees", "job codes", "centres"] * 2


def test_one_that_is_refused_is_asked_for_again_sooner_and_the_others_come(
    download: TimeCardLists, lists: Lists, clock: HandClock, store: Store
) -> None:
    lists.refuses = {"employees"}
    assert not download.run("L1")
    assert set(time_card_names.of_location(store, ORACLE, "L1")) == {
        (NumberKind.JOB_CODE, 1),
        (NumberKind.REVENUE_CENTRE, 1),
    }
    lists.refuses, lists.asked = set(), []
    clock.wall += AFTER_A_FAILURE
    assert download.run("L1")
    assert lists.asked == ["employees"]


def test_a_new_list_takes_the_place_of_the_old_one(
    download: TimeCardLists, lists: Lists, clock: HandClock, store: Store
) -> None:
    download.run("L1")
    lists.people = [Employee(54, "", "1054", "Ben")]
    clock.wall += EVERY
    download.run("L1")
    known = time_card_names.of_location(store, ORACLE, "L1")
    assert [num for kind, num in known if kind is NumberKind.EMPLOYEE] == [54]
    assert time_card_names.of_location(store, ORACLE, "L2") == {}


def test_a_clock_that_was_put_back_does_not_keep_a_list_for_years(
    download: TimeCardLists, lists: Lists, clock: HandClock
) -> None:
    clock.wall += timedelta(days=4000)
    download.run("L1")
    lists.asked.clear()
    clock.wall -= timedelta(days=4000)
    download.run("L1")
    assert len(lists.asked) == 3
