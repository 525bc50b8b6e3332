"""Files that wait beside their places until all of them can be put there: whole, flushed, and for their owner alone."""

import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from shared.store.ownership import give_away

SUFFIX: Final = ".setup"
OWNER_ALONE: Final = 0o600


class StagedError(Exception):
    """A file could not be written; the message says why. What stood in its place still does."""


class Staged:
    """`files` are those that wait: name relative to the folder -> where it waits. The last one put is placed last."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: list[Path] = []
        self.files: dict[str, Path] = {}

    def put(self, name: str, content: bytes, like: Path | None = None) -> None:
        """Write `content` beside its place, with the permissions of `like` where that exists. Raises StagedError."""
        place = self._folder / name
        beside = place.with_name(f".{place.name}{SUFFIX}")
        try:
            mode = like.stat().st_mode & 0o777 if like is not None and like.exists() else OWNER_ALONE
            self._make(beside.parent)
            beside.unlink(missing_ok=True)
            # Made with the right permissions from its first byte on.
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ALONE), "wb") as file:
                file.write(content)
                os.fchmod(file.fileno(), mode)
                file.flush()
                os.fsync(file.fileno())
            give_away(beside, place)
        except OSError as error:
            self._unlink(beside)
            raise StagedError(f"{place}: {error.strerror}. Nothing was changed") from error
        self.files.pop(name, None)
        self.files[name] = beside

    def _make(self, folder: Path) -> None:
        self._made += [one for one in (folder, *folder.parents) if not one.exists()]
        folder.mkdir(parents=True, exist_ok=True)

    def withdraw(self, name: str) -> None:
        """Forget one that waits, if it does."""
        beside = self.files.pop(name, None)
        if beside is not None:
            self._unlink(beside)

    def place(self) -> None:
        """Put every file in its place, in their order. Raises StagedError naming the first that could not be."""
        # Ctrl-C waits for the few renames: half of them would be a password without its user name.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            for name, beside in list(self.files.items()):
                place = self._folder / name
                try:
                    beside.replace(place)
                    _flush(place.parent)
                except OSError as error:
                    raise StagedError(f"{place}: {error.strerror}") from error
                del self.files[name]
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def drop(self) -> None:
        """Forget what was not placed."""
        for beside in self.files.values():
            self._unlink(beside)
        self.files.clear()
        for folder in self._made:
            # One in which something was placed stays.
            with suppress(OSError):
                folder.rmdir()

    def forget_unfinished(self, folders: Iterable[str]) -> None:
        """Take away what an earlier run left that was killed: it may hold a password."""
        for folder in folders:
            for beside in (self._folder / folder).glob(f".*{SUFFIX}"):
                if beside.is_file():
                    self._unlink(beside)

    @staticmethod
    def _unlink(beside: Path) -> None:
        try:
            beside.unlink(missing_ok=True)
        except OSError:
            # On a disk that can no longer be written nothing can be taken away; the file is its owner's alone.
            return


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
