"""A mark that this terminal runs, in a file beside the ledger: what is missing from it is an outage.

Not in the ledger: a row every half minute would wear the flash out for nothing. A terminal whose loop hangs serves
nobody: it gives no sign either.
"""

import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path

import structlog

from shared import terminals
from shared.ports import Clock
from shared.store import outages
from shared.store.database import Store

LOG = structlog.get_logger()
EVERY_S = 30.0


class Heartbeat:
    """Writes the mark in a thread of its own; `also` is done there at every beat.

    After the first mark, each waits until every loop of `loops` has come round since the one before.
    """

    def __init__(
        self,
        ledger: Path,
        terminal: str,
        clock: Clock,
        also: Callable[[], None] = lambda: None,
        loops: Iterable[str] = (),
    ) -> None:
        self._also = also
        self._loops = frozenset(loops)
        self._came_round: set[str] = set()
        self._terminal = terminal
        self._file = terminals.mark_of(ledger, terminal)
        self._clock = clock
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="heartbeat", daemon=True)

    def start(self, store: Store) -> None:
        """Keep the outage that ends now, if there was one, and begin to beat."""
        now, last = self._clock.read().wall, self._last()
        if last is not None and now - last > terminals.SILENT_AFTER:
            outages.keep(store, self._terminal, last, now)
            LOG.warning("terminal.was_off", since=last.isoformat())
        self._beat()
        self._thread.start()

    def round(self, loop: str) -> None:
        """One of the terminal's loops has come round; from any thread."""
        self._came_round.add(loop)

    def stop(self) -> None:
        """The last beat; none where the first never came, for then the outage goes on."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join()
            self._beat()

    def _run(self) -> None:
        self._do_also()
        while not self._stop.wait(EVERY_S):
            if self._came_round >= self._loops:
                self._came_round = set()
                self._beat()
            self._do_also()

    def _do_also(self) -> None:
        try:
            self._also()
        except Exception:
            # The mark goes on: without it a terminal that works would count as one that does not.
            LOG.exception("heartbeat.fault")

    def _beat(self) -> None:
        # Beside it and moved: a power cut or a full disk in the middle must not cost the mark that tells of the outage.
        new = terminals.unfinished(self._file)
        try:
            new.write_text(self._clock.read().wall.isoformat(), encoding="ascii")
            new.replace(self._file)
        except OSError as error:
            LOG.warning("heartbeat.not_written", error=str(error))

    def _last(self) -> datetime | None:
        try:
            return terminals.last_sign(self._file)
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            LOG.warning("heartbeat.not_read", error=str(error))
            return None
