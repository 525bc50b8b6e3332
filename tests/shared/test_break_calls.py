"""Who is to be told something about their breaks: whoever is on duty here by a session of this ledger."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.break_calls import call_for, calls_at
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.breaks import Calls
from shared.domain.tap import Choice
from shared.store.database import Store
from tests.shared.store.gate import ANA, BEN, CHLOE, EVERY_TAP, Gate

REST = BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    with Store.open(tmp_path / "ledger.db") as store:
        yield Gate(store, replace(EVERY_TAP, breaks=(REST,)))


def told(gate: Gate) -> list[tuple[str, str]]:
    return [(one.number, str(one.call.calls)) for one in calls_at(gate.store, gate.door.site, gate.now)]


def test_each_is_told_what_stands_with_them(gate: Gate) -> None:
    for person in (ANA, BEN, CHLOE):
        gate.tap(person)
    gate.wait(hours=2)
    assert told(gate) == [(ANA.number, "due"), (BEN.number, "due"), (CHLOE.number, "due")]
    gate.tap(BEN, Choice.START_BREAK)
    gate.wait(minutes=14)
    gate.tap(CHLOE, Choice.CLOCK_OUT)
    assert told(gate) == [(ANA.number, "due"), (BEN.number, "running_over")]
    gate.wait(minutes=5)
    assert told(gate)[0] == (ANA.number, "not_taken")
    gate.tap(BEN, Choice.END_BREAK)
    assert told(gate) == [(ANA.number, "not_taken")]


def test_one_person_is_told_the_same(gate: Gate) -> None:
    gate.tap(ANA)
    site = gate.door.site
    assert call_for(gate.store, site, ANA.number, gate.now) is None
    later = gate.now + timedelta(hours=2)
    found = call_for(gate.store, site, ANA.number, later)
    assert found is not None
    assert [found] == calls_at(gate.store, site, later)
    assert found.call.calls is Calls.DUE
    assert call_for(gate.store, site, BEN.number, later) is None


def test_people_of_another_site_are_not_told_here(gate: Gate) -> None:
    gate.tap(ANA)
    elsewhere = replace(gate.door.site, name="Dock 4")
    later = gate.now + timedelta(hours=3)
    assert calls_at(gate.store, elsewhere, later) == []
    assert call_for(gate.store, elsewhere, ANA.number, later) is None


def test_a_site_without_planned_breaks_tells_nobody(gate: Gate) -> None:
    gate.tap(ANA)
    without = replace(gate.door.site, rules=EVERY_TAP)
    assert calls_at(gate.store, without, gate.now + timedelta(hours=9)) == []
