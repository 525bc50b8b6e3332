"""The position from a real gpsd, and from one that misbehaves."""

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from kiosk.devices.gps import GpsdPosition
from kiosk.devices.nmea import Place, Sky, write_nmea
from shared.clock import SystemClock
from shared.ports import PositionState

SITE = Place(53.5, -9.75)
NO_DEVICES = '{"class":"DEVICES","devices":[]}'
Until = Callable[[Callable[[], bool]], None]
Follow = Callable[..., GpsdPosition]


@pytest.fixture
def follow(until: Until) -> Iterator[Follow]:
    """Starts to follow a gpsd."""
    followed: list[GpsdPosition] = []

    def start(port: int, silence_s: float = 5.0) -> GpsdPosition:
        followed.append(GpsdPosition("127.0.0.1", port, SystemClock(), silence_s=silence_s))
        followed[-1].start()
        return followed[-1]

    yield start
    for source in followed:
        source.stop()


def test_a_real_gpsd_gives_the_place_its_accuracy_and_the_error_of_the_clock(
    replay: Any, follow: Follow, until: Until, tmp_path: Path
) -> None:
    hour_ago = SystemClock().now() - timedelta(hours=1)
    write_nmea(tmp_path / "fix.nmea", SITE, [Sky.FIX_WITH_ERRORS], hour_ago, 60)
    source = follow(replay(tmp_path / "fix.nmea").port)
    until(lambda: source.position().clock_offset_s is not None)
    position = source.position()
    assert position.state is PositionState.FIX
    assert position.fix is not None
    assert (position.fix.latitude, position.fix.longitude) == pytest.approx((SITE.latitude, SITE.longitude), abs=1e-5)
    assert position.fix.accuracy_m is not None
    assert position.fix.accuracy_m > 0
    assert not position.fix.simulated
    assert position.clock_offset_s == pytest.approx(3600, abs=30)


def test_a_fix_lost_in_a_real_gpsd_is_no_fix_and_the_last_place_stays(
    replay: Any, follow: Follow, until: Until, tmp_path: Path
) -> None:
    write_nmea(tmp_path / "lost.nmea", SITE, [Sky.FIX, Sky.LOST] * 12, SystemClock().now(), 4)
    source = follow(replay(tmp_path / "lost.nmea").port)
    until(lambda: source.position().state is PositionState.FIX)
    until(lambda: source.position().state is PositionState.NO_FIX)
    fix = source.position().fix
    assert fix is not None
    assert fix.latitude == pytest.approx(SITE.latitude)


def test_a_receiver_that_says_nothing_of_its_error_has_no_accuracy_and_a_gpsd_that_ends_is_told(
    replay: Any, follow: Follow, until: Until, tmp_path: Path
) -> None:
    write_nmea(tmp_path / "rmc.nmea", SITE, [Sky.RMC_ONLY], SystemClock().now(), 60)
    gpsd = replay(tmp_path / "rmc.nmea")
    source = follow(gpsd.port)
    until(lambda: source.position().state is PositionState.FIX)
    fix = source.position().fix
    assert fix is not None
    assert fix.accuracy_m is None
    gpsd.end()
    until(lambda: source.position().state is PositionState.NO_RECEIVER)
    assert source.position().fix is not None


def test_a_simulating_receiver_is_known_through_a_real_gpsd(
    replay: Any, follow: Follow, until: Until, tmp_path: Path
) -> None:
    write_nmea(tmp_path / "simulated.nmea", SITE, [Sky.SIMULATED], SystemClock().now(), 30)
    source = follow(replay(tmp_path / "simulated.nmea").port)
    until(lambda: (fix := source.position().fix) is not None and fix.simulated)
    assert source.position().clock_offset_s is None


def test_no_gpsd_is_no_receiver_with_the_reason(follow: Follow, free_port: int, until: Until) -> None:
    source = follow(free_port)
    until(lambda: "refused" in source.position().error)
    assert source.position().state is PositionState.NO_RECEIVER
    assert f"127.0.0.1:{free_port}" in source.position().error


def test_a_restarted_gpsd_is_followed_again(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.reporting(stub.tpv, then=stub.hang_up), stub.reporting(stub.tpv.replace("53.5", "54.5")))
    stub.start()
    source = follow(stub.port)
    until(lambda: (fix := source.position().fix) is not None and fix.latitude == 54.5)
    assert source.position().state is PositionState.FIX
    assert stub.connections == 2


@pytest.mark.parametrize("hangs", ["at once", "after the welcome", "after the devices", "after a fix"])
def test_a_gpsd_that_hangs_is_left_and_tried_again(stub: Any, follow: Follow, until: Until, hangs: str) -> None:
    behaviour = {
        "at once": stub.hang,
        "after the welcome": stub.answering(stub.version),
        "after the devices": stub.answering(stub.version, stub.devices),
        "after a fix": stub.reporting(stub.tpv),
    }[hangs]
    stub.then(behaviour, stub.reporting(stub.tpv.replace("53.5", "54.5")))
    stub.start()
    source = follow(stub.port, silence_s=0.2)
    until(lambda: (fix := source.position().fix) is not None and fix.latitude == 54.5)


def test_a_hung_gpsd_is_told_with_what_to_do(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.hang)
    stub.start()
    source = follow(stub.port, silence_s=0.2)
    until(lambda: "restart gpsd" in source.position().error)


def test_a_receiver_that_says_nothing_is_told_by_its_path(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.reporting())
    stub.start()
    source = follow(stub.port, silence_s=0.2)
    until(lambda: "check the receiver at /dev/gps0" in source.position().error)
    assert source.position().state is PositionState.NO_RECEIVER


def test_a_gpsd_that_chats_without_positions_is_as_good_as_silent(stub: Any, follow: Follow, until: Until) -> None:
    def chat(served: Any) -> None:
        while True:
            stub.say(served, '{"class":"DEVICE","path":"/dev/other"}')
            time.sleep(0.02)

    stub.then(stub.reporting(stub.tpv, then=chat))
    stub.start()
    source = follow(stub.port, silence_s=0.2)
    until(lambda: "reports nothing" in source.position().error)
    assert source.position().fix is not None


# gpsd-py3 calls logger.warn when gpsd lists no device.
@pytest.mark.filterwarnings("ignore:The 'warn' method is deprecated:DeprecationWarning")
def test_a_gpsd_without_a_receiver_is_told_and_one_plugged_in_is_followed(
    stub: Any, follow: Follow, until: Until
) -> None:
    def plug_in(served: Any) -> None:
        until(lambda: "DEVICES of /etc/default/gpsd" in source.position().error)
        stub.say(served, '{"class":"DEVICE","path":"/dev/gps0","activated":"2026-11-22T18:21:45.272Z"}', stub.tpv)
        stub.hang(served)

    stub.then(stub.reporting(devices=NO_DEVICES, then=plug_in))
    stub.start()
    source = follow(stub.port)
    until(lambda: source.position().state is PositionState.FIX)
    assert stub.connections == 1
    assert source.position().error == ""


@pytest.mark.parametrize(
    "lines",
    [
        ("HTTP/1.1 400 Bad Request",),
        ('{"class":"SOMETHING"}',),
        ("[]",),
        ("",),
        ("VERSION", "DEVICE"),
    ],
    ids=["no gpsd", "no welcome", "no object", "empty line", "a device in between"],
)
def test_a_strange_welcome_is_told_and_tried_again(
    stub: Any, follow: Follow, until: Until, lines: tuple[str, ...]
) -> None:
    known = {"VERSION": stub.version, "DEVICE": '{"class":"DEVICE","path":"/dev/gps0"}'}
    stub.then(stub.answering(*(known.get(line, line) for line in lines)), stub.reporting(stub.tpv))
    stub.start()
    with structlog.testing.capture_logs() as logs:
        source = follow(stub.port)
        until(lambda: source.position().state is PositionState.FIX)
    assert [entry["event"] for entry in logs] == ["no position receiver", "the position receiver reports"]
    assert "is not gpsd, or breaks off: " in logs[0]["error"]


def test_lines_that_say_nothing_are_passed_over(stub: Any, follow: Follow, until: Until) -> None:
    noise = ["", "not json", '{"class":"ERROR"}', '{"class":"POLL","active":0,"tpv":[],"sky":[]}', '{"class":"TPV"}']
    stub.then(stub.reporting(*noise, stub.tpv))
    stub.start()
    source = follow(stub.port)
    until(lambda: source.position().state is PositionState.FIX)
    assert stub.connections == 1


def test_bytes_that_are_no_text_and_lines_without_an_end_cost_the_connection_only(
    stub: Any, follow: Follow, until: Until
) -> None:
    def bytes_of_no_text(served: Any) -> None:
        served.sendall(b"\xff\xfe\x00\n" * 10)
        stub.hang(served)

    def endless_line(served: Any) -> None:
        served.sendall(b"x" * 200_000)
        stub.hang(served)

    stub.then(stub.reporting(then=bytes_of_no_text), stub.reporting(then=endless_line), stub.reporting(stub.tpv))
    stub.start()
    source = follow(stub.port, silence_s=60)
    until(lambda: source.position().state is PositionState.FIX)
    assert stub.connections == 3


def test_asking_never_waits_and_stopping_is_prompt_while_gpsd_hangs(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.hang)
    stub.start()
    source = follow(stub.port, silence_s=60)
    until(lambda: stub.connections == 1)
    began_s = time.monotonic()
    assert source.position().state is PositionState.NO_RECEIVER
    source.stop()
    assert time.monotonic() - began_s < 1


def test_a_stopped_source_keeps_what_it_knew_and_can_be_started_again(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.reporting(stub.tpv), stub.reporting(stub.tpv.replace("53.5", "54.5")))
    stub.start()
    source = follow(stub.port)
    until(lambda: source.position().state is PositionState.FIX)
    with pytest.raises(RuntimeError, match=re.escape("stop it first")):
        source.start()
    source.stop()
    assert source.position().state is PositionState.FIX
    source.start()
    until(lambda: (fix := source.position().fix) is not None and fix.latitude == 54.5)


def test_two_sources_do_not_take_each_others_connection(stub: Any, follow: Follow, until: Until) -> None:
    stub.then(stub.reporting(stub.tpv), stub.reporting(stub.tpv.replace("53.5", "54.5")))
    stub.start()
    sources = [follow(stub.port), follow(stub.port)]
    for source in sources:
        until(lambda source=source: source.position().fix is not None)
    assert {source.position().fix.latitude for source in sources if source.position().fix} == {53.5, 54.5}
