"""How bytes travel: requests and urllib3, with the three things they leave open.

1. No answer lasts longer than the read timeout. Theirs is per packet: one byte a minute would hold a thread for ever.
2. What fails while connecting says so, the TLS handshake included. Theirs is told like a lost answer, and an answer
   that may be lost means ninety seconds of settling.
3. Nothing is followed, repeated or remembered: no retries, no redirects, no cookies, no netrc.
"""

import http.client
import io
import socket
import time
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError, SSLError
from urllib3.util.retry import Retry


class _UntilDeadline(io.RawIOBase):
    """The receiving side of a socket; the timeout it finds there bounds everything read from now on."""

    def __init__(self, sock: socket.socket, received: io.RawIOBase) -> None:
        super().__init__()
        self._sock = sock
        self._received = received
        limit_s = sock.gettimeout()
        self._deadline_s = None if limit_s is None else time.monotonic() + limit_s

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int | None:
        if self._deadline_s is not None:
            left_s = self._deadline_s - time.monotonic()
            if left_s <= 0:
                raise TimeoutError("timed out")
            self._sock.settimeout(left_s)
        return self._received.readinto(buffer)

    def close(self) -> None:
        self._received.close()
        super().close()


class _Response(http.client.HTTPResponse):
    """An answer that is complete, head and body, within its connection's read timeout."""

    def __init__(self, sock: socket.socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        self.fp = io.BufferedReader(_UntilDeadline(sock, self.fp.detach()))


class _Connection(HTTPConnection):
    response_class = _Response


class _TlsConnection(HTTPSConnection):
    response_class = _Response

    def connect(self) -> None:
        """Connect, through a proxy where there is one, and shake hands; whatever fails here was not sent."""
        try:
            super().connect()
        except (OSError, http.client.HTTPException, SSLError) as error:
            raise NewConnectionError(self, f"no secure connection: {error}") from error


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _TlsConnection


_POOLS = {"http": _Pool, "https": _TlsPool}


class UpstreamAdapter(HTTPAdapter):
    """At most `pool_size` connections to a host, shared by all threads; a thread too many waits for one."""

    def __init__(self, pool_size: int) -> None:
        nothing_again = Retry(total=0, connect=0, read=False, redirect=0, status=0, other=0)
        super().__init__(pool_maxsize=pool_size, pool_block=True, max_retries=nothing_again)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = _POOLS

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        manager.pool_classes_by_scheme = _POOLS
        return manager


class OneExchange(requests.Session):
    """A session that sends what it is given and gives back what comes."""

    def __init__(self, adapter: UpstreamAdapter) -> None:
        super().__init__()
        self.mount("http://", adapter)
        self.mount("https://", adapter)

    def get_redirect_target(self, _resp: Any) -> None:
        """None: requests prepares the next request even where it is not to follow, and fails on a strange address."""
        return


def environment_of(url: str) -> dict[str, Any]:
    """What this machine's environment says about reaching `url`: proxies and the bundle of certificates to trust."""
    settings = requests.Session().merge_environment_settings(url, {}, None, None, None)
    return {"proxies": settings["proxies"], "verify": settings["verify"], "cert": settings["cert"]}
