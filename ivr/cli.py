"""`clockpost ivr`: the phone line, and what belongs to it."""

from pathlib import Path
from typing import Annotated

import typer

from ivr.connect_command import connect
from ivr.messages_command import messages
from ivr.try_call_command import try_call
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings

READY = Annotated[Path | None, typer.Option(help="Write the address into this file once it listens.")]


def build() -> typer.Typer:
    """The phone line's commands."""
    app = typer.Typer(invoke_without_command=True, help="The phone line: serve it, and point Twilio's numbers at it.")
    app.callback()(ivr)
    app.command()(connect)
    app.command()(messages)
    app.command("try-call")(try_call)
    return app


def ivr(context: typer.Context, config: ConfigOption = None, ready: READY = None) -> None:
    """Serve the phone line: Twilio's webhooks in, spoken prompts out. Ends when it is told to stop.

    It needs [ivr] in the settings. `clockpost ivr connect` points a number of your Twilio account here.
    """
    if context.invoked_subcommand is not None:
        return
    # `clockpost ivr messages` imports this module too; only the line itself needs the web server.
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
        with explained_errors(), phone_lease(loaded.store.path), built(loaded, loaded.ivr, watchdog) as line:
            tell_file, public = to_file(ready), loaded.ivr.public_base_url

            def announce(url: str) -> None:
                typer.echo(f"The phone line listens at {url}/voice; Twilio must reach it as {public}voice.")
                tell_file(url)
                watchdog.reached(LISTENING)

            with ends_on_damage(loaded.store.path):
                serve(line, loaded.ivr.host, loaded.ivr.port, announce)
    except (LeaseTaken, CannotListen, SecretError) as error:
        fail(str(error))
