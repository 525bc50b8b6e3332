"""Callers on kept-alive connections: a load generator of as little work a request as asyncio allows.

A request goes out whole, and its time runs until the last byte of its answer. The generator's own processor time is
told too: one that filled its core would be what is measured.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final, cast

import uvloop

from tests.benchmarks.phone_calls import Request

END_OF_HEAD: Final = b"\r\n\r\n"
LENGTH: Final = b"content-length: "
SERVED: Final = b"HTTP/1.1 200 "

Caller = Callable[["Connection"], Coroutine[Any, Any, list[float]]]
"""What one connection does; milliseconds of each request."""


class NotServed(Exception):
    """An answer that no caller should get; the message is what came."""


@dataclass(frozen=True, slots=True)
class Load:
    """What was asked: milliseconds of each request, how long all took, how much of its core the generator used."""

    ms: tuple[float, ...]
    took_s: float
    own_share: float

    @property
    def each_s(self) -> float:
        """Requests a second."""
        return len(self.ms) / self.took_s


class Connection(asyncio.Protocol):
    """One caller's connection: one request at a time."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._came = b""
        self._answer: asyncio.Future[bytes] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ready to ask."""
        # uvloop's transports are no subclass of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """A piece of the answer."""
        self._came += data
        head, found, body = self._came.partition(END_OF_HEAD)
        if not found or self._answer is None:
            return
        length = int(head.lower().partition(LENGTH)[2].partition(b"\r\n")[0])
        if len(body) == length:
            answer, whole, self._answer, self._came = self._answer, self._came, None, b""
            answer.set_result(whole)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits will get no answer."""
        if self._answer is not None:
            self._answer.set_exception(NotServed("the connection was closed"))

    async def ask(self, request: Request, *, must_fit: bool) -> float:
        """Milliseconds until the whole answer was here. Raises NotServed for one that does not say what it must."""
        assert self._transport is not None
        self._answer = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        self._transport.write(request.wire)
        answer = await self._answer
        took_ms = (time.perf_counter() - began) * 1000
        if not answer.startswith(SERVED) or (must_fit and request.must_say not in answer):
            raise NotServed(answer.decode("utf-8", "replace"))
        return took_ms

    def close(self) -> None:
        """Hang up."""
        if self._transport is not None:
            self._transport.close()


def one_after_another(
    port: int, calls: Iterable[Sequence[Request]], connections: int, *, must_fit: bool = True
) -> Load:
    """Every connection takes a call, asks its requests without a pause, and takes the next one: a closed loop."""
    waiting = iter(calls)

    async def caller(connection: Connection) -> list[float]:
        return [await connection.ask(one, must_fit=must_fit) for call in waiting for one in call]

    return _run(port, connections, caller)


def as_people_press(port: int, calls: Sequence[Sequence[Request]], gap_s: float) -> tuple[Load, ...]:
    """Each call on a connection of its own, all begun within one gap; between two keys half a gap to one and a half.

    One load for each step of a call, in their order.
    """
    waiting = iter(calls)
    asked: list[list[float]] = [[] for _ in calls[0]]
    # The same pauses in every run.
    pauses = random.Random(1)

    async def presses(connection: Connection) -> list[float]:
        call, pause_s = next(waiting), pauses.uniform(0, gap_s)
        for place, request in enumerate(call):
            await asyncio.sleep(pause_s)
            asked[place].append(await connection.ask(request, must_fit=True))
            pause_s = pauses.uniform(0.5, 1.5) * gap_s
        return []

    load = _run(port, len(calls), presses)
    return tuple(Load(tuple(one), load.took_s, load.own_share) for one in asked)


def _run(port: int, connections: int, caller: Caller) -> Load:
    async def everybody() -> Load:
        async with _connected(port, connections) as open_ones:
            cpu, began = time.process_time(), time.perf_counter()
            asked = await asyncio.gather(*map(caller, open_ones))
            took_s = time.perf_counter() - began
            return Load(tuple(ms for one in asked for ms in one), took_s, (time.process_time() - cpu) / took_s)

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(everybody())


@asynccontextmanager
async def _connected(port: int, count: int) -> AsyncIterator[list[Connection]]:
    loop = asyncio.get_running_loop()
    opened: list[Connection] = []
    try:
        for _ in range(count):
            _, connection = await loop.create_connection(Connection, "127.0.0.1", port)
            opened.append(connection)
        yield opened
    finally:
        for connection in opened:
            connection.close()
