"""One prompt each: what was typed is read, and what cannot be read gets one sentence and the same prompt again."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar
from zoneinfo import available_timezones

import typer
from pydantic import HttpUrl, TypeAdapter, ValidationError

NONE: Final = "-"
"""What is typed for "none" where Enter keeps what is there."""
LEAST_RADIUS_M: Final = 20.0
MOST_RADIUS_M: Final = 50_000.0
CLOSE_ZONES: Final = 6
Answer = TypeVar("Answer")
_URL: Final = TypeAdapter(HttpUrl)


class NotLikeThis(Exception):
    """What was typed cannot be meant; the message is the sentence for whoever typed it."""


def ask_until_right(asked: str, default: object, read: Callable[[str], Answer]) -> Answer:
    """Ask until `read` takes what was typed. Enter gives `default`; None: something must be typed."""
    while True:
        told: str = typer.prompt(asked, default=None if default is None else str(default))
        try:
            return read(told.strip())
        except NotLikeThis as no:
            typer.echo(str(no))


def text(asked: str, default: object) -> str:
    """A line of text; "" only where Enter may give it."""
    return ask_until_right(asked, default, _some_text if default != "" else str)


def address(asked: str, default: object) -> str:
    """Where something is reached over HTTP; NONE where that was told."""

    def read(told: str) -> str:
        if told != NONE:
            try:
                _URL.validate_python(told)
            except ValidationError as error:
                raise NotLikeThis("An address, such as https://example.com/rest/v1.") from error
        return told

    return ask_until_right(asked, default, read)


def whole_number(asked: str, default: object) -> int:
    """A whole number above 0."""
    return ask_until_right(asked, default, _whole_number)


def degrees(asked: str, default: object, most: float, *, may_be_none: bool = False) -> float | None:
    """Degrees between -`most` and `most`; None where none may be told and was."""

    def read(told: str) -> float | None:
        if told == NONE and may_be_none:
            return None
        found = _number(told)
        if not -most <= found <= most:
            raise NotLikeThis(f"Between -{most:g} and {most:g}.")
        return found

    return ask_until_right(asked, default, read)


def radius(asked: str, default: float) -> float:
    """Metres. What is there already is taken as it is."""

    def read(told: str) -> float:
        found = _number(told)
        if found != default and not LEAST_RADIUS_M <= found <= MOST_RADIUS_M:
            raise NotLikeThis(
                f"Between {LEAST_RADIUS_M:g} and {MOST_RADIUS_M:g} metres: a receiver is not more exact than that."
            )
        return found

    return ask_until_right(asked, f"{default:g}", read)


def one_of(asked: str, choices: Sequence[str], default: object) -> str:
    """One of the words listed."""

    def read(told: str) -> str:
        if told not in choices:
            raise NotLikeThis(f"One of {', '.join(choices)}.")
        return told

    return ask_until_right(f"{asked} [{'/'.join(choices)}]", default, read)


def zone(asked: str, default: object) -> str:
    """The name of a time zone."""
    zones = available_timezones()

    def read(told: str) -> str:
        if told in zones:
            return told
        close = sorted(one for one in zones if told and told.casefold().replace(" ", "_") in one.casefold())
        raise NotLikeThis(
            f"Not a time zone. {', '.join(close[:CLOSE_ZONES]) or 'Such as Europe/Copenhagen or America/Montreal'}."
        )

    return ask_until_right(asked, default, read)


def zone_of_machine() -> str:
    """What this machine's clock shows; UTC where it does not say."""
    try:
        return Path("/etc/timezone").read_text(encoding="ascii").strip() or "UTC"
    except OSError:
        return "UTC"


def secret(asked: str, *, is_there: bool) -> str:
    """What is typed is not shown. "" for Enter, where one is there already."""
    more = " (Enter keeps the one that is there)" if is_there else ""
    while True:
        told: str = typer.prompt(f"{asked}{more}", default="", hide_input=True, show_default=False)
        if told or is_there:
            return told
        typer.echo("There is none yet: type it, or press Ctrl-C to stop.")


def _some_text(told: str) -> str:
    if not told:
        raise NotLikeThis("Something must stand here.")
    return told


def _whole_number(told: str) -> int:
    if not (told.isascii() and told.isdigit() and 0 < int(told) < 2**63):
        raise NotLikeThis("A whole number above 0, such as 687.")
    return int(told)


def _number(told: str) -> float:
    try:
        found = float(told.replace(",", "."))
    except ValueError as error:
        raise NotLikeThis("A number, such as 45.5017.") from error
    if not math.isfinite(found):
        raise NotLikeThis("A number, such as 45.5017.")
    return found
