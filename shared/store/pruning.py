"""Removing delivered events from the beginning of the ledger, and everything that is only about them.

Rule 1: only a beginning is removed, and never the newest event: an anchor keeps the chain verifiable.
Rule 2: nothing goes that something still stands on: an unfinished delivery, a work session that somebody is in, an open
item of the desk, an event that came much later about an earlier one.
Rule 3: a site may be staffed day and night, so the cut may part a work session: both halves are delivered and old.
Rule 4: what was found out before the transaction is asked again within it, about what came since.
"""

from datetime import datetime
from typing import Final

from shared.domain.delivery import UNFINISHED
from shared.store import ledger
from shared.store.anchors import anchor, drop_anchor
from shared.store.database import Store
from shared.store.ledger import Head

PIECE: Final = 200
OF_ONE_AGE_DAYS: Final = 7
"""What follows an event within a week is as old as it is, and goes with the next cut."""
_MUCH_LATER: Final = f"julianday(json_extract(later.body, '$.recorded')) - julianday(earlier.at) > {OF_ONE_AGE_DAYS}"
_UNFINISHED: Final = ", ".join(f"'{state}'" for state in UNFINISHED)


def removable(store: Store, before: datetime) -> int:
    """The sequence up to which every event may go; 0 for none. `before` is aware UTC. Reads the whole ledger once."""
    newest = ledger.head(store).seq
    row = store.one("SELECT min(seq) FROM ledger WHERE at >= ?", (before.isoformat(),))
    last = (row[0] if row and row[0] is not None else newest) - 1
    while last > 0:
        blocked = _first_in_use(store, last, since=last)
        if blocked is None:
            return max(last, 0)
        last = blocked - 1
    return 0


def remove(store: Store, last: int, checked_at: int, now: datetime) -> int:
    """Remove the next piece of the events up to `last`; how many went, 0 when nothing is left to remove.

    `checked_at` is the head's sequence when `removable` was asked.
    """
    with store.writing():
        first = anchor(store).seq + 1
        until = min(first + PIECE - 1, last)
        blocked = _first_in_use(store, until, since=max(checked_at, until))
        until = until if blocked is None else blocked - 1
        if until < first:
            return 0
        drop_anchor(store, Head(until, ledger.hash_at(store, until)), now.isoformat())
        _remove(store, until)
    return until - first + 1


def _first_in_use(store: Store, last: int, *, since: int) -> int | None:
    """The first event up to `last` that something stands on, as far as later events after `since` say; else None."""
    rows = store.execute(
        f"SELECT min(seq) FROM outbox WHERE state IN ({_UNFINISHED}) AND seq <= ?1"
        " UNION ALL SELECT min(seq) FROM outbox WHERE state = 'parked' AND seq <= ?1"
        " UNION ALL SELECT min(ledger.seq) FROM presence JOIN ledger"
        " ON ledger.id = json_extract(presence.body, '$.work_session') WHERE ledger.seq <= ?1"
        " UNION ALL SELECT min(ledger.seq) FROM desk JOIN ledger ON ledger.id = desk.subject"
        " WHERE desk.closed_at IS NULL AND ledger.seq <= ?1"
        " UNION ALL SELECT min(earlier.seq) FROM ledger AS later JOIN ledger AS earlier"
        " ON earlier.id = later.work_session"
        f" WHERE later.seq > ?2 AND json_valid(later.body) AND earlier.seq <= ?1 AND {_MUCH_LATER}"
        " UNION ALL SELECT min(earlier.seq) FROM ledger AS later JOIN ledger AS earlier"
        " ON earlier.id = json_extract(later.body, '$.about.target')"
        f" WHERE later.seq > ?2 AND json_valid(later.body) AND earlier.seq <= ?1 AND {_MUCH_LATER}",
        (last, since),
    )
    return min((int(row[0]) for row in rows if row[0] is not None), default=None)


def _remove(store: Store, until: int) -> None:
    gone = "(SELECT id FROM ledger WHERE seq <= ?)"
    named = "(SELECT json_extract(body, '$.evidence') FROM ledger WHERE seq <= ? AND json_valid(body))"
    of_tap = f"(SELECT id FROM taps WHERE event_id IN {gone})"
    for statement in (
        f"DELETE FROM evidence WHERE tap IN {of_tap}",
        f"DELETE FROM evidence WHERE id IN {named}",
        f"DELETE FROM decisions WHERE subject IN {gone}",
        f"DELETE FROM decisions WHERE subject IN {of_tap}",
        f"DELETE FROM desk WHERE subject IN {of_tap} AND closed_at IS NOT NULL",
        f"DELETE FROM desk WHERE subject IN {gone}",
        f"DELETE FROM taps WHERE event_id IN {gone}",
        f"DELETE FROM notices WHERE event_id IN {gone}",
        f"DELETE FROM notices WHERE target IN {gone}",
        f"DELETE FROM break_questions WHERE target IN {gone}",
        f"DELETE FROM outbox WHERE event_id IN {gone}",
    ):
        store.execute(statement, (until,))
    store.execute(f"DELETE FROM voided WHERE target IN {gone}", (until,))
    store.execute("DELETE FROM ledger WHERE seq <= ?", (until,))
