"""Commands on a disk that is full or read-only: what can be read is read, and the advice fits."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.store.database import Store
from shared.store.errors import CannotOpen
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, Gate

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root mounts a disk")


@pytest.fixture
def disk(settings: Path, tmp_path: Path) -> Iterator[Path]:
    """A disk of its own for the ledger, with one event in it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "none", str(folder)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    settings.write_text(settings.read_text().replace('path = "ledger.db"', f'path = "{folder}/ledger.db"'))
    with Store.open(folder / "ledger.db") as store:
        Gate(store).tap(ANA)
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk_is_called_full(disk: Path, clockpost: Clockpost) -> None:
    with pytest.raises(OSError, match="No space"):
        (disk / "ballast").write_bytes(b"x" * 8 * 1024 * 1024)
    told = clockpost("events")
    assert "restore" not in told.output
    assert told.exit_code == 0 or "the disk is full; free some space" in told.stderr, told.stderr


@pytest.mark.parametrize("command", [("events",), ("outbox", "list"), ("verify",), ("desk",)])
def test_a_read_only_disk_can_be_read(disk: Path, clockpost: Clockpost, command: tuple[str, ...]) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    told = clockpost(*command)
    assert told.exit_code == 0, told.stderr


def test_a_backup_can_be_made_of_a_read_only_disk(disk: Path, clockpost: Clockpost, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    told = clockpost("backup", "--to", str(elsewhere))
    assert told.exit_code == 0, told.stderr
    assert len(list(elsewhere.glob("*.backup"))) == 1


def test_what_would_write_says_that_the_disk_is_read_only(disk: Path, clockpost: Clockpost) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    told = clockpost("outbox", "drop", "0", "--by", "Emil", "--reason", "double")
    assert (told.exit_code, "read-only" in told.stderr) == (1, True), told.stderr


def test_a_plain_file_under_a_key_says_so(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text("correct horse")
    Store.open(tmp_path / "ledger.db").close()
    with pytest.raises(CannotOpen, match=r"is not encrypted; take store\.key_file out"):
        Store.open(tmp_path / "ledger.db", key)
