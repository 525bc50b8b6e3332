"""`clockpost ivr connect`: point Twilio's numbers at this line, and check that they do."""

from typing import TYPE_CHECKING, Annotated

import typer
from pydantic import TypeAdapter, ValidationError

from ivr.rest.advice import advice
from ivr.rest.connect import Plan, Refused, Wanted, chosen, plan, wanted_at, without_password
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, fail, settings
from shared.config.ivr import Ivr
from shared.config.sections import Config
from shared.config.site import PhoneNumber
from shared.upstream.errors import NotAllowed, NotAsItIs, OutcomeUnknown, TryLater, UpstreamError

if TYPE_CHECKING:
    from ivr.rest.account import Account


def connect(
    config: ConfigOption = None,
    number: Annotated[
        list[str] | None, typer.Option("--number", help="Such as +15145550100; else the sites' called_numbers.")
    ] = None,
    fallback_url: Annotated[
        str | None, typer.Option("--fallback-url", help="Where deploy/twilio-fallback.xml can be fetched.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Change it. Without, it is only shown.")] = False,
) -> None:
    """Show what has to change at Twilio so that a number rings here; change it with --yes, and check it.

    Ends with 0 when every number is as it should be, with 1 when one is not.
    """
    loaded = settings(config)
    if loaded.ivr is None:
        fail("No phone line: set [ivr] in the settings.")
    asked = [_international(text) for text in number or ()]
    if fallback_url is not None and not fallback_url.startswith(("https://", "http://")):
        fail(f"--fallback-url: {fallback_url!r} is not an address; it begins with https://")
    # Twilio's library takes longer to import than all the rest of this command.
    try:
        from ivr.rest.account import open_account  # noqa: PLC0415
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: the phone line needs pip install 'clockpost[ivr]'")

    try:
        with open_account(loaded.ivr, SystemClock()) as account:
            right = _connect(account, loaded, loaded.ivr, asked, fallback_url, change=yes)
    except UpstreamError as error:
        fail(explained(error))
    if not right:
        raise typer.Exit(1)


def _connect(
    account: "Account", config: Config, ivr: Ivr, asked: list[str], fallback_url: str | None, *, change: bool
) -> bool:
    """Gather, decide, apply. True when every number is right in the end."""
    facts, numbers = account.facts(), account.numbers()
    base_url = str(ivr.public_base_url)
    wanted = wanted_at(base_url, fallback_url)
    called = [number for site in config.every_site for number in site.called_numbers]
    meant = chosen(numbers, asked, called)
    if isinstance(meant, Refused):
        fail(meant.reason)
    plans = [plan(number, wanted) for number in meant]
    for one in plans:
        _show(one)
    for sentence in advice(facts, base_url, meant, wanted):
        typer.echo(f"Note: {sentence}")
    if any(one.obstacles for one in plans):
        return False
    if not any(one.changes for one in plans):
        return True
    if not change:
        typer.echo("Nothing was changed. Change it: add --yes")
        return False
    # Every number is tried, also after one that did not take its change.
    outcomes = [_apply(account, one, wanted) for one in plans if one.changes]
    return all(outcomes)


def _show(one: Plan) -> None:
    name = f" ({one.number.name})" if one.number.name not in ("", one.number.number) else ""
    state = "to change" if one.changes else "rings here already"
    typer.echo(f"{one.number.number}{name}: {'does not ring here' if one.obstacles else state}")
    for change in one.changes:
        typer.echo(f"  {change.name}: {_shown(change.before)} -> {_shown(change.after)}")
    for sentence in one.obstacles:
        typer.echo(f"  {sentence}")


def _apply(account: "Account", one: Plan, wanted: Wanted) -> bool:
    """Change one number and read it back, since an answer that was lost says nothing of the change."""
    number = one.number
    try:
        account.change_number(number.sid, {change.field: change.after for change in one.changes})
    except OutcomeUnknown as error:
        typer.echo(f"{number.number}: no clear answer ({error}) Looking what became of it.")
    except NotAsItIs as error:
        typer.echo(f"{number.number}: Twilio refused the change: {explained(error)}", err=True)
        return False
    left = plan(account.number(number.sid), wanted)
    if not left.changes and not left.obstacles:
        typer.echo(f"{number.number}: changed and checked.")
        return True
    typer.echo(f"{number.number}: read back, it still differs:", err=True)
    for change in left.changes:
        typer.echo(f"  {change.name}: is {_shown(change.before)}, should be {_shown(change.after)}", err=True)
    for sentence in left.obstacles:
        typer.echo(f"  {sentence}", err=True)
    return False


def explained(error: UpstreamError) -> str:
    """What happened and what to do, for the person at the command."""
    match error:
        case NotAllowed(status=None):
            return str(error)
        case NotAllowed():
            return (
                f"{error}\nTwilio does not accept the account and its token. Compare ivr.account_sid with the console, "
                "and put the primary auth token into ivr.auth_token_file: a secondary token or an API key signs no "
                "webhooks."
            )
        case NotAsItIs(status=404):
            return f"{error}\nTwilio does not know it. Compare ivr.account_sid and ivr.api_base_url with the console."
        case NotAsItIs() if error.answer:
            return f"{error}\nTwilio says: {error.answer}"
        case TryLater():
            return f"{error}\nNothing was changed by this request. Wait a minute and run the command again."
        case OutcomeUnknown():
            return f"{error}\nRun the command again: it shows what is set now."
        case _:
            return str(error)


def _international(text: str) -> str:
    try:
        return TypeAdapter(PhoneNumber).validate_python(text)
    except ValidationError:
        fail(f"--number: {text!r} must be an international number, such as +15145550100")


def _shown(value: str) -> str:
    return without_password(value) or "(nothing)"
