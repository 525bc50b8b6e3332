"""The folders that backups lie in: a file there is whole or not there, and outlived ones are removed."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shared.domain.backups import BackupName, backups_among, outlived
from shared.store.ownership import give_away

SPARE_BYTES: Final = 32 * 2**20
"""What a backup leaves free: the ledger may lie on the same disk, and a tap needs some of it."""
PIECE_BYTES: Final = 2**20


class BackupError(Exception):
    """No backup was made, or it cannot be used; the message says why and what to do. Older backups stay."""


def check_folder(folder: Path, needed_bytes: int, *, spare_bytes: int = SPARE_BYTES) -> None:
    """Raises BackupError where a file of that size cannot be written there."""
    if not folder.is_dir():
        raise BackupError(f"{folder}: no such folder. Make it, or plug in the medium that it is on; no backup was made")
    free = shutil.disk_usage(folder).free
    if free < needed_bytes + spare_bytes:
        raise BackupError(
            f"{folder}: a backup takes {_megabytes(needed_bytes)} MB and must leave {_megabytes(spare_bytes)} MB,"
            f" only {_megabytes(free)} MB are free. Make room; no backup was made, older ones stay"
        )


@contextmanager
def new_file(folder: Path, beside: str) -> Iterator[Path]:
    """A new empty file that only this user reads, gone after the block unless it was renamed. Raises BackupError."""
    part = folder / beside
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        give_away(part, folder)
    except OSError as error:
        raise BackupError(f"{folder}: {error.strerror}; no backup was made, older ones stay") from error
    try:
        yield part
    finally:
        part.unlink(missing_ok=True)


def put_in_place(part: Path, name: str) -> Path:
    """Give a whole file its name, so that it survives the power cut. Raises BackupError."""
    try:
        _flush(part)
        placed = part.rename(part.with_name(name))
        _flush(part.parent)
    except OSError as error:
        raise BackupError(f"{part.parent}: {error.strerror}; no backup was made, older ones stay") from error
    return placed


def copy_file(source: Path, folder: Path, ledger: str) -> Path:
    """Copy a backup of this ledger into a second folder and read it back; the copy.

    Raises BackupError; the source stays whole. What a copy that was killed left there goes with the next one.
    """
    check_folder(folder, source.stat().st_size, spare_bytes=0)
    with new_file(folder, f".{ledger}.second-part") as part:
        try:
            with source.open("rb") as told, part.open("wb") as kept:
                shutil.copyfileobj(told, kept, PIECE_BYTES)
            _flush(part)
            same = _digest(part) == _digest(source)
        except OSError as error:
            raise BackupError(f"{folder}: {error.strerror}; the second copy was not made") from error
        if not same:
            raise BackupError(f"{folder}: reads back other bytes than were written. Replace this medium")
        return put_in_place(part, source.name)


def backups_in(folder: Path, ledger: str) -> list[BackupName]:
    """The backups of the ledger file called `ledger` in this folder, oldest first; none where it cannot be read."""
    try:
        return backups_among((file.name for file in folder.iterdir()), ledger)
    except OSError:
        return []


def remove_outlived(folder: Path, ledger: str, keep_days: int) -> int:
    """Remove what was kept for long enough; how many. Raises BackupError."""
    gone = outlived(backups_in(folder, ledger), keep_days)
    try:
        for backup in gone:
            (folder / backup.text).unlink(missing_ok=True)
    except OSError as error:
        raise BackupError(f"{folder}: an old backup could not be removed ({error.strerror})") from error
    return len(gone)


def _digest(file: Path) -> str:
    with file.open("rb") as told:
        return hashlib.file_digest(told, "sha256").hexdigest()


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _megabytes(count: int) -> int:
    return -(-count // 2**20)
