"""What is stored about one person: no table is forgotten, no secret is told."""

import json

from shared.domain.tap import Choice
from shared.store import personal_data
from shared.store.database import Store
from tests.shared.store.gate import ANA, BEN, Gate


def test_every_table_of_the_file_is_told_or_said_to_be_about_nobody(store: Store) -> None:
    tables = {row[0] for row in store.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    assert tables == set(personal_data.WHERE_ABOUT) | personal_data.NOT_ABOUT_PEOPLE


def test_everything_about_somebody_is_told_and_nothing_about_others(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    gate.tap(BEN)
    gate.wait(hours=8)
    gate.tap(ANA, Choice.CLOCK_OUT)
    found = {one.table: one for one in personal_data.about(store, ANA.number)}
    assert {table: len(one.rows) for table, one in found.items()} == {
        "ledger": 2,
        "evidence": 2,
        "presence": 1,
        "outbox": 2,
    }
    told = json.dumps([one.rows for one in found.values()], default=str)
    assert BEN.number not in told
    for one in found.values():
        assert not {"salt", "hash", "pin_hash"} & set(one.columns)
        assert all(len(row) == len(one.columns) for row in one.rows)


def test_nothing_is_told_of_somebody_who_never_came(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    assert list(personal_data.about(store, BEN.number)) == []
