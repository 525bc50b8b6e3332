"""A ledger belongs to its accounts and upstreams: pointed at others by mistake, it must not deliver there."""

from shared.store import memory
from shared.store.database import Store
from shared.store.errors import CannotOpen


def bind(store: Store, facts: dict[str, str]) -> None:
    """Bind a new ledger to these facts (account, base URL of each upstream); refuse one bound to others.

    Raises CannotOpen naming what differs. An upstream that the ledger did not have yet is added.
    """
    with store.writing():
        for name, value in facts.items():
            bound = memory.meta(store, f"bound_{name}")
            if bound is None:
                memory.set_meta(store, f"bound_{name}", value)
            elif bound != value:
                raise CannotOpen(
                    f"{store.path}: this ledger belongs to {name} {bound}, the settings say {value}."
                    " Correct the settings, or name a new file in store.path."
                )
