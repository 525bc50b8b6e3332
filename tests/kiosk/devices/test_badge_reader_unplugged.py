"""The reader's thread when its port dies, comes late or comes back."""

import os
import socket
import termios
import time
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import serial

from kiosk.devices.pty_reader import PtyBadge, id12_frame, rdm6300_frame
from shared.ports import ReaderState

ANA, BEN = "0F00BC614E", "0F00BC614F"


def test_an_unplugged_reader_reads_again_when_it_is_plugged_in(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA)[:6])
    door.until(lambda: reader.health().state is ReaderState.READING)
    badge.unplug()
    door.until(lambda: reader.health().state is ReaderState.UNPLUGGED)
    assert badge.port in reader.health().error
    badge.plug_in()
    replugged_s = time.monotonic()
    door.reads(reader)
    assert time.monotonic() - replugged_s < 5
    badge.tap(rdm6300_frame(BEN))
    assert door.number() == BEN
    assert reader.health().reconnects == 1
    assert reader.health().error == ""


def test_a_reader_plugged_in_late_is_no_reconnect(door: Any, tmp_path: Path) -> None:
    reader = door.open(str(tmp_path / "badge"))
    door.until(lambda: reader.health().state is ReaderState.UNPLUGGED)
    with PtyBadge(tmp_path / "badge") as badge:
        door.reads(reader)
        badge.tap(rdm6300_frame(ANA))
        assert door.number() == ANA
        assert reader.health().reconnects == 0
        reader.stop()


def test_a_port_that_stays_away_is_not_asked_in_a_hurry(door: Any) -> None:
    asked_s: Queue[float] = Queue()

    def absent(port: str, baudrate: int) -> serial.Serial:
        asked_s.put(time.monotonic())
        raise serial.SerialException(2, "could not open port")

    door.open("/dev/badge", open_port=absent)
    times_s = [asked_s.get(timeout=10) for _ in range(3)]
    assert times_s[1] - times_s[0] >= 0.25
    assert times_s[2] - times_s[1] >= 0.5


def test_a_reader_that_worked_is_asked_soon_again(door: Any, badge: PtyBadge) -> None:
    asked_s: Queue[float] = Queue()

    def late(port: str, baudrate: int) -> serial.SerialBase:
        asked_s.put(time.monotonic())
        if asked_s.qsize() <= 2:
            raise serial.SerialException(2, "could not open port")
        return serial.serial_for_url(port, baudrate=baudrate, timeout=0.2, exclusive=True)

    reader = door.open(badge.port, open_port=late)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA))
    assert door.number() == ANA
    badge.unplug()
    unplugged_s = time.monotonic()
    door.until(lambda: asked_s.qsize() == 4)
    assert asked_s.queue[3] - unplugged_s < 0.9  # the wait after two failures would be 1 s


@pytest.mark.parametrize(
    "failure",
    [
        serial.SerialException("device reports readiness to read but returned no data"),
        OSError(5, "Input/output error"),
        termios.error(5, "Input/output error"),
        TypeError("argument must be an int, or have a fileno() method"),
    ],
    ids=lambda failure: type(failure).__name__,
)
def test_no_failure_of_a_port_ends_the_reading(door: Any, badge: PtyBadge, failure: Exception) -> None:
    opened: list[serial.SerialBase] = []

    def fail(size: int = 1) -> bytes:
        raise failure

    def failing_once(port: str, baudrate: int) -> serial.SerialBase:
        opened.append(serial.serial_for_url(port, baudrate=baudrate, timeout=0.2, exclusive=True))
        if len(opened) == 1:
            opened[0].read = fail
        return opened[-1]

    reader = door.open(badge.port, open_port=failing_once)
    door.until(lambda: reader.health().reconnects == 1)
    badge.tap(rdm6300_frame(ANA))
    assert door.number() == ANA
    assert not opened[0].is_open


def test_a_port_that_dies_as_soon_as_it_is_open_is_not_asked_in_a_hurry(door: Any, badge: PtyBadge) -> None:
    asked_s: Queue[float] = Queue()

    def short_lived(port: str, baudrate: int) -> serial.Serial:
        asked_s.put(time.monotonic())
        opened = serial.Serial(badge.port, baudrate, timeout=0.2)
        opened.close()
        return opened

    reader = door.open("/dev/badge", open_port=short_lived)
    times_s = [asked_s.get(timeout=10) for _ in range(3)]
    assert times_s[2] - times_s[1] >= 0.5
    assert reader.health().frames == 0


def test_noise_is_counted_on_over_a_reconnect_and_a_half_line_is_forgotten(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    badge.tap(b"~~~\r77")
    door.until(lambda: reader.health().noise_bytes == 3)
    badge.unplug()
    door.until(lambda: reader.health().state is ReaderState.UNPLUGGED)
    badge.plug_in()
    door.reads(reader)
    badge.tap(b"00123\r~~\r")
    assert door.number() == "00123"
    door.until(lambda: reader.health().noise_bytes == 5)


def test_it_reads_a_converter_on_the_network_again_after_it_hung_up(door: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as converter:
        reader = door.open(f"socket://127.0.0.1:{converter.getsockname()[1]}")
        for number in (ANA, BEN):
            served, _ = converter.accept()
            with served:
                door.until(lambda: reader.health().state is ReaderState.READING)
                served.sendall(id12_frame(number))
                assert door.number() == number
        reader.stop()
    assert reader.health().reconnects == 1


def test_stopping_does_not_wait_for_a_reader_that_is_away(door: Any, tmp_path: Path) -> None:
    reader = door.open(str(tmp_path / "badge"))
    door.until(lambda: reader.health().state is ReaderState.UNPLUGGED)
    began_s = time.monotonic()
    reader.stop()
    assert time.monotonic() - began_s < 1


def test_a_reader_that_comes_and_goes_leaks_no_file(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    for _ in range(2):
        badge.unplug()
        door.until(lambda: reader.health().state is ReaderState.UNPLUGGED)
        badge.plug_in()
        door.reads(reader)
    assert len(os.listdir("/proc/self/fd")) == files  # noqa: PTH208
