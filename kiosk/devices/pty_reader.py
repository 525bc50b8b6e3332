"""A badge reader for people who have none: the other end of a pseudo-terminal, played in software.

The kiosk opens `port` as it would open a real one. Cards are held to it by `tap`, and it can be unplugged.
"""

import os
import pty
import select
import time
import tty
from pathlib import Path
from types import TracebackType

from kiosk.devices.em4100_frames import ETX, LINE_ENDS, STX, checksum

FLUSH_S = 0.1  # pyserial throws away what came before its port was set up
LOOK_EVERY_S = 0.02
PTYS = Path("/dev/pts")


def rdm6300_frame(number: str) -> bytes:
    """The 14 bytes an RDM6300 sends for a card of ten hex digits."""
    return _em4100_frame(number, b"")


def id12_frame(number: str) -> bytes:
    """The 16 bytes an ID-12LA sends for a card of ten hex digits."""
    return _em4100_frame(number, LINE_ENDS)


def _em4100_frame(number: str, line_end: bytes) -> bytes:
    payload = bytes.fromhex(number)
    if len(payload) != 5:
        raise ValueError(f"an EM4100 card has ten hex digits, not {len(number)}")
    digits = f"{payload.hex()}{checksum(payload):02x}".upper().encode("ascii")
    return bytes([STX]) + digits + line_end + bytes([ETX])


class PtyBadge:
    """A simulated reader. `port` is what the kiosk is to open: the pty itself, or `link`, which points to it.

    A link keeps its name when the reader is unplugged and plugged in again, like a udev symlink.
    """

    def __init__(self, link: Path | None = None) -> None:
        self._link = link
        self._cable = -1
        self._device = ""
        self.plug_in()

    def __enter__(self) -> "PtyBadge":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.unplug()

    @property
    def port(self) -> str:
        """The port's name."""
        return str(self._link) if self._link is not None else self._device

    def plug_in(self) -> None:
        """Opens a new pty, raw as a serial line is."""
        self.unplug()
        self._cable, device = pty.openpty()
        tty.setraw(device)
        self._device = os.ttyname(device)
        # Closed, so that the pty tells when a program opens it.
        os.close(device)
        if self._link is not None:
            self._point(self._link)

    def unplug(self) -> None:
        """Pulls the cable: whoever reads the port gets the same errors as from a real one."""
        if self._cable < 0:
            return
        if self._link is not None:
            self._link.unlink(missing_ok=True)
        os.close(self._cable)
        self._cable = -1

    def tap(self, frame: bytes) -> None:
        """Sends what a reader sends for one card."""
        if self._cable < 0:
            raise RuntimeError(f"the simulated reader {self.port} is unplugged; plug_in() first")
        os.write(self._cable, frame)

    def _point(self, link: Path) -> None:
        if link.is_symlink() and link.readlink().is_relative_to(PTYS):
            link.unlink()
        try:
            link.symlink_to(self._device)
        except FileExistsError as problem:
            raise FileExistsError(
                f"{link} is not a simulated reader's link, and is left as it is: name another path"
            ) from problem

    def wait_for_reader(self, timeout_s: float) -> bool:
        """Waits until a program has opened the port and would hear a tap."""
        poll = select.poll()
        poll.register(self._cable, select.POLLHUP)
        until_s = time.monotonic() + timeout_s
        while poll.poll(0):
            if time.monotonic() > until_s:
                return False
            time.sleep(LOOK_EVERY_S)
        time.sleep(FLUSH_S)
        return True
