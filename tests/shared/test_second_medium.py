"""Backups on a second medium, and older ones that do not go."""

import os
import shutil
import signal
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import IO

import pytest

from shared import backup_folder as room
from shared.backup import Folders, back_up
from shared.backup_folder import copy_file
from shared.store.database import Store
from tests.shared.store.durability import recorded_steps
from tests.shared.store.gate import MONDAY
from tests.shared.store.wreck import with_history


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ledger.db"
    with_history(path)
    return path


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "backups", None, 14, own=True)


@pytest.fixture
def medium(tmp_path: Path) -> Path:
    medium = tmp_path / "stick"
    medium.mkdir()
    return medium


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_a_second_folder_gets_the_same_file(path: Path, folders: Folders, tmp_path: Path) -> None:
    medium = tmp_path / "stick"
    both = replace(folders, second=medium)
    with Store.open(path) as store:
        unplugged = back_up(store, both, MONDAY)
        assert (unplugged.second, unplugged.second_problem) == (
            None,
            f"{medium} is not there: the second medium is not plugged in",
        )
        assert unplugged.path.exists()
        assert not medium.exists()
        medium.mkdir()
        made = back_up(store, both, MONDAY + timedelta(hours=1))
    assert made.second is not None
    assert made.second.read_bytes() == made.path.read_bytes()
    assert files(medium) == [made.path.name]


def test_an_old_backup_that_cannot_be_removed_costs_neither_the_new_one_nor_its_second_copy(
    path: Path, folders: Folders, medium: Path
) -> None:
    with Store.open(path) as store:
        old = back_up(store, replace(folders, keep_days=1), MONDAY)
        old.path.unlink()
        for folder in (folders.first, medium):
            # What root cannot unlink either.
            (folder / old.path.name).mkdir()
        for days in (2, 4):
            made = back_up(store, replace(folders, keep_days=1, second=medium), MONDAY + timedelta(days=days))
    assert "an old backup could not be removed" in made.outlived_problem
    assert (made.path.is_file(), made.second is not None, made.second_problem) == (True, True, "")


def test_what_a_second_copy_that_was_killed_left_goes_with_the_next_one(
    path: Path, folders: Folders, medium: Path
) -> None:
    with Store.open(path) as store:
        made = back_up(store, folders, MONDAY)
        kill_while_copying(made.path, medium, path.name)
        assert files(medium)
        both = back_up(store, replace(folders, second=medium), MONDAY + timedelta(hours=1))
    assert files(medium) == [both.path.name]


def kill_while_copying(source: Path, folder: Path, ledger: str) -> None:
    """A process copies the file into the folder, and dies before the copy has its name."""
    child = os.fork()
    if not child:
        room.put_in_place = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
        copy_file(source, folder, ledger)
    os.waitpid(child, 0)


def test_a_medium_that_keeps_other_bytes_is_told_and_has_no_copy(
    path: Path, folders: Folders, medium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = shutil.copyfileobj

    def worn_out(source: IO[bytes], kept: IO[bytes], length: int) -> None:
        copy(source, kept, length)
        kept.seek(5000)
        kept.write(b"\x00\xff")

    monkeypatch.setattr(shutil, "copyfileobj", worn_out)
    with Store.open(path) as store:
        made = back_up(store, replace(folders, second=medium), MONDAY)
    assert (made.second, made.path.is_file(), files(medium)) == (None, True, [])
    assert "Replace this medium" in made.second_problem


def test_a_backup_is_durable_before_it_has_its_name(
    path: Path, folders: Folders, medium: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(path) as store:
        steps = recorded_steps(monkeypatch)
        made = back_up(store, replace(folders, second=medium), MONDAY)
    named = [at for at, step in enumerate(steps) if step.endswith(f" -> {made.path.name}")]
    assert len(named) == 2
    for at in named:
        part = steps[at].partition(" -> ")[0]
        assert (steps[at - 1], steps[at + 1]) == (f"sync {part}", "sync /")
