"""What set-up found out, for those who look later: what could not be tried, and when a call was tried last."""

import json
from collections.abc import Sequence
from datetime import datetime

from shared.store import memory
from shared.store.database import Store

OPEN_CHECKS = "setup_unchecked"
CALL_AT = "setup_call_at"


def note_open_checks(store: Store, sentences: Sequence[str]) -> None:
    """What could not be told at the last set-up, a sentence each."""
    with store.writing():
        memory.set_meta(store, OPEN_CHECKS, json.dumps(list(sentences)))


def open_checks(store: Store) -> list[str]:
    """The same, as it was noted."""
    told: list[str] = json.loads(memory.meta(store, OPEN_CHECKS) or "[]")
    return told


def note_call(store: Store, at: datetime) -> None:
    """A test call went out at this instant (UTC)."""
    with store.writing():
        memory.set_meta(store, CALL_AT, at.isoformat())


def call_at(store: Store) -> datetime | None:
    """When a test call went out (UTC); None where none did."""
    told = memory.meta(store, CALL_AT)
    return datetime.fromisoformat(told) if told else None
