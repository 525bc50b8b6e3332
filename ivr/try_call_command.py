"""`clockpost ivr try-call`: ring a telephone once, so that an installer hears whether calls go out."""

from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from ivr.try_call import WAIT_S, placed_call
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, fail, settings
from shared.config.site import PhoneNumber
from shared.domain.health import Standing


def try_call(
    config: ConfigOption = None,
    number: Annotated[str, typer.Argument(help="Such as +15145550142; asked for without.")] = "",
    wait_s: Annotated[float, typer.Option("--wait", min=0, max=600, help="Seconds to wait for its end.")] = WAIT_S,
) -> None:
    """Ring a telephone, say one sentence, and tell what became of it. Ends with 0 when the call went out."""
    loaded = settings(config)
    called = _international(number or typer.prompt("A telephone to ring, such as +15145550142", err=True))
    try:
        found = placed_call(loaded, SystemClock(), called, wait_s)
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: the phone line needs pip install 'clockpost[ivr]'")
    typer.echo(found.told + (f" {found.to_do}." if found.to_do else ""))
    if found.standing is not Standing.OK:
        raise typer.Exit(1)


def _international(number: str) -> str:
    try:
        return str(TypeAdapter(PhoneNumber).validate_python(number.strip()))
    except ValidationError:
        fail("That is no telephone number: it begins with + and the country, such as +15145550142.")
