"""A real ledger file for every test, and one gate in front of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.database import Store
from tests.shared.store.gate import Gate


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    return Gate(store)
