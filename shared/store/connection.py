"""One connection of the database driver to a ledger file, with its key and its pragmas."""

import os
from pathlib import Path

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from shared.store.errors import CannotOpen
from shared.store.key_check import check_key

BUSY_S = 10.0
CHECKPOINT_PAGES = 4000
"""Sixteen megabytes of log: one tap in several hundred pays for moving it into the file, not one in a hundred."""

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    # What is removed must not be readable in the file, nor in a backup of it.
    "PRAGMA secure_delete=ON",
    # Without it INSERT OR REPLACE slips past a trigger that refuses to delete.
    "PRAGMA recursive_triggers=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=0",
    f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}",
    "PRAGMA journal_size_limit=16777216",
)


def connect(path: Path, key: str) -> Database:
    """Open or create the file, decrypted with `key` unless it is empty.

    Raises the driver's errors, and CannotOpen for a file system that cannot hold a ledger.
    """
    check_key(path, key)
    # Whatever the umask: who came and went is nothing for everybody on the machine. What cannot be made is told below.
    if not path.exists() and os.access(path.parent, os.W_OK):
        path.touch(mode=0o640)
    connection = driver.connect(str(path), timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    try:
        if key:
            connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
        # sqlite-utils' first statement would otherwise be the one that finds a wrong key.
        mode = connection.execute("PRAGMA journal_mode=WAL").fetchone()[0]
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        db = Database(connection, execute_plugins=False, recursive_triggers=False)
    except BaseException:
        connection.close()
        raise
    if mode != "wal":
        connection.close()
        raise CannotOpen(f"{path}: the file system does not take a write-ahead log; put the ledger on a local disk")
    return db


def read_key(key_file: Path | None) -> str:
    """The ledger's key, "" where it has none. Raises CannotOpen; the ledger was not touched then."""
    if key_file is None:
        return ""
    try:
        key = key_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CannotOpen(f"store.key_file {key_file}: {error.strerror}; the ledger was not touched") from error
    except UnicodeDecodeError as error:
        raise CannotOpen(f"store.key_file {key_file} is not text; the ledger was not touched") from error
    if not key or not key.isprintable():
        reason = "holds more than one line of text" if key else "is empty"
        raise CannotOpen(f"store.key_file {key_file} {reason}; the ledger was not touched")
    return key
