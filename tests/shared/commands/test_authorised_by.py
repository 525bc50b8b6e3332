"""Who authorised an event is told wherever events are listed."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

import pytest

from shared.accepting import accept
from shared.clocking import claim
from shared.domain.model import Person, Role
from shared.domain.tap import Answer, Choice, Unidentified
from shared.store import people
from shared.store.people import RegisterRow
from shared.supervision.clocking_for import Order, clock_for
from shared.supervision.correcting import correct_time
from shared.supervision.word import Word
from tests.shared.commands.conftest import Clockpost
from tests.shared.store.gate import ANA, BEN, MONDAY, SITE, Gate

Told = Callable[..., Any]
SAM: Final = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=(SITE,))


@pytest.fixture
def gate(gate: Gate) -> Gate:
    rows = [RegisterRow(one, "", "", ()) for one in (ANA, BEN, SAM)]
    people.replace(gate.store, rows, fingerprint="1", taken_at=MONDAY)
    return gate


def accepted(gate: Gate) -> None:
    kept = claim(gate.store, gate.door, gate.a_tap(), Unidentified.UNKNOWN_BADGE, "f3" * 32, gate.around)
    gate.wait(minutes=5)
    accept(gate.store, gate.door, kept.tap.tap_id, ANA, Answer(Choice.CLOCK_IN), SAM, gate.around)


def test_an_accepted_claim_names_its_supervisor_in_events(gate: Gate, told: Told) -> None:
    accepted(gate)
    gate.tap(BEN)
    own, by_word = told("events")
    assert (own["employee"], own["authorised_by"]) == (BEN.number, None)
    assert (by_word["employee"], by_word["authorised_by"]) == (ANA.number, SAM.number)


def test_so_does_an_event_that_a_supervisor_made(gate: Gate, told: Told) -> None:
    word = Word(SAM, gate.door, gate.around)
    clock_for(gate.store, word, Order("order-1", ANA, Answer(Choice.CLOCK_IN), gate.now - timedelta(minutes=5)))
    assert told("events")[0]["authorised_by"] == SAM.number


def test_so_does_a_correction(gate: Gate, told: Told) -> None:
    (event,) = gate.tap(ANA).events
    gate.wait(minutes=30)
    correct_time(gate.store, Word(SAM, gate.door, gate.around), event.event_id, gate.now - timedelta(minutes=10))
    corrected, first = told("events")
    assert (corrected["kind"], corrected["authorised_by"]) == ("corrected", SAM.number)
    assert first["authorised_by"] is None


def test_it_is_told_after_the_evidence_was_erased(gate: Gate, told: Told) -> None:
    accepted(gate)
    gate.store.execute("UPDATE evidence SET body = NULL, salt = NULL")
    assert told("events")[0]["authorised_by"] == SAM.number


def test_the_table_tells_it(gate: Gate, clockpost: Clockpost) -> None:
    accepted(gate)
    table = clockpost("events").stdout
    assert "authorised by" in table
    assert SAM.number in table


def test_hours_tell_it_as_a_column_and_as_a_list(gate: Gate, told: Told, clockpost: Clockpost) -> None:
    accepted(gate)
    gate.wait(hours=2)
    gate.tap(ANA)
    gate.tap(BEN)
    days = ("--from", "2026-03-01", "--to", "2026-03-03")
    by_number = {one["employee"]: one["authorised_by"] for one in told("hours", *days)["sessions"]}
    assert by_number == {ANA.number: [SAM.number], BEN.number: []}
    heading, *rows = (line.split(",") for line in clockpost("hours", *days).stdout.splitlines())
    column = heading.index("authorised_by")
    assert sorted(row[column] for row in rows) == ["", SAM.number]
