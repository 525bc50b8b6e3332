"""Removes what has stood for as long as the settings keep it, in pieces that no tap has to wait for.

Rule 1: under a clock that is not trusted nothing is removed: a terminal that wakes up years ahead would empty itself.
Rule 2: what is unfinished, in use or waits for a supervisor stays, however old it is.
"""

from collections.abc import Iterator

import structlog

from shared.clock import Reading
from shared.config.retention import Retention
from shared.domain.clock_trust import TrustLevel
from shared.domain.retention import Kept, before
from shared.gather import Surroundings, clock_trust
from shared.store import ledger, pruning, removing
from shared.store.database import Store
from shared.store.removing import Removal

LOG = structlog.get_logger()
MOST_PIECES = 100
"""At one look; the next one goes on."""
CLOCK_BOUND_S = 3600.0
"""Days are counted: an hour more or less is nothing."""


def kept_of(settings: Retention) -> Kept:
    """The days of the settings."""
    return Kept(**settings.model_dump())


def remove_old(store: Store, kept: Kept, reading: Reading) -> dict[str, int]:
    """One look; how many of each went, nothing where none did. Raises a StoreError; what went until then is gone."""
    if clock_trust(store, Surroundings(reading), CLOCK_BOUND_S).level is TrustLevel.UNTRUSTED:
        LOG.warning("retention.waits", why="the clock is not trusted")
        return {}
    gone = {name: count for name, count in _gone(store, kept, reading) if count}
    if gone:
        LOG.info("retention.removed", **gone)
    return gone


def _gone(store: Store, kept: Kept, reading: Reading) -> Iterator[tuple[str, int]]:
    days: tuple[tuple[str, Removal, int | None], ...] = (
        ("evidence", removing.evidence, kept.evidence_days),
        ("refusals", removing.refusals, kept.refusals_days),
        ("notes", removing.notes, kept.notes_days),
        ("voices", removing.voices, kept.voice_days),
        ("contacts", removing.contacts, kept.contacts_days),
        ("names", removing.names, kept.names_days),
        ("time_cards", removing.time_cards, kept.events_days),
        ("handovers", removing.handovers, kept.events_days),
    )
    for name, remove, number in days:
        oldest = before(number, reading.wall)
        if oldest is None:
            continue
        count = 0
        for _ in range(MOST_PIECES):
            piece = remove(store, oldest, reading.wall)
            count += piece
            if not piece:
                break
        yield name, count
    yield "events", _events_gone(store, kept, reading)


def _events_gone(store: Store, kept: Kept, reading: Reading) -> int:
    oldest = before(kept.events_days, reading.wall)
    if oldest is None:
        return 0
    checked_at = ledger.head(store).seq
    last, count = pruning.removable(store, oldest), 0
    for _ in range(MOST_PIECES):
        piece = pruning.remove(store, last, checked_at, reading.wall)
        count += piece
        if not piece:
            break
    return count
