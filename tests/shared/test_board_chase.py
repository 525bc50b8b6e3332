"""What the board knows of chase calls, out of a real ledger file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.board_now import site_board
from shared.domain.board_row import BoardRow
from shared.domain.chase_attempt import AttemptState, ChaseTold, Way
from shared.domain.rules import Rules, TapOut
from shared.domain.tap import Choice
from shared.store import chases, people
from shared.store.chases import ChaseAttempt
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from tests.shared.store.gate import ACCOUNT, ANA, BEN, MONDAY, SITE, Gate

CALLED_AT: Final = MONDAY + timedelta(minutes=15)
ATTEMPT: Final = ChaseAttempt(
    "a1", ANA.number, 9001, MONDAY, SITE, ANA.number, Way.CALL, CALLED_AT, "b", 1.0, AttemptState.NO_ANSWER
)


@pytest.fixture
def gate(tmp_path: Path) -> Iterator[Gate]:
    """Twenty minutes after a shift began for Ana and Ben."""
    with Store.open(tmp_path / "ledger.db") as store:
        gate = Gate(store, Rules(tap_out=TapOut.ASK))
        people.replace(store, [RegisterRow(one, "", "", ()) for one in (ANA, BEN)], fingerprint="1", taken_at=MONDAY)
        gate.roster(Part.EMPLOYEES, [(7000, ANA.number, ANA.name, 1), (7001, BEN.number, BEN.name, 1)])
        ends = (MONDAY + timedelta(hours=8)).isoformat()
        shifts = [(7000 + one, MONDAY.isoformat(), 9001 + one, ends, ACCOUNT, 382) for one in (0, 1)]
        gate.roster(Part.SHIFTS, shifts, covers_until=MONDAY + timedelta(days=14))
        gate.wait(minutes=20)
        yield gate


def rows(gate: Gate) -> dict[str, BoardRow]:
    found = site_board(gate.store, gate.door.site, gate.door.terminal, gate.now).board.rows
    return {row.number: row for row in found if row.is_now}


def test_the_newest_attempt_stands_with_whom_it_is_about(gate: Gate) -> None:
    chases.intend(gate.store, ATTEMPT)
    assert rows(gate)[ANA.number].chase == ChaseTold(CALLED_AT, Way.CALL, AttemptState.NO_ANSWER, is_to_employee=True)
    assert rows(gate)[BEN.number].chase is None
    chases.intend(gate.store, replace(ATTEMPT, attempt_id="a2", callee=BEN.number, at=CALLED_AT + timedelta(minutes=3)))
    told = rows(gate)[ANA.number].chase
    assert told is not None
    assert not told.is_to_employee


def test_who_has_come_is_not_said_to_be_called(gate: Gate) -> None:
    chases.intend(gate.store, ATTEMPT)
    gate.tap(ANA, Choice.CLOCK_IN)
    assert rows(gate)[ANA.number].chase is None


def test_calls_about_the_shift_before_are_not_told(gate: Gate) -> None:
    chases.intend(gate.store, replace(ATTEMPT, at=MONDAY - timedelta(hours=2)))
    assert rows(gate)[ANA.number].chase is None
