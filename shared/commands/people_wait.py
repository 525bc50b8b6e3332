"""What is told before many PINs are hashed: nobody should take a long wait for a fault."""

import csv
import io
from pathlib import Path
from typing import Final

import typer

from shared.people_file import PeopleFileError, read_bytes, separator_of

FROM: Final = 200
"""Fewer take some seconds."""
A_MINUTE: Final = 1500
"""PINs hashed in about a minute on a small machine: argon2id takes some 40 ms there."""


def tell_wait(source: Path) -> None:
    """Say on standard error how many PINs the file holds, where hashing them takes long."""
    try:
        content = read_bytes(source)
    except PeopleFileError:
        # Whoever reads the file next says what is wrong with it.
        return
    told = content.decode("utf-8-sig", "replace")
    table = csv.DictReader(io.StringIO(told, newline=""), restval="", delimiter=separator_of(told))
    try:
        pins = sum(1 for line in table if line.get("pin"))
    except csv.Error:
        return
    if pins >= FROM:
        minutes = -(-pins // A_MINUTE)
        told = "a minute" if minutes == 1 else f"{minutes} minutes"
        typer.echo(f"{pins} PINs are hashed first; that takes about {told}. Lines with pin_hash take none.", err=True)
