"""A ledger with a register, and the office that decides about it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.database import Store
from tests.shared.supervision.office import CAST, Office, register


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        register(opened, *CAST)
        yield opened


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)
