"""Does the phone line's account place a call? An entry point asks the line: no arrow points from door to door."""

from importlib.metadata import entry_points
from typing import Final

import typer
from pydantic import TypeAdapter, ValidationError

from kiosk.setup.checked import Checked, right, unchecked, wrong
from kiosk.setup.prompts import NONE, NotLikeThis, ask_until_right
from shared.clock import SystemClock
from shared.config import Config
from shared.config.site import PhoneNumber
from shared.domain.health import Standing
from shared.health.set_up import TEST_CALL

ENTRY_POINTS: Final = "clockpost.test_calls"
"""Entry points of functions `(config: Config, clock: Clock, number: str) -> Check`: a call is placed and followed to
its end. OK: somebody answered. Unknown: it could not be tried now. The check never holds the number."""


def checked_call(config: Config) -> Checked | None:
    """Ask for a number, and have a call placed to it; None where there is no phone line or nobody wants one."""
    if config.ivr is None:
        return None
    try:
        points = [point.load() for point in entry_points(group=ENTRY_POINTS)]
    except ImportError as error:
        return unchecked(TEST_CALL, f"{error.name} is not installed here.", "pip install 'clockpost[ivr]'")
    for place_call in points:
        typer.echo(f"\nA test call   (it rings, speaks one sentence and ends by itself; {NONE} for none)")
        number = ask_until_right("Ring which telephone", NONE, _number)
        if not number:
            return None
        found = place_call(config, SystemClock(), number)
        told = found.told + (f" Twilio says: {found.detail}" if found.detail else "")
        match found.standing:
            case Standing.OK:
                return right(TEST_CALL, told)
            case Standing.UNKNOWN:
                return unchecked(TEST_CALL, told, found.to_do)
            case _:
                return wrong(TEST_CALL, told, found.to_do)
    return None


def _number(told: str) -> str:
    if told == NONE:
        return ""
    try:
        return TypeAdapter(PhoneNumber).validate_python(told)
    except ValidationError as error:
        # The number itself is not repeated: what stands on the screen may be photographed for a ticket.
        raise NotLikeThis("An international number, such as +15145550100.") from error
