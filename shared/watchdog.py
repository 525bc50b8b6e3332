"""What systemd is told of this process: ready, alive, ending. See sd_notify(3), and WatchdogSec in systemd.service(5).

Rule 1: READY comes once everything it waits for was reached. Until then every round asks for more time to start.
Rule 2: the watchdog is fed once every loop of the process has come round since it was fed last. A loop that hangs
starves it, whatever the others do, and no thread of its own could go on feeding it.
Rule 3: whoever is not started by systemd is told nothing, and nothing fails for it.

The protocol is a line in a datagram: `sdnotify`, the library for it, has no wheel, and its build step no locked hash.
"""

import asyncio
import os
import socket
import threading
from collections.abc import Awaitable, Callable, Iterable
from typing import Final

import structlog

LOG = structlog.get_logger()
ROUND_EVERY_S: Final = 5.0
"""How often a loop that has nothing else to do comes round; WatchdogSec of the units is six times as long."""
MORE_TIME_US: Final = 60_000_000
SOCKET_VARIABLE: Final = "NOTIFY_SOCKET"


class Watchdog:
    """Speaks to systemd for one process; from any thread. `ready_after` and `loops` are names of our own."""

    def __init__(self, *, ready_after: Iterable[str], loops: Iterable[str]) -> None:
        # Out of the environment: programs that this process starts would speak to systemd in its name.
        self._socket = os.environ.pop(SOCKET_VARIABLE, "")
        self._lock = threading.Lock()
        self._waits_for = set(ready_after)
        self._loops = frozenset(loops)
        self._to_come = set(self._loops)

    def reached(self, part: str) -> None:
        """One of `ready_after` is there; with the last one the service is ready."""
        with self._lock:
            is_last = self._waits_for == {part}
            self._waits_for.discard(part)
        if is_last:
            self._tell("READY=1")

    def round(self, loop: str) -> None:
        """One of `loops` has come round."""
        with self._lock:
            is_starting = bool(self._waits_for)
            self._to_come.discard(loop)
            is_whole = not self._to_come
            if is_whole:
                self._to_come = set(self._loops)
        if is_starting:
            # A large ledger takes its time to be migrated, and a kiosk that cannot open it says why on its screen.
            self._tell(f"EXTEND_TIMEOUT_USEC={MORE_TIME_US}")
        elif is_whole:
            self._tell("WATCHDOG=1")

    def status(self, line: str) -> None:
        """What `systemctl status` shows beside the service."""
        self._tell(f"STATUS={line.splitlines()[0] if line else ''}")

    def stopping(self) -> None:
        """The process ends by itself, in good order."""
        self._tell("STOPPING=1")

    async def feed(self, loop: str, turn: Callable[[], Awaitable[None]]) -> None:
        """Come round as `loop` again and again, each time after `turn` came back; until cancelled."""
        while True:
            try:
                await turn()
            except Exception:
                LOG.exception("watchdog.not_fed", loop=loop)
            else:
                self.round(loop)
            await asyncio.sleep(ROUND_EVERY_S)

    def _tell(self, line: str) -> None:
        if not self._socket:
            return
        # A leading @ names a socket without a file: its address begins with a zero byte (unix(7)).
        address = f"\0{self._socket[1:]}" if self._socket.startswith("@") else self._socket
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as speaker:
                speaker.setblocking(False)
                speaker.sendto(line.encode(), address)
        except OSError as error:
            LOG.warning("watchdog.not_told", line=line, error=str(error))
