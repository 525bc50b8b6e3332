"""Reading the JSON body of a request field by field: type and greatest length as the document gives them."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from shared.sandbox.oracle.rejected import BAD_LOCATION, Rejected
from shared.sandbox.oracle.switches import Strict
from shared.sandbox.oracle.times import read_date

Body = Mapping[str, Any]

TEN_DIGITS = 9_999_999_999
LENGTHS = {"applicationName": 128, "extPayrollID": 32, "include": 2000, "locRef": 99, "searchCriteria": 2000}


def read_body(raw: bytes) -> Body:
    """The object in a request's body; raises `Rejected`."""
    try:
        body = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise Rejected(400, "The request body is not JSON.") from error
    if not isinstance(body, dict):
        raise Rejected(400, "The request body is not a JSON object.")
    return body


def check_names(body: Body, known: tuple[str, ...], unknown: Strict) -> None:
    """Raises `Rejected` for a field the document does not have, where the switch says so."""
    strange = sorted(set(body) - set(known))
    if strange and unknown is Strict.BAD_REQUEST:
        raise Rejected(400, f"Unknown field: {', '.join(strange)[:200]}.")


def text(body: Body, name: str) -> str | None:
    """A string within its greatest length, or None when it is left out; an empty one counts as left out."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, str):
        raise Rejected(400, f"{name} is not a string.")
    if len(value) > LENGTHS[name]:
        raise Rejected(400, f"{name} is longer than {LENGTHS[name]} characters.")
    return value or None


def number(body: Body, name: str) -> int | None:
    """A whole number of at most ten digits, or None when it is left out."""
    value = body.get(name)
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= TEN_DIGITS:
        raise Rejected(400, f"{name} is not an integer of at most 10 digits.")
    return value


def flag(body: Body, name: str) -> bool:
    """A boolean, false when it is left out."""
    value = body.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise Rejected(400, f"{name} is not a boolean.")
    return value


def day(body: Body, name: str) -> date | None:
    """A date, or None when it is left out."""
    value = body.get(name)
    if value is None or value == "":
        return None
    try:
        return read_date(value)
    except (TypeError, ValueError) as error:
        raise Rejected(400, f"{name} is not a date like 2024-05-31.") from error


def known_location(body: Body, locations: Mapping[str, object]) -> str:
    """The locRef, which must be there and belong to the organisation."""
    found = text(body, "locRef")
    if found is None or found not in locations:
        raise Rejected(400, "Invalid location reference field", BAD_LOCATION)
    return found
