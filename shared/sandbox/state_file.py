"""The optional file that lets the sandbox's records outlive its process.

An answer is sent only when what it speaks of is in the file. Requests that change something at the same time share
one writing: the whole memory goes into a temporary file beside it, which then takes its place.
"""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.sandbox.changes import Changes


def write_atomically(path: Path, text: str) -> None:
    """Puts `text` in place of the file at `path`; a reader sees the old text or the new, never a part."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


class StateFile:
    """Keeps the file at `path` equal to what `snapshot` returns."""

    def __init__(self, path: Path, changes: Changes, snapshot: Callable[[], object]) -> None:
        self._path = path
        self._changes = changes
        self._snapshot = snapshot
        self._written = -1
        self._turn = asyncio.Lock()

    async def catch_up(self) -> None:
        """Returns when every change made before this call is in the file."""
        wanted = self._changes.count
        while self._written < wanted:
            async with self._turn:
                if self._written < wanted:
                    await self._write()

    async def _write(self) -> None:
        covers = self._changes.count
        text = json.dumps(self._snapshot(), ensure_ascii=False)
        await asyncio.to_thread(write_atomically, self._path, text)
        self._written = covers


class SaveBeforeAnswering:
    """ASGI layer: holds an answer back until the file has caught up."""

    def __init__(self, app: ASGIApp, *, state_file: StateFile) -> None:
        self._app = app
        self._state_file = state_file

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Runs the application inside, saving before the first byte of its answer."""

        async def send_once_saved(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._state_file.catch_up()
            await send(message)

        await self._app(scope, receive, send_once_saved)
