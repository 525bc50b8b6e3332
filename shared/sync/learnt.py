"""What the upstream turned out to accept: remembered in the store, shown by `clockpost outbox`."""

import threading

from shared.store import memory
from shared.store.database import Store
from shared.store.group_writer import GroupWriter


class Learnt:
    """Facts about one upstream, shared by all lanes."""

    def __init__(self, store: Store, writer: GroupWriter, upstream: str) -> None:
        self._writer = writer
        self._upstream = upstream
        self._facts: dict[str, str] = memory.recall(store, upstream, "learnt") or {}
        self._lock = threading.Lock()

    def of(self, name: str) -> str:
        """The fact, or ""."""
        return self._facts.get(name, "")

    def note(self, name: str, fact: str) -> None:
        """Remember a fact, writing only when it changed."""
        with self._lock:
            if self._facts.get(name) == fact:
                return
            self._facts = {**self._facts, name: fact}
            facts = dict(self._facts)
        self._writer.write(lambda store: memory.remember(store, self._upstream, "learnt", facts))
