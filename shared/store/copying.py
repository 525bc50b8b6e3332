"""Copying a ledger file page by page while it is written to, and reading such a copy.

Rule 1: the copy is one moment of the ledger: a read transaction lasts from the first page to the last. It holds up no
        tap, only the shortening of the write-ahead log.
Rule 2: little at a time, each bit flushed by itself with a rest after it: a tap's own flush never waits for many pages.
Rule 3: a copy says that it is one. Put in the ledger's place, be it by hand, it is a ledger that does not know what was
        delivered since.
"""

import os
import time
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from shared.store import ledger
from shared.store.database import Store
from shared.store.errors import CannotOpen, explained
from shared.store.incarnation import COPIED_AT
from shared.store.key_check import check_key
from shared.store.ledger import Head

PAGES_A_STEP: Final = 64
STEPS_A_FLUSH: Final = 4
REST_S: Final = 0.003


def copy_pages(store: Store, target: Path, made_at: datetime) -> Head:
    """Copy the ledger as it is now into the new file `target`, under the same key and durable; the head that it has.

    `target` must be new, and its folder must take files. Raises a StoreError; whatever was written stays then.
    """
    made = _new(target, store.key)
    try:
        with target.open("rb") as file, store.reading():
            head = ledger.head(store)
            store.copy_into(made, PAGES_A_STEP, _Pace(file.fileno()).rest)
        made.execute("PRAGMA journal_mode=DELETE")
        made.execute("PRAGMA synchronous=FULL")
        made.execute("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (COPIED_AT, made_at.isoformat()))
    except driver.Error as error:
        raise explained(error, str(target)) from error
    finally:
        made.close()
    return head


def open_copy(path: Path, key: str) -> Store:
    """A copy to read from, be it on a medium that takes no writes. Raises CannotOpen for what is none of this key."""
    if not path.is_file():
        raise CannotOpen(f"{path}: no such file")
    check_key(path, key)
    connection = None
    try:
        connection = driver.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        _unlock(connection, key)
        connection.execute("PRAGMA trusted_schema=OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
        database = Database(connection, execute_plugins=False, recursive_triggers=False)
    except driver.Error as error:
        if connection is not None:
            connection.close()
        raise explained(error, str(path)) from error
    return Store(database, path, key, None)


class _Pace:
    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._steps = 0

    def rest(self, *_: object) -> None:
        self._steps += 1
        if self._steps % STEPS_A_FLUSH == 0:
            os.fdatasync(self._descriptor)
        time.sleep(REST_S)


def _new(target: Path, key: str) -> Any:
    connection = driver.connect(str(target), isolation_level=None)
    try:
        _unlock(connection, key)
        # Whatever is cut short is thrown away whole: nothing of it has to be taken back.
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except driver.Error as error:
        connection.close()
        raise explained(error, str(target)) from error
    return connection


def _unlock(connection: Any, key: str) -> None:
    if key:
        connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
