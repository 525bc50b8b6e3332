"""`clockpost sandbox`: the upstreams, played on this machine."""

from pathlib import Path
from typing import Annotated

import typer

from shared.commands.terminal import fail


def sandbox(
    port: Annotated[int, typer.Option(min=0, max=65_535, help="0 picks a free one.")] = 8700,
    world: Annotated[Path | None, typer.Option(help="TrackTik's employees, positions and shifts as JSON.")] = None,
    state: Annotated[Path | None, typer.Option(help="Keep the records in this file.")] = None,
    ready: Annotated[Path | None, typer.Option(help="Write the address into this file once it listens.")] = None,
) -> None:
    """Play TrackTik, Twilio, tamigo and Oracle on 127.0.0.1, each with its rules, and what is undocumented as switches.

    Open the address in a browser to watch; /control/switches, /control/tamigo/switches, /control/oracle/switches and
    /control/faults change their mood. Base addresses: /rest/v1 (TrackTik), / (Twilio), /tamigo (tamigo) and
    /oracle (Oracle).
    """
    # `clockpost --help` imports this module; only this command needs a web server.
    from shared.sandbox.server import SandboxError, run  # noqa: PLC0415

    try:
        run(port=port, world_file=world, state_file=state, ready_file=ready)
    except SandboxError as error:
        fail(f"{error} (another one: --port)")
