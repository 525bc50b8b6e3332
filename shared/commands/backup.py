"""`clockpost backup`: a copy of the ledger that can be restored, made while everything runs."""

from pathlib import Path
from typing import Annotated

import typer

from shared.backup import back_up, folders_of
from shared.backup_folder import BackupError
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, fail, opened, print_json, settings
from shared.logs import log_beside_an_answer
from shared.store.lease import LeaseTaken


def backup(
    to: Annotated[Path | None, typer.Option("--to", help="Into this folder, instead of those of the settings.")] = None,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Back up the ledger while it is in use. An encrypted ledger's backup is encrypted with the same key.

    This copy may be opened with other tools; the ledger itself must not be.
    """
    loaded = settings(config)
    log_beside_an_answer()
    with opened(loaded) as store:
        try:
            made = back_up(store, folders_of(loaded, to), SystemClock().now())
        except (BackupError, LeaseTaken) as error:
            fail(f"{error}.")
    if made.second_problem:
        typer.echo(f"No second copy: {made.second_problem}.", err=True)
    if made.outlived_problem:
        typer.echo(f"{made.outlived_problem}; the new backup was made.", err=True)
    for fault in made.faults:
        typer.echo(f"The ledger is not intact, and so is this backup of it: {fault}", err=True)
    head = f"{made.head.seq}:{made.head.row_hash}"
    if as_json:
        print_json(
            {
                "file": str(made.path),
                "events": made.head.seq,
                "head": head,
                "bytes": made.size_bytes,
                "removed": made.removed,
                "second_file": str(made.second) if made.second else None,
                "second_problem": made.second_problem,
                "outlived_problem": made.outlived_problem,
                "faults": list(made.faults),
            }
        )
        return
    typer.echo(f"{made.path}: {made.head.seq} events, {made.size_bytes} bytes, checked; head {head}")
    if made.second:
        typer.echo(f"{made.second}: the same, on the second medium")
