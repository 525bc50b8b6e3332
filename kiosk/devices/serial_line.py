"""One open serial port, with one error for everything that can happen to it.

pyserial 3.5 tells of an unplugged reader in four ways, depending on the call it meets: SerialException from `read`,
OSError (EIO) from `in_waiting`, termios.error while opening, TypeError when the port was closed under a blocked
read. ValueError comes from a port or baud rate it does not know, and from `select` on a high file number.
"""

import contextlib
import errno
import termios
from collections.abc import Callable
from typing import Protocol

import serial

READ_TIMEOUT_S = 0.2
MOST_BYTES_AT_ONCE = 4096
PORT_FAILURES = (serial.SerialException, OSError, termios.error, TypeError, ValueError)
ADVICE = {
    errno.ENOENT: "plug the reader in, or correct reader.port",
    errno.EACCES: "add this program's user to the group dialout",
    errno.EAGAIN: "another program holds the port: end it",
}


class LineLostError(Exception):
    """The port could not be opened, or died."""


class Port(Protocol):
    """What is used of a pyserial port."""

    @property
    def in_waiting(self) -> int: ...

    def read(self, size: int = 1, /) -> bytes: ...

    def close(self) -> None: ...


OpenPort = Callable[[str, int], Port]


def open_serial_port(port: str, baudrate: int) -> Port:
    """A device path or a pyserial URL (`socket://`, `loop://`, ...), opened for this program alone where that works."""
    opened: Port = serial.serial_for_url(port, baudrate=baudrate, timeout=READ_TIMEOUT_S, exclusive=True)
    return opened


class SerialLine:
    """Belongs to one thread: the one that opens it reads it and closes it."""

    def __init__(self, port: str, baudrate: int, open_port: OpenPort = open_serial_port) -> None:
        try:
            self._port = open_port(port, baudrate)
        except PORT_FAILURES as problem:
            raise LineLostError(f"cannot open the badge reader at {port}: {problem}{_advice(problem)}") from problem
        self._name = port

    def read(self) -> bytes:
        """What has come, after at most `READ_TIMEOUT_S`; nothing when the line was silent."""
        try:
            first = self._port.read(1)
            if not first:
                return b""
            return first + self._port.read(min(self._port.in_waiting, MOST_BYTES_AT_ONCE))
        except PORT_FAILURES as problem:
            raise LineLostError(f"the badge reader at {self._name} was lost: {problem}") from problem

    def close(self) -> None:
        """Gives the port back; a dead port has nothing left to say."""
        with contextlib.suppress(*PORT_FAILURES):
            self._port.close()


def _advice(problem: BaseException) -> str:
    advice = ADVICE.get(getattr(problem, "errno", None) or 0, "")
    return f" ({advice})" if advice else ""
