"""Another key for the ledger: the same rows, one good file at any moment, nothing left under the old key."""

import os
import random
import time
from pathlib import Path

import pytest

from shared import rekey as room
from shared.backup import Folders, back_up
from shared.rekey import make_key_file, rekey
from shared.store import ledger, memory
from shared.store.connection import read_key
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged, StoreError
from shared.store.opening import open_for_service
from shared.store.rekeying import check_same, export
from shared.store.replacement import Why, end_replacement
from tests.shared.store.gate import ANA, MONDAY, Gate, assert_sound, kinds
from tests.shared.store.wreck import LATER, damage, ledger_page, with_history

KEYS = ("", "correct horse", "it's another")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def key_file(path: Path, key: str) -> Path | None:
    if not key:
        return None
    file = path.with_name("key")
    file.write_text(key)
    return file


def files(path: Path) -> set[str]:
    return {file.name.removeprefix(path.name) for file in path.parent.iterdir() if file.name.startswith(path.name)}


def everything(store: Store) -> dict[str, object]:
    names = store.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    return {name: sorted(store.execute(f'SELECT * FROM "{name}"'), key=repr) for (name,) in names}


@pytest.mark.parametrize(("old", "new"), [KEYS[:2], KEYS[1::-1], KEYS[1:], KEYS[:1] * 2])
def test_everything_is_the_same_under_the_new_key(path: Path, old: str, new: str) -> None:
    with_history(path, key_file(path, old))
    with Store.open_with(path, old) as store:
        before = everything(store)
    done = rekey(path, old, new, LATER)
    assert (done.events, done.done_before, done.removed) == (60, old == new, 0 if old == new else 1)
    assert path.read_bytes().startswith(b"SQLite format 3") is not bool(new)
    with open_for_service(path, key_file(path, new), LATER) as store:
        assert everything(store) == before
        assert_sound(store)
        assert memory.meta(store, "incarnation") is None
        gate = Gate(store)
        gate.wait(hours=9)
        gate.tap(ANA)
        with pytest.raises(StoreError, match="append-only"):
            store.execute("DELETE FROM ledger")
    if old != new:
        with pytest.raises(CannotOpen):
            Store.open_with(path, old)
    assert not [name for name in files(path) if "rekey" in name or "carrying" in name]


def test_a_wrong_old_key_changes_nothing(path: Path) -> None:
    with_history(path, key_file(path, "correct horse"))
    before = path.read_bytes()
    for wrong in ("", "wrong"):
        with pytest.raises(CannotOpen, match="not a ledger that this key opens"):
            rekey(path, wrong, "new", LATER)
    assert path.read_bytes() == before


def test_a_ledger_that_is_open_is_left_alone(path: Path) -> None:
    with_history(path)
    with Store.open(path), pytest.raises(CannotOpen, match="another process has it open"):
        rekey(path, "", "new", LATER)
    with Store.open(path) as store:
        assert len(kinds(store)) == 60


def test_a_damaged_ledger_is_left_for_the_services_to_set_aside(path: Path) -> None:
    history = with_history(path)
    damage(path, ledger_page(path, history[20]))
    before = path.read_bytes()
    with pytest.raises(Damaged):
        rekey(path, "", "new", LATER)
    assert path.read_bytes() == before
    assert not [name for name in files(path) if "carrying" in name]


def test_what_differs_is_not_put_in_place(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_history(path)

    def lossy(store: Store, made: Path, key: str) -> None:
        export(store, made, key)
        with Store.unlocked(made, key) as other:
            other.execute("DELETE FROM evidence WHERE id = 7")

    monkeypatch.setattr(room, "export", lossy)
    with pytest.raises(Damaged, match="evidence has other rows"):
        rekey(path, "", "new", LATER)
    with Store.open(path) as store:
        assert_sound(store)


def test_a_lost_trigger_is_found(path: Path, tmp_path: Path) -> None:
    with_history(path)
    made = tmp_path / "made.db"
    with Store.open(path) as store:
        export(store, made, "")
        with Store.unlocked(made, "") as other:
            check_same(store, other)
            other.execute("DROP TRIGGER ledger_keeps_rows")
            with pytest.raises(Damaged, match="its tables differ"):
                check_same(store, other)


def test_another_last_event_is_found(path: Path, tmp_path: Path) -> None:
    with_history(path)
    made = tmp_path / "made.db"
    with Store.open(path) as store:
        export(store, made, "")
        with Store.unlocked(made, "") as other:
            triggers = other.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'")
            for name, _ in triggers:
                other.execute(f"DROP TRIGGER {name}")
            other.execute("UPDATE ledger SET hash = 'x' WHERE seq = (SELECT max(seq) FROM ledger)")
            for _, made_by in triggers:
                other.execute(made_by)
            with pytest.raises(Damaged, match="it ends with another event"):
                check_same(store, other)


def test_what_was_under_the_old_key_is_overwritten(path: Path, tmp_path: Path) -> None:
    with_history(path)
    same_file = tmp_path / "another name of it"
    same_file.hardlink_to(path)
    size = path.stat().st_size
    assert rekey(path, "", "new", LATER).removed == 1
    assert same_file.read_bytes() == bytes(size)


def test_the_old_file_stays_until_the_new_one_was_read_in_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = with_history(path, key_file(path, "old"))
    before = path.read_bytes()

    def on_a_bad_block(ledger_path: Path, stamp: str, why: Why) -> None:
        end_replacement(ledger_path, stamp, why)
        damage(ledger_path, ledger_page(ledger_path, history[20]))

    monkeypatch.setattr(room, "end_replacement", on_a_bad_block)
    with pytest.raises(Damaged):
        rekey(path, "old", "", LATER)
    (old,) = path.parent.glob("ledger.db.before-rekey-*")
    assert old.read_bytes() == before


def test_killed_at_any_moment_one_good_file_is_left_and_a_second_run_ends_it(path: Path) -> None:
    with_history(path)
    with Store.open(path) as store:
        head = ledger.head(store)
    draw, keys, killed = random.Random(5), ["", "one key"], 0
    for number in range(8):
        child = os.fork()
        if not child:
            rekey(path, keys[0], keys[1], LATER)
            os._exit(0)
        time.sleep(draw.uniform(0.0, 0.35) if keys[1] else draw.uniform(0.0, 0.5))
        os.kill(child, 9)
        killed += os.waitpid(child, 0)[1] == 9
        found = []
        for key in keys:
            try:
                with Store.open_with(path, key) as store:
                    assert ledger.head(store) == head, number
                    found.append(key)
            except CannotOpen:
                continue
        assert len(found) == 1, number
        rekey(path, keys[0], keys[1], LATER)
        assert not [name for name in files(path) if "rekey" in name or "carrying" in name]
        keys.reverse()
    assert killed > 2


@pytest.mark.parametrize("fatal", [1, 2, 3])
def test_killed_between_any_two_renames(path: Path, fatal: int) -> None:
    with_history(path)
    child = os.fork()
    if not child:
        count, rename = 0, Path.rename

        def counted(self: Path, target: Path) -> Path:
            nonlocal count
            count += 1
            if count == fatal:
                os.kill(os.getpid(), 9)
            return rename(self, target)

        Path.rename = counted  # type: ignore[method-assign]
        rekey(path, "", "new", LATER)
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 9
    done = rekey(path, "", "new", LATER)
    assert (done.events, done.done_before) == (60, fatal > 1)


def test_what_root_makes_belongs_to_whom_the_ledger_belongs_to(path: Path) -> None:
    with_history(path)
    if os.geteuid():
        pytest.skip("only root can give files away")
    for file in (path.parent, *path.parent.glob("ledger.db*")):
        os.chown(file, 4711, 4712)
    path.chmod(0o640)
    rekey(path, "", "new", LATER)
    with Store.open_with(path, "new") as store:
        back_up(store, Folders(path.parent / "backups", None, 14, own=True), MONDAY)
    made = [file.stat() for file in path.parent.rglob("*")]
    assert {(one.st_uid, one.st_gid) for one in made} == {(4711, 4712)}
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_made_key_is_random_private_and_never_overwritten(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    make_key_file(one)
    make_key_file(two)
    assert one.stat().st_mode & 0o777 == 0o600
    assert len(read_key(one)) == 64
    assert read_key(one) != read_key(two)
    with pytest.raises(FileExistsError):
        make_key_file(one)


def test_a_backup_of_before_opens_with_its_own_key(path: Path) -> None:
    with_history(path)
    with Store.open(path) as store:
        made = back_up(store, Folders(path.parent / "backups", None, 14, own=True), MONDAY)
    rekey(path, "", "new", LATER)
    assert made.path.read_bytes().startswith(b"SQLite format 3")
