"""The ways a connection can die under a request: closed, reset, or held until the client gives up.

ASGI has no word for these, so the server is run with `OpenHandedProtocol`, which hands every request the transport
it arrived on.
"""

import asyncio
import socket
import struct
from typing import cast

from starlette.types import Receive, Scope
from uvicorn.protocols.http.h11_impl import H11Protocol

LINGER_OFF = struct.pack("ii", 1, 0)  # closing with this option set sends RST instead of FIN (socket(7), SO_LINGER)


class OpenHandedProtocol(H11Protocol):
    """uvicorn's HTTP/1.1 protocol, with the transport in the state of each request."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Remembers the transport for the requests of this connection."""
        super().connection_made(transport)
        self.app_state = {**self.app_state, "transport": transport}


def _transport(scope: Scope) -> asyncio.Transport:
    return cast(asyncio.Transport, scope["state"]["transport"])


async def until_gone(receive: Receive) -> None:
    """Waits until the client's connection has ended."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def close(scope: Scope, receive: Receive) -> None:
    """Ends the connection in good order, whatever was or was not answered."""
    _transport(scope).close()
    await until_gone(receive)


async def reset(scope: Scope, receive: Receive) -> None:
    """Ends the connection with a TCP reset."""
    transport = _transport(scope)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER_OFF)
    transport.abort()
    await until_gone(receive)
