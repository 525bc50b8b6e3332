"""The body of a request, bounded in length, fields and time, and read as a form or as JSON.

What cannot be read is a value that says why: whoever sends it is not our page.
"""

import asyncio
import json
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

LONGEST_BYTES: Final = 64 * 1024
"""The ticks of a whole site that were kept while the host was off are the longest of all."""
MOST_FIELDS: Final = 100
WITHIN_S: Final = 10.0
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Unreadable(StrEnum):
    """Why a body is not read."""

    TOO_LONG = "too_long"
    TOO_SLOW = "too_slow"
    NOT_A_FORM = "not_a_form"


@dataclass(frozen=True, slots=True)
class Form:
    """Fields by name, the last of a repeated one. Never shown in a repr: one of them may be a PIN."""

    fields: dict[str, str] = field(repr=False)

    def text(self, name: str, longest: int = 200) -> str:
        """The field without blanks around it, cut at `longest`; "" where it was not sent."""
        return self.fields.get(name, "").strip()[:longest]


async def read_form(request: Request) -> Form | Unreadable:
    """The fields of a posted form."""
    body = await _body(request, "application/x-www-form-urlencoded")
    if isinstance(body, Unreadable):
        return body
    if body.count(b"&") >= MOST_FIELDS or not body.isascii() or _BROKEN_ESCAPE.search(body):
        return Unreadable.NOT_A_FORM
    try:
        return Form(dict(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")))
    except UnicodeDecodeError:
        return Unreadable.NOT_A_FORM


async def read_json(request: Request) -> Any:
    """The value that was posted as JSON, or an Unreadable."""
    body = await _body(request, "application/json")
    if isinstance(body, Unreadable):
        return body
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return Unreadable.NOT_A_FORM


async def _body(request: Request, kind: str) -> bytes | Unreadable:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != kind:
        return Unreadable.NOT_A_FORM
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN_S):
            async for piece in request.stream():
                body += piece
                if len(body) > LONGEST_BYTES:
                    return Unreadable.TOO_LONG
    except TimeoutError:
        return Unreadable.TOO_SLOW
    except ClientDisconnect:
        return Unreadable.NOT_A_FORM
    return bytes(body)
