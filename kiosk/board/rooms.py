"""The threads beside the event loop: reads, acts, PIN hashes two at a time, and the watch for changes.

Each thread has a connection of its own. Jobs raise a StoreError to whoever waits for them.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final, TypeVar

from shared.store.database import Store

T = TypeVar("T")
READS_AT_ONCE: Final = 2
PINS_AT_ONCE: Final = 2
"""A hash takes 19 MiB and a core for a while: more at once would only slow everybody down."""


@dataclass(frozen=True, slots=True)
class _Room:
    """One pool of threads and the connection of each of them."""

    pool: ThreadPoolExecutor
    own: threading.local


class Rooms:
    """Made by the thread that serves; stopped when nobody is served any more."""

    def __init__(self, store: Store) -> None:
        self._first = store
        self._opened: list[Store] = []
        self._reading = _room("reading", READS_AT_ONCE)
        self._acting = _room("acting", 1)
        self._watching = _room("watching", 1)
        self._pins = ThreadPoolExecutor(PINS_AT_ONCE, thread_name_prefix="pins")

    async def read(self, job: Callable[[Store], T]) -> T:
        """A job that changes nothing."""
        return await self._run(self._reading, job)

    async def act(self, job: Callable[[Store], T]) -> T:
        """A job that may write: one at a time, each with transactions of its own."""
        return await self._run(self._acting, job)

    async def watch(self, job: Callable[[Store], T]) -> T:
        """A job that needs the same connection every time."""
        return await self._run(self._watching, job)

    async def hash(self, job: Callable[[], T]) -> T:
        """A PIN check."""
        return await asyncio.get_running_loop().run_in_executor(self._pins, job)

    async def turn(self) -> None:
        """Comes back once the thread that acts had its turn, even where the ledger cannot be opened now."""
        await asyncio.get_running_loop().run_in_executor(self._acting.pool, lambda: None)

    def stop(self) -> None:
        """Finish what was given, then end."""
        for pool in (self._pins, self._watching.pool, self._reading.pool, self._acting.pool):
            pool.shutdown(wait=True)
        for store in self._opened:
            store.close()
        self._opened.clear()

    async def _run(self, room: _Room, job: Callable[[Store], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(room.pool, lambda: job(self._store_of(room)))

    def _store_of(self, room: _Room) -> Store:
        found: Store | None = getattr(room.own, "store", None)
        if found is None:
            found = self._first.another()
            room.own.store = found
            self._opened.append(found)
        return found


def _room(name: str, threads: int) -> _Room:
    return _Room(ThreadPoolExecutor(threads, thread_name_prefix=name), threading.local())
