"""The phone line's commands, registered with `clockpost` as an entry point."""

from pathlib import Path
from typing import Annotated

import typer

from ivr.connect_command import connect
from ivr.messages_command import messages
from ivr.phone_command import call
from ivr.try_call_command import try_call
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings

READY = Annotated[Path | None, typer.Option(help="Write the address into this file once it listens.")]


def register(app: typer.Typer) -> None:
    """Add the phone line's commands."""
    line = typer.Typer(invoke_without_command=True, help="The phone line: serve it, and point Twilio's numbers at it.")
    line.callback()(ivr)
    line.command()(connect)
    line.command()(messages)
    line.command("try-call")(try_call)
    app.add_typer(line, name="ivr")
    app.command()(call)


def ivr(context: typer.Context, config: ConfigOption = None, ready: READY = None) -> None:
    """Serve the phone line: Twilio's webhooks in, spoken prompts out. Ends when it is told to stop.

    It needs [ivr] in the settings. `clockpost ivr connect` points a number of your Twilio account here.
    """
    if context.invoked_subcommand is not None:
        return
    # Every command of `clockpost` imports this module; only this one needs the web server.
    try:
        from ivr.app import LISTENING, watchdog_of_line  # noqa: PLC0415
        from ivr.server import CannotListen, serve, to_file  # noqa: PLC0415
        from ivr.wiring import SecretError, built  # noqa: PLC0415
    except ModuleNotFoundError as error:
        fail(f"{error.name} is not installed: the phone line needs pip install 'clockpost[ivr]'")
    from shared.damage_watch import ends_on_damage  # noqa: PLC0415
    from shared.logs import log_to_stderr  # noqa: PLC0415
    from shared.store.lease import LeaseTaken, phone_lease  # noqa: PLC0415

    loaded = settings(config)
    if loaded.ivr is None:
        fail("No phone line in the settings: add a section [ivr].")
    log_to_stderr()
    watchdog = watchdog_of_line()
    try:
        with explained_errors(), phone_lease(loaded.store.path), built(loaded, loaded.ivr, watchdog) as app:
            tell_file, public = to_file(ready), loaded.ivr.public_base_url

            def announce(url: str) -> None:
                typer.echo(f"The phone line listens at {url}/voice; Twilio must reach it as {public}voice.")
                tell_file(url)
                watchdog.reached(LISTENING)

            with ends_on_damage(loaded.store.path):
                serve(app, loaded.ivr.host, loaded.ivr.port, announce)
    except (LeaseTaken, CannotListen, SecretError) as error:
        fail(str(error))
