"""Evidence and names go when their time has come, and nothing that somebody still needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.retention import Kept
from shared.retention import remove_old
from shared.store import badge_desk, evidence, people, removing
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.verify import verify
from tests.shared.store.conftest import gate, path, store
from tests.shared.store.gate import ANA, BEN, MONDAY, Gate
from tests.shared.test_retention import a_day, age, delivered, reading

__all__ = ["gate", "path", "store"]


def test_evidence_goes_once_nothing_needs_it_and_verify_says_so(store: Store, gate: Gate) -> None:
    a_day(gate)
    delivered(store)
    a_day(gate, BEN)
    age(store, gate, days=40)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {"evidence": 2}
    report = verify(store)
    assert (report.faults, report.erased) == ([], 2)
    delivered(store)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {"evidence": 2}
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {}


def test_many_that_are_not_delivered_yet_do_not_keep_the_evidence_of_one_that_is(
    store: Store, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removing, "PIECE", 2)
    for _ in range(2):
        a_day(gate)
    delivered(store)
    with store.writing():
        store.execute("UPDATE outbox SET state = 'due' WHERE seq <= 3")
    age(store, gate, days=40)
    assert remove_old(store, Kept(evidence_days=30), reading(gate)) == {"evidence": 1}


def test_names_go_after_the_last_day(store: Store, gate: Gate) -> None:
    gone, here = replace(BEN, valid_until=(MONDAY + timedelta(days=1)).date()), ANA
    rows = [RegisterRow(gone, "+15145550123", "", (("a" * 64, "k1", False),)), RegisterRow(here, "", "", ())]
    people.replace(store, rows, fingerprint="x", taken_at=MONDAY)
    with store.writing():
        badge_desk.pair(store, "b" * 64, "k1", gone.number, gate.now, "1057")
        badge_desk.pair(store, "c" * 64, "k1", here.number, gate.now, "1057")
    age(store, gate, days=20)
    assert remove_old(store, Kept(names_days=30), reading(gate)) == {}
    age(store, gate, days=20)
    assert remove_old(store, Kept(names_days=30), reading(gate)) == {"names": 1}
    assert [one.number for one in people.everybody(store)] == [ANA.number]
    assert store.execute("SELECT count(*) FROM badges") == [(0,)]
    assert store.execute("SELECT number FROM badge_pairings") == [(here.number,)]


def test_evidence_of_one_person_is_erased_on_request(store: Store, gate: Gate) -> None:
    a_day(gate)
    delivered(store)
    gate.tap(ANA)
    a_day(gate, BEN)
    assert evidence.erase_of(store, ANA.number, gate.now, "Ana, by letter") == (2, 1)
    assert verify(store).erased == 2
    delivered(store)
    assert evidence.erase_of(store, ANA.number, gate.now, "Ana, by letter") == (1, 0)
    assert verify(store).faults == []


def test_a_delivery_that_begins_again_meanwhile_keeps_its_evidence(
    store: Store, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_day(gate)
    delivered(store)
    writing = store.writing

    @contextmanager
    def after_a_correction() -> Iterator[None]:
        with writing():
            store.execute("UPDATE outbox SET state = 'due' WHERE seq = 1")
            yield

    monkeypatch.setattr(store, "writing", after_a_correction)
    assert removing.evidence(store, gate.now, gate.now) == 1
    assert store.execute("SELECT id FROM evidence WHERE body IS NOT NULL") == [(1,)]


def test_notes_voices_and_contacts_go(store: Store, gate: Gate) -> None:
    old, now = MONDAY.isoformat(), gate.now
    with store.writing():
        for number, at in (("1", old), ("2", (MONDAY + timedelta(days=20)).isoformat())):
            store.execute(
                "INSERT INTO decisions (id, at, by_whom, site, what, subject, because, note)"
                " VALUES (?, ?, '1057', 'Docks', 'accept', 'x', 'forgot', 'said by phone')",
                (number, at),
            )
            store.execute(
                "INSERT INTO voice_messages (recording, call, called_at, caller, audio, changed_at)"
                " VALUES (?, 'c', ?, '+15145550123', x'00', ?)",
                (number, at, at),
            )
    before = MONDAY + timedelta(days=10)
    assert (removing.notes(store, before, now), removing.notes(store, before, now)) == (1, 0)
    assert (removing.voices(store, before, now), removing.voices(store, before, now)) == (1, 0)
    assert store.execute("SELECT note FROM decisions ORDER BY id") == [("",), ("said by phone",)]
    assert store.execute("SELECT caller, audio IS NULL FROM voice_messages ORDER BY recording") == [
        ("", 1),
        ("+15145550123", 0),
    ]


def test_settled_refusals_go_and_what_waits_stays(store: Store, gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(seconds=0.5)
    gate.tap(ANA)
    assert store.execute("SELECT state FROM taps") == [("repeat",)]
    count = store.execute("SELECT count(*) FROM evidence")[0][0]
    assert removing.refusals(store, gate.now + timedelta(days=1), gate.now) == 1
    assert store.execute("SELECT count(*) FROM evidence") == [(count - 1,)]
    with store.writing():
        store.execute(
            "INSERT INTO taps (id, at, door, terminal, site, state, changed_at)"
            " VALUES ('t', ?, 'kiosk', 'Gate 1', 'Docks', 'claim', '')",
            (MONDAY.isoformat(),),
        )
    assert removing.refusals(store, gate.now + timedelta(days=1), gate.now) == 0
