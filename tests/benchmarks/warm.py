"""Bringing a ledger to where a terminal's ledger is all day: its write-ahead log no longer grows.

A commit that makes a file longer costs the file system twice as much. After the first checkpoint the log is written
from its beginning again, and stays as long as it is.
"""

from pathlib import Path

from tests.benchmarks.series import Act, block

AT_ONCE = 50


def warm(act: Act, ledger: Path, most: int) -> None:
    """Do `act`, which writes to `ledger`, until the log was checkpointed once, or `most` times."""
    log = ledger.with_name(ledger.name + "-wal")
    done, length = 0, -1
    while done < most and log.stat().st_size != length:
        length = log.stat().st_size
        done += len(block(min(AT_ONCE, most - done), act).ms)
