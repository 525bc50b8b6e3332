"""The command `clockpost`. Doors register their commands as entry points, so that no arrow points up to them."""

from importlib.metadata import entry_points, version
from typing import Annotated

import typer

from shared.commands import desk, outbox, people
from shared.commands.backup import backup
from shared.commands.between_shifts import between_shifts
from shared.commands.chases import chases
from shared.commands.doctor import doctor
from shared.commands.events import events
from shared.commands.handover import handover
from shared.commands.hours import hours
from shared.commands.muster import muster
from shared.commands.planned import planned
from shared.commands.rekey import rekey
from shared.commands.replay import replay_command
from shared.commands.restore import restore
from shared.commands.roster import roster
from shared.commands.sandbox import sandbox
from shared.commands.sync import sync
from shared.commands.timecards import timecards
from shared.commands.verify import verify

ENTRY_POINTS = "clockpost.commands"


def build() -> typer.Typer:
    """The command with everything that is installed."""
    app = typer.Typer(
        name="clockpost",
        no_args_is_help=True,
        invoke_without_command=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        help="The clock terminal of guarded sites. Begin with: clockpost demo",
    )
    app.callback()(_about)
    for command in (
        sync,
        sandbox,
        events,
        roster,
        muster,
        chases,
        hours,
        planned,
        timecards,
        verify,
        doctor,
        backup,
        restore,
        rekey,
        handover,
    ):
        app.command()(command)
    app.command("replay")(replay_command)
    app.command("between-shifts")(between_shifts)
    app.add_typer(desk.build(), name="desk")
    app.add_typer(outbox.app, name="outbox")
    app.add_typer(people.build(), name="people")
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        point.load()(app)
    return app


def _about(
    show_version: Annotated[bool, typer.Option("--version", help="Show the version and end.", is_eager=True)] = False,
) -> None:
    if show_version:
        typer.echo(f"clockpost {version('clockpost')}")
        raise typer.Exit


def main() -> None:
    """Run the command line."""
    build()()


if __name__ == "__main__":
    main()
