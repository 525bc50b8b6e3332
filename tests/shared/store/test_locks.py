"""Who has the ledger open, and who is opening it."""

from pathlib import Path

import pytest

from shared.store import locks
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.locks import lock_of_users, opening, try_exclusive


def test_nobody_takes_a_ledger_alone_while_somebody_has_it_open(path: Path) -> None:
    with lock_of_users(path) as users:
        with Store.open(path), Store.open(path):
            assert not try_exclusive(users)
        assert try_exclusive(users)


def test_a_store_that_could_not_be_opened_holds_no_lock(path: Path) -> None:
    path.write_bytes(b"no ledger" * 100)
    with pytest.raises(StoreError):
        Store.open(path)
    with lock_of_users(path) as users:
        assert try_exclusive(users)


def test_an_opening_that_never_ends_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "OPENING_PATIENCE_S", 0.05)
    with opening(path), pytest.raises(StoreError, match="another process has been opening it"):
        Store.open(path)
    Store.open(path).close()
