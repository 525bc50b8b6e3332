"""An upstream's sign-in record, kept in the ledger file so that it outlives the process."""

from typing import Generic, TypeVar

from pydantic import TypeAdapter

from shared.store import memory
from shared.store.database import Store

R = TypeVar("R")


class StoredSignIns(Generic[R]):
    """Loads and saves one record type. Used by many threads: each use opens the file for itself, which is rare."""

    def __init__(self, store: Store, upstream: str, record: type[R]) -> None:
        self._store = store
        self._upstream = upstream
        self._adapter = TypeAdapter(record)

    def load(self) -> R | None:
        """The record, or None before the first sign-in."""
        with self._store.another() as store:
            told = memory.recall(store, self._upstream, "sign_in")
        return self._adapter.validate_python(told) if told is not None else None

    def save(self, record: R) -> None:
        """Durable when it returns."""
        with self._store.another() as store:
            memory.remember(store, self._upstream, "sign_in", self._adapter.dump_python(record, mode="json"))
