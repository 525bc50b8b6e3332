"""`/metrics` and `/healthz` for a process that serves nothing else: a small server in threads of its own.

It reads no body, keeps no connection, and tells nothing about a person; whoever reaches the port may read it.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

import structlog

from shared.health.gauges import Gauges
from shared.health.watch import Watch

LOG = structlog.get_logger()
ASKED_WITHIN_S: Final = 5.0


class HealthServer(ThreadingHTTPServer):
    """Bound when it is made; raises OSError where the port cannot be had."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int, watch: Watch) -> None:
        self.watch = watch
        super().__init__((host, port), _Page)

    def handle_error(self, request: object, client_address: object) -> None:  # noqa: ARG002  the standard library's
        """A watcher that went away in the middle is no matter for the log."""
        LOG.debug("health.not_answered")


class _Page(BaseHTTPRequestHandler):
    timeout = ASKED_WITHIN_S
    server: HealthServer

    def do_GET(self) -> None:
        watch = self.server.watch
        match self.path.partition("?")[0]:
            case "/metrics":
                self._answer(200, Gauges.content_type, watch.metrics())
            case "/healthz":
                told = watch.told()
                self._answer(200 if told["well"] else 503, "application/json", json.dumps(told).encode())
            case _:
                self._answer(404, "text/plain", b"/metrics, /healthz\n")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the standard library's name
        """Nothing: a watcher asks every few seconds."""

    def _answer(self, status: int, kind: str, content: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def served(host: str, port: int, watch: Watch) -> Iterator[str]:
    """Serve while the block runs; its address, "" where the port is 0 or cannot be had: nobody stops working for it."""
    if not port:
        yield ""
        return
    try:
        server = HealthServer(host, port, watch)
    except OSError as error:
        LOG.error("health.not_served", host=host, port=port, error=error.strerror)  # noqa: TRY400  it says it all
        yield ""
        return
    thread = threading.Thread(target=server.serve_forever, name="health", daemon=True)
    thread.start()
    try:
        yield f"http://{host}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
