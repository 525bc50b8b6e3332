"""A ledger that may not know what was done since: restored, carried over, taken in, or an older copy put in its place.

Every delivery that it does not know to be final is unknown from then on, so nothing is sent before a look.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from shared.clock import Reading
from shared.store import desk, ledger, memory, outbox_doubts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.last_seen import is_behind, remember_head

LOG = structlog.get_logger()
COPIED_AT = "copied_at"
"""The fact about the file that makes it a copy: when it was made."""
COMPARE_SINCE = "compare_since"
"""Remembered for the hourly comparison: since when, and that it must ask for everybody."""
COMPARED_FOR: Final = timedelta(hours=72)
"""Whoever has something on the way is compared later; what still is after this long waits for a person anyway."""


def number_of(store: Store) -> int:
    """Which incarnation of the ledger this is, from 1 on."""
    return int(memory.meta(store, "incarnation") or "1")


def renew(store: Store, now: Reading, after: int = 0) -> int:
    """Begin a new incarnation inside the caller's transaction; its number, later than its own and than `after`."""
    outbox_doubts.doubt_everything(store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    number = max(number_of(store), after) + 1
    memory.set_meta(store, "incarnation", str(number))
    return number


def begin_anew(
    store: Store, now: Reading, *, source: str, kept_as: str = "", after: int = 0, more: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The file is an older copy: doubt it, inside the caller's transaction; what is put on the desk about it.

    `source` is where it came from, as a person knows it, `kept_as` where the file before it lies now and `after` the
    number of that one's incarnation; `more` is told beside them.
    """
    copied_at = memory.meta(store, COPIED_AT) or _newest(store) or now.wall.isoformat()
    facts: dict[str, Any] = {
        "incarnation": renew(store, now, after),
        "copied_at": copied_at,
        "events": ledger.count(store),
        "source": source,
        "kept_as": kept_as,
        **(more or {}),
    }
    store.execute("DELETE FROM meta WHERE name = ?", (COPIED_AT,))
    # A refresh token works once, and this one was used since: signing in with it would only count as a failure.
    store.execute("DELETE FROM upstream_memory WHERE name = 'sign_in'")
    memory.remember(store, memory.EVERY_UPSTREAM, COMPARE_SINCE, {"since": copied_at, "asked_at": now.wall.isoformat()})
    subject = f"incarnation {facts['incarnation']}, {now.wall.isoformat()}"
    desk.put(store, DeskKind.LEDGER_RESTORED, subject, now.wall, facts=facts)
    return facts


def notice_older_copy(store: Store, now: Reading) -> None:
    """Is the file that was just opened a backup, or older than what was seen here? Then it begins anew."""
    if _is_older(store):
        with store.writing():
            # Another process may have begun while this one waited.
            found = begin_anew(store, now, source="a copy put in place by hand") if _is_older(store) else None
        if found is not None:
            LOG.warning("ledger.older_copy", **found)
    remember_head(store)


def compared_since(store: Store, now: datetime) -> datetime | None:
    """Since when events may be upstream that this ledger lost; None where it lost none, or everybody was compared."""
    told = memory.recall(store, memory.EVERY_UPSTREAM, COMPARE_SINCE)
    if not told or abs(now - datetime.fromisoformat(told["asked_at"])) > COMPARED_FOR:
        return None
    return datetime.fromisoformat(told["since"])


def everybody_was_compared(store: Store) -> None:
    """What the upstream has for everybody was held against this ledger."""
    memory.remember(store, memory.EVERY_UPSTREAM, COMPARE_SINCE, None)


def _is_older(store: Store) -> bool:
    return memory.meta(store, COPIED_AT) is not None or is_behind(store)


def _newest(store: Store) -> str:
    found: list[datetime] = [row.event.recorded_at for row in ledger.newest(store, 1) if row.event is not None]
    return found[0].isoformat() if found else ""
