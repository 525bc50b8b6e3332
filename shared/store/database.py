"""An open ledger file: statements and transactions.

Rule 1: `synchronous=FULL`. What the screen called recorded survives the power cut.
Rule 2: whoever reads in order to write takes BEGIN IMMEDIATE first; sqlite-utils' `atomic()` begins deferred.
Rule 3: opening, switching to WAL and migrating happen under one lock file.
Rule 4: a store belongs to the thread that opened it; another thread takes `another()`.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, TypeVar

from sqlcipher3 import dbapi2 as driver
from sqlite_utils import Database

from shared.store.connection import BUSY_S, connect, read_key
from shared.store.damage_mark import note_damage
from shared.store.errors import SQLITE_BUSY, Damaged, StoreError, explained
from shared.store.locks import lock_of_users, opening, share
from shared.store.migrations import MIGRATIONS
from shared.store.replacement import finish_replacement

Row = tuple[Any, ...]
T = TypeVar("T")
MOST_KEPT = 256
ASK_AGAIN_S = 0.0005


class Store:
    """An open ledger file. Use `with Store.open(...) as store:`."""

    def __init__(self, db: Database, path: Path, key: str, users: IO[bytes] | None) -> None:
        self._db = db
        # Statements go to the driver itself: sqlite-utils' own `execute` costs as much again on a short one.
        self._connection = db.conn
        self._users = users
        self._key = key
        self._once: dict[object, Any] = {}
        self._is_rehearsing = False
        self.path = path

    @classmethod
    def open(cls, path: Path, key_file: Path | None = None) -> "Store":
        """Open or create the ledger at `path`, migrated to this version.

        Raises CannotOpen (the file is left alone), CannotRecord (no space, no permission) or Damaged.
        """
        return cls.open_with(path, read_key(key_file))

    @classmethod
    def open_with(cls, path: Path, key: str) -> "Store":
        """Like `open`, with the key itself."""
        users = lock_of_users(path)
        try:
            with opening(path):
                share(users)
                finish_replacement(path)
                return cls.unlocked(path, key, users)
        except BaseException:
            users.close()
            raise

    @classmethod
    def unlocked(cls, path: Path, key: str, users: IO[bytes] | None = None, *, migrate: bool = True) -> "Store":
        """Open the file without asking anybody: for whoever holds its locks, or made the file themselves."""
        try:
            db = connect(path, key)
        except driver.Error as error:
            raise explained(error, str(path)) from error
        store = cls(db, path, key, users)
        try:
            if migrate:
                MIGRATIONS.apply(db)
        except driver.Error as error:
            db.conn.close()
            raise explained(error, str(path)) from error
        except BaseException:
            db.conn.close()
            raise
        return store

    def another(self) -> "Store":
        """A second connection to the same file, for another thread."""
        return Store.open_with(self.path, self._key)

    def close(self) -> None:
        """Give the file back. Committed rows stay; an open transaction is rolled back."""
        self._connection.close()
        if self._users is not None:
            self._users.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def execute(self, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
        """Run one statement; its rows, if any. Outside `writing()` a write commits at once."""
        try:
            rows: list[Row] = self._connection.execute(sql, parameters).fetchall()
        except driver.Error as error:
            raise self._explained(error) from error
        return rows

    def one(self, sql: str, parameters: Sequence[object] = ()) -> Row | None:
        """The first row of a query, or None."""
        rows = self.execute(sql, parameters)
        return rows[0] if rows else None

    def insert(self, sql: str, parameters: Sequence[object]) -> int:
        """Add one row to a table with a numbered key; its number."""
        try:
            return int(self._connection.execute(sql, parameters).lastrowid or 0)
        except driver.Error as error:
            raise self._explained(error) from error

    def many(self, sql: str, rows: Sequence[Sequence[object]]) -> None:
        """Run one statement for each row."""
        try:
            self._connection.executemany(sql, rows)
        except driver.Error as error:
            raise self._explained(error) from error

    def once(self, name: object, read: Callable[[], T]) -> T:
        """What `read` found the first time under this name: only for rows that are written once and never changed."""
        if name not in self._once:
            if len(self._once) >= MOST_KEPT:
                self._once.clear()
            self._once[name] = read()
        found: T = self._once[name]
        return found

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that may read and then write. Raises a StoreError when it did not commit."""
        if self._is_rehearsing:
            with self.savepoint():
                yield
            return
        self._take_the_lock()
        try:
            yield
            self.execute("COMMIT")
        except BaseException:
            self._rollback()
            raise

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """What is written within, be it in `writing()`, is seen within and never kept: to see what would come of it.

        It holds the file's lock like a transaction, so it is for short acts alone.
        """
        self._take_the_lock()
        self._is_rehearsing = True
        try:
            yield
        finally:
            self._is_rehearsing = False
            self._rollback()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read within is one moment of the file, whoever writes meanwhile. Others are held up by nothing."""
        self.execute("BEGIN")
        try:
            yield
        finally:
            self._rollback()

    def copy_into(self, connection: Any, pages: int, after_each: Callable[..., None]) -> None:
        """Copy the file's pages into another connection's, so many at a time. Raises the driver's errors."""
        self._connection.backup(connection, pages=pages, progress=after_each)

    def _take_the_lock(self) -> None:
        # SQLite's own waiting backs off to a tenth of a second and misses the rests that sync takes for the door.
        give_up = time.monotonic() + BUSY_S
        self._connection.execute("PRAGMA busy_timeout=0")
        try:
            while True:
                try:
                    self._connection.execute("BEGIN IMMEDIATE")
                except driver.OperationalError as error:
                    if (error.sqlite_errorcode & 0xFF) != SQLITE_BUSY or time.monotonic() > give_up:
                        raise self._explained(error) from error
                    time.sleep(ASK_AGAIN_S)
                else:
                    return
        finally:
            self._connection.execute(f"PRAGMA busy_timeout={int(BUSY_S * 1000)}")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part of a transaction that can fail alone."""
        self.execute("SAVEPOINT part")
        try:
            yield
        except BaseException:
            # A full disk or a failing one has rolled everything back already.
            if self.in_transaction:
                self.execute("ROLLBACK TO part")
                self.execute("RELEASE part")
            raise
        self.execute("RELEASE part")

    @property
    def in_transaction(self) -> bool:
        """Is a transaction open on this connection?"""
        return bool(self._connection.in_transaction)

    def change_counter(self) -> int:
        """A number that differs after another connection committed: cheap enough to ask five times a second."""
        return int(self.execute("PRAGMA data_version")[0][0])

    def checkpoint(self) -> None:
        """Move what was committed from the write-ahead log into the file and empty the log, as far as others let us."""
        self.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def size_bytes(self) -> int:
        """How large the file is once its write-ahead log is part of it."""
        return int(self.execute("PRAGMA page_count")[0][0]) * int(self.execute("PRAGMA page_size")[0][0])

    def quick_check(self, *, thorough: bool = False) -> None:
        """Raises Damaged when pages contradict each other; `thorough` compares the indexes with their tables too."""
        answer = self.execute(f"PRAGMA {'integrity' if thorough else 'quick'}_check(1)")[0][0]
        if answer != "ok":
            raise Damaged(f"{self.path}: {answer}")

    @property
    def key(self) -> str:
        """The file's key, for a second file that shall have the same."""
        return self._key

    def _rollback(self) -> None:
        if self.in_transaction:
            try:
                self._connection.execute("ROLLBACK")
            except driver.Error as error:
                raise self._explained(error) from error

    def _explained(self, error: driver.Error) -> StoreError:
        found = explained(error, str(self.path))
        if isinstance(found, Damaged) and self._users is not None:
            note_damage(self.path)
        return found
