"""The command `clockpost`. Every command is an entry point, so that no arrow points up to a door."""

import sys
from importlib.metadata import entry_points, version
from typing import Annotated

import typer

COMMANDS, GROUPS = "clockpost.commands", "clockpost.command_groups"
"""Entry points by the name that is typed: a function; a function that makes a Typer with commands of its own."""


def build(asked: str = "") -> typer.Typer:
    """The command with everything that is installed, or with `asked` alone where there is one of that name.

    Whoever starts one command does not wait for the libraries of all.
    """
    app = typer.Typer(
        name="clockpost",
        no_args_is_help=True,
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="The clock terminal of guarded sites. Begin with: clockpost demo",
    )
    app.callback()(_about)
    points = [*entry_points(group=COMMANDS), *entry_points(group=GROUPS)]
    chosen = [point for point in points if point.name == asked] or points
    for point in sorted(chosen, key=lambda point: point.name):
        if point.group == GROUPS:
            app.add_typer(point.load()(), name=point.name)
        else:
            app.command(point.name)(point.load())
    return app


def _about(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and end.", is_eager=True)] = False,
) -> None:
    if show_version:
        typer.echo(f"clockpost {version('clockpost')}")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    build(next((word for word in sys.argv[1:] if not word.startswith("-")), ""))()


if __name__ == "__main__":
    main()
