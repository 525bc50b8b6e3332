"""What must not run on the event loop: commits, PIN hashes two at a time, and long reads."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from ivr.clock_watch import ClockWatch
from shared.domain.clock_trust import Witness
from shared.store.database import Store
from shared.store.group_writer import GroupWriter

T = TypeVar("T")
PINS_AT_ONCE: Final = 2
"""A hash takes 19 MiB and a core for a while: more at once would only slow each other and everybody else down."""


class Workers:
    """Started and stopped with the server. Jobs raise a StoreError to whoever waits for them."""

    def __init__(self, store: Store, clock_watch: ClockWatch) -> None:
        self._first = store
        self._clock_watch = clock_watch
        self._writer = GroupWriter(store)
        self._pins = ThreadPoolExecutor(PINS_AT_ONCE, thread_name_prefix="pins")
        self._reading = ThreadPoolExecutor(1, thread_name_prefix="reading")
        self._reader: Store | None = None

    def start(self) -> None:
        """Begin to take jobs. Raises a StoreError where the ledger cannot be opened."""
        self._writer.start()
        self._clock_watch.start()

    def stop(self) -> None:
        """Finish what was given, then end."""
        self._pins.shutdown(wait=True)
        self._reading.shutdown(wait=True)
        self._writer.stop()
        self._clock_watch.stop()
        if self._reader is not None:
            self._reader.close()

    def witnesses(self) -> tuple[Witness, ...]:
        """The machine's own word on its clock."""
        return self._clock_watch.now()

    async def write(self, job: Callable[[Store], T]) -> T:
        """Run `job` inside the next group's transaction; its result comes after the commit."""
        return await asyncio.wrap_future(self._writer.submit(job))

    async def turn(self) -> None:
        """Comes back once the writer had its turn. Raises a StoreError where the writer has ended."""
        await asyncio.wrap_future(self._writer.turn())

    async def hash(self, job: Callable[[], T]) -> T:
        """Run a PIN check beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._pins, job)

    async def read(self, job: Callable[[Store], T]) -> T:
        """Run a long read beside the loop."""
        return await asyncio.get_running_loop().run_in_executor(self._reading, lambda: job(self._own_reader()))

    def _own_reader(self) -> Store:
        if self._reader is None:
            self._reader = self._first.another()
        return self._reader
