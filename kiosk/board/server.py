"""The web page as a process: one server, bounded requests, TLS wherever it can be reached from elsewhere."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any, Final

from starlette.types import ASGIApp
from uvicorn import Config as ServerConfig
from uvicorn import Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from shared.config.board import Board

LONGEST_HEAD_BYTES: Final = 16 * 1024
HEAD_WITHIN_S: Final = 15.0
KEEP_ALIVE_S: Final = 10
MOST_AT_ONCE: Final = 400
"""Connections: every supervisor of a large customer with some pages open each."""
STOP_WITHIN_S: Final = 5


class CannotServe(Exception):
    """The address, the certificate or the settings do not let it; the sentence names what to change."""


class PatientProtocol(H11Protocol):
    """Closes a connection on which no whole request comes for a while."""

    _waits: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """A connection, its TLS settled."""
        super().connection_made(transport)
        self._wait()

    def data_received(self, data: bytes) -> None:
        """Bytes of the network."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._wait_no_more()

    def on_response_complete(self) -> None:
        """An answer was sent; another request may come."""
        super().on_response_complete()
        if not self.transport.is_closing() and (self.cycle is None or self.cycle.response_complete):
            self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        self._wait_no_more()
        super().connection_lost(exc)

    def _wait(self) -> None:
        self._wait_no_more()
        self._waits = self.loop.call_later(HEAD_WITHIN_S, self.transport.abort)

    def _wait_no_more(self) -> None:
        if self._waits is not None:
            self._waits.cancel()
            self._waits = None


def is_secure(section: Board) -> bool:
    """Do browsers reach it by TLS, ours or the proxy's?"""
    return section.certificate_file is not None or bool(section.behind_proxy)


def check(section: Board) -> None:
    """Raises CannotServe where passwords and names would travel in the open."""
    if not is_secure(section) and not is_loopback(section.host):
        raise CannotServe(
            f"board.host {section.host} can be reached from other machines, and without TLS anybody on the way could"
            " read names and PINs. Give board.certificate_file and board.key_file, name the proxy that ends TLS in"
            ' board.behind_proxy, or serve this machine alone with board.host = "127.0.0.1".'
        )


def is_loopback(host: str) -> bool:
    """Is this an address that nobody but this machine reaches?"""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def serve(app: ASGIApp, section: Board, announce: Callable[[str], None], stopping: Callable[[], None]) -> None:
    """Serve until told to stop. `announce` hears the address once it listens, `stopping` that no one more is served.

    Raises CannotServe.
    """
    check(section)
    config = server_config(app, section)
    listener = listener_at(section.host, section.port)
    try:
        with contextlib.closing(listener):
            BoardServer(config, lambda: announce(_url(listener, section)), stopping).run(sockets=[listener])
    except KeyboardInterrupt:
        # The server has ended in good order and hands the signal on; a traceback would say nothing more.
        return


def server_config(app: ASGIApp, section: Board) -> ServerConfig:
    """What the server is set to. Raises CannotServe for a certificate that cannot be used."""
    tls: dict[str, Any] = {}
    if section.certificate_file is not None:
        tls = {"ssl_certfile": section.certificate_file, "ssl_keyfile": section.key_file}
    config = ServerConfig(
        app,
        http=PatientProtocol,
        loop="asyncio",
        ws="none",
        lifespan="on",
        log_level="warning",
        log_config=None,
        access_log=False,  # what is looked at is logged by who looks, in the application
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=LONGEST_HEAD_BYTES,
        timeout_keep_alive=KEEP_ALIVE_S,
        limit_concurrency=MOST_AT_ONCE,
        timeout_graceful_shutdown=STOP_WITHIN_S,
        **tls,
    )
    try:
        config.load()
    except (OSError, ssl.SSLError) as error:
        raise CannotServe(
            f"board.certificate_file {section.certificate_file} and board.key_file {section.key_file} cannot be used:"
            f" {error.strerror or error}; both must be PEM, belong together and be readable by this user"
        ) from error
    return config


class BoardServer(Server):
    """Tells once it listens, and before it waits for the last answers to be sent."""

    def __init__(self, config: ServerConfig, listens: Callable[[], None], stopping: Callable[[], None]) -> None:
        super().__init__(config)
        self._listens, self._stopping = listens, stopping

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._listens()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Let go of whoever listens, then of everybody."""
        # Pages that listen for changes would hold their connections open for ever.
        self._stopping()
        await super().shutdown(sockets)
        # A browser that never answers the farewell would keep its socket open behind the loop's end.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


def listener_at(host: str, port: int) -> socket.socket:
    """A socket bound there. Raises CannotServe."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The event loop switches Nagle's algorithm off only where the protocol is named: else an answer takes 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise CannotServe(
            f"port {port} of {host} cannot be used: {error.strerror}; see board.host, board.port"
        ) from error
    return listener


def _url(listener: socket.socket, section: Board) -> str:
    host, port = listener.getsockname()[:2]
    scheme = "https" if section.certificate_file is not None else "http"
    return f"{scheme}://[{host}]:{port}/" if ":" in host else f"{scheme}://{host}:{port}/"
