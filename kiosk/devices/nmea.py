"""NMEA 0183 sentences of an imagined GPS receiver, for gpsfake to replay into a real gpsd.

Source of the fields: "NMEA Revealed" (gpsd.io/NMEA.html), sentences GGA, GSA, GST and RMC.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path


class Sky(StrEnum):
    """What the imagined receiver sees."""

    FIX = "fix"
    FIX_WITH_ERRORS = "fix_with_errors"  # GST tells the error of each axis
    RMC_ONLY = "rmc_only"  # a cheap receiver: a position, and not a word on how good it is
    SIMULATED = "simulated"  # the receiver itself says that it simulates
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Place:
    """Where the receiver is, in degrees, and the error it claims where it claims one."""

    latitude: float
    longitude: float
    error_m: float = 5.0


def sentence(body: str) -> str:
    """The sentence with its `$`, its checksum (XOR of the characters between) and CR LF."""
    total = 0
    for character in body.encode("ascii"):
        total ^= character
    return f"${body}*{total:02X}\r\n"


def epoch(at: datetime, place: Place, sky: Sky) -> list[str]:
    """All a receiver says in one second. `at` is aware."""
    utc = at.astimezone(UTC)
    match sky:
        case Sky.RMC_ONLY:
            return [_rmc(utc, place, "A")]
        case Sky.LOST:
            return [_gga(utc, None, 0), _gsa(has_fix=False), _rmc(utc, None, "N")]
        case Sky.SIMULATED:
            return [_gga(utc, place, 8), _gsa(has_fix=True), _rmc(utc, place, "S")]
        case Sky.FIX_WITH_ERRORS:
            return [_gga(utc, place, 1), _gsa(has_fix=True), _gst(utc, place.error_m), _rmc(utc, place, "A")]
        case Sky.FIX:
            return [_gga(utc, place, 1), _gsa(has_fix=True), _rmc(utc, place, "A")]


def seconds_of(place: Place, sky: Sky, start: datetime, seconds: int) -> Iterator[str]:
    """The sentences of `seconds` seconds from `start` on."""
    for second in range(seconds):
        yield from epoch(start + timedelta(seconds=second), place, sky)


def write_nmea(path: Path, place: Place, sky: Iterable[Sky], start: datetime, seconds: int) -> None:
    """Writes a log for gpsfake: each of `sky` in turn, for `seconds` seconds each, the clock going on."""
    with path.open("w", encoding="ascii", newline="") as log:
        for turn, seen in enumerate(sky):
            log.writelines(seconds_of(place, seen, start + timedelta(seconds=turn * seconds), seconds))


def _gga(at: datetime, place: Place | None, quality: int) -> str:
    used = "08" if place else "00"
    rest = "1.0,10.0,M,45.0,M,," if place else ",,M,,M,,"
    return sentence(f"GPGGA,{_time(at)},{_where(place)},{quality},{used},{rest}")


def _gsa(*, has_fix: bool) -> str:
    if has_fix:
        return sentence("GPGSA,A,3,01,02,03,04,05,06,07,08,,,,,1.8,1.0,1.5")
    return sentence("GPGSA,A,1,,,,,,,,,,,,,,,")


def _gst(at: datetime, error_m: float) -> str:
    return sentence(f"GPGST,{_time(at)},{error_m:.1f},,,,{error_m:.1f},{error_m:.1f},{error_m:.1f}")


def _rmc(at: datetime, place: Place | None, mode: str) -> str:
    status = "A" if place else "V"
    motion = "0.0,0.0" if place else ","
    return sentence(f"GPRMC,{_time(at)},{status},{_where(place)},{motion},{at:%d%m%y},,,{mode}")


def _time(at: datetime) -> str:
    return f"{at:%H%M%S}.{at.microsecond // 10_000:02}"


def _where(place: Place | None) -> str:
    if place is None:
        return ",,,"
    latitude = _degrees(place.latitude, 2) + (",N" if place.latitude >= 0 else ",S")
    longitude = _degrees(place.longitude, 3) + (",E" if place.longitude >= 0 else ",W")
    return f"{latitude},{longitude}"


def _degrees(value: float, width: int) -> str:
    """Degrees and minutes in one number, as NMEA writes them: 53.5 is 5330.0000."""
    ten_thousandths = round(abs(value) * 600_000)
    degrees, rest = divmod(ten_thousandths, 600_000)
    return f"{degrees:0{width}}{rest / 10_000:07.4f}"
