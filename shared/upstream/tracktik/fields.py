"""The parts of a TrackTik record: ids, relations, words and times, between their form and ours. No I/O."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime

Row = Mapping[str, object]


class Misread(ValueError):
    """A record is not in the documented form; the text says which part."""


def identity(value: object) -> int:
    """An id: a positive whole number, or its digits as text."""
    if isinstance(value, str) and re.fullmatch("[0-9]{1,18}", value):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**63:
        return value
    raise Misread(f"{_shown(value)} is not an id")


def relation(row: Row, key: str) -> int | None:
    """The id of a related record: bare, or inside the object that `include` puts in its place; None for none."""
    value = row.get(key)
    if not value or value == "0":
        return None
    try:
        return identity(value.get("id") if isinstance(value, Mapping) else value)
    except Misread as error:
        raise Misread(f"{key}: {error}") from error


def own_id(row: Row) -> int:
    """The record's own id."""
    found = relation(row, "id")
    if found is None:
        raise Misread("a record without an id")
    return found


def needed_relation(row: Row, key: str) -> int:
    """Like `relation`, where a record cannot do without."""
    found = relation(row, key)
    if found is None:
        raise Misread(f"record {own_id(row)} has no {key}")
    return found


def word(row: Row, key: str) -> str:
    """A word of the vendor's as it is, known to us or not; empty where there is none."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        raise Misread(f"{key}: {_shown(value)} is not text")
    # JSON may hold half of a surrogate pair, which no file and no screen takes.
    return value.encode("utf-8", "replace").decode("utf-8")


def read_time(row: Row, key: str) -> datetime | None:
    """A time of the form 2022-12-16T15:17:00+00:00 in UTC, or None for none; without an offset it settles nothing."""
    value = row.get(key)
    if value is None or value == "":
        return None
    try:
        at = datetime.fromisoformat(value if isinstance(value, str) else "")
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Misread(f"{key}: {_shown(value)} is not a time") from error
    raise Misread(f"{key}: {_shown(value)} has no UTC offset")


def needed_time(row: Row, key: str) -> datetime:
    """Like `read_time`, where a record cannot do without."""
    at = read_time(row, key)
    if at is None:
        raise Misread(f"record {own_id(row)} has no {key}")
    return at


def to_the_second(at: datetime) -> datetime:
    """`at` in UTC without its fraction: TrackTik keeps whole seconds, so times are compared by these."""
    return at.astimezone(UTC).replace(microsecond=0)


def wire_time(at: datetime) -> str:
    """A time as TrackTik takes it: "2022-12-16 15:17:00", in UTC, its fraction cut off and never rounded up.

    The seed's request has no zone and its answer shows the same digits at +00:00. Cutting keeps a clock-in from
    lying in the future of the server that receives it.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at} has no zone")
    return to_the_second(at).replace(tzinfo=None).isoformat(sep=" ")


def _shown(value: object) -> str:
    return repr(value)[:80]
