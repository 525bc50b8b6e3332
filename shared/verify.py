"""Is the ledger what was written? Walks the chain, the copies beside the bodies, what was voided, and the evidence.

What it finds is tampering with the file by hand or a failing disk; it cannot find events cut off at the end, unless the
last hash was written down elsewhere.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from shared.domain.model import Kind
from shared.store import evidence, ledger
from shared.store.anchors import anchor
from shared.store.database import Store
from shared.store.ledger import StoredRow

MOST_FAULTS = 50


@dataclass(slots=True)
class Report:
    """`head` is the hash of the last event: write it down elsewhere, and a shortened ledger is found out too.

    The first `begins_after` events were removed by their age.

    `faults` are the first sentences of `count`, the number of faults found.
    """

    events: int = 0
    begins_after: int = 0
    head: str = ledger.FIRST_PREV_HASH
    erased: int = 0
    count: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Was nothing found?"""
        return self.count == 0

    def fault(self, sentence: str) -> None:
        """Note one fault; a broken ledger must not fill the memory."""
        self.count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)


def verify_newest(store: Store, count: int) -> Report:
    """The chain and the copies beside the bodies of the newest events only: a quick look at a file just written."""
    removed = anchor(store)
    begins = max(ledger.head(store).seq - count, removed.seq)
    before = removed.row_hash if begins == removed.seq else ledger.hash_at(store, begins)
    report = Report(begins, removed.seq, before)
    for row in ledger.everything(store, after=begins):
        _check_chain(report, row)
        told = _told(row.body)
        if told is None:
            report.fault(f"event {row.seq} ({row.event_id}): its body is no event")
        else:
            _check_copies(report, row, told)
        report.events, report.head = row.seq, row.row_hash
    return report


def verify(store: Store) -> Report:
    """Read every event once."""
    removed = anchor(store)
    report = Report(removed.seq, removed.seq, removed.row_hash)
    voided = ledger.everything_voided(store)
    for row in ledger.everything(store):
        _check_chain(report, row)
        told = _told(row.body)
        if told is None:
            report.fault(f"event {row.seq} ({row.event_id}): its body is no event")
        else:
            _check_copies(report, row, told)
            _check_voided(report, row, told, voided)
            _check_evidence(store, report, row, told)
        report.events, report.head = row.seq, row.row_hash
    for fingerprint in evidence.changed_rule_sets(store):
        report.fault(f"the rules {fingerprint}, which decisions were made by, were changed")
    for target, by_event in voided.items():
        report.fault(f"event {target} is marked as voided, by an event {by_event} that does not say so")
    return report


def _check_chain(report: Report, row: StoredRow) -> None:
    if row.seq != report.events + 1:
        report.fault(f"event {report.events + 1} is missing: the next one is {row.seq}")
    if row.prev_hash != report.head:
        report.fault(f"event {row.seq} ({row.event_id}) does not follow the one before it")
    if not ledger.fits(row):
        report.fault(f"event {row.seq} ({row.event_id}) was changed: its hash does not fit")


def _told(body: str) -> dict[str, Any] | None:
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) else None


def _check_copies(report: Report, row: StoredRow, told: dict[str, Any]) -> None:
    names = ("id", "kind", "employee", "site", "work_session", "at", "shift")
    if tuple(told.get(name) for name in names) != row.copies:
        report.fault(f"event {row.seq}: the columns beside its body say something else")


def _check_voided(report: Report, row: StoredRow, told: dict[str, Any], voided: dict[str, str]) -> None:
    if told.get("kind") != Kind.VOIDED:
        return
    target = str((told.get("about") or {}).get("target"))
    if voided.get(target) == row.event_id:
        del voided[target]
    else:
        report.fault(f"event {row.seq} voids {target}, but the mark of that is gone")


def _check_evidence(store: Store, report: Report, row: StoredRow, told: dict[str, Any]) -> None:
    if not told.get("evidence"):
        return
    found = evidence.find(store, told["evidence"])
    if found is None or (found.body is None and not found.erased_by):
        report.fault(f"event {row.seq}: its evidence is gone without a word; erasing leaves a mark")
    elif found.body is None or found.salt is None:
        report.erased += 1
    elif evidence.digest(found.salt, found.settings, found.body) != told.get("digest"):
        report.fault(f"event {row.seq}: its evidence was changed")
