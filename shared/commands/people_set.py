"""`clockpost people set`: one person's line in the register's file, their PIN among it."""

from pathlib import Path
from typing import Annotated

import typer

from shared import people_file
from shared.clock import SystemClock
from shared.commands.people_wait import tell_wait
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings
from shared.config import Config
from shared.logs import log_beside_an_answer
from shared.people_amend import amend
from shared.people_cells import listed, wrong_secrets
from shared.people_file import PeopleFileError
from shared.people_import import import_people
from shared.pins import hash_pin
from shared.wiring import badge_keys_of, open_ledger

Cell = Annotated[str | None, typer.Option(help='As in the file; "" empties it.')]


def set_person(
    number: Annotated[str, typer.Argument(help="The employee number.")],
    name: Cell = None,
    role: Cell = None,
    language: Cell = None,
    sites: Cell = None,
    phone: Cell = None,
    valid_from: Cell = None,
    valid_until: Cell = None,
    chase: Annotated[
        bool | None, typer.Option("--chase/--no-chase", help="Agreed, or not, to be called or get an SMS when late.")
    ] = None,
    pin: Annotated[
        bool | None, typer.Option("--pin/--no-pin", help="Ask for a new PIN here, or take the PIN away.")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="Add somebody who is not in the file yet.")] = False,
    config: ConfigOption = None,
) -> None:
    """Change somebody's line in people.source, and make the file the register. A PIN goes in as its hash."""
    loaded = settings(config)
    source = loaded.people.source
    if source is None:
        fail("There is no file to change: set people.source in the settings.")
    _refuse_unknown_sites(loaded, sites or "")
    told = {
        "name": name,
        "role": role,
        "language": language,
        "sites": sites,
        "phone": phone,
        "valid_from": valid_from,
        "valid_until": valid_until,
        "chase": None if chase is None else ("yes" if chase else "no"),
    }
    changed = {column: cell for column, cell in told.items() if cell is not None}
    if pin is not None:
        changed |= {"pin": "", "pin_hash": hash_pin(_asked_pin()) if pin else ""}
    if not changed:
        fail("Nothing to change: name at least one option.", 2)
    log_beside_an_answer()
    _carry_out(loaded, source, number, changed, is_new=new)
    typer.echo(f"{source}: {number} changed, and the file is the register now.")


def _carry_out(config: Config, source: Path, number: str, changed: dict[str, str], *, is_new: bool) -> None:
    with explained_errors():
        keys = badge_keys_of(config)
        try:
            # A file that never had the column needs none to be emptied.
            headings = people_file.headings(source)
            cells = {column: cell for column, cell in changed.items() if cell or column in headings}
            amend(source, number, cells, keys, is_new=is_new)
            tell_wait(source)
            clock = SystemClock()
            with open_ledger(config, clock) as store:
                import_people(store, source, keys, clock, again=True)
        except PeopleFileError as error:
            fail(str(error))


def _refuse_unknown_sites(config: Config, cell: str) -> None:
    known = {word for site in config.every_site for word in (site.name, str(site.account))}
    unknown = [site for site in listed(cell) if site not in known]
    if unknown and known:
        names = ", ".join(site.name for site in config.every_site)
        fail(f"--sites: {unknown[0]} is no site of these settings; there is {names}. Nothing was changed.", 2)


def _asked_pin() -> str:
    pin: str = typer.prompt("PIN", hide_input=True)
    mistakes = list(wrong_secrets({"pin": pin, "pin_hash": ""}))
    if mistakes:
        fail(f"{mistakes[0]}. Nothing was changed.")
    if typer.prompt("The same again", hide_input=True) != pin:
        fail("These were two different PINs. Nothing was changed.")
    return pin
