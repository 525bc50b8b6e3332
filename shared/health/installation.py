"""What a check looks at, and what a door has to offer that wants to be looked at too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from shared.clock import SystemClock
from shared.config import Config
from shared.domain.health import Check
from shared.store.database import Store
from shared.store.looking import looking_at

WITHIN_S: Final = 10.0
ENTRY_POINTS: Final = "clockpost.checks"
"""Entry points of functions `(installation: Installation) -> list[Probe]`, so that no arrow points up to a door."""


@dataclass(frozen=True, slots=True)
class Installation:
    """`full`: every event of the chain is read. `config` can be read; where it cannot, nobody asks these questions."""

    config: Config
    clock: SystemClock
    full: bool = False

    @contextmanager
    def ledger(self) -> Iterator[Store]:
        """The ledger file, for reading alone and without any change. Raises a StoreError."""
        with looking_at(self.config.store.path, self.config.store.key_file) as store:
            yield store


@dataclass(frozen=True, slots=True)
class Probe:
    """Looks at one thing and tells one check for each of `names`, as soon as it has it; in a thread of its own.

    What it has not told `within_s` after it began is unknown, and so is the rest of one that failed.
    """

    names: tuple[str, ...]
    look: Callable[[], Iterator[Check]]
    within_s: float = WITHIN_S
