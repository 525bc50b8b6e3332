"""The file's shape: made once, by whoever comes first, and readable when a newer version has added to it."""

import multiprocessing
from contextlib import closing
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from shared.store import memory
from shared.store.database import Store
from shared.store.errors import CannotRecord
from tests.shared.store.gate import ANA, Gate, assert_sound, kinds

FORKED = multiprocessing.get_context("fork")


def shape(store: Store) -> list[tuple[object, ...]]:
    return store.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name")


def test_opening_again_changes_nothing(path: Path) -> None:
    with Store.open(path) as store:
        Gate(store).tap(ANA)
        before, applied = shape(store), store.execute("SELECT * FROM _sqlite_migrations")
    for _ in range(3):
        with Store.open(path) as store:
            assert shape(store) == before
            assert store.execute("SELECT * FROM _sqlite_migrations") == applied
            assert kinds(store) == ["clocked_in"]


def test_a_file_of_a_newer_version_still_serves(path: Path) -> None:
    with Store.open(path) as store:
        Gate(store).tap(ANA)
    with closing(driver.connect(str(path), isolation_level=None)) as newer:
        for table in ("ledger", "outbox", "presence", "taps", "evidence", "desk", "meta", "people"):
            newer.execute(f"ALTER TABLE {table} ADD COLUMN of_a_newer_version TEXT")
        newer.execute("CREATE TABLE of_a_newer_version (id INTEGER PRIMARY KEY)")
        newer.execute("CREATE INDEX newer ON ledger (of_a_newer_version)")
        newer.execute("INSERT INTO _sqlite_migrations VALUES (99, 'clockpost', 'm099_of_a_newer_version', 'tomorrow')")
    with Store.open(path) as store:
        gate = Gate(store)
        gate.wait(seconds=60)
        gate.tap(ANA)
        assert kinds(store) == ["clocked_in", "clocked_out"]
        assert_sound(store)


def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with closing(driver.connect(str(path), isolation_level=None)) as connection:
        connection.execute("CREATE TABLE presence (a_table_of TEXT)")
        connection.execute("INSERT INTO presence VALUES ('somebody else')")
    with pytest.raises(Exception, match="presence already exists"):
        Store.open(path)
    with closing(driver.connect(str(path))) as connection:
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        assert tables == {"presence", "_sqlite_migrations"}
        assert connection.execute("SELECT * FROM presence").fetchall() == [("somebody else",)]


def _open_one(path: Path, start: Barrier, number: int) -> None:
    start.wait()
    with Store.open(path) as store:
        memory.set_meta(store, f"opened {number}", "1")


def test_four_processes_open_a_new_file_at_once(tmp_path: Path) -> None:
    for attempt in range(20):
        path = tmp_path / f"ledger-{attempt}.db"
        start = FORKED.Barrier(4, timeout=60)
        openers = [FORKED.Process(target=_open_one, args=(path, start, number)) for number in range(4)]
        for opener in openers:
            opener.start()
        for opener in openers:
            opener.join(60)
        assert [opener.exitcode for opener in openers] == [0] * 4
        with Store.open(path) as store:
            assert [memory.meta(store, f"opened {number}") for number in range(4)] == ["1"] * 4


def test_a_new_file_in_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="create its folder") as caught:
        Store.open(tmp_path / "nowhere" / "ledger.db")
    assert not isinstance(caught.value, CannotRecord)
