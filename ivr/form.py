"""The fields of one of Twilio's requests, read from raw bytes.

All of them are kept, also blank, repeated and unknown ones: the signature covers every field that was sent. What cannot
be read is a value that says why, since whoever sends it is not Twilio.
"""

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import Final
from urllib.parse import parse_qsl

LONGEST_FORM_BYTES: Final = 16 * 1024
MOST_FIELDS: Final = 200
_BROKEN_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")


class Unreadable(Enum):
    """Why bytes are no form; the value is the reason in words."""

    TOO_LONG = f"longer than {LONGEST_FORM_BYTES} bytes"
    TOO_MANY_FIELDS = f"more than {MOST_FIELDS} fields"
    NOT_ENCODED = "not application/x-www-form-urlencoded"
    NOT_UTF8 = "an encoded value is not UTF-8"


@dataclass(frozen=True, slots=True)
class Form:
    """Names with their values, decoded, in the order of arrival. Never shown in a repr: one of them may be a PIN."""

    pairs: tuple[tuple[str, str], ...] = field(repr=False)
    _firsts: dict[str, str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make `first` a look-up: a webhook asks for a dozen fields."""
        object.__setattr__(self, "_firsts", dict(sorted(self.pairs, reverse=True)))

    def first(self, name: str, default: str = "") -> str:
        """The value of `name`; `default` where it was not sent (a blank one was sent).

        Of a repeated field it is the first in sorted order, as it is signed: the order of arrival is not, and whoever
        shuffles a signed request must not choose.
        """
        return self._firsts.get(name, default)

    def every(self, name: str) -> tuple[str, ...]:
        """All values of `name`, in the order of arrival."""
        return tuple(value for other, value in self.pairs if other == name)


def read_form(body: bytes) -> Form | Unreadable:
    """The form in a body, or in a raw query string: a number set to GET sends the same fields there."""
    if len(body) > LONGEST_FORM_BYTES:
        return Unreadable.TOO_LONG
    if body.count(b"&") >= MOST_FIELDS:
        return Unreadable.TOO_MANY_FIELDS
    if not body.isascii() or _BROKEN_ESCAPE.search(body):
        return Unreadable.NOT_ENCODED
    try:
        return Form(tuple(parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict")))
    except UnicodeDecodeError:
        return Unreadable.NOT_UTF8
