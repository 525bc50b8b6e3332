"""Going on with what another ledger handed over, inside the caller's transaction.

Rule 1: events keep their id, terminal, site, times and order; they get a place in this ledger's chain.
Rule 2: nobody knows what the other terminal's last requests did: every row that is not final is looked up first.
Rule 3: whoever did something here later is where this ledger says.
Rule 4: an event that is here already is not taken twice; what is still to be done for it is done from here.
"""

from collections.abc import Mapping
from typing import Any

from shared.clock import Reading
from shared.domain.delivery import FINAL, OutboxRow, RowState
from shared.domain.model import Kind
from shared.store import desk, ledger, outbox, outbox_told, presence
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.handing_over import HANDED_OVER
from shared.store.incarnation import renew


def taken_at(store: Store, export_id: str) -> str | None:
    """When this export was taken in, in ISO form; None where it was not."""
    row = store.one("SELECT taken_at FROM taken_in WHERE id = ?", (export_id,))
    return str(row[0]) if row else None


def missing(store: Store, event_ids: Mapping[str, str]) -> dict[str, str]:
    """Those of these events that this ledger does not have."""
    return {event_id: export for event_id, export in event_ids.items() if ledger.find(store, event_id) is None}


def take_in(store: Store, told: Mapping[str, Any], now: Reading) -> tuple[int, int]:
    """Add what an export tells, once; how many events came, and how many deliveries are this ledger's from now on."""
    events, deliveries = add_told(store, told, now)
    renew(store, now)
    store.execute(
        "INSERT INTO taken_in (id, made_at, taken_at, terminal, events) VALUES (?, ?, ?, ?, ?)",
        (told["id"], told["made_at"], now.wall.isoformat(), told["terminal"], events),
    )
    return events, deliveries


def add_told(store: Store, told: Mapping[str, Any], now: Reading) -> tuple[int, int]:
    """Add events as another ledger tells them; the same two numbers. Whoever asks makes the ledger doubt itself."""
    store.many("INSERT OR IGNORE INTO rule_sets (fingerprint, body) VALUES (?, ?)", list(told["rule_sets"].items()))
    known_until = {one: _last_at(store, one) for one in {event["body"]["employee"] for event in told["events"]}}
    is_here = {event["body"]["id"]: ledger.find(store, event["body"]["id"]) is not None for event in told["events"]}
    events = [event for event in told["events"] if not is_here[event["body"]["id"]]]
    deliveries = sum(_come_back(store, event, now) for event in told["events"] if is_here[event["body"]["id"]])
    deliveries += sum(_add(store, event, now) for event in events)
    newest: dict[str, str] = {}
    for event in events:
        who, at = event["body"]["employee"], event["body"]["at"]
        newest[who] = max(newest.get(who, ""), at)
    for employee, at in newest.items():
        if at > known_until[employee]:
            presence.put(store, employee, presence.rebuild(store, employee))
    return len(events), deliveries


def _last_at(store: Store, employee: str) -> str:
    row = store.one("SELECT max(at) FROM ledger WHERE employee = ?", (employee,))
    return str(row[0]) if row and row[0] else ""


def _add(store: Store, event: Mapping[str, Any], now: Reading) -> int:
    body = dict(event["body"])
    # A number of the other ledger's evidence would be somebody else's here.
    body["evidence"] = _keep_evidence(store, event["evidence"], now) if event["evidence"] else 0
    head = ledger.append_told(store, body)
    if body["kind"] == Kind.VOIDED:
        ledger.void(store, body["about"]["target"], body["id"])
    for row in event["rows"]:
        outbox_told.add_told(store, {**row, "seq": head.seq}, now.wall)
        if row["state"] == RowState.PARKED:
            _to_desk(store, row, body, now)
    return sum(row["state"] not in FINAL for row in event["rows"])


def _come_back(store: Store, event: Mapping[str, Any], now: Reading) -> int:
    """Deliveries of an event that this ledger has: those that nothing is to be done for here are its own again."""
    count = 0
    for row in event["rows"]:
        own = outbox.find(store, row["event_id"], row["upstream"])
        if row["state"] in FINAL or (own is not None and not _is_done_here(own)):
            continue
        if own is None:
            found = ledger.find(store, row["event_id"])
            outbox_told.add_told(store, {**row, "seq": found.seq if found else row["seq"]}, now.wall)
        else:
            outbox_told.change_told(store, row, now.wall)
        if row["state"] == RowState.PARKED:
            _to_desk(store, row, event["body"], now)
        count += 1
    return count


def _is_done_here(own: OutboxRow) -> bool:
    """Handed over from here, or delivered: what a person took back or entered by hand stays as they said."""
    return own.state is RowState.DELIVERED or (own.state is RowState.HANDED_OVER and own.reason == HANDED_OVER)


def _keep_evidence(store: Store, told: Mapping[str, Any], now: Reading) -> int:
    salt = bytes.fromhex(told["salt"]) if told["salt"] is not None else None
    erased_at = now.wall.isoformat() if told["erased_by"] else None
    return store.insert(
        "INSERT INTO evidence (tap, salt, body, settings, erased_at, erased_by) VALUES (?, ?, ?, ?, ?, ?)",
        (told["tap_id"], salt, told["body"], told["settings"], erased_at, told["erased_by"] or None),
    )


def _to_desk(store: Store, row: Mapping[str, Any], body: Mapping[str, Any], now: Reading) -> None:
    facts = {"upstream": row["upstream"], "reason": row["reason"], "at": row["at"]}
    desk.put(
        store,
        DeskKind.PARKED,
        body["id"],
        now.wall,
        employee=body["employee"],
        site=body["site"],
        facts=facts,
        again=True,
    )
