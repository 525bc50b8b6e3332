"""Putting a ledger that was carried over in the damaged one's place, so that a crash at any point can be finished.

1. `NAME.carrying-STAMP` is written; a crash leaves it unfinished, and it is made again.
2. It becomes `NAME.replaces-STAMP`: from now on it is whole, and whoever opens the ledger next finishes the rest.
3. The damaged file becomes `NAME.damaged-STAMP`, with its `-wal` and `-shm`.
4. `NAME.replaces-STAMP` becomes `NAME`.

All of it happens under the ledger's opening lock, and only while nobody has it open.
"""

import glob
import os
from pathlib import Path

CARRYING, READY, ASIDE = "carrying", "replaces", "damaged"
SUFFIXES = ("", "-wal", "-shm")


def begin_replacement(path: Path, stamp: str) -> Path:
    """The file to write the new ledger into; what an earlier try left behind is gone."""
    for left in _beside(path, CARRYING):
        left.unlink()
    return _named(path, CARRYING, stamp)


def end_replacement(path: Path, stamp: str) -> None:
    """The new ledger is whole and closed: put it in the place of the damaged one."""
    _named(path, CARRYING, stamp).rename(_named(path, READY, stamp))
    _sync_folder(path)
    finish_replacement(path)


def finish_replacement(path: Path) -> None:
    """Do what is left of a replacement, if one was cut short."""
    for ready in _beside(path, READY):
        aside = aside_of(path, ready.name.rpartition("-")[2])
        for suffix in SUFFIXES:
            part = path.with_name(path.name + suffix)
            if part.exists():
                part.rename(aside.with_name(aside.name + suffix))
        ready.rename(path)
        _sync_folder(path)


def aside_of(path: Path, stamp: str) -> Path:
    """Where the damaged file of that replacement is kept."""
    return _named(path, ASIDE, stamp)


def _named(path: Path, part: str, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{part}-{stamp}")


def _beside(path: Path, part: str) -> list[Path]:
    return sorted(path.parent.glob(f"{glob.escape(path.name)}.{part}-*"))


def _sync_folder(path: Path) -> None:
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
