"""The site against a running sandbox, without any card at first."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.clock import SystemClock
from shared.domain.site import Site
from shared.store import people
from shared.store.database import Store
from shared.store.people import RegisterRow
from tests.shared.time_card_service.site import ANA, TOWER, Ahead
from tests.shared.upstream.oracle.played import Looking, Played, sandbox


@pytest.fixture(scope="module")
def sandbox_url() -> Iterator[str]:
    with sandbox() as url:
        yield url


@pytest.fixture
def played(sandbox_url: str) -> Played:
    return Played(sandbox_url).begin()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        row = RegisterRow(ANA, "", "", ())
        people.replace(opened, [row], fingerprint="1", taken_at=SystemClock().now())
        yield opened


@pytest.fixture
def look_with(played: Played, store: Store, tmp_path: Path) -> Iterator[Callable[..., Looking]]:
    made: list[Looking] = []

    def make(*sites: Site, **more: Any) -> Looking:
        made.append(Looking(played, tmp_path, store, sites or (TOWER,), Ahead(), more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def looking(look_with: Callable[..., Looking]) -> Looking:
    return look_with()
