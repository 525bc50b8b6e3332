"""Looking at a ledger changes nothing in its folder, whether it is in use, at rest, or left by a killed process."""

import hashlib
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from shared.store import ledger
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged, StoreError
from shared.store.looking import NoLedger, looking_at
from tests.shared.store.gate import ANA, Gate


def state_of(folder: Path) -> dict[str, tuple[str, int]]:
    """Every file but SQLite's own index of the log, which each reader marks."""
    return {
        file.name: (hashlib.sha256(file.read_bytes()).hexdigest(), file.stat().st_mtime_ns)
        for file in sorted(folder.iterdir())
        if file.is_file() and not file.name.endswith("-shm")
    }


@pytest.fixture(params=["", "a key"])
def key_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path | None:
    if not request.param:
        return None
    file = tmp_path / "ledger.key"
    file.write_text(request.param)
    return file


def test_a_ledger_at_rest_is_read_and_nothing_is_made_beside_it(tmp_path: Path, key_file: Path | None) -> None:
    folder = tmp_path / "at rest"
    folder.mkdir()
    path = folder / "ledger.db"
    with Store.open(path, key_file) as store:
        Gate(store).tap(ANA)
    before = state_of(folder)
    with looking_at(path, key_file) as seen:
        assert ledger.count(seen) == 1
    assert state_of(folder) == before


def test_what_others_committed_last_is_seen_while_they_go_on(path: Path, store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    before = state_of(path.parent)
    with looking_at(path, None) as seen:
        assert ledger.count(seen) == 1
        assert state_of(path.parent) == before
        gate.wait(hours=1)
        gate.tap(ANA)
        assert ledger.count(seen) == 2


def test_the_log_of_a_killed_process_is_read_and_left(path: Path, store: Store, gate: Gate, tmp_path: Path) -> None:
    gate.tap(ANA)
    left = tmp_path / "left"
    left.mkdir()
    for suffix in ("", "-wal"):
        shutil.copy(f"{path}{suffix}", left / f"ledger.db{suffix}")
    before = state_of(left)
    with looking_at(left / "ledger.db", None) as seen:
        assert ledger.count(seen) == 1
    assert state_of(left) == before


def test_nothing_can_be_written(path: Path, gate: Gate) -> None:
    with looking_at(path, None) as seen, pytest.raises(StoreError):
        Gate(seen).tap(ANA)


def test_no_ledger_is_made_where_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(NoLedger), looking_at(tmp_path / "ledger.db", None):
        pass
    assert not list(tmp_path.iterdir())


def test_a_wrong_key_is_told_as_that(path: Path, gate: Gate, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.key"
    wrong.write_text("wrong")
    with pytest.raises(CannotOpen), looking_at(path, wrong):
        pass


def test_a_log_that_was_just_emptied_by_its_user_is_followed_all_the_same(path: Path, store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    store.checkpoint()
    with looking_at(path, None) as seen:
        assert ledger.count(seen) == 1
        gate.wait(hours=1)
        gate.tap(ANA)
        store.checkpoint()
        assert ledger.count(seen) == 2


@pytest.mark.parametrize("found", ["nothing", "damage"])
def test_what_was_read_while_somebody_began_to_use_the_file_counts_for_nothing(tmp_path: Path, found: str) -> None:
    path = tmp_path / "ledger.db"
    with Store.open(path) as store:
        Gate(store).tap(ANA)
    with pytest.raises(StoreError, match="ask again") as refused:
        look_while_it_is_taken_up(path, found)
    assert not isinstance(refused.value, Damaged)


def look_while_it_is_taken_up(path: Path, found: str) -> None:
    """Somebody opens the ledger in the middle of a look, and goes on using it until the look is over."""
    with ExitStack() as used, looking_at(path, None):
        used.enter_context(Store.open(path))
        if found == "damage":
            raise Damaged("pages changed under the reader")


def test_damage_of_a_file_at_rest_is_told_as_damage(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Store.open(path) as store:
        Gate(store).tap(ANA)
    with pytest.raises(Damaged), looking_at(path, None):
        raise Damaged("a page")
