"""One connection to gpsd: lines come out of it, or `LinkLostError`.

gpsd-py3 0.3.0 makes the connection: it connects, checks gpsd's welcome and starts the watch. Its reading of packets
is not used. Measured against gpsd 3.22, it answers (0.0, 0.0) for a place that is not in the report and 0 for an error
that is not, and so calls an unknown position perfect; it raises IndexError on an empty answer, a bare Exception when
a DEVICE message comes in between (and is one answer behind from then on), JSONDecodeError for ever after a restart of
gpsd; and it blocks for ever on a gpsd that hangs. What was really sent is read in `gpsd_reports`.

It keeps its socket in its module and sets no timeout. So one connection is made at a time in a process; a timer cuts
the socket when the welcome does not come; the socket is then taken out of the module and gets a timeout. A stream that
has timed out once cannot be read again (OSError "cannot read from timed out object"): a timeout always ends the link.
"""

import contextlib
import socket
import threading
from typing import TextIO

import gpsd

LONGEST_LINE = 65_536
WATCH = '?WATCH={"enable":true,"json":true,"pps":true}\n'

_connecting = threading.Lock()


class LinkLostError(Exception):
    """gpsd could not be reached, went away, or says nothing."""


class GpsdLink:
    """Belongs to one thread; only `cut` may be called from others."""

    def __init__(self, host: str, port: int, deadline_s: float) -> None:
        self.name = f"gpsd at {host}:{port}"
        self.devices: tuple[str, ...] = ()
        self._host = host
        self._port = port
        self._deadline_s = deadline_s
        self._socket: socket.socket | None = None
        self._stream: TextIO | None = None
        self._opening = False
        self._overdue = False

    def open(self) -> None:
        """Connects and starts the watch, within the deadline."""
        try:
            address = socket.getaddrinfo(self._host, self._port, socket.AF_INET, socket.SOCK_STREAM)[0][4][0]
        except OSError as problem:
            raise LinkLostError(f"{self.name}: {problem}; correct gps.host") from problem
        with _connecting:
            self._connect(str(address))
        self._watch()

    def line(self) -> str:
        """The next line, within the deadline."""
        assert self._stream is not None
        try:
            line = self._stream.readline(LONGEST_LINE)
        except TimeoutError as problem:
            raise self.silence() from problem
        except (OSError, ValueError) as problem:
            raise LinkLostError(f"{self.name}: {problem}") from problem
        if not line.endswith("\n"):
            what = "sent a line without an end" if line else "closed the connection"
            raise LinkLostError(f"{self.name} {what}")
        return line

    def silence(self) -> LinkLostError:
        """The error of a gpsd that has nothing to say, with the likeliest cause."""
        if not self.devices:
            return LinkLostError(f"{self.name} has no receiver: name it in DEVICES of /etc/default/gpsd")
        return LinkLostError(f"{self.name} reports nothing: check the receiver at {', '.join(self.devices)}")

    def cut(self) -> None:
        """Wakes the thread that waits for gpsd; its call fails."""
        cable = gpsd.gpsd_socket if self._opening else self._socket
        if cable is not None:
            with contextlib.suppress(OSError):
                cable.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Ends the connection; a dead one has nothing left to say."""
        for part in (self._stream, self._socket):
            if part is not None:
                with contextlib.suppress(OSError):
                    part.close()
        self._stream = self._socket = None

    def _connect(self, address: str) -> None:
        gpsd.gpsd_socket = gpsd.gpsd_stream = None
        gpsd.state.clear()
        self._opening = True
        timer = threading.Timer(self._deadline_s, self._cut_overdue)
        timer.daemon = True
        timer.start()
        try:
            gpsd.connect(address, self._port)
            self.devices = _paths(gpsd.state.get("devices"))
        except Exception as problem:  # gpsd-py3 raises bare Exceptions of its own, and whatever json and socket do
            raise LinkLostError(self._why_not_opened(problem)) from problem
        finally:
            timer.cancel()
            self._opening = False
            self._socket, self._stream = gpsd.gpsd_socket, gpsd.gpsd_stream
            gpsd.gpsd_socket = gpsd.gpsd_stream = None

    def _cut_overdue(self) -> None:
        self._overdue = True
        self.cut()

    def _why_not_opened(self, problem: Exception) -> str:
        if self._overdue:
            return f"{self.name} did not answer within {self._deadline_s:g} s: restart gpsd"
        if isinstance(problem, OSError) and problem.strerror:
            return f"{self.name} cannot be used: {problem.strerror}"
        return f"{self.name} is not gpsd, or breaks off: {problem}"

    def _watch(self) -> None:
        assert self._socket is not None
        assert self._stream is not None
        try:
            self._socket.settimeout(self._deadline_s)
            self._stream.write(WATCH)
            self._stream.flush()
        except (OSError, ValueError) as problem:
            raise LinkLostError(f"{self.name}: {problem}") from problem


def _paths(listed: object) -> tuple[str, ...]:
    """The receivers gpsd listed when it was connected to."""
    devices = listed.get("devices") if isinstance(listed, dict) else None
    if not isinstance(devices, list):
        return ()
    return tuple(str(each.get("path", "?")) for each in devices if isinstance(each, dict))
