"""When the ledger cannot be written: it says so with the next step, and nothing is half written."""

import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from shared.store import connection, memory
from shared.store.database import Store
from shared.store.errors import CannotOpen, CannotRecord, Damaged, StoreError, explained
from tests.shared.store.gate import ANA, BEN, Gate, assert_sound, bytes_of, guard, kinds

FORKED = multiprocessing.get_context("fork")
NOBODY = 65_534


def told_by_another_process(act: Callable[[], object]) -> tuple[str, str]:
    """The StoreError that `act` raises in a process of its own: its class and its sentence."""
    ours, theirs = FORKED.Pipe()

    def run(answer: Connection) -> None:
        try:
            act()
        except StoreError as error:
            answer.send((type(error).__name__, str(error)))
        else:
            answer.send(("nothing", ""))

    process = FORKED.Process(target=run, args=(theirs,))
    process.start()
    theirs.close()
    told: tuple[str, str] = ours.recv()
    process.join()
    return told


@pytest.fixture
def anybodys() -> Iterator[Path]:
    """A folder that every user may enter: the read-only cases run as nobody, since root may write anywhere."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o777)
    yield folder / "ledger.db"
    shutil.rmtree(folder)


def as_nobody(act: Callable[[], object]) -> Callable[[], object]:
    def run() -> object:
        if os.geteuid() == 0:
            os.setuid(NOBODY)
        return act()

    return run


def a_ledger(path: Path) -> None:
    with Store.open(path) as store:
        Gate(store).tap(ANA)


def tap_of_ben(path: Path) -> None:
    with Store.open(path) as store:
        gate = Gate(store)
        gate.wait(seconds=60)
        gate.tap(BEN)


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_this_user_may_not_write_is_told(anybodys: Path, what: str) -> None:
    a_ledger(anybodys)
    for file in anybodys.parent.iterdir():
        file.chmod(0o666)
    closed = anybodys if what == "file" else anybodys.parent
    closed.chmod(0o444 if what == "file" else 0o555)
    before = bytes_of(anybodys)
    kind, sentence = told_by_another_process(as_nobody(lambda: tap_of_ben(anybodys)))
    assert kind in ("CannotOpen", "CannotRecord")
    assert "write" in sentence
    assert bytes_of(anybodys)[""] == before[""]
    anybodys.parent.chmod(0o777)


def test_a_folder_that_this_user_may_not_write_makes_no_ledger(anybodys: Path) -> None:
    anybodys.parent.chmod(0o555)
    assert told_by_another_process(as_nobody(lambda: a_ledger(anybodys)))[0] == "CannotOpen"
    assert not anybodys.exists()


def test_a_folder_in_the_place_of_the_ledger_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(CannotOpen, match="directory"):
        Store.open(path)


def test_a_held_lock_is_told_and_the_next_tap_records(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "BUSY_S", 0.05)
    with store.another() as impatient:
        gate = Gate(impatient)
        with store.writing(), pytest.raises(CannotRecord, match="tried again at the next tap"):
            gate.tap(ANA)
        assert kinds(store) == []
        gate.tap(ANA)
    assert kinds(store) == ["clocked_in"]
    assert_sound(store)


def fill_up(gate: Gate) -> int:
    """Taps until nothing more can be written; how many were told "recorded"."""
    for recorded in range(5000):
        try:
            gate.tap(guard(2000 + recorded))
        except CannotRecord as error:
            assert "the disk is full; free some space" in str(error)  # noqa: PT017  the taps before it must not raise
            return recorded
    raise AssertionError("it never filled up")


def test_a_full_disk_records_nothing_and_says_so(path: Path) -> None:
    with Store.open(path) as store:
        store.execute(f"PRAGMA max_page_count={store.execute('PRAGMA page_count')[0][0] + 40}")
        gate = Gate(store)
        recorded = fill_up(gate)
        assert not store.in_transaction
        assert len(kinds(store)) == recorded > 10
        assert_sound(store)
    with Store.open(path) as store:
        Gate(store).tap(ANA)
        assert len(kinds(store)) == recorded + 1
        assert_sound(store)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk this small")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_that_really_is_full_keeps_what_was_recorded(small_disk: Path) -> None:
    path = small_disk / "ledger.db"
    with Store.open(path) as store:
        recorded = fill_up(Gate(store))
        assert len(kinds(store)) == recorded > 10
        assert_sound(store)
    with Store.open(path) as store:
        assert len(kinds(store)) == recorded
        assert_sound(store)


def test_a_disk_that_is_full_from_the_start_makes_no_ledger(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 2020 * 1024)
    with pytest.raises(CannotRecord, match="full"):
        Store.open(small_disk / "ledger.db")
    (small_disk / "ballast").unlink()
    with Store.open(small_disk / "ledger.db") as store:
        Gate(store).tap(ANA)
        assert_sound(store)


def test_a_file_that_may_not_grow_keeps_what_was_recorded(path: Path) -> None:
    a_ledger(path)

    def limited() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
        with Store.open(path) as store:
            gate = Gate(store)
            for number in range(100):
                gate.tap(guard(2000 + number))

    kind, sentence = told_by_another_process(limited)
    assert kind == "CannotRecord"
    assert "disk" in sentence
    with Store.open(path) as store:
        assert kinds(store)[0] == "clocked_in"
        assert_sound(store)


class _Driver(Exception):
    def __init__(self, code: int) -> None:
        super().__init__("as the driver says it")
        self.sqlite_errorcode = code


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (5, CannotRecord),
        (5 | 2 << 8, CannotRecord),
        (6, CannotRecord),
        (8, CannotRecord),
        (10 | 3 << 8, CannotRecord),
        (11, Damaged),
        (11 | 1 << 8, Damaged),
        (13, CannotRecord),
        (14, CannotRecord),
        (26, CannotOpen),
        (1, StoreError),
    ],
)
def test_each_code_of_the_driver_has_an_error_of_ours(code: int, kind: type[StoreError]) -> None:
    error = explained(_Driver(code), "ledger.db")
    assert type(error) is kind
    assert str(error).startswith("ledger.db: ")


def test_an_error_without_a_code_is_still_ours() -> None:
    assert type(explained(ValueError("odd"), "ledger.db")) is StoreError


def test_only_the_store_s_errors_leave_the_store(store: Store) -> None:
    memory.set_meta(store, "once", "1")
    with pytest.raises(StoreError, match="UNIQUE"):
        store.execute("INSERT INTO meta (name, value) VALUES ('once', '2')")
    with pytest.raises(StoreError, match="UNIQUE"):
        store.many("INSERT INTO meta (name, value) VALUES (?, ?)", [("once", "2")])
