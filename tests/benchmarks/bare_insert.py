"""The least that a durable tap could cost: one insert of one row into one table without an index."""

from pathlib import Path

from shared.store.database import Store
from tests.benchmarks.series import timed


class BareInsert:
    """Rows of `row_bytes` bytes, each committed by itself, in a file of its own opened as a ledger is opened.

    The same driver, pragmas (WAL, synchronous=FULL) and folder; no roster is read and nothing is decided.
    """

    def __init__(self, folder: Path, row_bytes: int) -> None:
        self.path = folder / "bare.db"
        self._store = Store.open(self.path)
        self._body = "x" * row_bytes
        self._store.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT")

    def insert(self) -> float:
        """One row: milliseconds until it is committed."""
        return timed(lambda: self._store.execute("INSERT INTO bare (body) VALUES (?)", (self._body,)))

    def close(self) -> None:
        """Give the file back."""
        self._store.close()
