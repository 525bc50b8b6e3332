"""The line between client and upstream: the layer that lets requests meet delays, faults and dead connections.

Only paths of a system of the sandbox pass through it. The page and the control requests are always served, also
while the link is down.
"""

import asyncio

from starlette.types import ASGIApp, Receive, Scope, Send

from shared.clock import SystemClock
from shared.sandbox import connection
from shared.sandbox.answer import Answer, read_body
from shared.sandbox.faults import RandomDraw
from shared.sandbox.outcomes import Call, play
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.switches import Link
from shared.sandbox.system import System
from shared.sandbox.traffic import Seen


class FaultLayer:
    """ASGI layer in front of the systems."""

    def __init__(self, app: ASGIApp, *, sandbox: Sandbox) -> None:
        self._app = app
        self._systems = sandbox.systems
        self._line = sandbox.line
        self._armed = sandbox.armed
        self._traffic = sandbox.traffic
        self._random = RandomDraw()
        self._late: set[asyncio.Task[Answer]] = set()
        self._clock = SystemClock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serves one request, well or badly."""
        system = self._system_of(scope)
        if system is None:
            await self._app(scope, receive, send)
            return
        body = await read_body(receive)
        if body is not None:
            await self._watch(system, scope, receive, send, body)

    def _system_of(self, scope: Scope) -> System | None:
        if scope["type"] != "http":
            return None
        path: str = scope["path"]
        return next((system for system in self._systems if path.startswith(system.prefix)), None)

    async def _watch(self, system: System, scope: Scope, receive: Receive, send: Send, body: bytes) -> None:
        path, query = scope["path"], scope["query_string"]
        employee = system.employee_of(path, query, body)
        seen = self._traffic.begin(self._clock.now(), scope["method"], path, query, employee)
        try:
            watched = seen.watching(send)
            call = Call(self._app, scope, receive, watched, body, employee, system, self._late)
            await self._serve(call, seen)
        finally:
            self._traffic.end(seen)

    async def _serve(self, call: Call, seen: Seen) -> None:
        line = self._line.values
        if line.link is not Link.UP:
            seen.fault = f"link {line.link}"
            await _meet_dead_link(call, line.link)
            return
        if line.delay_ms:
            await asyncio.sleep(line.delay_ms / 1000)
        fault = self._armed.take(seen.method, seen.path, seen.employee)
        fault = fault or self._random.draw(line.random_faults, seen.method, seen.path)
        if fault is None:
            await call.pass_through()
        else:
            seen.fault = fault.kind.value
            await play(call, fault)


async def _meet_dead_link(call: Call, link: Link) -> None:
    if link is Link.DOWN:
        await connection.reset(call.scope, call.receive)
    else:
        await connection.until_gone(call.receive)
