"""The connection that gpsd-py3 makes."""

import socket
import threading
import time
from contextlib import ExitStack
from typing import Any

import gpsd
import pytest

from kiosk.devices.gpsd_link import GpsdLink, LinkLostError


def test_the_lines_after_the_handshake_come_out_and_gpsd_py3_keeps_nothing(stub: Any) -> None:
    stub.then(stub.reporting(stub.tpv))
    stub.start()
    link = GpsdLink("127.0.0.1", stub.port, 5.0)
    link.open()
    assert link.line().rstrip() == stub.tpv
    assert link.devices == ("/dev/gps0",)
    assert gpsd.gpsd_socket is None
    assert gpsd.gpsd_stream is None
    link.close()


def test_a_name_nobody_knows_is_told() -> None:
    with pytest.raises(LinkLostError, match=r"correct gps\.host"):
        GpsdLink("no-such-host.invalid", 2947, 1.0).open()


def test_a_connection_that_is_never_accepted_ends_with_the_deadline() -> None:
    with ExitStack() as open_sockets:
        server = open_sockets.enter_context(socket.socket())
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3):
            waiting = open_sockets.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(server.getsockname())
        link = GpsdLink("127.0.0.1", server.getsockname()[1], 0.3)
        open_sockets.callback(link.close)
        began_s = time.monotonic()
        with pytest.raises(LinkLostError, match="did not answer within"):
            link.open()
        assert time.monotonic() - began_s < 5


def test_a_link_can_be_cut_from_another_thread_while_it_waits(stub: Any) -> None:
    stub.then(stub.reporting())
    stub.start()
    link = GpsdLink("127.0.0.1", stub.port, 60.0)
    link.open()
    threading.Timer(0.05, link.cut).start()
    with pytest.raises(LinkLostError, match="closed the connection"):
        link.line()
    link.close()


def test_a_link_that_never_opened_can_be_cut_and_closed() -> None:
    link = GpsdLink("127.0.0.1", 1, 1.0)
    link.cut()
    link.close()
