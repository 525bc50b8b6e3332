"""A line to call: a small real HTTP server."""

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer

import pytest

from ivr.phone.settings import Settings
from tests.ivr.phone.line import Line, handler_of


@pytest.fixture
def line() -> Iterator[Line]:
    told = Line()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(told))
    told.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def settings(line: Line) -> Settings:
    """A telephone that calls `line` at /voice."""
    return Settings(url=f"{line.url}/voice")
