"""The newest head of the chain that was seen, in a small file beside the ledger: an older copy put in place is noticed.

A head is written down after its commit was flushed, so the power cut makes no ledger older than its mark. The mark may
lag behind: it is written now and then, and what lags only notices less. Who copies both files back is not noticed.
"""

import json
import os
from pathlib import Path

import structlog

from shared.store import ledger
from shared.store.anchors import anchor
from shared.store.database import Store
from shared.store.ledger import Head
from shared.store.ownership import give_away

LOG = structlog.get_logger()


def remember_head(store: Store) -> None:
    """Write the head down, where it is not written yet. A disk that does not take the mark stops nobody."""
    head, mark = ledger.head(store), _mark_of(store.path)
    if _told(mark) == head:
        return
    # Kiosk, sync and board write the mark beside each other.
    beside = mark.with_name(f"{mark.name}.{os.getpid()}.new")
    try:
        with beside.open("w", encoding="ascii") as file:
            json.dump({"seq": head.seq, "hash": head.row_hash}, file)
            file.flush()
            os.fsync(file.fileno())
        give_away(beside, store.path)
        beside.replace(mark)
    except OSError as error:
        LOG.warning("ledger.mark_not_written", error=str(error))


def is_behind(store: Store) -> bool:
    """Does the ledger lack an event that was seen in it? One that is empty beside a mark lacks all of them."""
    told = _told(_mark_of(store.path))
    if told is None or not told.seq or told.seq <= anchor(store).seq:
        return False
    return ledger.hash_at(store, told.seq) != told.row_hash


def _mark_of(path: Path) -> Path:
    return path.with_name(path.name + ".seen")


def _told(mark: Path) -> Head | None:
    """None where nothing was written yet, or nothing that can be read: then nothing is compared."""
    try:
        told = json.loads(mark.read_text(encoding="ascii"))
        return Head(int(told["seq"]), str(told["hash"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
