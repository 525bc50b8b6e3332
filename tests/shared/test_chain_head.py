"""A head that was written down proves that nothing was cut off the ledger's end."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from shared.chain_head import is_still_there, log_head, told_head
from shared.store import ledger
from shared.store.database import Store
from shared.store.ledger import Head
from shared.verify import verify
from tests.shared.store.gate import ANA, BEN, Gate, tamper


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def test_the_log_tells_the_newest_event_and_nobody(store: Store) -> None:
    Gate(store).tap(ANA)
    with capture_logs() as said:
        log_head(store)
    head = ledger.head(store)
    assert [(one["seq"], one["hash"]) for one in said] == [(1, head.row_hash)]
    assert ANA.number not in json.dumps([{**one, "hash": ""} for one in said])


def test_a_head_stays_when_more_is_recorded(store: Store) -> None:
    gate = Gate(store)
    assert is_still_there(store, ledger.head(store))
    gate.tap(ANA)
    before = ledger.head(store)
    gate.tap(BEN)
    assert is_still_there(store, before)
    assert is_still_there(store, Head(before.seq, before.row_hash[:16]))


def test_a_ledger_that_was_cut_is_intact_and_found_out(path: Path) -> None:
    with Store.open(path) as store:
        gate = Gate(store)
        gate.tap(ANA)
        gate.tap(BEN)
        head = ledger.head(store)
    tamper(path, "DELETE FROM ledger WHERE seq = 2")
    with Store.open(path) as store:
        assert verify(store).intact
        assert not is_still_there(store, head)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("118:" + "9a" * 32, Head(118, "9a" * 32)),
        (" 118:" + "9A" * 8 + " ", Head(118, "9a" * 8)),
        ("118:9a", None),
        ("9a" * 32, None),
        ("", None),
        ("-1:" + "9a" * 32, None),
    ],
)
def test_a_head_is_read_as_it_was_written_down(told: str, expected: Head | None) -> None:
    assert told_head(told) == expected
