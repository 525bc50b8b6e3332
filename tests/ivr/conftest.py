"""A phone line to call: made as often as a test wants, stopped and verified after it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher

from shared.domain.model import Person
from shared.domain.rules import Rules
from shared.verify import verify
from tests.ivr.cast import BASE, CAST, PIN, two_sites
from tests.ivr.full_disk import Disk
from tests.ivr.phone_line import PhoneLine

MakeLine = Callable[..., PhoneLine]


@pytest.fixture(scope="session")
def pin_hash() -> str:
    """As cheap as argon2 allows: what it costs is no subject here."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PIN)


@pytest.fixture
def make_line(tmp_path: Path, pin_hash: str) -> Iterator[MakeLine]:
    """Makes lines that answer, with the cast in their ledger unless `cast` says who."""
    made: list[PhoneLine] = []

    def make(
        rules: Rules | None = None, *, cast: tuple[Person, ...] = CAST, base: str = BASE, **wishes: Any
    ) -> PhoneLine:
        sites = wishes.pop("sites", None) or two_sites(rules or Rules())
        line = PhoneLine(tmp_path / "ledger.db", sites, base, pin_hash, cast, **wishes)
        line.start()
        made.append(line)
        return line

    yield make
    for line in made:
        line.stop()
        assert verify(line.store).intact
        line.store.close()


@pytest.fixture
def line(make_line: MakeLine) -> PhoneLine:
    """A line of two sites that set nothing, with no rota."""
    return make_line()


@pytest.fixture
def disk() -> Iterator[Disk]:
    """Has room until a test fills it."""
    made = Disk()
    yield made
    made.has_room()
