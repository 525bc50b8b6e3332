"""The reader's thread on real pseudo-terminals."""

import threading
import time
from queue import Queue
from typing import Any

import pytest
import serial
import structlog

from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.devices.line_frames import Trims
from kiosk.devices.pty_reader import PtyBadge, id12_frame, rdm6300_frame
from shared.ports import BadgeRead, BadgeReader, Clock, ReaderState

ANA, BEN = "0F00BC614E", "0F00BC614F"


def test_a_tap_becomes_a_badge_read_with_the_reading_of_that_moment(door: Any, badge: PtyBadge, clock: Any) -> None:
    reader: BadgeReader = door.open(badge.port, "rdm6300")
    door.until(lambda: reader.health().state is ReaderState.READING)
    badge.tap(rdm6300_frame(ANA))
    assert door.taps.get(timeout=10) == BadgeRead("em4100", "", ANA, clock.read())


def test_a_badge_left_on_the_reader_is_one_tap_and_another_passes_at_once(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA) * 20 + rdm6300_frame(BEN) + rdm6300_frame(ANA))
    door.until(lambda: reader.health().frames == 22)
    assert [door.number(), door.number()] == [ANA, BEN]
    assert door.silent()


def test_the_hold_is_measured_from_the_last_frame(door: Any, badge: PtyBadge, clock: Any) -> None:
    reader = door.open(badge.port, hold_s=3.0)
    door.reads(reader)
    for frames, wait_s in [(1, 2.0), (2, 2.0), (3, 3.1), (4, 0.0)]:
        badge.tap(id12_frame(ANA))
        door.until(lambda frames=frames: reader.health().frames == frames)
        clock.forward(wait_s)
    seen_s = [door.taps.get(timeout=10).reading.boottime_s for _ in range(2)]
    assert seen_s[1] - seen_s[0] == pytest.approx(7.1)
    assert door.silent()


def test_what_is_done_with_a_badge_may_fail_and_its_number_is_not_logged(door: Any, badge: PtyBadge) -> None:
    def fail_for_ana(read: BadgeRead) -> None:
        if read.number == ANA:
            raise LookupError(f"nobody has {read.number}")
        door.taps.put(read)

    with structlog.testing.capture_logs() as logs:
        reader = door.open(badge.port, on_badge=fail_for_ana)
        door.reads(reader)
        badge.tap(rdm6300_frame(ANA) + rdm6300_frame(BEN))
        assert door.number() == BEN
    (failure,) = [entry for entry in logs if entry["log_level"] == "error"]
    assert failure["error"] == "LookupError"
    assert "test_badge_reader.py" in failure["at"]
    assert ANA not in str(logs)
    assert BEN not in str(logs)


def test_damaged_frames_and_noise_are_counted(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA).replace(b"0F", b"1F") + b"~~~\r" + rdm6300_frame(BEN))
    assert door.number() == BEN
    door.until(lambda: reader.health().noise_bytes == 3)
    assert (reader.health().frames, reader.health().bad_checksums) == (1, 1)


def test_what_is_sent_when_the_card_is_gone_does_not_cling_to_the_next(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port, "line")
    door.reads(reader)
    badge.tap(b"00123\rXX")
    door.until(lambda: reader.health().noise_bytes == 2)
    badge.tap(b"00124\r")
    assert [door.number(), door.number()] == ["00123", "00124"]


def test_delimiters_of_the_reader_are_taken_off(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port, "line", trims=Trims(lead="C", trail="E"))
    door.reads(reader)
    badge.tap(b"C00123E\r\n")
    assert door.number() == "00123"


def test_it_reads_pyserials_loop(door: Any) -> None:
    opened: Queue[serial.SerialBase] = Queue()

    def loop(port: str, baudrate: int) -> serial.SerialBase:
        opened.put(serial.serial_for_url(port, baudrate=baudrate, timeout=0.2, exclusive=True))
        return opened.queue[0]

    door.open("loop://", open_port=loop)
    opened.get(timeout=10).write(rdm6300_frame(ANA))
    assert door.number() == ANA


def test_stopping_gives_the_port_back_at_once(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    began_s = time.monotonic()
    reader.stop()
    assert time.monotonic() - began_s < 1
    assert reader.health().state is ReaderState.OFF
    serial.Serial(badge.port, exclusive=True).close()


def test_a_tap_may_stop_the_reader_that_reads_it(door: Any, badge: PtyBadge) -> None:
    stopped = threading.Event()

    def stop(read: BadgeRead) -> None:
        reader.stop()
        stopped.set()

    reader = door.open(badge.port, on_badge=stop)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA))
    assert stopped.wait(10)
    door.until(lambda: reader.health().state is ReaderState.OFF)


def test_a_stopped_reader_can_be_started_again(door: Any, badge: PtyBadge) -> None:
    reader = door.open(badge.port)
    door.reads(reader)
    reader.stop()
    reader.start(door.taps.put)
    door.reads(reader)
    badge.tap(rdm6300_frame(ANA))
    assert door.number() == ANA
    with pytest.raises(RuntimeError, match="already started"):
        reader.start(door.taps.put)


@pytest.mark.parametrize(("protocol", "number_format"), [("rdm", "hex"), ("auto", "octal")])
def test_an_unknown_protocol_or_format_is_refused_by_name(clock: Clock, protocol: str, number_format: str) -> None:
    with pytest.raises(ValueError, match=r"rdm|octal"):
        SerialBadgeReader("/dev/badge", 9600, protocol, number_format, clock)
