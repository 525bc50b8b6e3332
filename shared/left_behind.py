"""What the ledger in place knows that an older copy does not: its newer events, so that a restore loses none of them.

Rule 1: only what is chained whole is taken over; else nothing is, and whoever restores is told how much stays behind.
Rule 2: what was handed over to another terminal is told whether the chain is whole or not: it is never sent from here.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog

from shared.store import incarnation, ledger, taps
from shared.store.binding import bound
from shared.store.database import Store
from shared.store.errors import CannotOpen, StoreError
from shared.store.handed_over import Export, exports_of
from shared.store.handing_over import told_since
from shared.store.ledger import Head
from shared.store.taps import TapState
from shared.verify import verify_newest

LOG = structlog.get_logger()
MOST_CLAIMS = 10_000


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """What lies in the file that is replaced and not in the copy.

    `told` is as in a handover: events with evidence and deliveries, and their rules. `events` counts those that cannot
    be taken over, `why` says what is wrong with them; `claims` are taps that wait for a supervisor and stay there.
    `incarnation` is the file's own number, 0 where it cannot be read. `objection` is why nobody
    should replace this file without a second thought: the key does not open it, or it is another site's.
    """

    told: dict[str, Any] = field(default_factory=lambda: {"rule_sets": {}, "events": []})
    handed_over: list[Export] = field(default_factory=list)
    events: int = 0
    claims: int = 0
    why: str = ""
    incarnation: int = 0
    objection: str = ""


def left_behind(path: Path, key: str, copy: Store) -> LeftBehind:
    """Of the ledger at `path`, that `key` opens, against `copy`. A file that cannot be read tells nothing but why."""
    if not path.exists():
        return LeftBehind()
    try:
        with Store.unlocked(path, key, migrate=False) as present:
            return _left_behind(present, copy)
    except CannotOpen as error:
        return LeftBehind(why=str(error), objection=f"the ledger in place cannot be opened: {error}")
    except StoreError as error:
        LOG.warning("restore.ledger_not_read", error=str(error))
        return LeftBehind(why=str(error))


def _left_behind(present: Store, copy: Store) -> LeftBehind:
    exports = exports_of(present)
    waiting = taps.listed(present, (TapState.CLAIM, TapState.OPEN), MOST_CLAIMS)
    claims = sum(taps.find(copy, tap.tap_id) is None for tap in waiting)
    number = incarnation.number_of(present)
    copied = ledger.head(copy)
    newer = max(ledger.head(present).seq - copied.seq, 0)
    why = _why_not(present, copied, newer)
    told = LeftBehind(handed_over=exports, claims=claims, incarnation=number, objection=_objection(present, copy))
    if why:
        return replace(told, events=newer, why=why)
    return replace(told, told=told_since(present, copied.seq))


def _objection(present: Store, copy: Store) -> str:
    (accounts, urls), (copied_accounts, copied_urls) = bound(present), bound(copy)
    others = bool(accounts and copied_accounts) and not set(accounts) & set(copied_accounts)
    elsewhere = [name for name, url in copied_urls.items() if urls.get(name, url) != url]
    if not others and not elsewhere:
        return ""
    return f"it belongs to {_belongs(copied_accounts, copied_urls)}, the ledger in place to {_belongs(accounts, urls)}"


def _belongs(accounts: tuple[int, ...], urls: dict[str, str]) -> str:
    return ", ".join([f"account {' and '.join(map(str, accounts))}", *(f"{name} {url}" for name, url in urls.items())])


def _why_not(present: Store, copied: Head, newer: int) -> str:
    if copied.seq and ledger.hash_at(present, copied.seq) != copied.row_hash:
        return "the ledger in place did not go on from this backup"
    faults = verify_newest(present, newer).faults
    return faults[0] if faults else ""
