"""Checks PINs beside the presenter: hashing takes tens of milliseconds, and a badge must not wait for it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import structlog

from shared.clock import Reading
from shared.identify import Identity, by_pin
from shared.ports import Clock
from shared.store.database import Store
from shared.store.errors import StoreError

LOG = structlog.get_logger()


class PinDesk:
    """One thread with a ledger connection of its own."""

    def __init__(self, open_store: Callable[[], Store], terminal: str, clock: Clock) -> None:
        self._open_store = open_store
        self._terminal = terminal
        self._clock = clock
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="pins")

    def check(self, number: str, pin: str, answer: Callable[[Identity | StoreError, Reading], None]) -> None:
        """Check in the background; `answer` is called from there with who it is, and when they said so."""
        self._thread.submit(self._check, number, pin, self._clock.read(), answer)

    def stop(self) -> None:
        """Finish what is being checked."""
        self._thread.shutdown(wait=True)

    def _check(
        self, number: str, pin: str, at: Reading, answer: Callable[[Identity | StoreError, Reading], None]
    ) -> None:
        try:
            with self._open_store() as store:
                answer(by_pin(store, number, pin, self._terminal, at), at)
        except StoreError as error:
            answer(error, at)
        except Exception as error:
            LOG.exception("pins.fault")
            answer(StoreError(f"the PIN could not be checked ({type(error).__name__})"), at)
