"""Times as this API writes and reads them.

JSON has /Date(milliseconds+offset)/: the milliseconds count UTC from 1970 and the offset only tells where they are
shown, but a day's midnight is found with it. XML has local time without a zone.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.answer_switches import AnswerSwitches, DateOffset, DateOnly, XmlTimes
from shared.sandbox.tamigo.switches import RepeatedHour

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SERVER_ZONE = ZoneInfo("Europe/Copenhagen")
_JSON_DATE = re.compile(r"/Date\((-?\d{1,17})([+-]\d{4})?\)/")


@dataclass(frozen=True, slots=True)
class At:
    """A moment, to be shown in `zone`."""

    moment: datetime
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class OnDay:
    """A field that holds a day and no time of day."""

    day: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True)
class NoTime:
    """A value that stands for no time: the first day of 1900, or of the year 1."""

    year: int
    zone: ZoneInfo


Time = At | OnDay | NoTime


def day_of(moment: datetime, zone: ZoneInfo) -> date:
    """The local day of a moment."""
    return moment.astimezone(zone).date()


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a local day begins, as an aware time in `zone`."""
    return datetime.combine(day, time(), zone)


def json_time(value: Time, switches: AnswerSwitches) -> str:
    """The text /Date(...)/."""
    match value:
        case At(moment, zone):
            return _date(moment, _offset(moment, zone, switches.date_offset))
        case NoTime(1, _):
            return _date(datetime.min.replace(tzinfo=UTC), "" if switches.date_offset is DateOffset.NONE else "+0000")
        case NoTime(year, zone):
            begin = midnight(date(year, 1, 1), zone)
            return _date(begin, _offset(begin, zone, switches.date_offset))
        case OnDay(day, _) if switches.date_only is DateOnly.UTC_MIDNIGHT:
            return _date(datetime.combine(day, time(), UTC), "+0000")
        case OnDay(day, zone):
            begin = midnight(day, zone)
            return _date(begin, "" if switches.date_only is DateOnly.NO_OFFSET else f"{begin:%z}"[:5])


def xml_time(value: Time, switches: AnswerSwitches) -> str:
    """Local time, with or without its offset; a day and a value for no time never have one."""
    match value:
        case OnDay(day, _):
            return f"{day.isoformat()}T00:00:00"
        case NoTime(year, _):
            return f"{year:04}-01-01T00:00:00"
        case At(moment, zone):
            return _xml_moment(moment, zone, switches.xml_times)


def read_json_time(text: str) -> datetime:
    """The moment that /Date(...)/ means, whatever its offset; raises ValueError."""
    match = _JSON_DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is not a time like '/Date(1355986847000+0100)/'")
    try:
        return EPOCH + timedelta(milliseconds=int(match[1]))
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the calendar") from error


def read_local_time(text: str, zone: ZoneInfo, repeated_hour: RepeatedHour) -> datetime:
    """The moment that a text like 2011-09-02T12:37:00 means in `zone`; raises ValueError."""
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is not a time like '2011-09-02T12:37:00'") from error
    if read.tzinfo is None:
        read = read.replace(tzinfo=zone, fold=1 if repeated_hour is RepeatedHour.SECOND else 0)
    try:
        return read.astimezone(UTC)
    except OverflowError:  # the first and the last day there is, which only stand for no time
        return read.replace(tzinfo=UTC)


def read_day(text: str) -> date:
    """A day of a path, 2011-12-18; raises ValueError."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a day like '2011-12-18'") from error


def is_blank_end(moment: datetime, zone: ZoneInfo) -> bool:
    """Whether an end that is sent means that there is none: it is before 1900."""
    return moment < midnight(date(1900, 1, 1), zone)


def _date(moment: datetime, offset: str) -> str:
    return f"/Date({(moment - EPOCH) // timedelta(milliseconds=1)}{offset})/"


def _offset(moment: datetime, zone: ZoneInfo, how: DateOffset) -> str:
    if how is DateOffset.NONE:
        return ""
    if how is DateOffset.ZERO:
        return "+0000"
    shown = moment.astimezone(SERVER_ZONE if how is DateOffset.SERVER else zone)
    return f"{shown:%z}"[:5]


def _xml_moment(moment: datetime, zone: ZoneInfo, how: XmlTimes) -> str:
    if how is XmlTimes.UTC:
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    local = moment.astimezone(zone)
    if how is XmlTimes.ZONELESS:
        local = local.replace(tzinfo=None)
    return local.isoformat(timespec="seconds")
