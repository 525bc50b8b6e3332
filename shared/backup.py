"""A backup of the ledger while it is in use: copied in small steps, checked, and only then given its name.

Rule 1: an older backup is removed only once the new one is whole, checked and durable.
Rule 2: a second folder that is not there is said and stops nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

import structlog

from shared.backup_folder import (
    SPARE_BYTES,
    BackupError,
    check_folder,
    copy_file,
    new_file,
    put_in_place,
    remove_outlived,
)
from shared.config import Config
from shared.domain.backups import name_of
from shared.store import ledger
from shared.store.copying import copy_pages, open_copy
from shared.store.database import Store
from shared.store.errors import Damaged
from shared.store.lease import backup_lease
from shared.store.ledger import Head
from shared.store.ownership import give_away
from shared.verify import verify_newest

LOG = structlog.get_logger()
NEWEST: Final = 2000
"""So many events are checked one by one each time; `clockpost restore` checks all of them."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Where backups go. `own` is made where it is missing; the others must be there."""

    first: Path
    second: Path | None
    keep_days: int
    own: bool
    spare_bytes: int = SPARE_BYTES


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made. `second_problem` is why there is no second one, empty where none was asked for.

    `outlived_problem` is why older ones stay that should be gone. `faults` are those of the ledger itself among its
    newest events: a backup of it was made all the same.
    """

    path: Path
    head: Head
    size_bytes: int
    removed: int
    faults: tuple[str, ...]
    second: Path | None
    second_problem: str
    outlived_problem: str


def folders_of(config: Config, to: Path | None = None) -> Folders:
    """Where the settings send backups; to `to` alone where it is named."""
    if to is not None:
        return Folders(to, None, config.backup.keep_days, own=False)
    named = config.backup.directory
    first = named or config.store.path.parent / "backups"
    return Folders(first, config.backup.second_directory, config.backup.keep_days, own=named is None)


def back_up(store: Store, folders: Folders, now: datetime) -> Backup:
    """Make one backup of the open ledger. `now` is aware UTC.

    Raises BackupError, a StoreError (Damaged where the ledger itself is) or LeaseTaken while another backup is made.
    """
    name, first = store.path.name, folders.first
    with backup_lease(store.path):
        if folders.own:
            _make(first)
        needed = store.size_bytes()
        check_folder(first, needed, spare_bytes=folders.spare_bytes)
        with new_file(first, f".{name}.backup-part") as part:
            head = copy_pages(store, part, now)
            faults = _checked(store, part, head)
            made = put_in_place(part, name_of(name, now, head.seq, head.row_hash).text)
        size = made.stat().st_size
        LOG.info("backup.made", file=made.name, seq=head.seq, hash=head.row_hash, bytes=size)
        second, problem = _second(made, folders, name)
        removed, stays = _without_outlived(first, name, folders.keep_days)
        if second is not None:
            _, also_stays = _without_outlived(second.parent, name, folders.keep_days)
            stays = stays or also_stays
    return Backup(made, head, size, removed, faults, second, problem, stays)


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        give_away(folder, folder.parent)
    except OSError as error:
        raise BackupError(f"{folder}: {error.strerror}; no backup was made") from error


def _checked(store: Store, part: Path, head: Head) -> tuple[str, ...]:
    """The faults that the ledger itself has; raises where the copy is not what the ledger was."""
    try:
        with open_copy(part, store.key) as copy:
            copy.quick_check()
            found = ledger.head(copy)
            report = verify_newest(copy, NEWEST)
    except Damaged as damage:
        store.quick_check()
        raise BackupError(
            f"{part.parent}: the copy cannot be read back ({damage}), though the ledger is sound."
            " Replace this medium; older backups stay"
        ) from damage
    if found != head:
        raise BackupError(f"{part.parent}: the copy ends with event {found.seq}, the ledger with {head.seq}. Try again")
    return tuple(report.faults)


def _second(made: Path, folders: Folders, ledger_name: str) -> tuple[Path | None, str]:
    if folders.second is None:
        return None, ""
    if not folders.second.is_dir():
        return None, f"{folders.second} is not there: the second medium is not plugged in"
    try:
        return copy_file(made, folders.second, ledger_name), ""
    except BackupError as error:
        return None, str(error)


def _without_outlived(folder: Path, ledger_name: str, keep_days: int) -> tuple[int, str]:
    """How many older backups went from there, or why they stay: the new one is made all the same."""
    try:
        return remove_outlived(folder, ledger_name, keep_days), ""
    except BackupError as error:
        return 0, str(error)
