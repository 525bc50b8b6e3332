"""What this ledger has not delivered, told whole so that another ledger can go on with it, and marked in one step.

Rule 1: the export is kept in the transaction that marks its rows as handed over; the file is written from it. A crash
        between the two loses nothing and sends nothing twice.
Rule 2: a work session goes with everything in it: a clock-out there must find its clock-in, delivered or not.
"""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from shared.domain.delivery import UNFINISHED, RowState
from shared.domain.model import ELSEWHERE, Kind
from shared.store import desk, evidence, outbox, outbox_told
from shared.store.binding import bound
from shared.store.database import Row, Store

HANDED_OVER: Final = "handed over to another terminal"
WAITING: Final = (*UNFINISHED, RowState.PARKED)
_EXPORT: Final = "SELECT id, made_at, body, written_at FROM handovers"
_WAITING: Final = ", ".join(f"'{state}'" for state in WAITING)


@dataclass(frozen=True, slots=True)
class Export:
    """What was handed over, as it is kept. `body` is JSON without the evidence, which can be erased."""

    export_id: str
    made_at: datetime
    body: str
    written: bool


def last_export(store: Store) -> Export | None:
    """The newest one."""
    return _export(store.one(f"{_EXPORT} ORDER BY rowid DESC LIMIT 1"))


def export_called(store: Store, export_id: str) -> Export | None:
    """The one with that id."""
    return _export(store.one(f"{_EXPORT} WHERE id = ?", (export_id,)))


def _export(row: Row | None) -> Export | None:
    return Export(row[0], datetime.fromisoformat(row[1]), row[2], row[3] is not None) if row else None


def whole(store: Store, made: Export) -> str:
    """What goes into the file: the export, with as much of the evidence as was not erased until now."""
    told = json.loads(made.body)
    told["events"] = [_with_evidence(store, event) for event in told["events"]]
    told["rule_sets"] = dict(store.execute("SELECT fingerprint, body FROM rule_sets"))
    return _canonical(told)


def told_since(store: Store, seq: int) -> dict[str, Any]:
    """Every event after that sequence as a handover tells it, with what is known of its delivery, and the rules."""
    seqs = [row[0] for row in store.execute("SELECT seq FROM ledger WHERE seq > ? ORDER BY seq", (seq,))]
    return {
        "rule_sets": dict(store.execute("SELECT fingerprint, body FROM rule_sets")),
        "events": [_with_evidence(store, _event(store, one)) for one in seqs],
    }


def mark_written(store: Store, export_id: str, now: datetime) -> None:
    """Its file is whole and durable."""
    store.execute("UPDATE handovers SET written_at = ? WHERE id = ?", (now.isoformat(), export_id))


def export(store: Store, export_id: str, terminal: str, now: datetime) -> Export | None:
    """Keep an export of what waits and of who is here, and hand its rows over, inside the caller's transaction.

    None where nobody is on duty and nothing waits.
    """
    told = _told(store)
    if not told["events"]:
        return None
    told |= {"v": 1, "id": export_id, "made_at": now.isoformat(), "terminal": terminal}
    body = _canonical(told)
    store.execute("INSERT INTO handovers (id, made_at, body) VALUES (?, ?, ?)", (export_id, now.isoformat(), body))
    for row in outbox.listed(store, WAITING, -1):
        by_whom = {"reason": HANDED_OVER, "by_whom": export_id}
        outbox.change(store, row.event_id, row.upstream, now, state=RowState.HANDED_OVER, **by_whom)
        desk.close_parked(store, row.event_id, row.upstream, now, HANDED_OVER)
    return Export(export_id, now, body, written=False)


def _told(store: Store) -> dict[str, Any]:
    seqs, (accounts, upstreams) = _seqs(store), bound(store)
    return {
        "accounts": accounts,
        "upstreams": upstreams,
        "earlier": _handed_over_before(store, seqs),
        "events": [_event(store, seq) for seq in seqs],
    }


def _seqs(store: Store) -> list[int]:
    """The events of every work session that somebody is in or that something waits in, in ledger order."""
    rows = store.execute(
        f"WITH waiting AS (SELECT event_id FROM outbox WHERE state IN ({_WAITING})),"
        " sessions AS (SELECT work_session AS id FROM ledger WHERE id IN waiting"
        " UNION SELECT json_extract(body, '$.work_session') FROM presence),"
        " chosen AS (SELECT seq, id FROM ledger WHERE id IN waiting"
        " UNION SELECT seq, id FROM ledger WHERE work_session != ? AND work_session IN sessions)"
        " SELECT seq FROM chosen UNION SELECT ledger.seq FROM ledger JOIN chosen"
        " ON json_extract(ledger.body, '$.about.target') = chosen.id"
        f" WHERE ledger.kind IN ('{Kind.CORRECTED}', '{Kind.VOIDED}', '{Kind.BREAK_ANSWER}')"
        " AND json_valid(ledger.body) ORDER BY 1",
        (ELSEWHERE,),
    )
    return [row[0] for row in rows]


def _handed_over_before(store: Store, seqs: list[int]) -> dict[str, str]:
    """Events of these whose rows went with an earlier export, each with its id."""
    rows = store.execute("SELECT event_id, by_whom FROM outbox WHERE by_whom IN (SELECT id FROM handovers)")
    known: dict[str, str] = dict(rows)
    return {event_id: known[event_id] for event_id in (_id_of(store, seq) for seq in seqs) if event_id in known}


def _id_of(store: Store, seq: int) -> str:
    return str(store.execute("SELECT id FROM ledger WHERE seq = ?", (seq,))[0][0])


def _event(store: Store, seq: int) -> dict[str, Any]:
    event_id, body = store.execute("SELECT id, body FROM ledger WHERE seq = ?", (seq,))[0]
    return {"body": json.loads(body), "rows": outbox_told.told(store, event_id)}


def _with_evidence(store: Store, event: dict[str, Any]) -> dict[str, Any]:
    found = evidence.find(store, event["body"]["evidence"]) if event["body"].get("evidence") else None
    told = None if found is None else {**asdict(found), "salt": found.salt.hex() if found.salt is not None else None}
    return {**event, "evidence": told}


def _canonical(told: dict[str, Any]) -> str:
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
