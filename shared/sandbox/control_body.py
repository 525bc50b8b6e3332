"""What every control request has in common: JSON in, JSON out, and 400 with a sentence for what cannot be used."""

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from shared.sandbox.shapes import BadShape


async def read_json(request: Request) -> Any:
    """The JSON of a request's body, an empty object when there is none; raises `BadShape`."""
    raw = await request.body()
    try:
        return json.loads(raw) if raw.strip() else {}
    except ValueError as error:
        raise BadShape(f"the body is not JSON: {error}") from error


async def read_object(request: Request) -> dict[str, Any]:
    """As `read_json`, for requests that take one object."""
    data = await read_json(request)
    if not isinstance(data, dict):
        raise BadShape("the body is not a JSON object")
    return data


async def control_answer(act: Callable[[Request], Awaitable[Response]], request: Request) -> Response:
    """The answer of `act`, or 400 with {"error": sentence} when it raised `BadShape`."""
    try:
        return await act(request)
    except BadShape as error:
        return JSONResponse({"error": str(error)}, 400)


def whole_number(request: Request, name: str) -> int | None:
    """A query value that is a whole number, or None when it is left out."""
    text = request.query_params.get(name)
    if text is None:
        return None
    if not text.isdecimal():
        raise BadShape(f"{name}: {text!r} is not a whole number")
    return int(text)
