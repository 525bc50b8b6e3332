"""A new ledger from what a damaged one still tells.

Whatever was on its way is unknown from now on, so nothing is sent before a look. Presence is rebuilt from the events.
"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from shared.clock import Reading
from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import event_of
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Kind
from shared.domain.remedies import Fix
from shared.store import desk, ledger, outbox, presence
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.errors import StoreError
from shared.store.handed_over import exports_of, keep_handed_over
from shared.store.incarnation import renew
from shared.store.salvage import Salvaged, carry

LOG = structlog.get_logger()
# Not the roster: half of one would refuse people, and the next download brings the whole.
CARRIED: Final = (
    "ledger_anchors",
    "ledger",
    "voided",
    "evidence",
    "rule_sets",
    "outbox",
    "upstream_memory",
    "desk",
    "taps",
    "outages",
    "people",
    "badges",
    "call_steps",
    "call_people",
    "call_taps",
    "chosen_languages",
    "voice_messages",
    "decisions",
    "notices",
    "break_questions",
    "badge_pairings",
    "lost_badges",
    "one_time_pins",
    "chase_attempts",
    "musters",
    "muster_entries",
    "muster_ticks",
    "time_cards",
    "time_card_names",
    "clock_words",
    "handovers",
    "taken_in",
    "meta",
)
LOOK_BEHIND: Final = timedelta(days=14)
"""How old an event may be whose outbox row is lost and is made again: what is older was delivered or is on paper."""


def carry_over(damaged_path: Path, store: Store, now: Reading, *, kept_as: str) -> dict[str, Any]:
    """Fill the empty `store`; what is put on the desk about it. `kept_as` is where the damaged file will lie."""
    found = _read(damaged_path, store)
    with store.writing():
        _void_again(store)
        lost_evidence = _mark_lost_evidence(store, now)
        if not found["outbox"].whole:
            _queue_again(store, now)
            keep_handed_over(store, exports_of(store), now.wall)
        if not (found["people"].whole and found["badges"].whole):
            # Else the import would believe that it has this file already.
            store.execute("DELETE FROM meta WHERE name = 'people_fingerprint'")
        for (employee,) in store.execute("SELECT DISTINCT employee FROM ledger"):
            presence.put(store, employee, presence.rebuild(store, employee))
        renew(store, now)
        facts: dict[str, Any] = {
            "kept_as": kept_as,
            "carried": {table: one.rows for table, one in found.items()},
            "not_whole": [table for table, one in found.items() if not one.whole],
            "events": ledger.count(store),
            "evidence_lost": lost_evidence,
        }
        desk.put(store, DeskKind.LEDGER_REPLACED, Path(kept_as).name, now.wall, facts=facts)
    return facts


def _read(damaged_path: Path, store: Store) -> dict[str, Salvaged]:
    try:
        with Store.unlocked(damaged_path, store.key, migrate=False) as damaged:
            return {table: carry(damaged, store, table) for table in CARRIED}
    except StoreError as error:
        LOG.error("ledger.nothing_readable", error=str(error))  # noqa: TRY400  the sentence says it all
        return {table: Salvaged((), whole=False) for table in CARRIED}


def _void_again(store: Store) -> None:
    """What was taken back stays taken back: the ledger's own VOIDED rows say so, whatever became of the table."""
    store.execute(
        "INSERT OR IGNORE INTO voided (target, by_event) SELECT json_extract(body, '$.about.target'), id FROM ledger"
        " WHERE kind = ? AND json_valid(body) AND json_extract(body, '$.about.target') IS NOT NULL",
        (Kind.VOIDED,),
    )


def _corrected(store: Store) -> dict[str, datetime]:
    rows = store.execute("SELECT body FROM ledger WHERE kind = ? AND json_valid(body) ORDER BY seq", (Kind.CORRECTED,))
    events = [event_of(row[0]) for row in rows]
    return {event.about.target: event.draft.at for event in events if event is not None and event.about is not None}


def _given_up(store: Store) -> frozenset[tuple[str, str]]:
    """Events that a person entered by hand, or gave up, each with the upstream: nothing sends them again."""
    rows = store.execute(
        "SELECT subject, json_extract(facts, '$.upstream') FROM decisions WHERE json_valid(facts)"
        " AND (what = 'drop' OR (what = 'mend' AND json_extract(facts, '$.fix') = ?))",
        (Fix.HAND_OVER,),
    )
    return frozenset((subject, upstream) for subject, upstream in rows)


def _mark_lost_evidence(store: Store, now: Reading) -> int:
    """An event whose evidence could not be read keeps its digest; the mark says that it was lost, and not hidden."""
    rows = store.execute(
        "INSERT INTO evidence (id, tap, settings, erased_at, erased_by)"
        " SELECT named, min(tap), '', ?, 'lost with a damaged file' FROM (SELECT json_extract(body, '$.evidence')"
        " AS named, json_extract(body, '$.tap') AS tap FROM ledger WHERE json_valid(body))"
        " WHERE named > 0 AND named NOT IN (SELECT id FROM evidence) GROUP BY named RETURNING 1",
        (now.wall.isoformat(),),
    )
    return len(rows)


def _queue_again(store: Store, now: Reading) -> None:
    upstreams = [row[0] for row in store.execute("SELECT DISTINCT upstream FROM outbox")]
    bound = store.execute("SELECT substr(name, 7) FROM meta WHERE name LIKE 'bound!_%' ESCAPE '!'")
    upstreams += [row[0] for row in bound if row[0] not in upstreams and not row[0].startswith("account")]
    since = now.wall - LOOK_BEHIND
    rows = store.execute(
        "SELECT id FROM ledger WHERE kind IN (?, ?, ?) AND id NOT IN (SELECT event_id FROM outbox)"
        " AND id NOT IN (SELECT target FROM voided) ORDER BY seq",
        (Kind.CLOCKED_IN, Kind.CLOCKED_OUT, Kind.BREAK_ENDED),
    )
    corrected, given_up = _corrected(store), _given_up(store)
    for (event_id,) in rows:
        found = ledger.find(store, event_id)
        if found is None or found.event is None:
            continue
        event = found.event
        unsure = Flag.CLOCK_UNTRUSTED in event.flags and event_id not in corrected
        at = corrected.get(event_id, event.draft.at)
        if at < since and not unsure:
            continue
        is_break = event.draft.kind is Kind.BREAK_ENDED
        if is_break and (event.work_session == ELSEWHERE or Flag.NOT_SENT_UPSTREAM in event.flags):
            continue
        for upstream in (one for one in upstreams if (one == TRACKTIK_BREAKS) is is_break):
            if (event_id, upstream) in given_up:
                continue
            row = OutboxRow(
                event_id,
                upstream,
                found.seq,
                event.employee,
                event.work_session,
                event.draft.kind,
                at,
                RowState.HELD if unsure else RowState.DUE,
                reason="clock" if unsure else "",
            )
            outbox.add(store, row, now.wall)
