"""One sync per ledger: a lock that the kernel gives back when its holder dies, however it dies."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

TRIES: Final = 10
BETWEEN_TRIES_S: Final = 0.02


class LeaseTaken(Exception):
    """Another sync serves this ledger."""


@contextmanager
def sync_lease(ledger: Path) -> Iterator[None]:
    """Hold the lease while the block runs. Raises LeaseTaken, naming the process that has it."""
    with ledger.with_name(ledger.name + ".sync").open("a+", encoding="ascii") as lease:
        if not _taken(lease):
            lease.seek(0)
            holder = lease.read().strip() or "unknown"
            raise LeaseTaken(f"{ledger}: already served by another sync (process {holder}); one is enough")
        lease.seek(0)
        lease.truncate()
        lease.write(str(os.getpid()))
        lease.flush()
        yield


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


def is_running(ledger: Path) -> bool:
    """Does any sync hold the lease of this ledger?"""
    try:
        with ledger.with_name(ledger.name + ".sync").open("rb") as lease:
            fcntl.flock(lease, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    except OSError:
        # No lease file yet, or one of another user: a sync of this installation holds none.
        return False
    return False
