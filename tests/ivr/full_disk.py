"""A disk that has no room for the next commit, and then has some again."""

import resource
from typing import Final

TOO_LITTLE: Final = 4096
"""Bytes: a page with its head is longer, and so every commit; what a test prints is shorter."""


class Disk:
    """No file of this process may grow beyond a few bytes: what a full disk is to SQLite."""

    def __init__(self) -> None:
        self._usual = resource.getrlimit(resource.RLIMIT_FSIZE)

    def fills(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (TOO_LITTLE, self._usual[1]))

    def has_room(self) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, self._usual)
