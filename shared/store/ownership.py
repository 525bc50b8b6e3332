"""Files made by root beside the ledger belong to whom the ledger belongs to: the services could not open them else.

SQLite does the same with the `-wal` and `-shm` that it makes.
"""

import os
from pathlib import Path

ROOT = 0


def give_away(made: Path, ledger: Path) -> None:
    """Give a file that root made to the owner of the ledger, or of its folder where there is none. Raises OSError."""
    if os.geteuid() != ROOT or made.stat().st_uid != ROOT:
        return
    owner = (ledger if ledger.exists() else ledger.parent).stat()
    if owner.st_uid != ROOT:
        os.chown(made, owner.st_uid, owner.st_gid)
