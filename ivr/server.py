"""The phone line as a process: one server, one lease of the ledger, bounded requests."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Final

from starlette.types import ASGIApp
from uvicorn import Config as ServerConfig
from uvicorn import Server
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ivr.form import LONGEST_FORM_BYTES

LONGEST_HEAD_BYTES: Final = 16 * 1024
KEEP_ALIVE_S: Final = 30
MOST_AT_ONCE: Final = 2000
"""Connections: far more than any account's calls, far fewer than would fill the memory."""
STOP_WITHIN_S: Final = 10
"""Longer than any commit: whoever confirmed hears it, and Twilio waits 15 s."""


class CannotListen(Exception):
    """The address is taken or not ours; the sentence names it."""


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection whose request line and headers do not end: a parser would keep them for ever."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self._head_bytes = 0
        self._in_head = True

    def on_message_begin(self) -> None:
        """A new request: its head begins."""
        self._in_head = True
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head is over; a body is bounded where it is read."""
        self._in_head, self._head_bytes = False, 0
        super().on_headers_complete()

    def data_received(self, data: bytes) -> None:
        """Bytes of the network."""
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > LONGEST_HEAD_BYTES + LONGEST_FORM_BYTES:
                self.transport.abort()
                return
        super().data_received(data)


def serve(app: ASGIApp, host: str, port: int, announce: Callable[[str], None]) -> None:
    """Serve until told to stop; `announce` hears the address once it listens. Raises CannotListen."""
    listener = _listener(host, port)
    config = ServerConfig(
        app,
        http=BoundedProtocol,
        loop="uvloop",
        ws="none",
        lifespan="on",
        log_level="warning",
        log_config=None,
        access_log=False,  # an address carries an employee's number
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=STOP_WITHIN_S,
    )
    _Announcing(config, lambda: announce(_url(listener))).run(sockets=[listener])


def to_file(ready: Path | None) -> Callable[[str], None]:
    """Writes the address into a file, whole or not at all; does nothing without one."""

    def write(url: str) -> None:
        if ready is not None:
            new = ready.with_name(f"{ready.name}.new")
            new.write_text(url + "\n", encoding="ascii")
            new.replace(ready)

    return write


class _Announcing(Server):
    def __init__(self, config: ServerConfig, listens: Callable[[], None]) -> None:
        super().__init__(config)
        self._listens = listens

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._listens()


def _listener(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The event loop switches Nagle's algorithm off only where the protocol is named: else an answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotListen(f"port {port} of {host} cannot be used: {error.strerror}; see ivr.host, ivr.port") from error
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
