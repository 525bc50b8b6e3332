"""Removing what has stood long enough, a piece at a time: each call is one short transaction, and says how many went.

Nothing here touches an event: `shared.store.pruning` does. Evidence leaves its digest behind, in the chain.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from shared.domain.delivery import FINAL
from shared.store.database import Store
from shared.store.people import CURRENT
from shared.store.taps import TapState

PIECE: Final = 200
SOUNDS: Final = 10
"""Voice messages of a minute or two at once: each is some hundred kilobytes to be overwritten."""
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
    # Read before the transaction: it looks at every event, and nobody may wait for that. An event whose time was wrong
    # when it was recorded is as old as those before it: nothing after the first that is young is removed.
    young = "(SELECT coalesce(min(seq), 9e18) FROM ledger WHERE at >= ?1 AND at <= ?2)"
    old = store.execute(
        "SELECT evidence.id, told.id FROM (SELECT id, json_extract(body, '$.evidence') AS evidence FROM ledger"
        f" WHERE at < ?1 AND seq < {young} AND json_valid(body)) AS told JOIN evidence ON evidence.id = told.evidence"
        f" WHERE evidence.body IS NOT NULL AND {_DONE} LIMIT {PIECE}",
        (before.isoformat(), now.isoformat()),
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
    old = f"SELECT id FROM decisions WHERE note != '' AND at < ? LIMIT {PIECE}"
    with store.writing():
        return len(
            store.execute(f"UPDATE decisions SET note = '' WHERE id IN ({old}) RETURNING 1", (before.isoformat(),))
        )


def voices(store: Store, before: datetime, now: datetime) -> int:
    """The sound of voice messages and who called; that somebody called stays. What nobody has heard yet stays whole."""
    old = (
        "SELECT recording FROM voice_messages WHERE called_at < ? AND problem != ? AND NOT EXISTS"
        f" (SELECT 1 FROM desk WHERE desk.subject = recording AND desk.closed_at IS NULL) LIMIT {SOUNDS}"
    )
    with store.writing():
        return len(
            store.execute(
                "UPDATE voice_messages SET audio = NULL, caller = '', problem = ?, changed_at = ?"
                f" WHERE recording IN ({old}) RETURNING 1",
                (WITHOUT_SOUND, now.isoformat(), before.isoformat(), WITHOUT_SOUND),
            )
        )


def contacts(store: Store, before: datetime, _now: datetime) -> int:
    """Calls and messages to people who were late."""
    old = f"SELECT id FROM chase_attempts WHERE at < ? LIMIT {PIECE}"
    with store.writing():
        return len(store.execute(f"DELETE FROM chase_attempts WHERE id IN ({old}) RETURNING 1", (before.isoformat(),)))


def names(store: Store, before: datetime, _now: datetime) -> int:
    """People of the register whose last day is past, with their badges; their events stay under their number.

    Whoever is on duty, or has a delivery or an item of the desk that waits, stays: both need who they are.
    """
    # The last day is one of the site: somewhere it lasts half a day longer than here.
    last_day = (before - timedelta(days=1)).date().isoformat()
    left = (
        f"SELECT number FROM people WHERE snapshot = {CURRENT} AND valid_until < ?"
        f" AND NOT EXISTS (SELECT 1 FROM outbox WHERE employee = number AND state NOT IN ({_FINAL}))"
        " AND NOT EXISTS (SELECT 1 FROM desk WHERE desk.employee = number AND desk.closed_at IS NULL)"
        " AND NOT EXISTS (SELECT 1 FROM presence WHERE presence.employee = number"
        " AND json_extract(presence.body, '$.state') IN ('working', 'on_break'))"
        f" LIMIT {PIECE}"
    )
    with store.writing():
        gone = store.execute(left, (last_day,))
        store.many(f"DELETE FROM badges WHERE snapshot = {CURRENT} AND number = ?", gone)
        store.many("DELETE FROM badge_pairings WHERE number = ?", gone)
        store.many("DELETE FROM one_time_pins WHERE number = ?", gone)
        store.many("DELETE FROM chosen_languages WHERE employee = ?", gone)
        store.many(f"DELETE FROM people WHERE snapshot = {CURRENT} AND number = ?", gone)
    return len(gone)


def time_cards(store: Store, before: datetime, _now: datetime) -> int:
    """Time cards of another system, with the events of their days."""
    old = f"SELECT upstream, location, card_id FROM time_cards WHERE came_at < ? LIMIT {PIECE}"
    with store.writing():
        gone = store.execute(
            f"DELETE FROM time_cards WHERE (upstream, location, card_id) IN ({old}) RETURNING 1", (before.isoformat(),)
        )
    return len(gone)


def handovers(store: Store, before: datetime, _now: datetime) -> int:
    """What was handed to another terminal: its events again, with the last of them. What no file tells yet stays."""
    newest = "(SELECT max(json_extract(value, '$.body.at')) FROM json_each(handovers.body, '$.events'))"
    old = f"SELECT id FROM handovers WHERE written_at IS NOT NULL AND {newest} < ?"
    gone = store.execute(f"{old} LIMIT {PIECE}", (before.isoformat(),))
    with store.writing():
        store.many("DELETE FROM handovers WHERE id = ?", gone)
    return len(gone)
