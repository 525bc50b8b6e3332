"""The parts of an Oracle record, between its form and ours: attributes that are 0 or null are left out. No I/O."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime

Row = Mapping[str, object]


class Misread(ValueError):
    """A record is not in the documented form; the text says which part, and nothing of a person."""


def rows(told: object, key: str) -> list[Row]:
    """A list of records; null is an empty one."""
    found = told.get(key) if isinstance(told, Mapping) else None
    if found is None:
        return []
    if not isinstance(found, list) or not all(isinstance(row, Mapping) for row in found):
        raise Misread(f"{key} is not a list of records")
    return found


def number(row: Row, key: str) -> int | None:
    """A whole number, be it told as text; None for null, 0 and an attribute left out, which are all alike here."""
    value = row.get(key)
    if isinstance(value, str) and re.fullmatch(r"\s*\d{1,19}\s*", value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if value is None or value == "":
        return None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**19:
        return value or None
    raise Misread(f"{key} is not a whole number")


def needed(row: Row, key: str) -> int:
    """Like `number`, where a record cannot do without. 0 is a number here, where the attribute is there."""
    found = number(row, key)
    if found is None and key not in row:
        raise Misread(f"a record without {key}")
    return found or 0


def text(row: Row, key: str) -> str:
    """Text as it is; "" where there is none. Numbers are taken as text: ids come either way."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise Misread(f"{key} is not text")
    # JSON may hold half of a surrogate pair, which no file and no screen takes.
    return value.encode("utf-8", "replace").decode("utf-8")


def day(row: Row, key: str) -> date:
    """A date, 2024-05-31."""
    try:
        return date.fromisoformat(text(row, key))
    except ValueError as error:
        raise Misread(f"{key} is not a date") from error


def instant(row: Row, key: str) -> datetime | None:
    """A time in UTC, which this API writes without a zone; None for null and an attribute left out."""
    told = text(row, key)
    if not told:
        return None
    try:
        found = datetime.fromisoformat(told)
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Misread(f"{key} is not a time") from error


def needed_instant(row: Row, key: str) -> datetime:
    """Like `instant`, where a record cannot do without."""
    found = instant(row, key)
    if found is None:
        raise Misread(f"a record without {key}")
    return found
