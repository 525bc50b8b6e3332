"""Statements and transactions on a real file."""

import os
import threading
from pathlib import Path

import pytest

from shared.store import connection, memory
from shared.store.database import Store
from shared.store.errors import CannotRecord, Damaged, StoreError


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_S", 0.05)


def noted(store: Store) -> list[str]:
    return [row[0] for row in store.execute("SELECT name FROM meta ORDER BY name")]


def test_what_is_committed_is_synced_to_the_disk(store: Store) -> None:
    full = 2
    assert store.one("PRAGMA synchronous") == (full,)
    assert store.one("PRAGMA journal_mode") == ("wal",)


def test_a_second_connection_has_the_same_pragmas(store: Store) -> None:
    wanted = {"synchronous": 2, "foreign_keys": 1, "recursive_triggers": 1, "trusted_schema": 0, "temp_store": 2}
    with store.another() as other:
        assert {name: other.one(f"PRAGMA {name}") for name in wanted} == {name: (on,) for name, on in wanted.items()}


def test_an_open_transaction_keeps_every_other_writer_out_from_its_first_read(store: Store, impatient: None) -> None:
    with store.another() as other, store.writing():
        memory.meta(store, "anything")
        with pytest.raises(CannotRecord, match="another process holds"), other.writing():
            pytest.fail("it let a second writer in")


def test_readers_are_not_kept_out_by_a_writer(store: Store) -> None:
    memory.set_meta(store, "before", "1")
    with store.another() as other, store.writing():
        memory.set_meta(store, "after", "1")
        assert noted(other) == ["before"]


def test_a_writer_waits_for_the_one_before_it(store: Store) -> None:
    inside, done = threading.Event(), threading.Event()

    def second() -> None:
        with store.another() as other:
            inside.set()
            with other.writing():
                assert noted(other) == ["first"]
                memory.set_meta(other, "second", "1")
        done.set()

    with store.writing():
        thread = threading.Thread(target=second)
        thread.start()
        assert inside.wait(10)
        memory.set_meta(store, "first", "1")
    thread.join()
    assert done.is_set()
    assert noted(store) == ["first", "second"]


def test_what_raises_inside_a_transaction_leaves_nothing(store: Store) -> None:
    def half() -> None:
        with store.writing():
            memory.set_meta(store, "half", "1")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert noted(store) == []
    assert not store.in_transaction


def test_a_statement_that_fails_rolls_its_transaction_back(store: Store) -> None:
    def half() -> None:
        with store.writing():
            memory.set_meta(store, "half", "1")
            store.execute("SELECT * FROM nowhere")

    with pytest.raises(StoreError, match="no such table"):
        half()
    assert noted(store) == []


def test_a_transaction_inside_another_is_refused_and_takes_nothing_with_it(store: Store) -> None:
    def twice() -> None:
        with store.writing():
            memory.set_meta(store, "outer", "1")
            with store.writing():
                pytest.fail("it began twice")

    with pytest.raises(StoreError, match="within a transaction"):
        twice()
    assert noted(store) == []


def test_a_part_that_fails_goes_alone(store: Store) -> None:
    def part() -> None:
        with store.savepoint():
            memory.set_meta(store, "dropped", "1")
            raise ZeroDivisionError

    with store.writing():
        memory.set_meta(store, "kept", "1")
        with pytest.raises(ZeroDivisionError):
            part()
        with store.savepoint():
            memory.set_meta(store, "also kept", "1")
    assert noted(store) == ["also kept", "kept"]


def test_a_part_that_ends_the_whole_transaction_says_why(store: Store) -> None:
    pages = store.execute("PRAGMA page_count")[0][0]

    def too_much() -> None:
        with store.writing(), store.savepoint():
            store.execute(f"PRAGMA max_page_count={pages}")
            memory.set_meta(store, "too much", "x" * 1_000_000)

    with pytest.raises(CannotRecord, match="the disk is full"):
        too_much()
    assert noted(store) == []


def test_the_change_counter_moves_with_others_commits_only(store: Store) -> None:
    with store.another() as other:
        before = store.change_counter()
        memory.set_meta(store, "own", "1")
        assert store.change_counter() == before
        memory.set_meta(other, "theirs", "1")
        assert store.change_counter() != before


def test_what_never_changes_is_read_once(store: Store) -> None:
    asked: list[int] = []

    def read() -> int:
        asked.append(1)
        return len(asked)

    assert [store.once("name", read), store.once("name", read), store.once("other", read)] == [1, 1, 2]
    for number in range(1000):
        store.once(number, read)
    assert store.once("name", read) > 1000, "what it keeps must not grow for ever"


def test_a_closed_store_left_nothing_open(path: Path) -> None:
    with Store.open(path) as store:
        memory.set_meta(store, "kept", "1")
    assert not path.with_name("ledger.db-wal").exists(), "the last one to close moves the log into the file"
    with Store.open(path) as store:
        assert noted(store) == ["kept"]


def test_a_whole_file_passes_its_check(store: Store) -> None:
    store.quick_check()


def test_a_page_that_says_nonsense_is_damage(path: Path) -> None:
    with Store.open(path) as store:
        memory.set_meta(store, "long", "x" * 100_000)
        page_bytes, pages = store.execute("PRAGMA page_size")[0][0], store.execute("PRAGMA page_count")[0][0]
    content = bytearray(path.read_bytes())
    within_the_text = pages - 5
    content[within_the_text * page_bytes : (within_the_text + 1) * page_bytes] = b"\x5a" * page_bytes
    path.write_bytes(content)
    with Store.open(path) as store, pytest.raises(Damaged, match=r"ledger\.db"):
        store.quick_check()


def test_a_new_file_is_nothing_for_everybody_on_the_machine(path: Path) -> None:
    before = os.umask(0o022)
    try:
        Store.open(path).close()
    finally:
        os.umask(before)
    assert path.stat().st_mode & 0o777 == 0o640
