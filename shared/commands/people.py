"""`clockpost people`: the register of who holds which badge."""

from pathlib import Path
from typing import Annotated

import typer

from shared import people_file
from shared.badges import make_key_file
from shared.clock import SystemClock
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
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.store import people
from shared.wiring import badge_keys_of, open_ledger

app = typer.Typer(no_args_is_help=True, help="The people register: numbers, names, badges and PINs.")


@app.command("import", help=f"Make a file the people register.\n\n\b\n{people_file.__doc__}")
def import_(
    file: Annotated[Path | None, typer.Argument(help="The CSV file; else people.source of the settings.")] = None,
    config: ConfigOption = None,
) -> None:
    """Make a file the people register; every mistake in it is told, and then nothing changes."""
    loaded = settings(config)
    source = file or loaded.people.source
    if source is None:
        fail("No file: name one, or set people.source in the settings.")
    clock = SystemClock()
    with explained_errors(), open_ledger(loaded, clock) as store:
        try:
            done = import_people(store, source, badge_keys_of(loaded), clock, again=True)
        except PeopleFileError as error:
            fail(str(error))
    typer.echo(f"{source}: {done.count} people are the register now.")


@app.command("list")
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
    print_table(
        f"{len(rows)} people, register of {taken_at}",
        ("number", "name", "language", "role", "sites"),
        [[*list(row.values())[:4], ", ".join(one.sites)] for row, one in zip(rows, everybody, strict=True)],
    )


@app.command()
def key(file: Annotated[Path, typer.Argument(help="The new file, for people.badge_key_file.")]) -> None:
    """Make a badge key. Keep a copy in a safe: without it no badge can be read again."""
    try:
        made = make_key_file(file)
    except FileExistsError:
        fail(f"{file} exists already: a badge key is never overwritten. Name another file.")
    except OSError as error:
        fail(f"{file}: {error.strerror}. Nothing was made.")
    typer.echo(f"{file}: key {made.key_id} made. Put a copy of this file into the safe now:")
    typer.echo(file.read_text(encoding="ascii").strip())
