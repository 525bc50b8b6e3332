"""`clockpost people about` and `erase`: what is stored about somebody, and what of it can be taken away."""

from typing import Annotated

import typer

from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, print_records, settings
from shared.store import evidence, people, personal_data

WhoArgument = Annotated[str, typer.Argument(help="The employee number.")]


def about(number: WhoArgument, config: ConfigOption = None, as_json: JsonOption = False) -> None:
    """Print everything that this ledger holds about somebody, table by table, but for hashes of PINs and badges."""
    with opened(settings(config)) as store:
        found = list(personal_data.about(store, number))
    if as_json:
        print_json({one.table: [dict(zip(one.columns, row, strict=True)) for row in one.rows] for one in found})
        return
    if not found:
        fail(f"Nothing is stored about {number}.")
    for one in found:
        print_records(one.table, one.columns, one.rows)


def erase(
    number: WhoArgument,
    by: Annotated[str, typer.Option("--by", help="Who asked for it: kept beside each removal.")],
    config: ConfigOption = None,
) -> None:
    """Remove where and how somebody's events were recorded, and what was written about them.

    The events stay, under their number: payroll and courts need them, and the chain stays verifiable. What a delivery
    or a supervisor still needs stays too; do it again later. Name and telephone go by taking them out of the register.
    """
    if not by.strip():
        fail("--by: say who asked for it.", 2)
    with opened(settings(config)) as store:
        now = SystemClock().now()
        if next(personal_data.about(store, number), None) is None:
            fail(f"Nothing is stored about {number}: is the number right?")
        removed, left = evidence.erase_of(store, number, now, by)
        known = people.by_number(store, number) is not None
    typer.echo(f"{number}: evidence of {removed} {'tap' if removed == 1 else 'taps'} removed.")
    if left:
        still = "1 is" if left == 1 else f"{left} are"
        typer.echo(f"{still} still needed by a delivery or a supervisor: do this again once that is settled.")
    typer.echo("Backups made before still hold it, for as long as they are kept ([backup] keep_days).")
    if known:
        typer.echo("Name, telephone, PIN and badges are in the register: take the line out of its file too.")
