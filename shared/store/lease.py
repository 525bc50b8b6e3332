"""One sync, phone line and backup at a time per ledger: locks that the kernel takes back from whoever dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import IO, Final

from shared.store.errors import CannotOpen
from shared.store.ownership import give_away

SILENT_AFTER_S: Final = 120.0
"""Four signs of life missed."""
TRIES: Final = 10
BETWEEN_TRIES_S: Final = 0.02


class LeaseTaken(Exception):
    """Another process serves this ledger already."""


def sync_lease(ledger: Path) -> AbstractContextManager[None]:
    """Be the one sync of this ledger while the block runs. Raises LeaseTaken, naming the process that is."""
    return _lease(ledger, "sync")


def phone_lease(ledger: Path) -> AbstractContextManager[None]:
    """Be the one phone line of this ledger while the block runs. Raises LeaseTaken, naming the process that is."""
    return _lease(ledger, "phone")


def backup_lease(ledger: Path) -> AbstractContextManager[None]:
    """Be the one who backs up this ledger. Raises LeaseTaken, naming the process that does.

    On a disk that went read-only there is no lease to take: what it holds is brought away all the same.
    """
    is_read_only = os.statvfs(ledger.parent).f_flag & os.ST_RDONLY
    return nullcontext() if is_read_only else _lease(ledger, "backup")


@contextmanager
def _lease(ledger: Path, service: str) -> Iterator[None]:
    with _file_of(ledger, service) as lease:
        if not _taken(lease):
            lease.seek(0)
            holder = (lease.read().split() or ["unknown"])[0]
            raise LeaseTaken(f"{ledger}: already served by another {service} (process {holder}); one is enough")
        lease.seek(0)
        lease.truncate()
        lease.write(str(os.getpid()))
        lease.flush()
        yield


def tell_alive(ledger: Path, boottime_s: float, service: str = "sync") -> None:
    """Whoever holds the lease tells in it that all its loops go on. Raises OSError where it cannot be written."""
    # As long as the line before and in its place: a full disk takes it too, and a reader finds it whole.
    line = f"{os.getpid():<10} {boottime_s:<16.1f}".encode("ascii")
    with ledger.with_name(f"{ledger.name}.{service}").open("r+b", buffering=0) as lease:
        lease.write(line)


def silent_s(ledger: Path, boottime_s: float, service: str = "sync") -> float | None:
    """Seconds since the holder last told that it goes on; None where it never told, or nobody may look."""
    try:
        _, told = ledger.with_name(f"{ledger.name}.{service}").read_text(encoding="ascii").split()
        return boottime_s - float(told)
    except (OSError, ValueError):
        return None


def hangs(ledger: Path, boottime_s: float, service: str = "sync") -> bool:
    """Is the lease held by one that gives no sign of life? Boot time does not jump, as a wall clock does."""
    since_s = silent_s(ledger, boottime_s, service)
    return since_s is not None and since_s > SILENT_AFTER_S and is_running(ledger, service)


def _file_of(ledger: Path, service: str) -> IO[str]:
    file = ledger.with_name(f"{ledger.name}.{service}")
    try:
        lease = file.open("a+", encoding="ascii")
        give_away(file, ledger)
    except OSError as error:
        raise CannotOpen(
            f"{error.filename}: {error.strerror}; make its folder and let this user write to it"
        ) from error
    return lease


def _taken(lease: IO[str]) -> bool:
    # A kiosk that asks `is_running` holds the lock shared for some microseconds: one refusal proves nothing.
    for _ in range(TRIES):
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(BETWEEN_TRIES_S)
        else:
            return True
    return False


def is_running(ledger: Path, service: str = "sync") -> bool:
    """Does any sync (or phone line: "phone") hold the lease of this ledger?"""
    try:
        with ledger.with_name(f"{ledger.name}.{service}").open("rb") as lease:
            fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # No lease file yet, or one of another user: a sync of this installation holds none.
        return False
    return False
