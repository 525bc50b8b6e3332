"""A backup takes the ledger's place only offline, whole and checked; nothing that was there is deleted."""

import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from shared.backup import Folders, back_up
from shared.backup_folder import BackupError
from shared.chain_head import log_head
from shared.clocking import claim, make_tap
from shared.domain.delivery import RowState
from shared.domain.tap import Choice, Unidentified
from shared.rekey import rekey
from shared.restore import restore
from shared.store import binding, desk, ledger, memory, outbox, presence, replacement
from shared.store.database import Store
from shared.store.desk import DeskItem, DeskKind
from shared.store.errors import CannotOpen, CannotRecord
from shared.store.incarnation import COPIED_AT, compared_since
from shared.store.opening import open_for_service
from shared.verify import verify
from tests.shared.store.gate import ACCOUNT, ANA, MONDAY, TRACKTIK, Gate, assert_sound, bytes_of, guard, kinds, tamper
from tests.shared.store.wreck import LATER, damage, ledger_page, root_page, with_history


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def bind(store: Store) -> None:
    binding.bind(store, [ACCOUNT], {})


def backup_of(path: Path, key: Path | None = None) -> Path:
    with Store.open(path, key) as store:
        return back_up(store, Folders(path.parent / "backups", None, 14, own=True), MONDAY).path


def restored_items(store: Store) -> list[DeskItem]:
    return [item for item in desk.listed(store) if item.kind is DeskKind.LEDGER_RESTORED]


def files(path: Path, part: str) -> list[str]:
    return sorted(file.name for file in path.parent.glob(f"ledger.db.{part}*"))


def lived_on(path: Path, key: Path | None = None) -> None:
    with Store.open(path, key) as store:
        gate = Gate(store)
        gate.wait(hours=20)
        for number in range(6):
            gate.tap(guard(9000 + number))


def test_the_ledger_is_as_it_was_and_doubts_what_was_on_its_way(path: Path) -> None:
    history = with_history(path)
    with Store.open(path) as store:
        outbox.change(store, history[0].event_id, TRACKTIK, MONDAY, state=RowState.DELIVERED)
        memory.remember(store, TRACKTIK, "sign_in", {"refresh_token": "used once"})
    backup = backup_of(path)
    lived_on(path)
    with Store.open(path) as store:
        head_before, count = ledger.head(store), ledger.count(store)
    done = restore(backup, path, "", bind, LATER)
    assert (done.head.seq, done.copied_at, done.unknown, done.faults) == (60, MONDAY, 65, ())
    assert (done.carried, done.left, done.claims_left, done.why_left) == (6, 0, 0, "")
    with open_for_service(path, None, LATER) as store:
        assert_sound(store)
        assert ledger.hash_at(store, 60) == done.head.row_hash
        assert outbox.counts(store) == {"delivered": 1, "unknown": 65}
        assert (memory.meta(store, "incarnation"), memory.meta(store, COPIED_AT)) == ("2", None)
        assert memory.recall(store, TRACKTIK, "sign_in") is None
        assert compared_since(store, LATER.wall) == MONDAY
        (item,) = restored_items(store)
        assert (item.facts["events"], item.facts["carried"], item.facts["kept_as"]) == (66, 6, str(done.kept_as))
    assert done.kept_as is not None
    with Store.open(done.kept_as) as before:
        assert (ledger.head(before), ledger.count(before)) == (head_before, count)


def test_what_came_since_is_taken_over_as_it_was_recorded(path: Path) -> None:
    with_history(path)
    backup = backup_of(path)
    with Store.open(path) as store:
        gate = Gate(store)
        gate.wait(hours=20)
        gate.tap(guard(9000))
        gate.wait(hours=8)
        came = gate.tap(guard(9000), Choice.CLOCK_OUT).events[-1]
        tap = make_tap(gate.door, gate.around.reading)
        claim(store, gate.door, tap, Unidentified.UNKNOWN_BADGE, "", gate.around)
        since = [row.body for row in ledger.everything(store, after=60)]
        stands = presence.of(store, "9000")
    done = restore(backup, path, "", bind, LATER)
    assert (done.carried, done.claims_left) == (2, 1)
    restore(backup, path, "", bind, LATER)
    with Store.open(path) as store:
        assert memory.meta(store, "incarnation") == "3", "the first incarnation is not taken for the second restore's"
        assert verify(store).faults == []
        told = [json.loads(row.body) for row in ledger.everything(store, after=60)]
        assert [{**one, "evidence": 0} for one in told] == [{**json.loads(one), "evidence": 0} for one in since]
        assert presence.of(store, "9000") == stands
        assert verify(store).erased == 0
        assert outbox.find(store, came.event_id, TRACKTIK).state is RowState.UNKNOWN


@pytest.mark.parametrize("how", ["tampered", "unreadable", "another ledger"])
def test_what_is_not_chained_whole_stays_behind_and_says_so(path: Path, how: str) -> None:
    history = with_history(path)
    backup = backup_of(path)
    lived_on(path)
    if how == "tampered":
        tamper(path, "UPDATE ledger SET at = '2026-03-01T00:00:00+00:00' WHERE seq = 63")
    elif how == "unreadable":
        damage(path, ledger_page(path, history[-1]))
    else:
        path.unlink()
        with_history(path, people=(ANA,))
        lived_on(path)
        lived_on(path)
    done = restore(backup, path, "", bind, LATER)
    assert done.carried == 0
    assert done.why_left
    with Store.open(path) as store:
        assert ledger.count(store) == 60
        (item,) = restored_items(store)
        assert item.facts["why_left"] == done.why_left


@pytest.mark.parametrize("how", ["another key", "another upstream", "another account"])
def test_a_ledger_that_is_not_the_backups_is_replaced_only_when_told_so(path: Path, tmp_path: Path, how: str) -> None:
    with_history(path)
    with Store.open(path) as store:
        binding.bind(store, [ACCOUNT], {TRACKTIK: "https://one.test"})
    backup = backup_of(path)
    if how == "another key":
        rekey(path, "", "another", LATER)
    else:
        own = {"another upstream": f"UPDATE meta SET value = 'https://two.test' WHERE name = 'bound_{TRACKTIK}'"}
        tamper(path, own.get(how, "UPDATE meta SET value = '999' WHERE name = 'bound_account'"))
    before = bytes_of(path)
    with pytest.raises(BackupError, match="To restore it all the same: --anyway"):
        restore(backup, path, "", lambda _: None, LATER)
    assert bytes_of(path) == before
    done = restore(backup, path, "", lambda _: None, LATER, anyway=True)
    assert (done.head.seq, done.kept_as is not None) == (60, True)


def test_an_encrypted_ledger_is_restored_under_its_key(path: Path, tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("correct horse")
    with_history(path, key)
    backup = backup_of(path, key)
    lived_on(path, key)
    for wrong in ("", "another"):
        with pytest.raises(CannotOpen):
            restore(backup, path, wrong, bind, LATER)
    restore(backup, path, "correct horse", bind, LATER)
    assert b"SQLite format" not in path.read_bytes()
    with open_for_service(path, key, LATER) as store:
        assert ledger.count(store) == 66


def test_a_backup_is_restored_where_no_ledger_is(path: Path, tmp_path: Path) -> None:
    with_history(path)
    backup = backup_of(path)
    new = tmp_path / "new" / "ledger.db"
    new.parent.mkdir()
    done = restore(backup, new, "", bind, LATER)
    assert done.kept_as is None
    with open_for_service(new, None, LATER) as store:
        assert_sound(store)
        assert restored_items(store)[0].facts["kept_as"] == ""


def test_the_ledger_is_no_backup_of_itself(path: Path) -> None:
    with_history(path)
    with pytest.raises(BackupError, match="the ledger itself"):
        restore(path, path, "", bind, LATER)
    assert files(path, "before-restore") == []


def test_a_ledger_that_somebody_has_open_stays(path: Path) -> None:
    with_history(path)
    backup = backup_of(path)
    with Store.open(path) as store:
        with pytest.raises(CannotOpen, match="another process has it open"):
            restore(backup, path, "", bind, LATER)
        Gate(store).tap(ANA)
    assert files(path, "before-restore") == []


@pytest.mark.parametrize("wrong", ["damaged", "cut", "tampered", "other account", "no file"])
def test_a_backup_that_cannot_be_used_changes_nothing(path: Path, wrong: str) -> None:
    with_history(path)
    with Store.open(path) as store:
        binding.bind(store, [12 if wrong == "other account" else ACCOUNT], {})
    backup = backup_of(path)
    lived_on(path)
    match wrong:
        case "damaged":
            damage(backup, root_page(path, "presence"))
        case "cut":
            backup.write_bytes(backup.read_bytes()[:-40_000])
        case "tampered":
            tamper(backup, "UPDATE ledger SET employee = '9' WHERE seq = 7")
        case "no file":
            backup.unlink()
    before = path.read_bytes()
    with pytest.raises((BackupError, CannotOpen)) as told:
        restore(backup, path, "", bind, LATER)
    assert {"damaged": "older one", "cut": "older one", "tampered": "--anyway", "no file": "no such file"}.get(
        wrong, "belongs to account 12"
    ) in str(told.value)
    assert path.read_bytes() == before
    assert [files(path, part) for part in ("carrying", "restores", "before-restore")] == [[], [], []]


def test_a_backup_that_is_not_intact_is_taken_when_told_so(path: Path) -> None:
    with_history(path)
    tamper(path, "UPDATE ledger SET employee = '9' WHERE seq = 7")
    done = restore(backup_of(path), path, "", bind, LATER, anyway=True)
    assert len(done.faults) == 1
    with open_for_service(path, None, LATER) as store:
        assert len(kinds(store)) == 60


def test_a_full_disk_leaves_the_ledger_as_it_is(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_history(path)
    backup = backup_of(path)
    lived_on(path)
    before = path.read_bytes()

    def full(store: Store, target: Path, made_at: datetime) -> None:
        target.write_bytes(b"half of it")
        target.with_name(target.name + "-wal").write_bytes(b"")
        raise CannotRecord("the disk is full")

    monkeypatch.setattr("shared.restore.copy_pages", full)
    with pytest.raises(CannotRecord):
        restore(backup, path, "", bind, LATER)
    assert path.read_bytes() == before
    assert [files(path, part) for part in ("carrying", "restores", "before-restore")] == [[], [], []]


def _killed_at(path: Path, backup: Path, fatal: int) -> None:
    """Dies at that rename, or in the middle of the writing for the first."""
    count = 0

    def counted(rename: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
        def renamed(self: Path, target: Path) -> Path:
            nonlocal count
            count += 1
            if count == fatal:
                os.kill(os.getpid(), 9)
            return rename(self, target)

        return renamed

    Path.rename = counted(Path.rename)  # type: ignore[method-assign]
    restore(backup, path, "", bind, LATER)
    os._exit(0)


@pytest.mark.parametrize("fatal", [1, 2, 3, 4])
def test_a_restore_that_was_killed_leaves_one_whole_ledger(path: Path, fatal: int) -> None:
    with_history(path)
    backup = backup_of(path)
    lived_on(path)
    child = os.fork()
    if not child:
        _killed_at(path, backup, fatal)
    signal = os.waitpid(child, 0)[1]
    with open_for_service(path, None, LATER) as store:
        assert_sound(store)
        was_done = fatal > 1
        assert ledger.count(store) == 66
        assert bool(restored_items(store)) is was_done
        assert len(restored_items(store)) <= 1
    assert signal in (0, 9)
    assert files(path, replacement.RESTORE.ready) == []


def test_a_backup_put_in_place_by_hand_is_noticed(path: Path) -> None:
    with_history(path)
    backup = backup_of(path)
    lived_on(path)
    path.write_bytes(backup.read_bytes())
    for _ in range(2):
        with open_for_service(path, None, LATER) as store:
            assert memory.meta(store, "incarnation") == "2"
            assert outbox.counts(store) == {"unknown": 60}
            assert [item.facts["source"] for item in restored_items(store)] == ["a copy put in place by hand"]
            assert compared_since(store, LATER.wall) == MONDAY


def test_an_older_copy_of_the_file_itself_is_noticed_too(path: Path) -> None:
    with_history(path)
    old = path.read_bytes()
    lived_on(path)
    open_for_service(path, None, LATER).close()
    path.write_bytes(old)
    for _ in range(2):
        with open_for_service(path, None, LATER) as store:
            assert (memory.meta(store, "incarnation"), len(restored_items(store))) == ("2", 1)


def test_what_was_restored_is_not_taken_for_an_older_copy_of_a_ledger_that_was_lost(path: Path) -> None:
    with_history(path)
    backup = backup_of(path)
    lived_on(path)
    open_for_service(path, None, LATER).close()
    path.unlink()
    restore(backup, path, "", bind, LATER)
    for _ in range(2):
        with open_for_service(path, None, LATER) as store:
            assert (memory.meta(store, "incarnation"), len(restored_items(store))) == ("2", 1)


def test_an_empty_file_in_the_ledgers_place_is_noticed(path: Path) -> None:
    """What a power cut on a card can leave."""
    with_history(path)
    open_for_service(path, None, LATER).close()
    path.write_bytes(b"")
    for _ in range(2):
        with open_for_service(path, None, LATER) as store:
            assert len(restored_items(store)) == 1


def test_a_ledger_that_went_on_another_way_is_noticed(path: Path) -> None:
    with_history(path)
    old = path.read_bytes()
    lived_on(path)
    open_for_service(path, None, LATER).close()
    path.write_bytes(old)
    with Store.open(path) as store:
        gate = Gate(store)
        gate.wait(hours=30)
        for number in range(12):
            gate.tap(guard(7000 + number))
    with open_for_service(path, None, LATER) as store:
        assert len(restored_items(store)) == 1


@pytest.mark.parametrize("mark", [None, b"", b"{", b'{"seq": 3}', b'{"seq": 0, "hash": ""}', b"\xff\xfe"])
def test_a_mark_that_lags_behind_or_cannot_be_read_alarms_nobody(path: Path, mark: bytes | None) -> None:
    with_history(path)
    open_for_service(path, None, LATER).close()
    lived_on(path)
    if mark is not None:
        path.with_name("ledger.db.seen").write_bytes(mark)
    with open_for_service(path, None, LATER) as store:
        assert (memory.meta(store, "incarnation"), restored_items(store)) == (None, [])
        kinds(store)


def test_no_kill_at_any_instant_looks_like_an_older_copy(path: Path) -> None:
    with_history(path)
    for round_number in range(6):
        child = os.fork()
        if not child:
            with open_for_service(path, None, LATER) as store:
                gate = Gate(store)
                gate.wait(hours=20 + round_number)
                for number in range(round_number * 3):
                    gate.tap(guard(6000 + number))
                log_head(store)
                gate.tap(guard(6100))
                os.kill(os.getpid(), 9)
        os.waitpid(child, 0)
        with open_for_service(path, None, LATER) as store:
            assert restored_items(store) == []


def test_a_carried_over_ledger_is_no_older_copy(path: Path) -> None:
    history = with_history(path)
    open_for_service(path, None, LATER).close()
    damage(path, ledger_page(path, history[-1]))
    for _ in range(2):
        with open_for_service(path, None, LATER) as store:
            assert (memory.meta(store, "incarnation"), restored_items(store)) == ("2", [])
