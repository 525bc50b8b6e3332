"""Opening the ledger at the start: tried again until it opens, at every badge too."""

import queue
from collections.abc import Callable
from typing import Any

from kiosk.doorkeeper import Doorkeeper
from shared.ports import BadgeRead
from shared.store.errors import StoreError

OPEN_AGAIN_S = 5.0


def open_at_last(
    make: Callable[[], Doorkeeper],
    messages: "queue.SimpleQueue[Any]",
    cannot_open: Callable[[Exception, BadgeRead | None], None],
) -> Doorkeeper | None:
    """The ledger's doorkeeper, or None where the kiosk is stopped first. A badge that came meanwhile is served then.

    `cannot_open` says why on the screen, to whoever tapped.
    """
    read: BadgeRead | None = None
    while True:
        try:
            doorkeeper = make()
        except (StoreError, OSError) as error:
            cannot_open(error, read)
        else:
            if read is not None:
                messages.put(read)
            return doorkeeper
        try:
            message = messages.get(timeout=OPEN_AGAIN_S)
        except queue.Empty:
            read = None
            continue
        if message is None:
            return None
        read = message if isinstance(message, BadgeRead) else None
