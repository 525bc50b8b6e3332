"""One watch over the ledger file for everybody who looks: it tells when a page would show something else.

A version is no count of anything: it only differs from the one before.
"""

import asyncio
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Final

import structlog

from kiosk.board.rooms import Rooms
from shared.store.errors import StoreError

LOG = structlog.get_logger()
LOOK_EVERY_S: Final = 0.25
MOST_OFTEN_S: Final = 1.0
"""While a backlog goes out, the ledger changes many times a second; nobody reads that fast."""
MOST_LISTENERS: Final = 200


class Changes:
    """Used by the event loop alone. `now` is the wall clock: "late 12 min" is another text a minute later."""

    def __init__(self, rooms: Rooms, now: Callable[[], datetime]) -> None:
        self._rooms, self._now = rooms, now
        self._begun = secrets.token_hex(4)
        self._number = 0
        self._news = asyncio.Event()
        self._listeners = 0
        self._seen: tuple[int, int] | None = None
        self.is_over = False

    @property
    def version(self) -> str:
        """Of what is known now; read it before what it shall stand for."""
        return f"{self._begun}-{self._number}"

    def tell(self) -> None:
        """Something changed."""
        self._number += 1
        news, self._news = self._news, asyncio.Event()
        news.set()

    def end(self) -> None:
        """Nobody is told anything any more: the server stops."""
        self.is_over = True
        self.tell()

    async def after(self, version: str, patience_s: float) -> str:
        """The version once it is another than `version`, or the same one when nothing changed for that long."""
        if version == self.version and not self.is_over:
            try:
                async with asyncio.timeout(patience_s):
                    await self._news.wait()
            except TimeoutError:
                pass
        return self.version

    def listens(self) -> bool:
        """One more who listens; False where there are too many."""
        if self._listeners >= MOST_LISTENERS:
            return False
        self._listeners += 1
        return True

    def leaves(self) -> None:
        """One listener less."""
        self._listeners -= 1

    async def run(self) -> None:
        """Look and tell, until cancelled."""
        works = True
        while True:
            try:
                changed = await self._look()
            except StoreError as error:
                changed = works
                if works:
                    LOG.error("web.cannot_read", error=str(error))  # noqa: TRY400  the sentence says it all
                works = False
            else:
                works = True
            if changed:
                self.tell()
            await asyncio.sleep(MOST_OFTEN_S if changed else LOOK_EVERY_S)

    async def _look(self) -> bool:
        counter = await self._rooms.watch(lambda store: store.change_counter())
        seen = (counter, int(self._now().timestamp() // 60))
        changed, self._seen = self._seen is not None and seen != self._seen, seen
        return changed
