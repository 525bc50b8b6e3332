"""`clockpost people`: the register of who holds which badge."""

from pathlib import Path
from typing import Annotated

import typer

from shared import people_file
from shared.clock import SystemClock
from shared.commands.people_about import about, erase
from shared.commands.people_key import key
from shared.commands.people_set import set_person
from shared.commands.people_wait import tell_wait
from shared.commands.terminal import (
    ConfigOption,
    JsonOption,
    explained_errors,
    fail,
    opened,
    print_json,
    print_table,
    settings,
)
from shared.logs import log_beside_an_answer
from shared.people_export import to_csv
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.store import people
from shared.store.whole_register import whole_register
from shared.wiring import badge_keys_of, open_ledger


def build() -> typer.Typer:
    """`clockpost people` with its commands."""
    app = typer.Typer(no_args_is_help=True, help="The people register: numbers, names, badges and PINs.")
    app.command("import", help=f"Make a file the people register.\n\n\b\n{people_file.__doc__}")(import_)
    app.command("export")(export)
    app.command("list")(list_people)
    app.command("set")(set_person)
    app.command("key")(key)
    app.command("about")(about)
    app.command("erase")(erase)
    return app


def import_(
    file: Annotated[Path | None, typer.Argument(help="The CSV file; else people.source of the settings.")] = None,
    config: ConfigOption = None,
) -> None:
    """Make a file the people register; every mistake in it is told, and then nothing changes."""
    loaded = settings(config)
    source = file or loaded.people.source
    if source is None:
        fail("No file: name one, or set people.source in the settings.")
    log_beside_an_answer()
    tell_wait(source)
    clock = SystemClock()
    with explained_errors(), open_ledger(loaded, clock) as store:
        try:
            done = import_people(store, source, badge_keys_of(loaded), clock, again=True)
        except PeopleFileError as error:
            fail(str(error))
    typer.echo(f"{source}: {_people(done.count)} the register now.")


def _people(count: int) -> str:
    return "1 person is" if count == 1 else f"{count} people are"


def export(
    to: Annotated[
        Path | None, typer.Option("--to", help="A new file, readable by you alone; else standard output.")
    ] = None,
    config: ConfigOption = None,
) -> None:
    """Write the register as CSV for another terminal with the same badge key: PINs and badges as hashes only."""
    with opened(settings(config)) as store:
        rows = whole_register(store)
    if not rows:
        fail("The register is empty: `clockpost people import` fills it.")
    if to is None:
        typer.echo(to_csv(rows), nl=False)
        return
    try:
        with to.open("x", encoding="utf-8", newline="") as file:
            to.chmod(0o600)
            file.write(to_csv(rows))
    except FileExistsError:
        fail(f"{to} is there already: name a new file.")
    except OSError as error:
        fail(f"{to}: {error.strerror}. Nothing was written.")
    typer.echo(f"{to}: {_people(len(rows))} in it.")


def list_people(config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """List everybody in the register. Badges and PINs are kept as hashes only and never shown."""
    with opened(settings(config)) as store:
        taken_at, everybody = people.register(store).taken_at, people.everybody(store)
    rows = [
        {"number": one.number, "name": one.name, "language": one.language, "role": one.role, "sites": list(one.sites)}
        for one in everybody
    ]
    if as_json:
        print_json({"taken_at": taken_at, "people": rows})
        return
    when = f"the register of {taken_at:%Y-%m-%d %H:%M} UTC" if taken_at else "no register yet"
    print_table(
        f"{_people(len(rows))} in {when}",
        ("number", "name", "language", "role", "sites"),
        [[*list(row.values())[:4], ", ".join(one.sites)] for row, one in zip(rows, everybody, strict=True)],
    )
