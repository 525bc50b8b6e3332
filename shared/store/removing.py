"""Removing what has stood long enough, a piece at a time: each call is one short transaction, and says how many went.

Nothing here touches an event: `shared.store.pruning` does. Evidence leaves its digest behind, in the chain.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from shared.domain.delivery import FINAL
from shared.store.database import Store
from shared.store.people import CURRENT
from shared.store.taps import TapState

PIECE: Final = 200
REMOVED: Final = "retention"
SETTLED: Final = (TapState.REPEAT, TapState.WITHDRAWN, TapState.EXPLAINED, TapState.DISMISSED)
WITHOUT_SOUND: Final = "removed after the days that voice messages are kept"
_FINAL: Final = ", ".join(f"'{state}'" for state in FINAL)
_SETTLED: Final = ", ".join(f"'{state}'" for state in SETTLED)
_DONE: Final = f"NOT EXISTS (SELECT 1 FROM outbox WHERE outbox.event_id = told.id AND outbox.state NOT IN ({_FINAL}))"

Removal = Callable[[Store, datetime, datetime], int]
"""(store, what is before this instant, now) -> how many went; both aware UTC."""


def evidence(store: Store, before: datetime, now: datetime) -> int:
    """What events were decided on, once their delivery is done; what a refusal was decided on goes with it."""
    # Read before the transaction: it looks at every event, and nobody may wait for that.
    old = store.execute(
        "SELECT evidence.id, told.id FROM (SELECT id, json_extract(body, '$.evidence') AS evidence FROM ledger"
        " WHERE at < ? AND json_valid(body)) AS told JOIN evidence ON evidence.id = told.evidence"
        f" WHERE evidence.body IS NOT NULL AND {_DONE} LIMIT {PIECE}",
        (before.isoformat(),),
    )
    with store.writing():
        # A delivery that is done can be undone meanwhile, by a correction.
        still = [row for row in old if store.one(f"SELECT 1 FROM (SELECT ? AS id) AS told WHERE {_DONE}", (row[1],))]
        store.many(
            "UPDATE evidence SET salt = NULL, body = NULL, erased_at = ?, erased_by = ? WHERE id = ?",
            [(now.isoformat(), REMOVED, row[0]) for row in still],
        )
    return len(still)


def refusals(store: Store, before: datetime, _now: datetime) -> int:
    """Taps that became no event and wait for nobody, with what they were decided on, and closed items of the desk."""
    with store.writing():
        gone = store.execute(
            f"DELETE FROM taps WHERE id IN (SELECT id FROM taps WHERE at < ? AND state IN ({_SETTLED})"
            f" AND event_id IS NULL LIMIT {PIECE}) RETURNING id",
            (before.isoformat(),),
        )
        store.many("DELETE FROM evidence WHERE tap = ?", gone)
        items = store.execute(
            f"DELETE FROM desk WHERE id IN (SELECT id FROM desk WHERE closed_at < ? LIMIT {PIECE}) RETURNING 1",
            (before.isoformat(),),
        )
    return len(gone) + len(items)


def notes(store: Store, before: datetime, _now: datetime) -> int:
    """What supervisors wrote beside their decisions; who decided what stays."""
    with store.writing():
        return len(
            store.execute(
                "UPDATE decisions SET note = '' WHERE note != '' AND at < ? RETURNING 1", (before.isoformat(),)
            )
        )


def voices(store: Store, before: datetime, now: datetime) -> int:
    """The sound of voice messages and who called; that somebody called stays."""
    with store.writing():
        return len(
            store.execute(
                "UPDATE voice_messages SET audio = NULL, caller = '', problem = ?, changed_at = ?"
                " WHERE called_at < ? AND problem != ? RETURNING 1",
                (WITHOUT_SOUND, now.isoformat(), before.isoformat(), WITHOUT_SOUND),
            )
        )


def contacts(store: Store, before: datetime, _now: datetime) -> int:
    """Calls and messages to people who were late."""
    with store.writing():
        return len(store.execute("DELETE FROM chase_attempts WHERE at < ? RETURNING 1", (before.isoformat(),)))


def names(store: Store, before: datetime, _now: datetime) -> int:
    """People of the register whose last day is past, with their badges; their events stay under their number."""
    left = f"SELECT number FROM people WHERE snapshot = {CURRENT} AND valid_until < ?"
    with store.writing():
        gone = store.execute(left, (before.date().isoformat(),))
        store.many(f"DELETE FROM badges WHERE snapshot = {CURRENT} AND number = ?", gone)
        store.many("DELETE FROM badge_pairings WHERE number = ?", gone)
        store.many("DELETE FROM one_time_pins WHERE number = ?", gone)
        store.many("DELETE FROM chosen_languages WHERE employee = ?", gone)
        store.many(f"DELETE FROM people WHERE snapshot = {CURRENT} AND number = ?", gone)
    return len(gone)


def time_cards(store: Store, before: datetime, _now: datetime) -> int:
    """Time cards of another system, with the events of their days."""
    with store.writing():
        return len(store.execute("DELETE FROM time_cards WHERE came_at < ? RETURNING 1", (before.isoformat(),)))


def handovers(store: Store, before: datetime, _now: datetime) -> int:
    """What was handed to another terminal: its events again, with their deliveries. What no file tells yet stays."""
    with store.writing():
        return len(
            store.execute(
                "DELETE FROM handovers WHERE made_at < ? AND written_at IS NOT NULL RETURNING 1", (before.isoformat(),)
            )
        )
