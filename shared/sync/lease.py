"""One sync per ledger: a lock that the kernel gives back when its holder dies, however it dies."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class LeaseTaken(Exception):
    """Another sync serves this ledger."""


@contextmanager
def sync_lease(ledger: Path) -> Iterator[None]:
    """Hold the lease while the block runs. Raises LeaseTaken, naming the process that has it."""
    with ledger.with_name(ledger.name + ".sync").open("a+", encoding="ascii") as lease:
        try:
            fcntl.flock(lease, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lease.seek(0)
            holder = lease.read().strip() or "unknown"
            raise LeaseTaken(f"{ledger}: already served by another sync (process {holder}); one is enough") from error
        lease.seek(0)
        lease.truncate()
        lease.write(str(os.getpid()))
        lease.flush()
        yield
