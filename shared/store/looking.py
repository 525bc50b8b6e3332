"""The ledger file as it is, for whoever only looks: nothing is created, migrated, moved or locked.

A file that nobody has open, with an empty write-ahead log, is opened as one that nobody changes: reading it another way
would make a log beside it. Else SQLite reads the log too and leaves it in place. Somebody who begins to use a file that
is read as unchanged makes it look damaged: what was read is then told as nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from shared.store.connection import read_key
from shared.store.database import Store
from shared.store.errors import CannotOpen, Damaged, StoreError, explained
from shared.store.key_check import check_key
from shared.store.locks import is_in_use

PATIENCE_S = 2.0


class NoLedger(CannotOpen):
    """There is no ledger file yet."""


@contextmanager
def looking_at(path: Path, key_file: Path | None) -> Iterator[Store]:
    """The ledger, for reading alone. Raises NoLedger, CannotOpen, Damaged or another StoreError."""
    key = read_key(key_file)
    if not _is_there(path):
        raise NoLedger(f"{path}: no ledger yet. It is made by the first `clockpost kiosk` or `clockpost sync`.")
    check_key(path, key)
    at_rest = _is_at_rest(path)
    try:
        connection = _connected(path, key, "immutable=1" if at_rest else "mode=ro")
    except driver.Error as error:
        raise explained(error, str(path)) from error
    store = Store(Database(connection, execute_plugins=False, recursive_triggers=False), path, key, None)
    try:
        yield store
    except Damaged as damage:
        _refuse_if_taken_up(path, was_at_rest=at_rest, damage=damage)
        raise
    else:
        _refuse_if_taken_up(path, was_at_rest=at_rest)
    finally:
        store.close()


def _refuse_if_taken_up(path: Path, *, was_at_rest: bool, damage: Damaged | None = None) -> None:
    if was_at_rest and not _is_at_rest(path):
        raise StoreError(f"{path}: somebody began to use it while it was looked at; ask again") from damage


def _connected(path: Path, key: str, way: str) -> "driver.Connection":
    connection = driver.connect(
        f"{path.resolve().as_uri()}?{way}",
        uri=True,
        timeout=PATIENCE_S,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        if key:
            connection.execute("PRAGMA key = '{}'".format(key.replace("'", "''")))
        connection.execute("PRAGMA temp_store=MEMORY")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except BaseException:
        connection.close()
        raise
    return connection


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise CannotOpen(f"{path}: {error.strerror}; ask as a user who may look into its folder") from error


def _is_at_rest(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    try:
        has_log = log.stat().st_size > 0
    except FileNotFoundError:
        has_log = False
    return not has_log and not is_in_use(path)
