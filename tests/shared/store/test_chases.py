"""Attempts and consents in a real ledger file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.domain.chase_attempt import AttemptState, Callee, Way
from shared.domain.model import Shift
from shared.store import chases, people
from shared.store.chase_contacts import contacts, numbers_in_order
from shared.store.chases import ChaseAttempt
from shared.store.connection import connect
from shared.store.database import Store
from shared.store.errors import StoreError
from shared.store.migrations import MIGRATIONS
from shared.store.people import PIECE, RegisterRow
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, guard

SHIFT: Final = Shift(9001, ACCOUNT, 382, MONDAY, MONDAY + timedelta(hours=8))
FIRST: Final = ChaseAttempt(
    "a1", ANA.number, 9001, MONDAY, SITE, ANA.number, Way.CALL, MONDAY + timedelta(minutes=15), "boot-1", 1900.0
)
SETTLED: Final = replace(FIRST, state=AttemptState.ANSWERED)


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    with Store.open(path) as opened:
        yield opened


def test_what_is_written_reads_back_the_same(store: Store) -> None:
    chases.intend(store, FIRST)
    assert chases.of_shift(store, ANA.number, SHIFT) == [FIRST]
    chases.settle(store, "a1", MONDAY, AttemptState.SENT, sid="CA1", outcome="queued")
    chases.settle(store, "a1", MONDAY, AttemptState.FAILED, error="404")
    [read] = chases.listed(store, 10)
    assert read == replace(FIRST, state=AttemptState.FAILED, sid="CA1", outcome="queued", error="404")
    assert chases.is_ours(store, "CA1")
    assert not chases.is_ours(store, "CA2")


def test_a_second_open_attempt_of_a_shift_cannot_be_written(store: Store) -> None:
    """Even a process that decided on old knowledge cannot place two."""
    chases.intend(store, FIRST)
    with pytest.raises(StoreError):
        chases.intend(store, replace(FIRST, attempt_id="a2", callee=BEN.number))
    chases.settle(store, "a1", MONDAY, AttemptState.ANSWERED)
    chases.intend(store, replace(FIRST, attempt_id="a2", callee=BEN.number))


def test_a_call_belongs_to_one_attempt(store: Store) -> None:
    chases.intend(store, replace(SETTLED, sid="CA1"))
    with pytest.raises(StoreError):
        chases.intend(store, replace(SETTLED, attempt_id="a2", sid="CA1"))


def test_a_shift_planned_anew_is_the_same_shift(store: Store) -> None:
    chases.intend(store, FIRST)
    assert chases.of_shift(store, ANA.number, replace(SHIFT, shift_id=9999)) == [FIRST]
    assert chases.of_shift(store, ANA.number, replace(SHIFT, starts_at=MONDAY + timedelta(hours=1))) == [FIRST]
    assert chases.of_shift(store, BEN.number, SHIFT) == []
    another_day = replace(SHIFT, shift_id=9002, starts_at=MONDAY + timedelta(days=1))
    assert chases.of_shift(store, ANA.number, another_day) == []


def test_the_newest_attempt_of_each_person_since_then(store: Store) -> None:
    later = replace(SETTLED, attempt_id="a2", callee=CHLOE.number, at=FIRST.at + timedelta(minutes=20))
    for attempt in (SETTLED, later, replace(SETTLED, attempt_id="a3", employee=BEN.number)):
        chases.intend(store, attempt)
    found = chases.latest(store, [ANA.number, CHLOE.number], MONDAY)
    assert found == {ANA.number: later}
    assert not later.is_to_employee
    assert chases.latest(store, [BEN.number], FIRST.at + timedelta(minutes=1)) == {}


def test_a_telephone_rings_while_its_call_is_open(store: Store) -> None:
    chases.intend(store, replace(FIRST, state=AttemptState.SENT))
    assert chases.is_being_called(store, ANA.number, MONDAY)
    assert not chases.is_being_called(store, ANA.number, FIRST.at + timedelta(seconds=1))
    assert not chases.is_being_called(store, BEN.number, MONDAY)
    assert [one.attempt_id for one in chases.unfinished(store, MONDAY)] == ["a1"]
    chases.settle(store, "a1", MONDAY, AttemptState.ANSWERED)
    assert not chases.is_being_called(store, ANA.number, MONDAY)
    assert chases.unfinished(store, MONDAY) == []


def test_consents_are_those_of_the_register_in_force_in_the_order_of_its_file(store: Store) -> None:
    rows = [
        RegisterRow(CHLOE, "+15145550144", "", (), True),
        RegisterRow(ANA, "", "", ()),
        RegisterRow(BEN, "+1", "", ()),
    ]
    people.replace(store, rows, fingerprint="1", taken_at=MONDAY)
    assert numbers_in_order(store) == [CHLOE.number, ANA.number, BEN.number]
    known = contacts(store, [BEN.number, CHLOE.number, "4711"])
    assert [contact.callee for contact in known.values()] == [
        Callee(BEN.number, consents=False, has_phone=True),
        Callee(CHLOE.number, consents=True, has_phone=True),
    ]
    people.replace(store, rows[1:], fingerprint="2", taken_at=MONDAY)
    assert contacts(store, [CHLOE.number]) == {}


def test_the_order_holds_over_the_pieces_of_a_large_register(store: Store) -> None:
    rows = [RegisterRow(guard(number), "", "", ()) for number in range(9000 + PIECE * 2, 9000, -1)]
    people.replace(store, rows, fingerprint="1", taken_at=MONDAY)
    assert numbers_in_order(store) == [row.person.number for row in rows]


def test_in_a_register_from_before_nobody_agreed(path: Path) -> None:
    db = connect(path, "")
    MIGRATIONS.apply(db, stop_before="m006_chase_calls")
    db.execute(
        "INSERT INTO people (snapshot, number, name, language, role, sites, phone, pin_hash)"
        " VALUES (1, '1053', 'Ana', '', 'employee', '', '+15145550142', '')"
    )
    db.execute("INSERT INTO meta (name, value) VALUES ('people_snapshot', '1')")
    db.conn.close()
    with Store.open(path) as store:
        assert contacts(store, ["1053"])["1053"].callee == Callee("1053", consents=False, has_phone=True)
        assert chases.listed(store, 10) == []
