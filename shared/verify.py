"""Is the ledger what was written? Walks the chain, the copies beside the bodies, and the evidence."""

import json
from dataclasses import dataclass, field

from shared.store import evidence, ledger
from shared.store.database import Store

MOST_FAULTS = 50


@dataclass(slots=True)
class Report:
    """`head` is the hash of the last event: write it down elsewhere, and a shortened ledger is found out too."""

    events: int = 0
    head: str = ledger.FIRST_PREV_HASH
    erased: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def intact(self) -> bool:
        """Was nothing found?"""
        return not self.faults

    def fault(self, sentence: str) -> None:
        """Note one fault; a broken ledger must not fill the memory."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(sentence)


def verify(store: Store) -> Report:
    """Read every event once."""
    report = Report()
    for seq, event_id, body, prev_hash, row_hash, kind, employee, work_session, at in ledger.everything(store):
        if seq != report.events + 1:
            report.fault(f"event {report.events + 1} is missing: the next one is {seq}")
        if prev_hash != report.head:
            report.fault(f"event {seq} ({event_id}) does not follow the one before it")
        if ledger.chained(prev_hash, body) != row_hash:
            report.fault(f"event {seq} ({event_id}) was changed: its hash does not fit")
        _check_copies(report, seq, body, (event_id, kind, employee, work_session, at))
        _check_evidence(store, report, seq, body)
        report.events, report.head = seq, row_hash
    return report


def _check_copies(report: Report, seq: int, body: str, copies: tuple[str, ...]) -> None:
    told = json.loads(body)
    if (told["id"], told["kind"], told["employee"], told["work_session"], told["at"]) != copies:
        report.fault(f"event {seq}: the columns beside its body say something else")


def _check_evidence(store: Store, report: Report, seq: int, body: str) -> None:
    told = json.loads(body)
    if not told["evidence"]:
        return
    found = evidence.find(store, told["evidence"])
    if found is None:
        report.fault(f"event {seq}: its evidence is gone without a word; erasing leaves a mark")
    elif found[0] is None or found[1] is None:
        report.erased += 1
    elif evidence.digest(found[0], found[1]) != told["digest"]:
        report.fault(f"event {seq}: its evidence was changed")
