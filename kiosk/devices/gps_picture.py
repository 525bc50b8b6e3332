"""What the reports of gpsd add up to: one `Position`, renewed report by report, without I/O.

1. A fix is a report of mode 2 or 3 with a place in it. When it is lost, the last fix stays, and its age tells.
2. A report that repeats the time of the last one is not a new sight of the place: a receiver that hangs goes stale.
3. Satellite time is believed only with a fix, from a receiver that does not simulate, inside one span of 1024 weeks
   (a receiver that miscounts those is 19.6 years off, and so always outside), and when it went on as boot time did
   since the report before: neither backwards nor in a leap. So the first report of a row is never believed alone.
4. The offset comes from TOFF alone. A TPV's arrival would add the delay of the line to it, and TOFF has the same
   source: where TOFF is silent, TPV knows no better.
"""

from dataclasses import dataclass, replace

from kiosk.devices.gpsd_reports import FIX_2D, Report, Sky, Toff, Tpv
from shared.clock import Reading
from shared.ports import Fix, Position, PositionState

EARLIEST_S = 1_767_225_600  # 2026-01-01: this program is not older
LATEST_S = EARLIEST_S + 1024 * 7 * 86_400
LARGEST_LEAP_S = 2.0  # gpsd(8): time from a serial line wanders by up to 0.7 s
OTHER_CLOCK_S = 5.0


@dataclass(frozen=True, slots=True)
class Picture:
    """The position, and what is needed to judge the next report."""

    position: Position
    fix_time: str = ""
    satellite_s: float | None = None
    satellite_at_s: float = 0.0


NOTHING_SEEN = Picture(Position(PositionState.NO_RECEIVER, error="gpsd has not been asked yet"))


def take_in(picture: Picture, report: Report, reading: Reading) -> Picture:
    """The picture after a report that was received at `reading`."""
    match report:
        case Tpv():
            return _after_tpv(picture, report, reading)
        case Sky():
            return _after_sky(picture, report)
        case Toff():
            return _after_toff(picture, report, reading)


def without_receiver(picture: Picture, error: str) -> Picture:
    """The picture after the receiver, or the way to it, was lost."""
    position = replace(picture.position, state=PositionState.NO_RECEIVER, satellites=None, error=error)
    return replace(picture, position=position, satellite_s=None)


def _after_tpv(picture: Picture, tpv: Tpv, reading: Reading) -> Picture:
    last = picture.position
    if tpv.mode < FIX_2D or tpv.latitude is None or tpv.longitude is None:
        return replace(picture, position=replace(last, state=PositionState.NO_FIX, satellites=None, error=""))
    is_repeat = last.fix is not None and tpv.time != "" and tpv.time == picture.fix_time
    seen = last.fix.seen if last.fix is not None and is_repeat else reading
    fix = Fix(tpv.latitude, tpv.longitude, tpv.accuracy_m, seen, tpv.simulated)
    position = replace(last, state=PositionState.FIX, fix=fix, error="")
    return replace(picture, position=position, fix_time=tpv.time)


def _after_sky(picture: Picture, sky: Sky) -> Picture:
    # Without a fix gpsd goes on showing the satellites of the last one.
    if sky.used is None or picture.position.state is not PositionState.FIX:
        return picture
    return replace(picture, position=replace(picture.position, satellites=sky.used))


def _after_toff(picture: Picture, toff: Toff, reading: Reading) -> Picture:
    if not _is_credible(picture.position, toff, reading):
        return replace(picture, satellite_s=None)
    after = replace(picture, satellite_s=toff.satellite_s, satellite_at_s=reading.boottime_s)
    if not _went_on(picture, after):
        return after
    position = replace(picture.position, clock_offset_s=toff.offset_s, clock_offset_at=reading)
    return replace(after, position=position)


def _is_credible(position: Position, toff: Toff, reading: Reading) -> bool:
    if position.state is not PositionState.FIX or position.fix is None or position.fix.simulated:
        return False
    is_this_machines_clock = abs(toff.host_s - reading.wall.timestamp()) <= OTHER_CLOCK_S
    return is_this_machines_clock and EARLIEST_S <= toff.satellite_s < LATEST_S


def _went_on(before: Picture, after: Picture) -> bool:
    if before.satellite_s is None or after.satellite_s is None:
        return False
    by_satellites_s = after.satellite_s - before.satellite_s
    by_boot_time_s = after.satellite_at_s - before.satellite_at_s
    return abs(by_satellites_s - by_boot_time_s) <= LARGEST_LEAP_S
