"""A ledger belongs to its accounts and upstreams: pointed at others by mistake, it must not deliver there.

Its doors may have settings of their own: a wall terminal names its site, a phone line that site and others. So a ledger
keeps every account that it was ever opened for, and takes in new ones from settings that share one with it.
"""

from collections.abc import Collection, Mapping

from shared.store import memory
from shared.store.database import Store
from shared.store.errors import CannotOpen

ACCOUNTS = "bound_account"
"""The accounts, by spaces. Ledgers from before there were several sites have one."""


def bind(store: Store, accounts: Collection[int], base_urls: Mapping[str, str]) -> None:
    """Bind a new ledger to these accounts and to the base URL of each upstream; refuse one bound to others.

    Raises CannotOpen naming what differs. An upstream or an account that the ledger did not have yet is added.
    """
    with store.writing():
        _bind_accounts(store, set(accounts))
        for upstream, url in base_urls.items():
            bound = memory.meta(store, f"bound_{upstream}")
            if bound is None:
                memory.set_meta(store, f"bound_{upstream}", url)
            elif bound != url:
                raise _refusal(store, upstream, bound, url)


def bound(store: Store) -> tuple[tuple[int, ...], dict[str, str]]:
    """The accounts that the ledger belongs to, and the base URL of each upstream."""
    accounts = tuple(int(account) for account in (memory.meta(store, ACCOUNTS) or "").split())
    rows = store.execute("SELECT substr(name, 7), value FROM meta WHERE name LIKE 'bound!_%' ESCAPE '!'")
    return accounts, {name: url for name, url in rows if name != "account"}


def _bind_accounts(store: Store, told: set[int]) -> None:
    bound = {int(account) for account in (memory.meta(store, ACCOUNTS) or "").split()}
    if bound and not bound & told:
        raise _refusal(store, "account", _listed(bound, " or "), _listed(told, " and "))
    if told - bound:
        memory.set_meta(store, ACCOUNTS, _listed(bound | told, " "))


def _listed(accounts: set[int], between: str) -> str:
    return between.join(str(account) for account in sorted(accounts))


def _refusal(store: Store, name: str, bound: str, told: str) -> CannotOpen:
    return CannotOpen(
        f"{store.path}: this ledger belongs to {name} {bound}, the settings say {told}."
        " Correct the settings, or name a new file in store.path."
    )
