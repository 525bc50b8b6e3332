"""The terminal's position and the error of its clock, from gpsd.

One thread follows gpsd and keeps the newest `Position`; asking for it never waits. gpsd may be absent, restarted or
hung, and the receiver may be unplugged: the thread goes on trying, and `Position` says what is wrong.
"""

import threading
import time

import structlog

from kiosk.devices.backoff import Backoff
from kiosk.devices.gps_picture import NOTHING_SEEN, Picture, take_in, without_receiver
from kiosk.devices.gpsd_link import GpsdLink, LinkLostError
from kiosk.devices.gpsd_reports import Tpv, read_report
from shared.ports import Clock, Position, PositionState

FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 8.0
LONGEST_STOP_S = 2.0

log = structlog.get_logger(__name__)


class GpsdPosition:
    """Follows the gpsd at `host`:`port`. A gpsd that reports no position for `silence_s` is connected to anew."""

    def __init__(self, host: str, port: int, clock: Clock, *, silence_s: float = 10.0) -> None:
        self._host = host
        self._port = port
        self._clock = clock
        self._silence_s = silence_s
        self._picture: Picture = NOTHING_SEEN
        self._link: GpsdLink | None = None
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Starts to follow gpsd."""
        if self._thread is not None:
            raise RuntimeError("the position is already followed; stop it first")
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="gpsd", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Lets go of gpsd; what was known stays known."""
        self._stopping.set()
        thread, self._thread = self._thread, None
        if thread is None:
            return
        if self._link is not None:
            self._link.cut()
        thread.join(LONGEST_STOP_S)

    def position(self) -> Position:
        """The newest knowledge, at once."""
        return self._picture.position

    def _run(self) -> None:
        backoff = Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)
        while not self._stopping.is_set():
            self._link = link = GpsdLink(self._host, self._port, self._silence_s)
            try:
                self._follow(link, backoff)
            except LinkLostError as problem:
                self._lost(problem)
            except Exception as fault:
                log.exception("the position's thread had a fault; it goes on")
                self._lost(LinkLostError(f"a fault in reading gpsd ({type(fault).__name__}); see the log"))
            finally:
                link.close()
            self._stopping.wait(backoff.next_s())

    def _follow(self, link: GpsdLink, backoff: Backoff) -> None:
        if self._stopping.is_set():
            return
        link.open()
        if not link.devices:
            self._lost(link.silence())
        reported_s = time.monotonic()
        while not self._stopping.is_set():
            report = read_report(link.line())
            if isinstance(report, Tpv):
                reported_s = time.monotonic()
                backoff.worked()
            elif time.monotonic() - reported_s > self._silence_s:
                raise link.silence()
            if report is not None:
                self._renew(take_in(self._picture, report, self._clock.read()))

    def _renew(self, picture: Picture) -> None:
        before = self._picture.position.state
        if before is PositionState.NO_RECEIVER and picture.position.state is not before:
            log.info("the position receiver reports", gpsd=f"{self._host}:{self._port}")
        self._picture = picture

    def _lost(self, problem: LinkLostError) -> None:
        if self._stopping.is_set():
            return
        if self._picture.position.error != str(problem):
            log.warning("no position receiver", error=str(problem))
        self._picture = without_receiver(self._picture, str(problem))
