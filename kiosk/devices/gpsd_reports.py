"""What gpsd reports, line by line, read with tolerance: text in, a value or nothing out.

Only `class` and `mode` are always there; everything else may be missing (gpsd_json(5), version 3.22). What is missing
stays unknown here: it never becomes a zero that looks like a place or like a perfect fix.
"""

import json
import math
from dataclasses import dataclass

SIMULATED = 8  # gpsd_json(5), TPV status
FIX_2D = 2
FARTHEST_ERROR_M = 1_000_000.0
FARTHEST_SECOND = 1e11
NANOSECONDS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Tpv:
    """A time-position-velocity report. `time` is gpsd's text: it only serves to recognise a repeated report."""

    mode: int
    latitude: float | None = None
    longitude: float | None = None
    accuracy_m: float | None = None
    simulated: bool = False
    time: str = ""


@dataclass(frozen=True, slots=True)
class Sky:
    """How many satellites the fix was made from, where gpsd said."""

    used: int | None


@dataclass(frozen=True, slots=True)
class Toff:
    """Satellite time and the host's clock side by side; `offset_s` = host minus satellites."""

    satellite_s: float
    host_s: float
    offset_s: float


Report = Tpv | Sky | Toff


def read_report(line: str) -> Report | None:
    """The report in one line of gpsd's answer; None for other classes and for what is not JSON."""
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    match said.get("class"):
        case "TPV":
            return _tpv(said)
        case "SKY":
            return _sky(said)
        case "TOFF":
            return _toff(said)
    return None


def _tpv(said: dict[str, object]) -> Tpv:
    latitude, longitude = _number(said, "lat", -90.0, 90.0), _number(said, "lon", -180.0, 180.0)
    if latitude is None or longitude is None or latitude == longitude == 0.0:
        # A receiver without a position may say 0, 0: no site is in the Gulf of Guinea.
        latitude = longitude = None
    time = said.get("time")
    return Tpv(
        mode=int(_number(said, "mode", 0, 3) or 0),
        latitude=latitude,
        longitude=longitude,
        accuracy_m=_accuracy_m(said),
        simulated=said.get("status") == SIMULATED,
        time=time if isinstance(time, str) else "",
    )


def _accuracy_m(said: dict[str, object]) -> float | None:
    """The horizontal error: `eph`, or what the two axes make. An error of zero is one nobody estimated."""
    if eph := _number(said, "eph", 0.0, FARTHEST_ERROR_M):
        return eph
    east, north = (_number(said, axis, 0.0, FARTHEST_ERROR_M) for axis in ("epx", "epy"))
    return math.hypot(east, north) if east and north else None


def _sky(said: dict[str, object]) -> Sky:
    """`uSat` where this gpsd tells it, else the satellites marked as used; neither may be there."""
    used = _number(said, "uSat", 0, 1000)
    if used is not None:
        return Sky(int(used))
    satellites = said.get("satellites")
    if not isinstance(satellites, list):
        return Sky(None)
    return Sky(sum(isinstance(each, dict) and each.get("used") is True for each in satellites))


def _toff(said: dict[str, object]) -> Toff | None:
    parts = [_number(said, key, 0, FARTHEST_SECOND) for key in ("real_sec", "real_nsec", "clock_sec", "clock_nsec")]
    real_s, real_ns, clock_s, clock_ns = parts
    if real_s is None or real_ns is None or clock_s is None or clock_ns is None:
        return None
    return Toff(
        satellite_s=real_s + real_ns / NANOSECONDS,
        host_s=clock_s + clock_ns / NANOSECONDS,
        offset_s=(clock_s - real_s) + (clock_ns - real_ns) / NANOSECONDS,
    )


def _number(said: dict[str, object], key: str, least: float, most: float) -> float | None:
    """The number under `key`, when there is one and it lies where such numbers lie. NaN lies nowhere."""
    value = said.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        return None
    return float(value)
