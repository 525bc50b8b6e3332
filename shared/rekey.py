"""Encrypting the ledger, decrypting it, or giving it another key, while nothing runs.

Rule 1: the new file is whole, compared and durable before it takes the ledger's place, in one step that a crash leaves
        undone or finished. The settings still name the old key then, so services refuse and touch nothing.
Rule 2: the file under the old key goes only after the new one was opened in its place. A second run finishes what a
        crash left of that.
"""

import secrets
from dataclasses import dataclass
from pathlib import Path

import structlog

from shared.clock import Reading
from shared.store import ledger
from shared.store.database import Store
from shared.store.errors import CannotOpen
from shared.store.offline import offline
from shared.store.rekeying import check_same, export, overwrite_and_remove
from shared.store.replacement import (
    REKEY,
    abandon_replacement,
    begin_replacement,
    end_replacement,
    free_stamp,
    set_aside,
)

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """`done_before`: the ledger had the new key already. `removed` files under the old key were overwritten."""

    events: int
    done_before: bool
    removed: int


def make_key_file(file: Path) -> None:
    """A new key of 256 random bits in a new file that only this user reads. Raises OSError where it is there."""
    file.touch(mode=0o600, exist_ok=False)
    file.write_text(secrets.token_hex(32) + "\n", encoding="ascii")


def must_open(path: Path, old_key: str) -> None:
    """Raises a StoreError where no ledger is there, somebody has it open, or `old_key` does not open it."""
    with offline(path):
        _must_be_there(path)
        Store.unlocked(path, old_key, migrate=False).close()


def rekey(path: Path, old_key: str, new_key: str, now: Reading) -> Rekeyed:
    """Put the same ledger under `new_key` in its place; an empty key is none. Raises a StoreError: nothing was lost."""
    with offline(path):
        _must_be_there(path)
        done_before = _opens(path, new_key)
        if not done_before:
            _replace(path, old_key, new_key, now)
        with Store.unlocked(path, new_key) as store:
            store.quick_check()
            events = ledger.head(store).seq
        left = set_aside(path, REKEY)
        for file in left:
            overwrite_and_remove(file)
    LOG.warning("ledger.rekeyed", encrypted=bool(new_key), events=events, removed=len(left))
    return Rekeyed(events, done_before, len(left))


def _must_be_there(path: Path) -> None:
    if not path.exists():
        raise CannotOpen(f"{path}: no ledger yet; give store.key_file before the first start instead")


def _opens(path: Path, key: str) -> bool:
    try:
        Store.unlocked(path, key, migrate=False).close()
    except CannotOpen:
        return False
    return True


def _replace(path: Path, old_key: str, new_key: str, now: Reading) -> None:
    stamp = free_stamp(path, now.wall, REKEY)
    made = begin_replacement(path, stamp)
    try:
        with Store.unlocked(path, old_key) as before:
            before.quick_check()
            export(before, made, new_key)
            with Store.unlocked(made, new_key) as after:
                check_same(before, after)
                after.checkpoint()
    except BaseException:
        abandon_replacement(path)
        raise
    end_replacement(path, stamp, REKEY)
