"""A thread that looks again and again, for a process that has no loop of its own for it."""

import threading
from collections.abc import Callable

import structlog

from shared.health.watch import LOOK_EVERY_S, Watch
from shared.store.database import Store
from shared.store.errors import StoreError

LOG = structlog.get_logger()


class Looking:
    """Looks with `watch` on a connection of its own. Begin once the ledger was opened for service."""

    def __init__(self, watch: Watch, open_store: Callable[[], Store]) -> None:
        self._watch = watch
        self._open_store = open_store
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="health", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """End, after the look that runs; twice does no harm."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def __enter__(self) -> "Looking":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._look()
            except (StoreError, OSError) as error:
                LOG.warning("health.not_looked", error=str(error))
            except Exception:
                LOG.exception("health.fault")
            self._over.wait(LOOK_EVERY_S)

    def _look(self) -> None:
        with self._open_store() as store:
            while not self._over.is_set():
                self._watch.look(store)
                self._over.wait(LOOK_EVERY_S)
