"""The parts of a tamigo record: ids, words, marks and amounts, between their form and ours. No I/O.

The same record comes as JSON with typed values and as XML with everything as text, so each part is read from both.
"""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from uuid import UUID

Row = Mapping[str, object]
NOBODY = UUID(int=0)
"""What tamigo writes where there is no id."""


class Misread(ValueError):
    """A record is not in the documented form; the text says which part, and nothing of a person."""


def guid(row: Row, key: str) -> UUID | None:
    """An id. None for null, for empty text (login answers print "" for null) and for the id of zeros."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, str) and re.fullmatch(
        r"\s*\{?[0-9A-Fa-f]{8}(-?[0-9A-Fa-f]{4}){3}-?[0-9A-Fa-f]{12}\}?\s*", value
    ):
        found = UUID(value.strip())
        return None if found == NOBODY else found
    raise Misread(f"{key} is not an id")


def needed_guid(row: Row, key: str) -> UUID:
    """Like `guid`, where a record cannot do without."""
    found = guid(row, key)
    if found is None:
        raise Misread(f"a record without {key}")
    return found


def word(row: Row, key: str) -> str:
    """A word of the company's or the vendor's as it is; empty where there is none. Numbers are taken as text."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise Misread(f"{key} is not text")
    # JSON may hold half of a surrogate pair, which no file and no screen takes.
    return value.encode("utf-8", "replace").decode("utf-8")


def mark(row: Row, key: str) -> bool | None:
    """True or false, as a value or as text; None where it is not told."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return value
    told = value.strip().lower() if isinstance(value, str) else ""
    if told in {"true", "1"}:
        return True
    if told in {"false", "0"}:
        return False
    raise Misread(f"{key} is neither true nor false")


def amount(row: Row, key: str) -> Decimal | None:
    """A decimal number such as 7.25, as a value or as text; None where it is not told."""
    value = row.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            found = Decimal(str(value).strip()[:40])
        except InvalidOperation as error:
            raise Misread(f"{key} is not a number") from error
        if found.is_finite():
            return found
    raise Misread(f"{key} is not a number")


def part(row: Row, key: str) -> Row:
    """The record inside a record; an empty one where there is none."""
    value = row.get(key)
    if value is None or value == "":
        return {}
    if isinstance(value, Mapping):
        return value
    raise Misread(f"{key} is not a record")
