"""What every witness of the clock said first and last in every boot, and what a boot's own readings tell of it.

The last word of all is enough at the door. Whoever tells an event's time afterwards needs those of its boot, also when
the next boot has begun and its witnesses have spoken.
"""

import json
from datetime import datetime, timedelta

from shared.clock import Reading
from shared.domain.clock_span import Moment, Told
from shared.domain.clock_trust import BATTERY_CLOCK, TrustLevel, Witness, is_plausible
from shared.domain.event import ClockEvent, event_of
from shared.domain.flags import Flag
from shared.store import evidence
from shared.store.database import Row, Store

_COLUMNS = "source, offset_s, bound_s, wall, boottime_s, boot_id"
TAPS_OF_A_DAY = 4000
"""A question is answered, or left open and explained, within the decisions of a day."""
NEIGHBOURS = 20
KEPT_UNDATED = 2000
AT_ONCE = timedelta(seconds=5)


def remember(store: Store, witness: Witness) -> None:
    """Keep this word, inside the caller's transaction.

    Of a battery-backed clock only the first: later it says what the wall clock was set to.
    """
    told = (witness.source, witness.offset_s, witness.bound_s, witness.wall.isoformat(), witness.boottime_s)
    for is_first in (1, 0):
        if is_first == 0 and witness.source == BATTERY_CLOCK:
            continue
        store.execute(
            f"INSERT OR {'IGNORE' if is_first else 'REPLACE'} INTO clock_words ({_COLUMNS}, is_first, after)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM evidence))",
            (*told, witness.boot_id, is_first),
        )


def of_boot(store: Store, boot_id: str) -> tuple[tuple[Witness, ...], tuple[Witness, ...]]:
    """The first words of that boot, and the last ones, one a witness."""
    rows = store.execute(f"SELECT {_COLUMNS}, is_first FROM clock_words WHERE boot_id = ?", (boot_id,))
    first = tuple(_witness(row) for row in rows if row[6])
    last = tuple(_witness(row) for row in rows if not row[6] or row[0] == BATTERY_CLOCK)
    return first, last


def told_around(store: Store, decision: int) -> list[Told]:
    """The true times that witnesses told in all boots, and those of the decisions next to this one that were sure."""
    rows = store.execute(f"SELECT {_COLUMNS}, after FROM clock_words WHERE source != ?", (BATTERY_CLOCK,))
    words = [(_witness(row), row[6]) for row in rows]
    told = [
        Told(word.wall - timedelta(seconds=word.offset_s), word.bound_s, word.boottime_s, word.boot_id, after)
        for word, after in words
        if is_plausible(word)
    ]
    for beside in ("id < ? ORDER BY id DESC", "id > ? ORDER BY id"):
        nearest = store.execute(f"SELECT id, body FROM evidence WHERE {beside} LIMIT {NEIGHBOURS}", (decision,))
        sure = (_sure_decision(evidence_id, body) for evidence_id, body in nearest)
        told += [one for one in sure if one is not None][:1]
    return told


def _sure_decision(evidence_id: int, body: str | None) -> Told | None:
    """When a decision was made whose clock a witness vouched for.

    Not of a claim that was accepted: its clock is that of the tap, and not of the decision.
    """
    kept = json.loads(body) if body else {}
    facts, tap = kept.get("facts", {}), kept.get("tap", {})
    clock = facts.get("clock", {})
    offset_s, bound_s = clock.get("offset_s"), clock.get("bound_s")
    if tap.get("accepted_by") or "decided_at" not in facts or offset_s is None or bound_s is None:
        return None
    if clock.get("level") == TrustLevel.UNTRUSTED:
        return None
    decided_at = datetime.fromisoformat(facts["decided_at"])
    waited = decided_at - datetime.fromisoformat(tap["at"])
    if not timedelta(0) <= waited <= AT_ONCE:
        return None  # it was judged by the clock of its tap, and that may have been set since
    at = decided_at - timedelta(seconds=offset_s)
    return Told(
        at, bound_s + waited.total_seconds(), facts.get("boottime_s", 0.0), facts.get("boot_id", ""), evidence_id
    )


def lasted_s(store: Store, boot_id: str) -> float:
    """The latest boot time that a witness or an event tells of that boot; 0.0 where none does."""
    row = store.one(
        "SELECT max(told) FROM (SELECT max(boottime_s) AS told FROM clock_words WHERE boot_id = ?1 UNION ALL"
        " SELECT max(json_extract(body, '$.boottime_s')) FROM (SELECT body FROM ledger ORDER BY seq DESC LIMIT 2000)"
        " WHERE json_valid(body) AND json_extract(body, '$.boot') = ?1)",
        (boot_id,),
    )
    return float(row[0]) if row and row[0] is not None else 0.0


def running_since_s(store: Store, event_id: str, now: Reading) -> float:
    """For how long, at least, this machine has run since that event: over all boots that the ledger tells of."""
    row = store.one(
        "SELECT total(seen) FROM (SELECT max(json_extract(body, '$.boottime_s')) AS seen FROM ledger"
        " WHERE seq > (SELECT seq FROM ledger WHERE id = ?) AND json_valid(body) AND json_extract(body, '$.boot') != ?"
        " GROUP BY json_extract(body, '$.boot'))",
        (event_id, now.boot_id),
    )
    return now.boottime_s + (float(row[0]) if row else 0.0)


def moment_of(store: Store, event: ClockEvent) -> Moment | None:
    """When the event happened by the terminal's own clocks: at its tap, which may have been answered much later.

    None where that was erased, or was never kept, and the event was not recorded at once.
    """
    first = _first_decision(store, _tap_of(store, event), event.evidence_id)
    argument = evidence.argument(store, first) if first else None
    facts = argument.facts if argument is not None else None
    if facts is not None and facts.decided_at is not None and facts.boot_id:
        return Moment(event.draft.at, facts.decided_at, facts.boottime_s, facts.boot_id, first)
    if abs(event.recorded_at - event.draft.at) > AT_ONCE:
        return None
    return Moment(event.draft.at, event.recorded_at, event.boottime_s, event.boot_id, event.evidence_id)


def kept_undated(store: Store) -> list[ClockEvent]:
    """Events recorded under an untrusted clock, and not corrected since, that wait for no delivery; the newest only."""
    rows = store.execute(
        "SELECT body FROM ledger AS kept WHERE seq > (SELECT max(seq) FROM ledger) - ?"
        " AND kind IN ('break_started', 'break_ended', 'clocked_in', 'clocked_out') AND instr(body, ?)"
        " AND NOT EXISTS (SELECT 1 FROM outbox WHERE event_id = kept.id)"
        " AND NOT EXISTS (SELECT 1 FROM voided WHERE target = kept.id)"
        " AND NOT EXISTS (SELECT 1 FROM ledger AS later INDEXED BY ledger_corrections WHERE later.kind = 'corrected'"
        " AND later.employee = kept.employee AND json_extract(later.body, '$.about.target') = kept.id) ORDER BY seq",
        (KEPT_UNDATED, f'"{Flag.CLOCK_UNTRUSTED}"'),
    )
    return [event for row in rows if (event := event_of(row[0])) is not None]


def _tap_of(store: Store, event: ClockEvent) -> str:
    """The tap whose time the event has: an answered question may have been about an earlier one."""
    if Flag.FROM_OPEN_TAP not in event.flags:
        return event.tap_id
    # Two boots may show the same time: the tap that answered says nothing of the one that was asked about.
    row = store.one(
        "SELECT id FROM taps WHERE event_id = ? AND at = ? AND id != ? ORDER BY evidence DESC LIMIT 1",
        (event.event_id, event.draft.at.isoformat(), event.tap_id),
    )
    return str(row[0]) if row else ""


def _first_decision(store: Store, tap_id: str, last: int) -> int:
    row = store.one(
        "SELECT min(id) FROM evidence WHERE tap = ? AND id BETWEEN ? AND ?", (tap_id, last - TAPS_OF_A_DAY, last)
    )
    return int(row[0] or 0) if row else 0


def _witness(row: Row) -> Witness:
    return Witness(row[0], row[1], row[2], datetime.fromisoformat(row[3]), row[4], row[5])
