"""`clockpost rekey`: encrypt the ledger, decrypt it, or give it another key."""

from pathlib import Path
from typing import Annotated, Final

import typer

from shared.backup import folders_of
from shared.backup_folder import backups_in
from shared.clock import SystemClock
from shared.commands.terminal import ConfigOption, explained_errors, fail, settings
from shared.config import Config
from shared.logs import log_beside_an_answer
from shared.rekey import make_key_file, must_open
from shared.rekey import rekey as put_under_key
from shared.store.connection import read_key

PLAIN: Final = "plain"
WHAT_A_KEY_PROTECTS: Final = (
    "A key that lies on the same card protects backups and a ledger that leave the terminal, not a terminal that is"
    " stolen with its card. To keep the key elsewhere: encrypt it for this machine's TPM with systemd-creds and load it"
    " by LoadCredentialEncrypted, or keep the key file on a USB stick that is taken out after the start. Put a copy of"
    " the key into the safe: without it no event can be read again."
)


def rekey(
    to: Annotated[str, typer.Option("--to", help="The new key file, or `plain` for no encryption.")],
    make_key: Annotated[bool, typer.Option("--make-key", help="Make the new key file, with a random key.")] = False,
    config: ConfigOption = None,
) -> None:
    """Put the ledger under another key. Stop kiosk, sync, phone line and board first.

    The settings name the key that it has now, and are changed by you afterwards. Run again after a crash or power cut.
    """
    loaded = settings(config)
    log_beside_an_answer()
    new_file = None if to == PLAIN else Path(to)
    with explained_errors():
        old_key = read_key(loaded.store.key_file)
        if make_key:
            # No key is left behind that nothing is under.
            must_open(loaded.store.path, old_key)
            _make(new_file)
        new_key = read_key(new_file)
        try:
            done = put_under_key(loaded.store.path, old_key, new_key, SystemClock().read())
        except OSError as error:
            fail(f"{error.filename}: {error.strerror}. The ledger is whole; run this again to finish.")
    state = "had this key already" if done.done_before else f"{done.events} events, checked"
    typer.echo(f"{loaded.store.path}: {state}; {done.removed} files under the old key overwritten and removed.")
    if new_file is not None:
        typer.echo(f'Now set store.key_file = "{new_file.resolve()}" in the settings, then start everything again.')
        typer.echo(WHAT_A_KEY_PROTECTS)
    else:
        typer.echo("Now take store.key_file out of the settings, then start everything again.")
    _tell_what_stays(loaded)


def _make(file: Path | None) -> None:
    if file is None:
        fail("--make-key: name the new key file with --to FILE.", 2)
    try:
        make_key_file(file)
    except FileExistsError:
        fail(f"{file} exists already: a key is never overwritten. Leave --make-key out to use it.")
    except OSError as error:
        fail(f"{file}: {error.strerror}. Nothing was changed.")


def _tell_what_stays(config: Config) -> None:
    folders = folders_of(config)
    places = [folders.first, *([folders.second] if folders.second else [])]
    backups = sum(len(backups_in(folder, config.store.path.name)) for folder in places)
    aside = [file.name for file in config.store.path.parent.glob(f"{config.store.path.name}.*-2*")]
    if backups or aside:
        typer.echo(
            f"Still under an older key, or under none: {backups} backups and {len(aside)} files set aside beside the"
            " ledger. Keep the old key for as long as you keep them, and remove by hand what may not stay readable."
        )
    typer.echo("On flash, removed bytes may survive in blocks that no file has any more: only a new card is empty.")
