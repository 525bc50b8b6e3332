"""`clockpost people key`: the key that badge numbers are hashed with: made, shown once, rotated, retired."""

from pathlib import Path
from typing import Annotated

import typer

from shared.badges import BadgeKey, BadgeKeyError, BadgeKeys, make_key_file, read_keys, with_new_key, without_key
from shared.commands.terminal import ConfigOption, fail, opened, settings
from shared.people_amend import replace_file
from shared.store.whole_register import badges_by_key


def key(
    file: Annotated[Path, typer.Argument(help="The key file: a new one, or that of people.badge_key_file.")],
    rotate: Annotated[bool, typer.Option("--rotate", help="Add a newer key to a file that is there.")] = False,
    retire: Annotated[str, typer.Option("--retire", help="Take the key of this id out of the file.")] = "",
    config: ConfigOption = None,
) -> None:
    """Make a badge key. Keep a copy in a safe: without it no badge can be read again.

    After --rotate, badges move to the newest key as they are read, or with the next import of the register; once none
    is left under an old key, --retire takes it out.
    """
    if rotate and retire:
        fail("Only one of --rotate and --retire.", 2)
    if retire:
        _retire(file, retire, config)
    elif rotate:
        text, made = with_new_key(_keys(file))
        _write(file, text)
        _show(file, made)
    else:
        _make(file)


def _make(file: Path) -> None:
    try:
        made = make_key_file(file)
    except FileExistsError:
        fail(f"{file} exists already: a badge key is never overwritten. Name another file, or add a key with --rotate.")
    except OSError as error:
        fail(f"{file}: {error.strerror}. Nothing was made.")
    _show(file, made)


def _retire(file: Path, key_id: str, config: Path | None) -> None:
    keys = _keys(file)
    if key_id not in {one.key_id for one in keys.keys}:
        fail(f"{file} has no key {key_id}; it has {', '.join(one.key_id for one in keys.keys)}.")
    if keys.newest.key_id == key_id:
        fail(f"{key_id} is the newest key: make a newer one first, with --rotate.")
    with opened(settings(config)) as store:
        left = badges_by_key(store)[key_id]
    if left:
        known = "1 badge is" if left == 1 else f"{left} badges are"
        fail(
            f"{known} known under {key_id} alone and would be unknown without it. Nothing was changed."
            " Import the register again, or wait until they have been read once."
        )
    _write(file, without_key(keys, key_id))
    typer.echo(f"{file}: key {key_id} taken out. Do the same at every other terminal that has it.")


def _keys(file: Path) -> BadgeKeys:
    try:
        return read_keys(file)
    except BadgeKeyError as error:
        fail(str(error))


def _write(file: Path, text: str) -> None:
    try:
        replace_file(file, text.encode("ascii"))
    except OSError as error:
        fail(f"{file}: {error.strerror}. Nothing was changed.")


def _show(file: Path, made: BadgeKey) -> None:
    typer.echo(f"{file}: key {made.key_id} made. Put a copy of this file into the safe now; the new line is:")
    typer.echo(f"{made.key_id} {made.secret.hex()}")
