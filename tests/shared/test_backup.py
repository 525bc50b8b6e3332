"""A backup is whole, checked and durable, or there is none; who taps meanwhile does not wait for it."""

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared import backup as room
from shared.backup import Folders, back_up
from shared.backup_folder import BackupError, backups_in
from shared.store import copying, ledger, memory
from shared.store.copying import open_copy
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged, StoreError
from shared.store.incarnation import COPIED_AT
from shared.store.lease import LeaseTaken, backup_lease
from shared.verify import verify
from tests.shared.store.gate import ANA, MONDAY, Gate, assert_sound, guard, kinds, tamper
from tests.shared.store.wreck import damage, ledger_page, root_page, with_history


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "backups", None, 14, own=True)


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_backup_is_the_ledger_as_it_was(path: Path, folders: Folders) -> None:
    with_history(path)
    with Store.open(path) as store:
        made = back_up(store, folders, MONDAY)
        head = ledger.head(store)
        with open_copy(made.path, "") as copy:
            assert_sound(copy)
            assert (ledger.head(copy), kinds(copy)) == (head, kinds(store))
            assert memory.meta(copy, COPIED_AT) == MONDAY.isoformat()
        assert memory.meta(store, COPIED_AT) is None
    assert made.head == head
    assert made.path.name == f"ledger.db-20260302T060000Z-{head.seq}-{head.row_hash[:16]}.backup"
    assert files(folders.first) == [made.path.name]
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_a_backup_of_an_encrypted_ledger_has_its_key(path: Path, folders: Folders, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("it's a key")
    with_history(path, key)
    with Store.open(path, key) as store:
        made = back_up(store, folders, MONDAY)
        assert b"SQLite format" not in made.path.read_bytes()
        with open_copy(made.path, store.key) as copy:
            assert_sound(copy)
    for wrong in ("", "another"):
        with pytest.raises(CannotOpen, match="not a ledger that this key opens"):
            open_copy(made.path, wrong)


def test_what_is_tapped_during_a_backup_is_not_in_it_and_does_not_restart_it(
    path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_history(path)
    with Store.open(path) as store, store.another() as other:
        gate, before = Gate(other), ledger.head(store)
        gate.wait(hours=20)
        monkeypatch.setattr(copying, "PAGES_A_STEP", 4)
        steps = 0

        def tapping(pace: object, *_: object) -> None:
            nonlocal steps
            steps += 1
            gate.tap(guard(3000 + steps))

        monkeypatch.setattr(copying._Pace, "rest", tapping)
        made = back_up(store, folders, MONDAY)
        pages = int(store.execute("PRAGMA page_count")[0][0])
        assert made.head == before
        assert 20 < steps <= pages // 4 + 1
        with open_copy(made.path, "") as copy:
            assert ledger.head(copy) == before
        assert ledger.head(store).seq == before.seq + steps


def test_a_tap_does_not_wait_for_a_backup(path: Path, folders: Folders) -> None:
    with_history(path)
    with Store.open(path) as store:
        store.execute("CREATE TABLE ballast (body BLOB)")
        with store.writing():
            store.many("INSERT INTO ballast VALUES (randomblob(4000))", [()] * 12_000)
        gate = Gate(store)
        gate.wait(hours=20)
        alone = sorted(_tap_s(gate, 4000 + number) for number in range(60))
        done = threading.Event()

        def beside() -> None:
            with store.another() as own:
                back_up(own, folders, MONDAY)
            done.set()

        thread = threading.Thread(target=beside)
        thread.start()
        during = []
        while not done.is_set():
            during.append(_tap_s(gate, 5000 + len(during)))
            time.sleep(0.002)
        thread.join()
    assert len(during) > 20
    # Side by side in one run: half of the taps are about as quick, and none waits for the copy of the whole file.
    assert sorted(during)[len(during) // 2] < alone[len(alone) // 2] * 6
    assert max(during) < max(0.5, alone[-1] * 10)


def _tap_s(gate: Gate, number: int) -> float:
    gate.wait(seconds=1)
    began = time.perf_counter()
    gate.tap(guard(number))
    return time.perf_counter() - began


def test_a_killed_backup_leaves_nothing_that_could_be_taken_for_one(path: Path, folders: Folders) -> None:
    with_history(path)
    with Store.open(path) as store:
        first = back_up(store, folders, MONDAY)
    child = os.fork()
    if not child:
        copying._Pace.rest = lambda *_: os.kill(os.getpid(), 9)  # type: ignore[method-assign]
        with Store.open(path) as store:
            back_up(store, folders, MONDAY + timedelta(hours=1))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 9
    assert [one.text for one in backups_in(folders.first, "ledger.db")] == [first.path.name]
    assert len(files(folders.first)) == 2
    with Store.open(path) as store:
        second = back_up(store, folders, MONDAY + timedelta(hours=2))
    assert files(folders.first) == [first.path.name, second.path.name]


def test_old_backups_go_only_once_the_new_one_is_whole(
    path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_history(path)
    short, presence = replace(folders, keep_days=1), root_page(path, "presence")
    with Store.open(path) as store:
        old = back_up(store, short, MONDAY).path

        def torn(store: Store, target: Path, *args: object) -> ledger.Head:
            head = copying.copy_pages(store, target, MONDAY)
            damage(target, presence)
            return head

        with monkeypatch.context() as patch:
            patch.setattr(room, "copy_pages", torn)
            with pytest.raises(BackupError, match="Replace this medium; older backups stay"):
                back_up(store, short, MONDAY + timedelta(days=3))
        assert files(folders.first) == [old.name]
        new = back_up(store, short, MONDAY + timedelta(days=3))
    assert new.removed == 1
    assert files(folders.first) == [new.path.name]


def test_a_copy_that_ends_with_another_event_is_none(
    path: Path, folders: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_history(path)
    monkeypatch.setattr(room, "copy_pages", lambda *args: replace(copying.copy_pages(*args), row_hash="00" * 32))
    with Store.open(path) as store, pytest.raises(BackupError, match="the copy ends with event"):
        back_up(store, folders, MONDAY)
    assert files(folders.first) == []


def test_a_damaged_ledger_is_not_backed_up_and_is_what_is_told(path: Path, folders: Folders) -> None:
    history = with_history(path)
    damage(path, ledger_page(path, history[20]))
    with Store.open(path) as store, pytest.raises(Damaged, match=r"ledger\.db"):
        back_up(store, folders, MONDAY)
    assert files(folders.first) == []


def test_a_ledger_that_was_changed_by_hand_is_backed_up_and_said(path: Path, folders: Folders) -> None:
    with_history(path)
    tamper(path, "UPDATE ledger SET employee = '9' WHERE seq = 7")
    with Store.open(path) as store:
        made = back_up(store, folders, MONDAY)
    assert made.faults == ("event 7: the columns beside its body say something else",)
    assert made.path.exists()


def test_the_quick_look_finds_what_the_long_one_finds_among_the_newest(path: Path) -> None:
    with_history(path)
    tamper(path, "UPDATE ledger SET body = replace(body, 'Harbour', 'Hidden') WHERE seq IN (3, 58)")
    with Store.open(path) as store:
        assert [fault for fault in verify(store).faults if "event 58" in fault] == room.verify_newest(store, 10).faults
        assert any("event 3 " in fault for fault in room.verify_newest(store, 1000).faults)


def test_a_missing_folder_is_said(path: Path, folders: Folders, tmp_path: Path) -> None:
    with Store.open(path) as store, pytest.raises(BackupError, match="no such folder"):
        back_up(store, replace(folders, first=tmp_path / "media", own=False), MONDAY)


def test_only_one_backup_is_made_at_a_time(path: Path, folders: Folders) -> None:
    with Store.open(path) as store, backup_lease(path), pytest.raises(LeaseTaken):
        back_up(store, folders, MONDAY)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root can mount a disk this small")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_disk_without_room_keeps_what_it_has(path: Path, folders: Folders, small_disk: Path) -> None:
    with_history(path)
    there = replace(folders, first=small_disk, own=False)
    with Store.open(path) as store:
        with pytest.raises(BackupError, match="must leave 32 MB, only 1 MB are free"):
            back_up(store, there, MONDAY)
        roomy = replace(there, spare_bytes=0)
        old = back_up(store, roomy, MONDAY)
        with pytest.raises(BackupError, match="are free"):
            back_up(store, replace(there, spare_bytes=900_000), MONDAY)
        assert files(small_disk) == [old.path.name]


def test_a_disk_that_fills_up_meanwhile_keeps_the_older_backup(
    path: Path, folders: Folders, small_disk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_history(path)
    there = replace(folders, first=small_disk, own=False, spare_bytes=0, keep_days=1)
    with Store.open(path) as store:
        old = back_up(store, there, MONDAY)
        (small_disk / "ballast").write_bytes(b"x" * (1000 * 1024 - old.size_bytes - 40_000))
        monkeypatch.setattr(room, "check_folder", lambda *_, **__: None)
        with pytest.raises(StoreError, match="the disk is full"):
            back_up(store, there, MONDAY + timedelta(days=5))
    assert files(small_disk) == ["ballast", old.path.name]


def test_a_folder_that_takes_no_writes_is_said(path: Path, folders: Folders, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with Store.open(path) as store:
        Gate(store).tap(ANA)
        with pytest.raises(BackupError, match="Read-only file system; no backup was made"):
            back_up(store, replace(folders, first=small_disk, own=False, spare_bytes=0), MONDAY)
