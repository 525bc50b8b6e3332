"""`python -m kiosk.watched --config FILE --log FILE`: the kiosk with an onlooker, for the demo and the tests."""

from pathlib import Path
from typing import Annotated

import typer

from kiosk.run import run_watched
from shared.commands.terminal import explained_errors, settings


def main(
    config: Annotated[Path, typer.Option("--config", help="The settings file.")],
    log: Annotated[Path, typer.Option("--log", help="Where the onlooker writes what the screen says.")],
) -> None:
    """Run the kiosk; orders come as JSON lines on standard input."""
    with explained_errors():
        run_watched(settings(config), log)


if __name__ == "__main__":
    app = typer.Typer(pretty_exceptions_enable=False)
    app.command()(main)
    app()
