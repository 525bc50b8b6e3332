"""Every way of changing the file behind the product's back is found, and named by its event."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.domain.tap import Choice
from shared.store import evidence, ledger
from shared.store.database import Store
from shared.verify import MOST_FAULTS, Report, verify
from shared.voiding import void
from tests.shared.store.gate import ANA, BEN, CHLOE, MONDAY, Gate, tamper


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    """A ledger of six events, the fourth of which takes the third back."""
    file = tmp_path / "ledger.db"
    with Store.open(file) as store:
        gate = Gate(store)
        gate.tap(ANA)
        gate.tap(BEN)
        wrong = gate.tap(CHLOE)
        void(store, gate.door, CHLOE, (wrong.events[0].event_id,), gate.around, reason="not right")
        gate.wait(hours=8)
        gate.tap(ANA)
        gate.tap(BEN, Choice.CLOCK_OUT)
    return file


def verified(path: Path) -> Report:
    with Store.open(path) as store:
        return verify(store)


def test_an_untouched_ledger_is_intact_and_tells_its_head(path: Path) -> None:
    report = verified(path)
    assert (report.intact, report.events, report.erased, report.faults) == (True, 6, 0, [])
    with Store.open(path) as store:
        assert report.head == ledger.head(store).row_hash


def test_an_empty_ledger_is_intact(tmp_path: Path) -> None:
    report = verified(tmp_path / "new.db")
    assert (report.intact, report.events, report.head) == (True, 0, "0" * 64)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE ledger SET body = replace(body, '1054', '1055') WHERE seq = 2", "event 2 .* was changed"),
        ("UPDATE ledger SET body = body || ' ' WHERE seq = 6", "event 6 .* was changed"),
        ("UPDATE ledger SET body = 'not json' WHERE seq = 2", "event 2 .* is no event"),
        ("UPDATE ledger SET body = '[1]' WHERE seq = 2", "event 2 .* is no event"),
        ("UPDATE ledger SET hash = prev_hash WHERE seq = 2", "event 2 .* was changed"),
        ("UPDATE ledger SET prev_hash = hash WHERE seq = 2", "event 2 .* does not follow"),
        ("UPDATE ledger SET prev_hash = 'no hash' WHERE seq = 2", "event 2 .* does not follow"),
        ("DELETE FROM ledger WHERE seq = 3", "event 3 is missing: the next one is 4"),
        ("DELETE FROM ledger WHERE seq = 1", "event 1 is missing: the next one is 2"),
        ("UPDATE ledger SET seq = 7 WHERE seq = 2", "event 2 is missing"),
        ("UPDATE ledger SET seq = seq + 10", "event 1 is missing"),
        ("UPDATE ledger SET id = 'another' WHERE seq = 2", "event 2: the columns beside its body"),
        ("UPDATE ledger SET kind = 'clocked_out' WHERE seq = 1", "event 1: the columns beside its body"),
        ("UPDATE ledger SET employee = '1054' WHERE seq = 1", "event 1: the columns beside its body"),
        ("UPDATE ledger SET site = 'Docks' WHERE seq = 1", "event 1: the columns beside its body"),
        ("UPDATE ledger SET work_session = 'another' WHERE seq = 5", "event 5: the columns beside its body"),
        ("UPDATE ledger SET at = '2026-03-02T05:00:00+00:00' WHERE seq = 1", "event 1: the columns beside its body"),
        ("UPDATE ledger SET shift_id = 9001 WHERE seq = 1", "event 1: the columns beside its body"),
        ("DELETE FROM voided", "event 4 voids .*, but the mark of that is gone"),
        ("UPDATE voided SET by_event = 'another'", "event 4 voids .*, but the mark"),
        ("INSERT INTO voided SELECT id, 'nobody' FROM ledger WHERE seq = 1", "marked as voided, by an event nobody"),
        ("DELETE FROM evidence WHERE id = 1", "event 1: its evidence is gone without a word"),
        ("UPDATE evidence SET body = NULL, salt = NULL WHERE id = 1", "event 1: its evidence is gone without a word"),
        ("UPDATE evidence SET body = replace(body, '1053', '1054') WHERE id = 1", "event 1: its evidence was changed"),
        ("UPDATE evidence SET salt = x'00' WHERE id = 1", "event 1: its evidence was changed"),
        ("UPDATE evidence SET settings = 'other rules' WHERE id = 1", "event 1: its evidence was changed"),
        ("UPDATE rule_sets SET body = replace(body, '\"repeat_s\":1', '\"repeat_s\":9')", "the rules .* were changed"),
    ],
)
def test_each_kind_of_tampering_is_found(path: Path, statement: str, said: str) -> None:
    tamper(path, statement)
    report = verified(path)
    assert not report.intact
    assert any(re.search(said, fault) for fault in report.faults), report.faults


def test_two_events_that_changed_places_are_found(path: Path) -> None:
    tamper(
        path,
        "UPDATE ledger SET seq = 99 WHERE seq = 1",
        "UPDATE ledger SET seq = 1 WHERE seq = 2",
        "UPDATE ledger SET seq = 2 WHERE seq = 99",
    )
    report = verified(path)
    assert any("does not follow" in fault for fault in report.faults)


def test_a_forged_event_that_hashes_its_own_body_breaks_the_next_one(path: Path) -> None:
    with Store.open(path) as store:
        prev_hash, body = store.execute("SELECT prev_hash, body FROM ledger WHERE seq = 2")[0]
    forged = body.replace("1054", "1055")
    row_hash = ledger.chained(prev_hash, forged)
    tamper(path, f"UPDATE ledger SET body = '{forged}', employee = '1055', hash = '{row_hash}' WHERE seq = 2")
    assert [fault[:8] for fault in verified(path).faults] == ["event 3 "]


def test_events_cut_off_at_the_end_show_in_the_head(path: Path) -> None:
    before = verified(path)
    tamper(path, "DELETE FROM ledger WHERE seq > 4")
    after = verified(path)
    assert after.intact, "a shorter chain is a chain"
    assert after.head != before.head


def test_a_taking_back_cut_off_at_the_end_leaves_its_mark(path: Path) -> None:
    tamper(path, "DELETE FROM ledger WHERE seq > 3")
    assert not verified(path).intact


def test_erased_evidence_is_counted_and_no_fault(path: Path) -> None:
    with Store.open(path) as store:
        for evidence_id in (1, 2):
            assert evidence.erase(store, evidence_id, MONDAY.isoformat(), "1001")
        report = verify(store)
    assert (report.intact, report.erased) == (True, 2)


def test_a_ledger_full_of_faults_is_counted_and_told_in_part(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    with Store.open(path) as store:
        gate = Gate(store)
        for _ in range(MOST_FAULTS + 10):
            gate.tap(ANA)
            gate.wait(hours=1)
    tamper(path, "UPDATE ledger SET employee = 'somebody'")
    report = verified(path)
    assert (report.count, len(report.faults)) == (MOST_FAULTS + 10, MOST_FAULTS)
