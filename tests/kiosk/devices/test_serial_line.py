"""The port, and what can happen to it."""

import os
import pty
import termios
from pathlib import Path

import pytest
import serial

from kiosk.devices.pty_reader import PtyBadge
from kiosk.devices.serial_line import LineLostError, SerialLine

FAILURES = [
    serial.SerialException("device reports readiness to read but returned no data"),
    OSError(5, "Input/output error"),
    termios.error(5, "Input/output error"),
    TypeError("argument must be an int, or have a fileno() method"),
]


class DyingPort:
    """Fails at one of its calls."""

    def __init__(self, failure: Exception, at: str) -> None:
        self.failure = failure
        self.at = at

    def _fail(self, here: str) -> None:
        if self.at == here:
            raise self.failure

    def open(self, port: str, baudrate: int) -> "DyingPort":
        self._fail("open")
        return self

    def read(self, size: int = 1) -> bytes:
        self._fail("read")
        return b"1" * size

    @property
    def in_waiting(self) -> int:
        self._fail("in_waiting")
        return 3

    def close(self) -> None:
        self._fail("close")


@pytest.mark.parametrize("at", ["open", "read", "in_waiting"])
@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_every_failure_of_a_port_is_one_error_that_names_the_port(failure: Exception, at: str) -> None:
    with pytest.raises(LineLostError, match="/dev/badge"):
        SerialLine("/dev/badge", 9600, DyingPort(failure, at).open).read()


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: type(failure).__name__)
def test_a_port_that_cannot_even_be_closed_is_let_go(failure: Exception) -> None:
    SerialLine("/dev/badge", 9600, DyingPort(failure, "close").open).close()


def test_what_waits_is_read_in_one_go() -> None:
    assert SerialLine("/dev/badge", 9600, DyingPort(OSError(), "never").open).read() == b"1111"


def test_a_missing_reader_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LineLostError, match=r"plug the reader in, or correct reader\.port"):
        SerialLine(str(tmp_path / "badge"), 9600)


def test_a_port_that_another_program_reads_says_so() -> None:
    with PtyBadge() as badge:
        first = SerialLine(badge.port, 9600)
        with pytest.raises(LineLostError, match="another program holds the port"):
            SerialLine(badge.port, 9600)
        first.close()
        SerialLine(badge.port, 9600).close()


def test_an_unknown_kind_of_port_is_told_by_its_name() -> None:
    with pytest.raises(LineLostError, match="telepathy"):
        SerialLine("telepathy://door", 9600)


def test_a_real_port_that_is_pulled_out_while_read_is_lost() -> None:
    cable, device = pty.openpty()
    line = SerialLine(os.ttyname(device), 9600)
    os.close(device)
    os.close(cable)
    with pytest.raises(LineLostError):
        line.read()
    line.close()
