"""Putting another file in the ledger's place, so that a crash at any point can be finished.

1. `NAME.carrying-STAMP` is written; a crash leaves it unfinished, and it is made again.
2. It becomes `NAME.replaces-STAMP`: from now on it is whole, and whoever opens the ledger next finishes the rest.
3. The file before becomes `NAME.damaged-STAMP`, with its `-wal` and `-shm`.
4. `NAME.replaces-STAMP` becomes `NAME`.

A restored backup and a ledger under another key have words of their own for 2 and 3: `Why`.
All of it happens under the ledger's opening lock, and only while nobody has it open.
"""

import glob
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from shared.store.ownership import give_away

CARRYING, READY, ASIDE = "carrying", "replaces", "damaged"
SUFFIXES = ("", "-wal", "-shm")


@dataclass(frozen=True, slots=True)
class Why:
    """What the whole new file is called until it is in place, and what the one before is called from then on."""

    ready: str
    aside: str


DAMAGE: Final = Why(READY, ASIDE)
RESTORE: Final = Why("restores", "before-restore")
REKEY: Final = Why("rekeys", "before-rekey")


def free_stamp(path: Path, now: datetime, why: Why = DAMAGE) -> str:
    """A stamp that no file set aside has yet; it has no hyphen."""
    stamp = began = f"{now:%Y%m%dT%H%M%S}"
    count = 1
    while aside_of(path, stamp, why).exists():
        count += 1
        stamp = f"{began}n{count}"
    return stamp


def begin_replacement(path: Path, stamp: str) -> Path:
    """The file to write the new ledger into; what an earlier try left behind is gone."""
    abandon_replacement(path)
    return _named(path, CARRYING, stamp)


def abandon_replacement(path: Path) -> None:
    """What was begun is not to be: a full disk gets its room back."""
    for left in _beside(path, CARRYING):
        left.unlink(missing_ok=True)


def end_replacement(path: Path, stamp: str, why: Why = DAMAGE) -> None:
    """The new ledger is whole and closed: put it in the place of the one before."""
    made = _named(path, CARRYING, stamp)
    if path.exists():
        made.chmod(path.stat().st_mode & 0o777)
    give_away(made, path)
    made.rename(_named(path, why.ready, stamp))
    flush_folder_of(path)
    finish_replacement(path)


def finish_replacement(path: Path) -> None:
    """Do what is left of a replacement, if one was cut short."""
    for why in (DAMAGE, RESTORE, REKEY):
        for ready in _beside(path, why.ready):
            aside = aside_of(path, ready.name.rpartition("-")[2], why)
            for suffix in SUFFIXES:
                part = path.with_name(path.name + suffix)
                if part.exists():
                    part.rename(aside.with_name(aside.name + suffix))
            ready.rename(path)
            flush_folder_of(path)


def aside_of(path: Path, stamp: str, why: Why = DAMAGE) -> Path:
    """Where the file before that replacement is kept."""
    return _named(path, why.aside, stamp)


def set_aside(path: Path, why: Why) -> list[Path]:
    """Every file that was set aside for this reason, with what lies beside it."""
    return _beside(path, why.aside)


def _named(path: Path, part: str, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{part}-{stamp}")


def _beside(path: Path, part: str) -> list[Path]:
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.{part}-*"))


def flush_folder_of(path: Path) -> None:
    """Make what was renamed in the folder of this file durable. Raises OSError."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
