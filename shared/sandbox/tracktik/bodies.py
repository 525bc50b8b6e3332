"""Reading the JSON bodies of work-session requests. What they do not mention is ignored, as the portal does."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.sandbox.tracktik.query import whole
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.sessions import Method
from shared.sandbox.tracktik.times import read_time

Body = Mapping[str, Any]

STARTED = ("startedOn", "startDateTime")
ENDED = ("endedOn", "endDateTime")
CLOCK_IN_METHOD = ("clockInMethod", "initiationMethod")
CLOCK_OUT_METHOD = ("clockOutMethod", "terminationMethod")


def read_json(raw: bytes) -> Body:
    """The object in a request's body; an empty body is an empty object."""
    if not raw.strip():
        return {}
    try:
        body = json.loads(raw)
    except ValueError as error:
        raise Rejected(400, f"The body is not JSON: {error}.") from error
    if not isinstance(body, dict):
        raise Rejected(400, "The body is not a JSON object.")
    return body


def has(body: Body, names: tuple[str, ...]) -> bool:
    """Whether a field is there under one of its names, with a value."""
    return any(body.get(name) is not None for name in names)


def number(body: Body, name: str) -> int | None:
    """An id, or None when it is left out."""
    value = body.get(name)
    if value is None or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    found = whole(value) if isinstance(value, str) else None
    if found is not None:
        return found
    raise Rejected(400, f"{name}: {value!r} is not an id.")


def needed_number(body: Body, name: str) -> int:
    """An id that must be there."""
    value = number(body, name)
    if value is None:
        raise Rejected(400, f"{name}: this field is required.")
    return value


def needed_time(body: Body, names: tuple[str, ...]) -> datetime:
    """A time that must be there, under one of its names."""
    for name in names:
        if body.get(name) is not None:
            try:
                return read_time(body[name])
            except ValueError as error:
                raise Rejected(400, f"{name}: {error}.") from error
    raise Rejected(400, f"{names[0]}: this field is required.")


def needed_method(body: Body, names: tuple[str, ...]) -> Method:
    """A clock-in or clock-out method that must be there, under one of its names."""
    for name in names:
        if body.get(name) is not None:
            try:
                return Method(body[name])
            except ValueError as error:
                words = ", ".join(Method)
                raise Rejected(400, f"{name}: {body[name]!r} is none of {words}.") from error
    raise Rejected(400, f"{names[0]}: this field is required.")


def coordinate(body: Body, name: str, limit: float) -> float | None:
    """Degrees, or None when they are left out."""
    value = body.get(name)
    if value is None:
        return None
    try:
        degrees = float(value)
    except (TypeError, ValueError) as error:
        raise Rejected(400, f"{name}: {value!r} is not a number of degrees.") from error
    if not -limit <= degrees <= limit:
        raise Rejected(400, f"{name}: {value!r} is outside {-limit:g} to {limit:g}.")
    return degrees
