"""`clockpost ivr try-call`: ring a telephone once, so that an installer hears whether calls go out."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Final
from zoneinfo import ZoneInfo

import typer
from pydantic import TypeAdapter, ValidationError

from ivr.prompts.setting import Setting
from ivr.prompts.spoken import LOCALES
from ivr.prompts.try_call import try_call as sentences
from ivr.reply import Reply
from ivr.twiml import twiml_of
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.config.site import PhoneNumber
from shared.domain.chase_attempt import Way
from shared.setup_facts import note_call
from shared.upstream.errors import OutcomeUnknown, UpstreamError
from shared.wiring import open_ledger
from shared.words import words_for
from shared.words.calendar import LocalTime

if TYPE_CHECKING:
    from ivr.rest.outgoing import Outgoing

LOOK_EVERY_S: Final = 2.0
ENDS: Final = {
    "completed": "Somebody answered and heard it, or their mailbox did.",
    "busy": "Busy. The call went out all the same.",
    "no-answer": "Nobody answered. The call went out all the same.",
    "failed": "Twilio could not ring it: look at the number, and at the account's voice permissions for that country.",
    "canceled": "Twilio gave it up before it rang.",
}
WENT_OUT: Final = ("completed", "busy", "no-answer")


def try_call(
    config: ConfigOption = None,
    number: Annotated[str, typer.Argument(help="Such as +15145550142; asked for without.")] = "",
    wait_s: Annotated[float, typer.Option("--wait", min=0, max=600, help="Seconds to wait for its end.")] = 90,
) -> None:
    """Ring a telephone, say one sentence, and tell what became of it. Ends with 0 when the call went out."""
    loaded = settings(config)
    ivr = loaded.ivr
    if ivr is None:
        fail("No phone line: set [ivr] in the settings.")
    from_number = _from_number(loaded)
    called = _international(number or _asked())
    try:
        from ivr.rest.account import open_account  # noqa: PLC0415  Twilio's library takes long to import
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: the phone line needs pip install 'clockpost[ivr]'")
    try:
        with open_account(ivr, SystemClock()) as account:
            placed = account.outgoing.call(called, from_number, _document(loaded, ivr))
            status = _end_of(account.outgoing, placed.sid, placed.status, wait_s, time.sleep)
    except OutcomeUnknown as error:
        fail(f"{error}. It may ring all the same; try again in some minutes.")
    except UpstreamError as error:
        fail(f"{str(error).rstrip('.')}.")
    typer.echo(ENDS.get(status, f"It is {status} after {wait_s:.0f} s; Twilio's console tells the rest."))
    if status not in WENT_OUT:
        raise typer.Exit(1)
    with explained_errors(), open_ledger(loaded, SystemClock()) as store:
        note_call(store, SystemClock().now())


def _asked() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline()
    told: str = typer.prompt("A telephone to ring, such as +15145550142", err=True)
    return told


def _from_number(config: Config) -> str:
    called = [number for site in config.every_site for number in site.called_numbers]
    found = config.chase.from_number or next(iter(called), None)
    if found is None:
        fail("Which number rings? Set called_numbers of the site, or [chase] from_number.")
    return str(found)


def _international(number: str) -> str:
    try:
        return str(TypeAdapter(PhoneNumber).validate_python(number.strip()))
    except ValidationError:
        fail("That is no telephone number: it begins with + and the country, such as +15145550142.")


def _document(config: Config, ivr: Ivr) -> str:
    site, language = config.every_site[0], str(config.kiosk.language)
    local = LocalTime(ZoneInfo(site.timezone), ivr.hours)
    setting = Setting(words_for(language), local, SystemClock().now(), site.name)
    locales = {**LOCALES, **{str(name): locale for name, locale in ivr.locales.items()}}
    return twiml_of(Reply(sentences(setting), locale=locales[language]))


def _end_of(outgoing: "Outgoing", sid: str, status: str, wait_s: float, pause: Callable[[float], None]) -> str:
    """Twilio's word for the call once it is over, or the last one in that time."""
    for _ in range(int(wait_s / LOOK_EVERY_S)):
        if status in ENDS:
            break
        pause(LOOK_EVERY_S)
        placed = outgoing.read(Way.CALL, sid)
        status = placed.status if placed is not None else "gone"
    return status
