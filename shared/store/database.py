"""One connection to the ledger file: opening, locks, transactions.

Rule 1: `synchronous=FULL`. What the screen called recorded survives the power cut.
Rule 2: whoever reads in order to write takes BEGIN IMMEDIATE first; sqlite-utils' `atomic()` begins deferred.
Rule 3: opening, switching to WAL and migrating happen under one lock file: without it, of four processes that open a
        new file at once, some fail.
Rule 4: a store belongs to the thread that opened it; another thread takes `another()`.
"""

import fcntl
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from shared.store.errors import CannotOpen, Damaged, StoreError, explained
from shared.store.migrations import MIGRATIONS

Row = tuple[Any, ...]
BUSY_S = 10.0
OPENING_PATIENCE_S = 30.0

_PRAGMAS = (
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-16000",
    "PRAGMA mmap_size=0",
    "PRAGMA journal_size_limit=16777216",
)


class Store:
    """An open ledger file. Use `with Store.open(...) as store:`."""

    def __init__(self, db: Database, path: Path, key: str, users: IO[bytes]) -> None:
        self._db = db
        self._connection = db.conn
        self._users = users
        self._key = key
        self.path = path

    @classmethod
    def open(cls, path: Path, key_file: Path | None = None) -> "Store":
        """Open or create the ledger at `path`, migrated to this version.

        Raises CannotOpen (the file is left alone), CannotRecord (no space, no permission) or Damaged.
        """
        return cls._open(path, _read_key(key_file))

    @classmethod
    def _open(cls, path: Path, key: str) -> "Store":
        try:
            users = lock_of_users(path)
            fcntl.flock(users, fcntl.LOCK_SH)
        except OSError as error:
            raise CannotOpen(f"{path}: {error.strerror}; create its folder and let this user write there") from error
        try:
            with opening(path):
                db = _connect(path, key)
                MIGRATIONS.apply(db)
        except driver.Error as error:
            users.close()
            raise explained(error, str(path)) from error
        except BaseException:
            users.close()
            raise
        return cls(db, path, key, users)

    def another(self) -> "Store":
        """A second connection to the same file, for another thread."""
        return Store._open(self.path, self._key)

    def close(self) -> None:
        """Give the file back. Committed rows stay; an open transaction is rolled back."""
        self._db.conn.close()
        self._users.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement; its rows, if any. Outside `writing()` a write commits at once."""
        try:
            return self._connection.execute(sql, parameters).fetchall()  # type: ignore[no-any-return]
        except driver.Error as error:
            raise explained(error, str(self.path)) from error

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.execute(sql, parameters)
        return rows[0] if rows else None

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row."""
        try:
            self._db.conn.executemany(sql, rows)
        except driver.Error as error:
            raise explained(error, str(self.path)) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that may read and then write. Raises a StoreError when it did not commit."""
        try:
            self._db.execute("BEGIN IMMEDIATE")
        except driver.Error as error:
            raise explained(error, str(self.path)) from error
        try:
            yield
            self._db.execute("COMMIT")
        except driver.Error as error:
            self._rollback()
            raise explained(error, str(self.path)) from error
        except BaseException:
            self._rollback()
            raise

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can fail alone."""
        self._db.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO part")
            self._db.execute("RELEASE part")
            raise
        self._db.execute("RELEASE part")

    @property
    def in_transaction(self) -> bool:
        """Is a transaction open on this connection?"""
        return bool(self._db.conn.in_transaction)

    def change_counter(self) -> int:
        """A number that differs after another connection committed: cheap enough to ask five times a second."""
        return int(self.execute("PRAGMA data_version")[0][0])

    def checkpoint(self) -> None:
        """Move what was committed from the write-ahead log into the file and empty the log, as far as others let us."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def quick_check(self) -> None:
        """Raises Damaged when pages contradict each other."""
        answer = self.execute("PRAGMA quick_check(1)")[0][0]
        if answer != "ok":
            raise Damaged(f"{self.path}: {answer}")

    @property
    def database(self) -> Database:
        """The sqlite-utils database, for the rooms of this package."""
        return self._db

    def _rollback(self) -> None:
        if self._db.conn.in_transaction:
            self._db.execute("ROLLBACK")


def _connect(path: Path, key: str) -> Database:
    connection = driver.connect(str(path), timeout=BUSY_S, isolation_level=None, check_same_thread=False)
    if key:
        connection.execute(f"PRAGMA key = '{key}'")
    db = Database(connection, execute_plugins=False)
    if db.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
        raise CannotOpen(f"{path}: the file system does not take a write-ahead log; put the ledger on a local disk")
    for pragma in _PRAGMAS:
        db.execute(pragma)
    return db


def _read_key(key_file: Path | None) -> str:
    if key_file is None:
        return ""
    try:
        key = key_file.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise CannotOpen(f"store.key_file {key_file}: {error.strerror}; the ledger was not touched") from error
    if not key:
        raise CannotOpen(f"store.key_file {key_file} is empty; the ledger was not touched")
    return key.replace("'", "''")


def lock_of_users(path: Path) -> IO[bytes]:
    """The file that every open store holds a shared lock on; exclusive means that nobody has the ledger open."""
    return path.with_name(path.name + ".users").open("ab")


@contextmanager
def opening(path: Path) -> Iterator[None]:
    """The lock under which a ledger is created, switched to WAL, migrated or set aside."""
    with path.with_name(path.name + ".opening").open("ab") as lock:
        give_up = time.monotonic() + OPENING_PATIENCE_S
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() > give_up:
                    raise StoreError(
                        f"{path}: another process has been opening it for {OPENING_PATIENCE_S} s"
                    ) from error
                time.sleep(0.01)
        yield
