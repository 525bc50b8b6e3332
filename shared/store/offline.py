"""Having a ledger for oneself alone, to put another file in its place: nobody has it open, and nobody can open it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.store.errors import CannotOpen
from shared.store.locks import lock_of_users, opening, try_exclusive
from shared.store.replacement import finish_replacement


@contextmanager
def offline(path: Path) -> Iterator[None]:
    """Nobody else has the ledger open while the block runs. Raises CannotOpen where somebody has it."""
    with lock_of_users(path) as users, opening(path):
        if not try_exclusive(users):
            raise CannotOpen(
                f"{path}: another process has it open. Stop kiosk, sync, phone line and board, then try again"
            )
        finish_replacement(path)
        yield
