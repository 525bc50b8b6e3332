"""What reports add up to."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from kiosk.devices.gps_picture import EARLIEST_S, LATEST_S, NOTHING_SEEN, Picture, take_in, without_receiver
from kiosk.devices.gpsd_reports import Report, Sky, Toff, Tpv
from shared.clock import Reading
from shared.ports import Fix, PositionState

HERE = Tpv(3, 53.5, 9.9, 7.5, time="t1")
NO_PLACE = Tpv(1)


def reading(at_s: float, ahead_s: float = 0.0) -> Reading:
    """The clocks `at_s` seconds after a start, on a machine whose wall clock is `ahead_s` ahead."""
    began = datetime(2026, 11, 20, 6, 0, tzinfo=UTC).timestamp()
    return Reading(datetime.fromtimestamp(began + at_s + ahead_s, UTC), 1000.0 + at_s, "boot")


def toff(at_s: float, ahead_s: float = 0.0, satellites_off_s: float = 0.0) -> Toff:
    host_s = reading(at_s, ahead_s).wall.timestamp()
    satellite_s = host_s - ahead_s + satellites_off_s
    return Toff(satellite_s, host_s, host_s - satellite_s)


def after(*reports: tuple[float, Report], ahead_s: float = 0.0, start: Picture = NOTHING_SEEN) -> Picture:
    picture = start
    for at_s, report in reports:
        picture = take_in(picture, report, reading(at_s, ahead_s))
    return picture


def test_before_the_first_report_there_is_no_receiver() -> None:
    assert NOTHING_SEEN.position.state is PositionState.NO_RECEIVER


def test_a_report_with_a_place_is_a_fix_seen_when_it_came() -> None:
    position = after((1, HERE)).position
    assert position.state is PositionState.FIX
    assert position.fix == Fix(53.5, 9.9, 7.5, reading(1))


@pytest.mark.parametrize("poor", [NO_PLACE, Tpv(0), Tpv(3), Tpv(1, 53.5, 9.9)], ids=repr)
def test_without_a_mode_or_a_place_there_is_no_fix_and_the_last_one_stays(poor: Tpv) -> None:
    position = after((1, HERE), (2, poor)).position
    assert position.state is PositionState.NO_FIX
    assert position.fix == Fix(53.5, 9.9, 7.5, reading(1))


def test_a_lost_receiver_keeps_the_last_fix_and_says_why() -> None:
    position = without_receiver(after((1, HERE)), "gpsd is gone").position
    assert (position.state, position.error) == (PositionState.NO_RECEIVER, "gpsd is gone")
    assert position.fix is not None


def test_a_receiver_that_repeats_one_moment_goes_stale() -> None:
    position = after((1, HERE), (2, HERE), (30, replace(HERE, accuracy_m=3.0))).position
    assert position.fix == Fix(53.5, 9.9, 3.0, reading(1))


def test_a_new_moment_and_a_report_without_one_are_new_sights() -> None:
    timeless = replace(HERE, time="")
    for earlier, later in [(HERE, replace(HERE, time="t2")), (timeless, timeless)]:
        position = after((1, earlier), (2, later)).position
        assert position.fix is not None
        assert position.fix.seen == reading(2)


def test_satellites_are_told_with_a_fix_only() -> None:
    assert after((1, Sky(8))).position.satellites is None
    assert after((1, HERE), (1, Sky(8)), (2, Sky(None))).position.satellites == 8
    assert after((1, HERE), (1, Sky(8)), (2, NO_PLACE), (2, Sky(8))).position.satellites is None


@pytest.mark.parametrize("ahead_s", [0.0, 42.5, -3600.0])
def test_two_reports_that_agree_tell_the_error_of_the_clock(ahead_s: float) -> None:
    reports = [(1, HERE), (1, toff(1, ahead_s)), (2, toff(2, ahead_s))]
    position = after(*reports, ahead_s=ahead_s).position
    assert position.clock_offset_s == pytest.approx(ahead_s)
    assert position.clock_offset_at == reading(2, ahead_s)


def offset_after(*reports: tuple[float, Any]) -> float | None:
    return after((1, HERE), *reports).position.clock_offset_s


def test_the_first_report_of_a_row_is_not_believed() -> None:
    assert offset_after((1, toff(1))) is None


def test_satellite_time_that_goes_backwards_is_not_believed() -> None:
    picture = after((1, HERE), (1, toff(1)), (2, toff(2)), (3, toff(3, satellites_off_s=-60)))
    assert picture.position.clock_offset_s == pytest.approx(0.0)
    assert picture.position.clock_offset_at == reading(2)


def test_satellite_time_that_stays_where_it_leapt_is_believed_again() -> None:
    leapt = [(3, toff(3, satellites_off_s=-18)), (4, toff(4, satellites_off_s=-18))]
    assert offset_after((1, toff(1)), (2, toff(2)), *leapt) == pytest.approx(18.0)


@pytest.mark.parametrize(
    "years_off_s", [-1024 * 7 * 86_400, 1024 * 7 * 86_400, -365 * 86_400], ids=["rollover", "future", "too early"]
)
def test_satellite_time_years_off_is_not_believed(years_off_s: float) -> None:
    reports = [(at_s, toff(at_s, satellites_off_s=years_off_s)) for at_s in (1.0, 2.0, 3.0)]
    assert offset_after(*reports) is None


def test_the_span_of_believable_time_is_one_count_of_weeks() -> None:
    assert LATEST_S - EARLIEST_S == 1024 * 7 * 86_400
    assert datetime.fromtimestamp(EARLIEST_S, UTC) == datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("poor", [NO_PLACE, replace(HERE, simulated=True)], ids=["no fix", "simulated"])
def test_satellite_time_needs_a_real_fix(poor: Tpv) -> None:
    assert offset_after((1, poor), (1, toff(1)), (2, toff(2)), (3, toff(3))) is None


def test_another_machines_clock_is_not_ours() -> None:
    assert offset_after((1, toff(1, ahead_s=60)), (2, toff(2, ahead_s=60))) is None


def test_a_lost_receiver_starts_the_row_anew() -> None:
    before = without_receiver(after((1, HERE), (1, toff(1))), "gone")
    assert after((2, HERE), (2, toff(2)), start=before).position.clock_offset_s is None
