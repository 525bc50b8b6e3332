"""What the device tests share: a clock moved by hand, a patient look, a door, a real gpsd, and one that misbehaves."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.devices.pty_reader import PtyBadge
from shared.clock import Reading
from shared.ports import BadgeRead, Clock, ReaderState

VERSION = '{"class":"VERSION","release":"3.22","rev":"3.22","proto_major":3,"proto_minor":14}'
DEVICES = '{"class":"DEVICES","devices":[{"class":"DEVICE","path":"/dev/gps0","native":0}]}'
WATCH = '{"class":"WATCH","enable":true,"json":true}'
TPV = '{"class":"TPV","device":"/dev/gps0","mode":3,"lat":53.5,"lon":9.9,"eph":7.5}'

Until = Callable[[Callable[[], bool]], None]
Behaviour = Callable[[socket.socket], None]


class HandClock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.boottime_s = 1000.0

    def forward(self, seconds: float) -> None:
        self.boottime_s += seconds

    def read(self) -> Reading:
        wall = datetime(2026, 11, 20, 6, 0, tzinfo=UTC) + timedelta(seconds=self.boottime_s - 1000.0)
        return Reading(wall, self.boottime_s, "boot")


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def until() -> Until:
    """Looks every 5 ms until something is so; fails after 30 s. For facts that announce themselves to nobody."""

    def look(is_so: Callable[[], bool]) -> None:
        give_up_s = time.monotonic() + 30
        while not is_so():
            assert time.monotonic() < give_up_s, "it never came about"
            time.sleep(0.005)

    return look


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Door:
    """A reader at work, and the taps that came of it."""

    def __init__(self, clock: Clock, until: Until) -> None:
        self.taps: Queue[BadgeRead] = Queue()
        self.readers: list[SerialBadgeReader] = []
        self.clock = clock
        self.until = until

    def open(self, port: str, protocol: str = "auto", on_badge: Any = None, **more: Any) -> SerialBadgeReader:
        reader = SerialBadgeReader(port, 9600, protocol, "hex", self.clock, **more)
        self.readers.append(reader)
        reader.start(on_badge or self.taps.put)
        return reader

    def reads(self, reader: SerialBadgeReader) -> None:
        self.until(lambda: reader.health().state is ReaderState.READING)

    def number(self) -> str:
        return self.taps.get(timeout=10).number

    def silent(self) -> bool:
        return self.taps.empty()


@pytest.fixture
def door(clock: Clock, until: Until) -> Iterator[Door]:
    door = Door(clock, until)
    yield door
    for reader in door.readers:
        reader.stop()


@pytest.fixture
def badge(tmp_path: Path) -> Iterator[PtyBadge]:
    with PtyBadge(tmp_path / "badge") as badge:
        yield badge


class Replay:
    """A real gpsd of our own, into which gpsfake replays an NMEA log, ten sentences a second."""

    def __init__(self, gpsfake: str, port: int, log: Path) -> None:
        self.port = port
        command = [gpsfake, "-1", "-q", "-n", "-c", "0.1", "-P", str(port), str(log)]
        quiet = subprocess.DEVNULL
        # gpsfake puts gpsd's control socket into TMPDIR and leaves it there.
        self._gpsfake = subprocess.Popen(
            command, stdout=quiet, stderr=quiet, start_new_session=True, env=os.environ | {"TMPDIR": str(log.parent)}
        )

    def end(self) -> None:
        """Ends gpsfake, which ends its gpsd; both are in one process group, and neither is left behind."""
        if self._gpsfake.poll() is None:
            self._gpsfake.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._gpsfake.wait(timeout=3)
        with suppress(ProcessLookupError):
            os.killpg(self._gpsfake.pid, signal.SIGKILL)
        self._gpsfake.wait(timeout=5)
        # A gpsd started by root cannot remove its own segment once it has become the user gpsd.
        if ipcrm := shutil.which("ipcrm"):
            key = f"0x4770{self.port:04X}"
            subprocess.run([ipcrm, "-M", key], check=False, stderr=subprocess.DEVNULL)


@pytest.fixture
def replay(free_port: int) -> Iterator[Callable[[Path], Replay]]:
    gpsfake = shutil.which("gpsfake")
    if gpsfake is None:
        pytest.skip("gpsfake is not installed (Debian: gpsd, gpsd-clients)")
    started: list[Replay] = []

    def start(log: Path) -> Replay:
        started.append(Replay(gpsfake, free_port, log))
        return started[-1]

    yield start
    for each in started:
        each.end()


class StubGpsd:
    """A gpsd that behaves as told: each connection gets the next behaviour, the last one for ever."""

    version = VERSION
    devices = DEVICES
    tpv = TPV

    def __init__(self, port: int = 0) -> None:
        self.behaviours: list[Behaviour] = []
        self.connections = 0
        self._server = socket.create_server(("127.0.0.1", port))
        self.port: int = self._server.getsockname()[1]
        self._served: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def then(self, *behaviours: Behaviour) -> "StubGpsd":
        self.behaviours.extend(behaviours)
        return self

    def start(self) -> None:
        self._threads[0].start()

    def stop(self) -> None:
        with suppress(OSError):
            self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for served in self._served:
            with suppress(OSError):
                served.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for served in self._served:
            served.close()

    @staticmethod
    def say(served: socket.socket, *lines: str) -> None:
        served.sendall("".join(f"{line}\r\n" for line in lines).encode())

    @staticmethod
    def hang(served: socket.socket) -> None:
        """Listens and never answers."""
        while served.recv(4096):
            pass

    @staticmethod
    def hang_up(served: socket.socket) -> None:
        served.shutdown(socket.SHUT_RDWR)

    def answering(self, *answers: str) -> Behaviour:
        """Says the first of `answers` to whoever connects, one more each time it is asked, and hangs."""

        def behave(served: socket.socket) -> None:
            for answer in answers:
                self.say(served, answer)
                served.recv(4096)
            self.hang(served)

        return behave

    def reporting(self, *lines: str, devices: str = DEVICES, then: Behaviour | None = None) -> Behaviour:
        """Greets as gpsd does, waits for the second watch, says `lines`, and goes on with `then`, or hangs."""

        def behave(served: socket.socket) -> None:
            self.say(served, VERSION)
            served.recv(4096)
            self.say(served, devices, WATCH)
            asked = served.recv(4096)
            assert b'"pps":true' in asked
            self.say(served, *lines)
            (then or self.hang)(served)

        return behave

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                served, _ = self._server.accept()
                self._served.append(served)
                behave = self.behaviours[min(self.connections, len(self.behaviours) - 1)]
                self.connections += 1
                self._threads.append(threading.Thread(target=self._serve, args=(behave, served), daemon=True))
                self._threads[-1].start()

    @staticmethod
    def _serve(behave: Behaviour, served: socket.socket) -> None:
        with suppress(OSError):
            behave(served)


@pytest.fixture
def stub() -> Iterator[StubGpsd]:
    gpsd = StubGpsd()
    yield gpsd
    gpsd.stop()
