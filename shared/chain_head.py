"""The head of the chain, told where a shortened ledger shows: in the log of every process, now and then.

A chain proves that nothing in it was changed; that nothing was cut off at its end is proven only by a head that was
written down elsewhere. `clockpost verify --head` compares. TrackTik's records have no field that would take one.
"""

import re
from typing import Final

import structlog

from shared.store import ledger
from shared.store.anchors import anchor
from shared.store.database import Store
from shared.store.last_seen import remember_head
from shared.store.ledger import Head

LOG = structlog.get_logger()
_TOLD: Final = re.compile(r"(\d{1,15}):([0-9a-f]{16,64})")


def told_head(text: str) -> Head | None:
    """A head as somebody wrote it down, 118:9af3..., or the first 16 digits of its hash; None for anything else."""
    found = _TOLD.fullmatch(text.strip().lower())
    return Head(int(found[1]), found[2]) if found else None


def log_head(store: Store) -> None:
    """Write the head into the log, for journald and whatever collects it, and into the mark beside the ledger."""
    head = ledger.head(store)
    LOG.info("chain.head", seq=head.seq, hash=head.row_hash)
    remember_head(store)


def is_still_there(store: Store, head: Head) -> bool:
    """Does the ledger hold that very event? False for one that was cut off, replaced, or never there."""
    removed = anchor(store)
    if head.seq == removed.seq:
        return removed.row_hash.startswith(head.row_hash)
    if head.seq < removed.seq:
        # What was removed on purpose cannot be compared; the chain goes on from the anchor behind it.
        return True
    return ledger.hash_at(store, head.seq).startswith(head.row_hash)
