"""Outages of a terminal, closed in bulk once a person has seen whom they touched."""

from collections.abc import Sequence

from shared.domain.supervision import NotDone
from shared.store import board_facts
from shared.store.database import Store
from shared.supervision.word import Word, keep, no_supervisor


def close_outages(store: Store, word: Word, outage_ids: Sequence[str]) -> int | NotDone:
    """Close these outages; how many were open. Raises a StoreError when nothing was written."""
    with store.writing():
        stopped = no_supervisor(word)
        if stopped is not None:
            return stopped
        closed = board_facts.close_outages(store, outage_ids, word.now, word.by.number)
        if closed:
            for outage_id in outage_ids:
                keep(store, word, "close_outage", outage_id)
        return closed
