"""Many threads, one writer: who fails with whom, and what happens at the end."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from shared.store.database import Store
from shared.store.errors import CannotOpen, CannotRecord, StoreError
from shared.store.group_writer import GROUP, GroupWriter


@pytest.fixture
def store(quick_folder: Path) -> Iterator[Store]:
    with Store.open(quick_folder / "ledger.db") as store:
        store.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, room TEXT)")
        store.execute("CREATE TABLE room (name TEXT PRIMARY KEY)")
        store.execute("CREATE TABLE guest (room TEXT REFERENCES room (name) DEFERRABLE INITIALLY DEFERRED)")
        yield store


@pytest.fixture
def writer(store: Store) -> Iterator[GroupWriter]:
    writer = GroupWriter(store)
    writer.start()
    yield writer
    writer.stop()


def keep(name: str, room: str = "") -> Any:
    def job(store: Store) -> str:
        store.execute("INSERT INTO kept (name, room) VALUES (?, ?)", (name, room))
        return name

    return job


def together(writer: GroupWriter, *jobs: Any) -> list[object]:
    """Have these jobs in one group: they queue up while the writer is busy; each one's result or exception."""
    busy, go_on = threading.Event(), threading.Event()

    def block(_store: Store) -> None:
        busy.set()
        go_on.wait(10)

    def outcome(job: Any) -> object:
        try:
            return writer.write(job)
        except BaseException as error:  # noqa: BLE001
            return error

    with ThreadPoolExecutor(len(jobs) + 1) as pool:
        first = pool.submit(writer.write, block)
        assert busy.wait(10)
        answers = []
        for job in jobs:
            queued = writer._jobs.qsize()
            answers.append(pool.submit(outcome, job))
            while writer._jobs.qsize() == queued:
                pass
        go_on.set()
        first.result(10)
        return [answer.result(10) for answer in answers]


def names(store: Store) -> list[str]:
    return [row[0] for row in store.execute("SELECT name FROM kept ORDER BY name")]


def test_what_was_answered_is_committed(writer: GroupWriter, store: Store) -> None:
    assert writer.write(keep("a")) == "a"
    assert names(store) == ["a"]


def test_one_job_that_fails_takes_nobody_with_it(writer: GroupWriter, store: Store) -> None:
    def halfway(store: Store) -> None:
        keep("half")(store)
        raise KeyError("no")

    answers = together(writer, keep("a"), halfway, keep("b"), keep("a"), keep("c"))
    assert [answers[0], answers[2], answers[4]] == ["a", "b", "c"]
    assert isinstance(answers[1], KeyError)
    assert isinstance(answers[3], StoreError)
    assert names(store) == ["a", "b", "c"]


def test_a_commit_that_fails_fails_everybody(writer: GroupWriter, store: Store) -> None:
    def dangling(store: Store) -> None:
        store.execute("INSERT INTO guest (room) VALUES ('nowhere')")

    answers = together(writer, keep("a"), dangling, keep("b"))
    assert all(isinstance(answer, StoreError) for answer in answers), answers
    assert names(store) == []
    assert writer.write(keep("later")) == "later"


def test_a_transaction_that_the_database_gave_up_fails_everybody_with_the_reason(
    writer: GroupWriter, store: Store
) -> None:
    def give_up(store: Store) -> None:
        store.execute("ROLLBACK")  # what SQLite does by itself when a disk is full at the wrong moment
        raise CannotRecord("the disk is full")

    answers = together(writer, keep("a"), give_up, keep("b"))
    assert [str(answer) for answer in answers] == ["the disk is full"] * 3
    assert all(isinstance(answer, CannotRecord) for answer in answers)
    assert names(store) == []
    assert writer.write(keep("later")) == "later"


def test_a_full_disk_is_told_as_that_and_nothing_is_half_written(quick_folder: Path) -> None:
    with Store.open(quick_folder / "full.db") as store:
        store.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, room TEXT)")
        writer = GroupWriter(store)
        writer.start()

        def fill_up(store: Store) -> None:
            pages = store.execute("PRAGMA page_count")[0][0]
            store.execute(f"PRAGMA max_page_count = {pages + 2}")

        writer.write(fill_up)
        answers = together(writer, keep("a"), keep("big", "x" * 100_000), keep("b"))
        writer.stop()
        assert isinstance(answers[1], CannotRecord)
        assert "disk is full" in str(answers[1])
        assert names(store) == sorted(str(answer) for answer in answers if isinstance(answer, str))


def test_many_threads_get_their_own_answers(writer: GroupWriter, store: Store) -> None:
    wanted = [f"{number:04}" for number in range(3 * GROUP)]
    with ThreadPoolExecutor(32) as pool:
        assert list(pool.map(lambda name: writer.write(keep(name)), wanted)) == wanted
    assert names(store) == wanted


def test_what_is_queued_when_it_stops_is_written_and_nothing_afterwards(store: Store) -> None:
    writer = GroupWriter(store)
    writer.start()
    busy, go_on = threading.Event(), threading.Event()

    def block(_store: Store) -> None:
        busy.set()
        go_on.wait(10)

    with ThreadPoolExecutor(3) as pool:
        first = pool.submit(writer.write, block)
        assert busy.wait(10)
        queued = pool.submit(writer.write, keep("queued"))
        while not writer._jobs.qsize():
            pass
        stopping = pool.submit(writer.stop)
        while writer._takes_jobs:
            pass
        with pytest.raises(StoreError, match="process is ending"):
            writer.write(keep("too late"))
        go_on.set()
        assert (first.result(10), queued.result(10), stopping.result(10)) == (None, "queued", None)
    assert names(store) == ["queued"]


def test_a_file_that_cannot_be_opened_again_is_told_to_whoever_starts_it(store: Store) -> None:
    class Gone:
        path = store.path

        def another(self) -> Store:
            raise CannotOpen("too many open files")

    writer = GroupWriter(Gone())  # type: ignore[arg-type]
    with pytest.raises(CannotOpen):
        writer.start()
    with pytest.raises(StoreError):
        writer.write(keep("a"))


def test_a_job_that_ends_its_thread_does_not_leave_the_others_waiting(writer: GroupWriter, store: Store) -> None:
    def leave(_store: Store) -> None:
        raise SystemExit

    answers = together(writer, keep("a"), leave, keep("b"))
    assert all(isinstance(answer, SystemExit) for answer in answers)
    assert writer.write(keep("c")) == "c"
    assert names(store) == ["c"]


def test_a_job_that_nobody_waits_for_any_more_ends_nobody(writer: GroupWriter) -> None:
    began, goes_on = threading.Event(), threading.Event()

    def slow(_store: Store) -> str:
        began.set()
        goes_on.wait(20)
        return "slow"

    first = writer.submit(slow)
    assert began.wait(20)
    queued = writer.submit(keep("given up"))
    assert queued.cancel()
    assert not first.cancel(), "what is being written cannot be taken back"
    goes_on.set()
    assert first.result(20) == "slow"
    assert writer.submit(keep("after")).result(20) == "after"
    assert writer.write(lambda store: store.execute("SELECT name FROM kept")) == [("after",)]
