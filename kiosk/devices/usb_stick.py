"""Saving a page to a USB stick: only to what is mounted, never over a file that is there, and on the stick for sure.

A folder whose stick was pulled out may still be there: it lies on the terminal's own disk, and nobody would find the
page in it. So only mount points count.
"""

import errno
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import count, islice
from pathlib import Path

MOST_OF_ONE_NAME = 1000


class StickTrouble(StrEnum):
    """Why nothing was saved."""

    NO_STICK = "no_stick"
    FULL = "full"
    READ_ONLY = "read_only"
    REMOVED = "removed"  # pulled out, or broken, while it was written
    REFUSED = "refused"  # anything else that the system says


@dataclass(frozen=True, slots=True)
class Saved:
    """The page is on the stick, down to its last byte: it may be pulled out."""

    path: Path


@dataclass(frozen=True, slots=True)
class NotSaved:
    """Nothing of it is left on the stick. `detail` is what the system said."""

    trouble: StickTrouble
    detail: str = ""


def save(pdf: bytes, name: str, pattern: str, is_mounted: Callable[[Path], bool] = Path.is_mount) -> Saved | NotSaved:
    """Write `pdf` as NAME.pdf to the first stick of the glob `pattern` that takes it; as NAME-2.pdf where that is."""
    found: Saved | NotSaved = NotSaved(StickTrouble.NO_STICK)
    for folder in _sticks(pattern, is_mounted):
        found = _save(pdf, name, folder)
        if isinstance(found, Saved):
            return found
    return found


def _sticks(pattern: str, is_mounted: Callable[[Path], bool]) -> Iterator[Path]:
    for folder in sorted(Path("/").glob(pattern.lstrip("/"))):
        try:
            if folder.is_dir() and is_mounted(folder):
                yield folder
        except OSError:
            # A stick that was pulled out answers with an error instead of a folder: it is none.
            continue


def _save(pdf: bytes, name: str, folder: Path) -> Saved | NotSaved:
    for path in _free_names(folder, name):
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        except FileExistsError:
            continue
        except OSError as error:
            return _not_saved(error)
        try:
            _write(file, pdf)
            _settle(folder)
        except OSError as error:
            _take_away(path)
            return _not_saved(error)
        return Saved(path)
    return NotSaved(StickTrouble.REFUSED, f"{name}.pdf is there {MOST_OF_ONE_NAME} times")


def _free_names(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}.pdf"
    yield from (folder / f"{name}-{number}.pdf" for number in islice(count(2), MOST_OF_ONE_NAME))


def _write(file: int, pdf: bytes) -> None:
    with os.fdopen(file, "wb") as opened:
        opened.write(pdf)
        opened.flush()
        os.fsync(opened.fileno())


def _settle(folder: Path) -> None:
    """The name reaches the stick too, not only what it names."""
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    except OSError as error:
        # FAT as some kernels drive it has no fsync for folders.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(opened)


def _take_away(path: Path) -> None:
    """Half a page would be read as a whole one. Where the stick is gone, so is the half."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def _not_saved(error: OSError) -> NotSaved:
    detail = error.strerror or str(error)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return NotSaved(StickTrouble.FULL, detail)
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return NotSaved(StickTrouble.READ_ONLY, detail)
        case errno.EIO | errno.ENOENT | errno.ENODEV | errno.ENXIO | errno.ENOTCONN | errno.ESTALE:
            return NotSaved(StickTrouble.REMOVED, detail)
        case _:
            return NotSaved(StickTrouble.REFUSED, detail)
