"""Times and dates, between tamigo's three forms and ours. No I/O.

1. `/Date(1318831200000+0200)/` in JSON: milliseconds of UTC since 1970. The offset is for display, so an instant is
   read without it, and a date that has no time only with it: /Date(1453071600000+0100)/ is 2016-01-18.
2. `2011-12-18T23:00:00` in XML: local time of the department, without a zone.
3. `0001-01-01T00:00:00` and 1900-01-01: no value. On write a missing end is "a date before 01-01-1900" (service h).
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from shared.upstream.tamigo.fields import Misread, Row

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MILLISECOND = timedelta(milliseconds=1)
# Nobody worked before: what is earlier is one of the dates that mean "no value", in whatever zone it was written.
BLANK_BEFORE_YEAR = 1901
_BLANK_BEFORE_MS = (datetime(BLANK_BEFORE_YEAR, 1, 1, tzinfo=UTC) - EPOCH) // MILLISECOND
BLANK = "/Date(-2209075200000+0000)/"
"""1899-12-31, which is before 01-01-1900 in every zone."""
_WIRE = re.compile(r"\\?/Date\((-?[0-9]{1,17})(?:([+-])([0-9]{2})([0-5][0-9]))?\)\\?/")


class Doubt(StrEnum):
    """Why a time without a zone may be another than the one that was read."""

    REPEATED_HOUR = "repeated_hour"  # clocks were set back: it was that time twice
    SKIPPED_HOUR = "skipped_hour"  # clocks were set forward: it never was that time


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in UTC. In the repeated hour `at` is the first time, `second` the other."""

    at: datetime
    doubt: Doubt | None = None
    second: datetime | None = None


def read_moment(row: Row, key: str, zone: ZoneInfo) -> Moment | None:
    """An instant of any of the three forms, or None for none; `zone` is for those that carry no offset."""
    text = _text(row, key)
    if not text:
        return None
    try:
        wire = _WIRE.fullmatch(text)
        if wire:
            return None if _is_blank(wire) else Moment(EPOCH + int(wire[1]) * MILLISECOND)
        told = datetime.fromisoformat(text)
        if told.year < BLANK_BEFORE_YEAR:
            return None
        return moment_of(told, zone) if told.tzinfo is None else Moment(told.astimezone(UTC))
    except (ValueError, OverflowError) as error:
        raise Misread(f"{key} is not a time: {text[:60]!r}") from error


def read_date(row: Row, key: str, zone: ZoneInfo) -> date | None:
    """A date that has no time, or None for none: the day it is at the offset it was written with."""
    text = _text(row, key)
    if not text:
        return None
    try:
        wire = _WIRE.fullmatch(text)
        if wire is None:
            told = datetime.fromisoformat(text)
            return None if told.year < BLANK_BEFORE_YEAR else told.date()
        if _is_blank(wire):
            return None
        at = EPOCH + int(wire[1]) * MILLISECOND
        if wire[2] is None:
            return at.astimezone(zone).date()
        offset = timedelta(hours=int(wire[3]), minutes=int(wire[4]))
        return (at + (offset if wire[2] == "+" else -offset)).date()
    except (ValueError, OverflowError) as error:
        raise Misread(f"{key} is not a date: {text[:60]!r}") from error


def moment_of(local: datetime, zone: ZoneInfo) -> Moment:
    """The instant of a local time without a zone, marked where that time was twice or never."""
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return Moment(first)
    if first.astimezone(zone).replace(tzinfo=None) != local.replace(fold=0):
        return Moment(first, Doubt.SKIPPED_HOUR)
    return Moment(first, Doubt.REPEATED_HOUR, second)


def wire_time(at: datetime, zone: ZoneInfo) -> str:
    """An instant as tamigo takes it, cut to the millisecond, with the department's offset of that instant."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    offset_min = (at.astimezone(zone).utcoffset() or timedelta()) // timedelta(minutes=1)
    sign, (hours, minutes) = "-" if offset_min < 0 else "+", divmod(abs(offset_min), 60)
    return f"/Date({(at - EPOCH) // MILLISECOND}{sign}{hours:02}{minutes:02})/"


def local_text(at: datetime, zone: ZoneInfo) -> str:
    """An instant as attendance takes it: local, whole seconds, without a zone (article 5000793306)."""
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return at.astimezone(zone).replace(tzinfo=None, microsecond=0).isoformat()


def _text(row: Row, key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Misread(f"{key} is not a time")
    return value.strip()


def _is_blank(wire: re.Match[str]) -> bool:
    return int(wire[1]) < _BLANK_BEFORE_MS
