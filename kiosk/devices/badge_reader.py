"""A badge reader on a serial port, read by one thread for as long as the program runs.

1. The thread owns the port: nobody else reads or closes it.
2. A reader that is unplugged and plugged in again, or that is plugged in late, needs no restart and no person.
3. What a badge leads to is the caller's; when that fails, the reader reads on.
4. Badge numbers are never logged.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace

import structlog

from kiosk.devices.backoff import Backoff
from kiosk.devices.badge_frames import ReaderProtocol, framer_for
from kiosk.devices.em4100_frames import NumberFormat
from kiosk.devices.frame import BadFrame, Badge, Frame, Framer
from kiosk.devices.hold import Hold
from kiosk.devices.line_frames import NO_TRIMS, Trims
from kiosk.devices.serial_line import LineLostError, OpenPort, SerialLine, open_serial_port
from shared.ports import BadgeRead, Clock, ReaderHealth, ReaderState

OnBadge = Callable[[BadgeRead], None]
FIRST_WAIT_S = 0.25
LONGEST_WAIT_S = 4.0  # with the time to open, a reader reads again within 5 s of being plugged in
SILENCE_S = 0.5  # the slowest frame takes 0.15 s at 9600 baud
LONGEST_STOP_S = 2.0

log = structlog.get_logger(__name__)


class SerialBadgeReader:
    """Reads badges from `port`, a device path or a pyserial URL."""

    def __init__(
        self,
        port: str,
        baudrate: int,
        protocol: str,
        number_format: str,
        clock: Clock,
        hold_s: float = 3.0,
        *,
        trims: Trims = NO_TRIMS,
        open_port: OpenPort = open_serial_port,
    ) -> None:
        self._port = port
        self._baudrate = baudrate
        self._protocol = ReaderProtocol(protocol)
        self._format = NumberFormat(number_format)
        self._trims = trims
        self._clock = clock
        self._hold = Hold(hold_s)
        self._open_port = open_port
        self._health = ReaderHealth(ReaderState.OFF)
        self._was_open = False
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, on_badge: OnBadge) -> None:
        """Starts reading; `on_badge` is called from the reader's thread, once for each presentation of a badge."""
        if self._thread is not None:
            raise RuntimeError(f"the badge reader at {self._port} is already started; stop it first")
        self._stopping.clear()
        self._was_open = False
        self._note(state=ReaderState.STARTING)
        self._thread = threading.Thread(target=self._run, args=(on_badge,), name="badge-reader", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stops reading and gives the port back, within a quarter of a second."""
        self._stopping.set()
        thread, self._thread = self._thread, None
        if thread is not None and thread is not threading.current_thread():
            thread.join(LONGEST_STOP_S)

    def health(self) -> ReaderHealth:
        """What the line has lived through; may be called from any thread at any time."""
        return self._health

    def _note(self, **facts: object) -> None:
        # Only the reader's thread writes once it runs, and a whole new value replaces the old one.
        self._health = replace(self._health, **facts)  # type: ignore[arg-type]

    def _run(self, on_badge: OnBadge) -> None:
        backoff = Backoff(FIRST_WAIT_S, LONGEST_WAIT_S)
        try:
            while not self._stopping.is_set():
                try:
                    self._read_until_lost(on_badge, backoff)
                except LineLostError as problem:
                    self._lost(problem)
                    self._stopping.wait(backoff.next_s())
                except Exception as fault:
                    # A fault of ours must not leave the door without a reader until somebody restarts it.
                    log.exception("the badge reader's thread had a fault; it goes on")
                    self._lost(LineLostError(f"a fault in the reader ({type(fault).__name__}); see the log"))
                    self._stopping.wait(backoff.next_s())
        finally:
            self._note(state=ReaderState.OFF)

    def _read_until_lost(self, on_badge: OnBadge, backoff: Backoff) -> None:
        line = SerialLine(self._port, self._baudrate, self._open_port)
        try:
            self._opened()
            framer = framer_for(self._protocol, self._format, self._trims)
            self._read_frames(line, framer, on_badge, backoff)
        finally:
            line.close()

    def _read_frames(self, line: SerialLine, framer: Framer, on_badge: OnBadge, backoff: Backoff) -> None:
        noise_before = self._health.noise_bytes
        heard_s = time.monotonic()
        while not self._stopping.is_set():
            data = line.read()
            backoff.worked()
            if data:
                heard_s = time.monotonic()
            elif time.monotonic() - heard_s >= SILENCE_S:
                framer.idle()
            self._take(framer.feed(data), on_badge)
            self._count_noise(noise_before + framer.noise_bytes)

    def _take(self, frames: list[Frame], on_badge: OnBadge) -> None:
        for frame in frames:
            if isinstance(frame, BadFrame):
                self._note(bad_checksums=self._health.bad_checksums + frame.was_garbled)
            else:
                self._note(frames=self._health.frames + 1)
                self._present(frame, on_badge)

    def _present(self, badge: Badge, on_badge: OnBadge) -> None:
        reading = self._clock.read()
        if not self._hold.passes(badge, reading.boottime_s):
            return
        read = BadgeRead(badge.technology, badge.facility, badge.number, reading)
        try:
            on_badge(read)
        except Exception as problem:  # noqa: BLE001 - whatever a tap leads to, the next badge must be read
            # Neither the message nor the locals of the error: both may hold the number.
            log.error("a badge was read and not handled", port=self._port, **_where(problem))  # noqa: TRY400

    def _count_noise(self, noise_bytes: int) -> None:
        if noise_bytes != self._health.noise_bytes:
            self._note(noise_bytes=noise_bytes)

    def _opened(self) -> None:
        self._note(
            state=ReaderState.READING, error="", reconnects=self._health.reconnects + (1 if self._was_open else 0)
        )
        self._was_open = True
        log.info("the badge reader is read", port=self._port)

    def _lost(self, problem: LineLostError) -> None:
        if self._health.error != str(problem):
            log.warning("no badge reader", port=self._port, error=str(problem))
        self._note(state=ReaderState.UNPLUGGED, error=str(problem))


def _where(problem: Exception) -> dict[str, str]:
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"
    return {"error": type(problem).__name__, "at": place}
