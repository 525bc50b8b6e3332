"""`clockpost restore FILE`: put a backup in the ledger's place."""

from pathlib import Path
from typing import Annotated, Any

import typer

from shared.backup_folder import BackupError
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, JsonOption, explained_errors, fail, print_json, settings
from shared.logs import log_beside_an_answer
from shared.restore import Restored
from shared.restore import restore as put_back
from shared.store.connection import read_key
from shared.wiring import bind_ledger


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `clockpost backup` made.")],
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Though it is not intact, or another ledger is in place.")
    ] = False,
    config: ConfigOption = None,
    as_json: JsonOption = False,
) -> None:
    """Put a backup in the ledger's place. Stop kiosk, sync, phone line and board first.

    The ledger that is there now is set aside. Events that came since the backup are taken over from it where it can be
    read. Nothing is sent twice: what the backup does not know to be final is looked up first, and the hourly comparison
    tells what was delivered by what nobody can read any more.
    """
    loaded = settings(config)
    log_beside_an_answer()
    with explained_errors():
        key = read_key(loaded.store.key_file)
        try:
            done = put_back(
                file,
                loaded.store.path,
                key,
                lambda store: bind_ledger(loaded, store),
                SystemClock().read(),
                anyway=anyway,
            )
        except BackupError as error:
            fail(f"{error}.")
    if as_json:
        print_json(_as_json(done))
    else:
        _tell(done, loaded.store.path)


def _as_json(done: Restored) -> dict[str, Any]:
    return {
        "events": done.head.seq,
        "head": f"{done.head.seq}:{done.head.row_hash}",
        "copied_at": done.copied_at,
        "kept_as": str(done.kept_as) if done.kept_as else None,
        "unknown": done.unknown,
        "faults": list(done.faults),
        "carried": done.carried,
        "left": done.left,
        "claims_left": done.claims_left,
        "why_left": done.why_left,
    }


def _tell(done: Restored, path: Path) -> None:
    typer.echo(f"{path}: {done.head.seq} events, as they were at {done.copied_at.isoformat()}.")
    if done.carried:
        typer.echo(f"{done.carried} events that came since were taken over from the ledger before it.")
    if done.why_left:
        typer.echo(f"Events since then stay behind ({done.left} or more): {done.why_left.rstrip('.')}.")
    if done.claims_left:
        typer.echo(f"{done.claims_left} taps that wait for a supervisor stay behind; list them with `clockpost desk`.")
    if done.kept_as:
        typer.echo(f"The ledger before it is kept as {done.kept_as}.")
    typer.echo(f"{done.unknown} deliveries are looked up before anything is sent. Now start everything again.")
