"""Times as the API writes them: "2022-12-16 15:17:00" (UTC) comes in, "2022-12-16T15:17:00+00:00" goes out."""

import re
from datetime import UTC, datetime, timedelta

_FROM_NOW = re.compile(r"now(?:([+-]\d+)(s|m|h|d))?")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def read_time(text: object) -> datetime:
    """A time of a request, to the second; without a zone it is UTC, a bare date is its midnight.

    The document's request has no zone and its answer repeats the same hour with +00:00, hence UTC.
    Raises ValueError.
    """
    try:
        time = datetime.fromisoformat(text.strip() if isinstance(text, str) else "")
    except ValueError as error:
        raise ValueError(f"{text!r} is not a time like '2022-12-16 15:17:00'") from error
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    try:
        return time.astimezone(UTC).replace(microsecond=0)
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the calendar") from error


def read_moment(text: object, now: datetime) -> datetime:
    """As `read_time`, and also "now", "now-90m", "now+8h" (s, m, h, d): for worlds and for control requests."""
    match = _FROM_NOW.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        return read_time(text)
    amount, unit = match.groups()
    try:
        moment = now + timedelta(**{_UNITS[unit]: int(amount)}) if amount else now
    except OverflowError as error:
        raise ValueError(f"{text!r} is outside the calendar") from error
    return moment.replace(microsecond=0)


def write_time(time: datetime) -> str:
    """A time of an answer. As text these sort like the times themselves."""
    return time.isoformat(timespec="seconds")
