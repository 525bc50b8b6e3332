"""`clockpost board`: the roster, the desk and the muster as a web page for supervisors."""

from pathlib import Path

import typer

from kiosk.board.server import CannotServe, check, serve
from kiosk.board.wiring import built
from shared.commands.terminal import explained_errors, fail
from shared.config import Config
from shared.logs import log_to_stderr


def run(config: Config, ready: Path | None) -> None:
    """Serve until told to stop; the address goes into the file `ready` once it listens."""
    try:
        check(config.board)
        log_to_stderr()
        with explained_errors(), built(config) as made:

            def announce(url: str) -> None:
                typer.echo(f"The board is served at {url} for {', '.join(site.name for site in config.every_site)}.")
                if ready is not None:
                    _write(ready, url)

            serve(made.app, config.board, announce, made.stopping)
    except CannotServe as error:
        fail(str(error))


def _write(ready: Path, url: str) -> None:
    """Whole or not at all: whoever waits for the file reads it at once."""
    new = ready.with_name(f"{ready.name}.new")
    new.write_text(url + "\n", encoding="ascii")
    new.replace(ready)
