"""A rota from elsewhere at the gate: its shifts are used, and whoever it says is away is let in and flagged."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.board_now import site_board
from shared.domain.absence import Absence
from shared.domain.board_row import Standing
from shared.domain.decision import Accepted, Refused
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import Person
from shared.domain.roster_entry import Group
from shared.domain.rules import Rules
from shared.domain.tap import Choice, Refusal
from shared.recording import replayed
from shared.roster_now import roster_now
from shared.store import absences, ledger, outbox, people
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate

DAY: Final = date(2026, 3, 2)
MIDNIGHT: Final = datetime(2026, 3, 2, tzinfo=UTC)
FREE_DAY: Final = Absence(MIDNIGHT, MIDNIGHT + timedelta(days=1))
SHIFT_OF_ANA: Final = (7001, MONDAY.isoformat(), -42, (MONDAY + timedelta(hours=8)).isoformat(), ACCOUNT, None)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """Monday, six o'clock. Ana is planned, by a rota from elsewhere; Ben is away all day."""
    with Store.open(tmp_path / "ledger.db") as store:
        gate = Gate(store, Rules(timezone="UTC"))
        register = [RegisterRow(person, "", "", ()) for person in (ANA, BEN)]
        people.replace(store, register, fingerprint="1", taken_at=MONDAY)
        gate.roster(Part.EMPLOYEES, [(7001, ANA.number, ANA.name, 1), (7002, BEN.number, BEN.name, 1)])
        gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate")])
        gate.roster(Part.SHIFTS, [SHIFT_OF_ANA], covers_until=MONDAY + timedelta(days=14))
        away(gate, (7002, FREE_DAY))
        yield gate


def away(gate: Gate, *told: tuple[int, Absence]) -> None:
    rows = absences.absence_rows([(upstream_id, DAY, absence) for upstream_id, absence in told], ACCOUNT)
    gate.roster(Part.ABSENCES, rows)


def groups(gate: Gate) -> dict[str, Group]:
    return {entry.number: entry.group for entry in roster_now(gate.store, gate.door.site, gate.now).view.entries}


def test_whoever_is_absent_and_comes_is_let_in_flagged_and_here(gate: Gate) -> None:
    gate.wait(hours=2)
    assert groups(gate) == {ANA.number: Group.MISSING, BEN.number: Group.ABSENT}
    outcome = gate.tap(BEN, Choice.CLOCK_IN)
    assert isinstance(outcome.decision, Accepted)
    assert Flag.ABSENT_BY_ROTA in outcome.events[0].flags
    assert Flag.NOT_SCHEDULED not in outcome.events[0].flags
    assert groups(gate)[BEN.number] is Group.HERE
    rows = {row.number: row for row in site_board(gate.store, gate.door.site, "", gate.now).board.rows}
    assert (rows[BEN.number].standing, rows[BEN.number].announced) == (Standing.IN, False)
    assert rows[BEN.number].flags == (Flag.ABSENT_BY_ROTA,)


def test_without_the_absence_the_same_tap_would_be_refused(gate: Gate) -> None:
    away(gate)
    outcome = gate.tap(BEN, Choice.CLOCK_IN)
    assert isinstance(outcome.decision, Refused)
    assert outcome.decision.reason is Refusal.NOT_ASSIGNED


def test_a_shift_that_stands_beside_the_absence_is_matched_and_the_tap_flagged(gate: Gate) -> None:
    away(gate, (7001, FREE_DAY))
    assert groups(gate) == {ANA.number: Group.ABSENT}
    (event,) = gate.tap(ANA, Choice.CLOCK_IN).events
    assert (event.draft.shift_id, Flag.ABSENT_BY_ROTA in event.flags) == (-42, True)


def test_whoever_is_not_absent_is_not_flagged(gate: Gate) -> None:
    (event,) = gate.tap(ANA, Choice.CLOCK_IN).events
    assert Flag.ABSENT_BY_ROTA not in event.flags


def test_the_decision_is_replayed_on_the_absence_it_was_made_with(gate: Gate) -> None:
    outcome = gate.tap(BEN, Choice.CLOCK_IN)
    away(gate)
    (row,) = ledger.of_employee(gate.store, BEN.number)
    assert row.event is not None
    again = replayed(gate.store, row.event.evidence_id)
    assert again == outcome.decision


def test_an_absence_of_another_account_is_no_matter_here(gate: Gate) -> None:
    rows = absences.absence_rows([(7001, DAY, FREE_DAY)], ACCOUNT + 1)
    gate.roster(Part.ABSENCES, rows)
    assert groups(gate) == {ANA.number: Group.DUE}
    assert gate.door.site.name == SITE


@pytest.mark.parametrize(("person", "state"), [(ANA, RowState.HELD), (BEN, RowState.PARKED)])
def test_only_whoever_has_no_shift_in_any_rota_is_parked_as_unscheduled(
    gate: Gate, person: Person, state: RowState
) -> None:
    door = gate.door
    gate.door = replace(door, site=replace(door.site, park_unscheduled=True))
    (event,) = gate.tap(person, Choice.CLOCK_IN).events
    (row,) = outbox.of_event(gate.store, event.event_id)
    assert row.state is state
