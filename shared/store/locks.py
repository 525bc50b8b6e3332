"""The lock files beside a ledger: who has it open, and who is creating, migrating or replacing it.

`NAME.opening` is held by whoever opens it: without it, of four processes that open a new file at once, some fail.
`NAME.users` is held shared by every open store; exclusive means that nobody has the ledger open. It is taken, either
way, under the opening lock only: whoever waits for that one holds nothing.
The kernel gives both back when a process dies, however it dies.
"""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from shared.store.errors import CannotOpen, StoreError
from shared.store.ownership import give_away

OPENING_PATIENCE_S = 30.0
BETWEEN_TRIES_S = 0.01
USERS = ".users"


def lock_of_users(path: Path) -> IO[bytes]:
    """The opened lock file of the ledger's users, not locked yet. Raises CannotOpen."""
    return _lock_file(path, USERS)


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """The lock under which a ledger is created, switched to WAL, migrated or set aside. Raises a StoreError."""
    with _lock_file(path, ".opening") as lock:
        give_up = time.monotonic() + OPENING_PATIENCE_S
        while not try_exclusive(lock):
            if time.monotonic() > give_up:
                raise StoreError(
                    f"{path}: another process has been opening it for {OPENING_PATIENCE_S:.0f} s;"
                    " stop it, or wait until it has finished"
                )
            time.sleep(BETWEEN_TRIES_S)
        yield


def try_exclusive(lock: IO[bytes]) -> bool:
    """Take this lock for oneself alone; False where somebody else has it."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def share(lock: IO[bytes]) -> None:
    """Hold this lock beside others; waits while somebody holds it alone."""
    fcntl.flock(lock, fcntl.LOCK_SH)


def is_in_use(path: Path) -> bool:
    """Has somebody the ledger open, as far as one may know who writes nothing?"""
    try:
        with path.with_name(path.name + USERS).open("rb") as users:
            return not try_exclusive(users)
    except FileNotFoundError:
        return False
    except OSError:
        return True


def _lock_file(path: Path, suffix: str) -> IO[bytes]:
    file = path.with_name(path.name + suffix)
    try:
        lock = file.open("ab")
        give_away(file, path)
    except OSError as error:
        raise CannotOpen(f"{path}: {error.strerror}; create its folder and let this user write there") from error
    return lock
