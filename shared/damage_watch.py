"""Ends a service when the ledger that it has open turns out to be damaged, so that the next start can set it aside."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import structlog

from shared.store.damage_mark import damage_noted

LOG = structlog.get_logger()
LOOK_EVERY_S: Final = 1.0
END_WITHIN_S: Final = 20.0
EXIT_CODE: Final = 75
"""EX_TEMPFAIL of sysexits.h: it is well to start again."""


@contextmanager
def ends_on_damage(path: Path) -> Iterator[None]:
    """While the block runs, damage that anybody meets in this ledger asks this process to end, then ends it."""
    over = threading.Event()
    before = damage_noted(path)
    watch = threading.Thread(target=_watch, args=(path, before, over), name="damage-watch", daemon=True)
    watch.start()
    try:
        yield
    finally:
        over.set()
        watch.join()


def _watch(path: Path, before: str, over: threading.Event) -> None:
    # A mark from before this start is what this start looks into.
    while not over.wait(LOOK_EVERY_S):
        if damage_noted(path) not in ("", before):
            LOG.error("ledger.damaged_while_open", path=str(path), next="this service ends, to be started again")
            os.kill(os.getpid(), signal.SIGTERM)
            if not over.wait(END_WITHIN_S):
                os._exit(EXIT_CODE)
