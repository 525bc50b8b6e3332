"""The ledger while questions are asked: nothing binds it to an account or an address before the answers are kept.

A ledger belongs to the first accounts and addresses that it is opened for (`shared/store/binding.py`): a mistyped one
would stay for good. So answers are tried on a new file aside, and on one that is there without being bound.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from shared.clock import SystemClock
from shared.config import Config
from shared.store import ledger
from shared.store.database import Store
from shared.store.errors import CannotOpen
from shared.store.opening import open_for_service
from shared.store.ownership import give_away
from shared.wiring import bind_ledger, open_ledger


class LedgerPlace:
    """Where answers are tried. `with` takes away what was not kept."""

    def __init__(self) -> None:
        self._aside: Path | None = None

    def __enter__(self) -> "LedgerPlace":
        return self

    def __exit__(self, *_: object) -> None:
        self.start_again()

    def start_again(self) -> None:
        """Forget what was tried aside: it was signed in elsewhere."""
        if self._aside is not None:
            shutil.rmtree(self._aside, ignore_errors=True)
            self._aside = None

    @contextmanager
    def opened(self, config: Config) -> Iterator[tuple[Config, Store]]:
        """A ledger to try these settings on, and the settings with its place. Raises a StoreError or OSError."""
        if not config.store.path.exists():
            config = config.model_copy(update={"store": config.store.model_copy(update={"path": self._path(config)})})
        with open_for_service(config.store.path, config.store.key_file, SystemClock().read()) as store:
            yield config, store

    def keep(self, config: Config) -> None:
        """Put the ledger in its place, bound to these settings. Raises a StoreError or OSError."""
        path = config.store.path
        if self._aside is not None and not path.exists():
            tried = self._aside / path.name
            give_away(tried, path)
            tried.rename(path)
        with open_ledger(config, SystemClock()):
            pass

    def _path(self, config: Config) -> Path:
        folder, name = config.store.path.parent, config.store.path.name
        if self._aside is None:
            folder.mkdir(parents=True, exist_ok=True)
            self._aside = Path(tempfile.mkdtemp(prefix=".setup-", dir=folder))
        return self._aside / name


def why_not(config: Config) -> str:
    """Why the ledger that is there cannot serve these settings; "" where it can, or where there is none."""
    if not config.store.path.exists():
        return ""
    with open_for_service(config.store.path, config.store.key_file, SystemClock().read()) as store:
        try:
            with store.rehearsing():
                bind_ledger(config, store)
        except CannotOpen as error:
            return str(error)
    return ""


def free_name(config: Config) -> str | None:
    """A name for a new ledger beside one that holds no event yet; None where that one holds events."""
    path = config.store.path
    with open_for_service(path, config.store.key_file, SystemClock().read()) as store:
        if ledger.head(store).seq:
            return None
    return next(
        str(one)
        for one in (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 1000))
        if not one.exists()
    )
