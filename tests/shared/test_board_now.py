"""The roster board out of a real ledger file."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from shared.board_now import SiteBoard, keep_touched, site_board
from shared.domain.board_row import BoardRow, Origin, Place, Rota, Standing
from shared.domain.flags import Flag
from shared.domain.model import Door, Role
from shared.domain.rules import Rules, TapOut
from shared.domain.tap import Choice
from shared.store import board_facts, outages, people
from shared.store.database import Store
from shared.store.people import RegisterRow
from shared.store.roster import Part
from shared.supervision.outages import close_outages
from shared.supervision.word import Word
from tests.shared.store.gate import ACCOUNT, ANA, BEN, CHLOE, MONDAY, SITE, Gate

CAST: Final = (ANA, BEN, CHLOE)
IDS: Final = {ANA.number: 7001, BEN.number: 7002, CHLOE.number: 7003}
BOSS: Final = replace(CHLOE, role=Role.SUPERVISOR, sites=(SITE,))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def gate(store: Store) -> Gate:
    """Monday, six o'clock: the register is there, and a shift begins for Ana and Ben, today and tomorrow."""
    gate = Gate(store, Rules(tap_out=TapOut.ASK))
    register = [RegisterRow(person, "", "", ()) for person in CAST]
    people.replace(store, register, fingerprint="1", taken_at=MONDAY - timedelta(hours=1))
    gate.roster(Part.EMPLOYEES, [(IDS[one.number], one.number, one.name, 1) for one in CAST])
    gate.roster(Part.POSITIONS, [(382, ACCOUNT, "Main gate")])
    plan(gate, (0, 1))
    return gate


def plan(gate: Gate, days: tuple[int, ...], covers_days: int = 14) -> None:
    rows = [
        (IDS[one.number], start.isoformat(), number * 10 + day, (start + timedelta(hours=8)).isoformat(), ACCOUNT, 382)
        for number, one in enumerate((ANA, BEN), start=900)
        for day in days
        for start in [MONDAY + timedelta(days=day)]
    ]
    gate.roster(Part.SHIFTS, rows, covers_until=MONDAY + timedelta(days=covers_days))


def seen(gate: Gate) -> SiteBoard:
    return site_board(gate.store, gate.door.site, gate.door.terminal, gate.now)


def now_rows(gate: Gate) -> dict[str, BoardRow]:
    return {row.name: row for row in seen(gate).board.rows if row.is_now}


def test_a_new_ledger_has_an_empty_board_that_says_so(tmp_path: Path) -> None:
    with Store.open(tmp_path / "new.db") as store:
        found = seen(Gate(store))
    assert (found.board.rows, found.outages, found.rota_until) == ((), (), None)
    assert [(day.place, day.has_rota) for day in found.board.days] == [(Place.TODAY, False), (Place.TOMORROW, False)]


def test_a_tap_is_on_the_board_with_its_door_its_time_and_its_flags(gate: Gate) -> None:
    # Old enough that it refuses nobody.
    gate.wait(hours=24, minutes=4)
    gate.tap(ANA)
    gate.tap(CHLOE)
    rows = now_rows(gate)
    ana, chloe = rows[ANA.name], rows[CHLOE.name]
    assert (ana.standing, ana.since, ana.origin) == (Standing.IN, gate.now, Origin(Door.KIOSK, "Gate 1"))
    assert ana.flags == (Flag.ROSTER_STALE,)
    assert (chloe.rota, chloe.shift) == (Rota.NOT_SCHEDULED, None)
    assert rows[BEN.name].standing is Standing.DUE


def test_tomorrow_s_shifts_stand_under_tomorrow_to_its_end_and_no_further(gate: Gate) -> None:
    plan(gate, (0, 1, 2))
    tomorrow = [row for row in seen(gate).board.rows if row.place is Place.TOMORROW]
    assert [(row.name, row.standing) for row in tomorrow] == [
        (ANA.name, Standing.PLANNED),
        (BEN.name, Standing.PLANNED),
    ]


def test_a_break_and_a_clock_out_have_their_own_doors(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=3)
    gate.tap(ANA, Choice.START_BREAK)
    assert now_rows(gate)[ANA.name].since == gate.now
    gate.wait(minutes=30)
    gate.tap(ANA, Choice.CLOCK_OUT)
    left = now_rows(gate)[ANA.name]
    assert (left.standing, left.since, left.origin) == (Standing.GONE, gate.now, Origin(Door.KIOSK, "Gate 1"))


def test_a_question_that_nobody_answered_stands_first(gate: Gate) -> None:
    gate.tap(ANA)
    gate.wait(hours=8)
    gate.tap(ANA)
    asked = gate.now
    gate.store.execute("UPDATE taps SET state = 'open' WHERE state = 'asked'")
    gate.wait(minutes=5)
    row = now_rows(gate)[ANA.name]
    assert (row.standing, row.place, row.open_tap_at) == (Standing.IN, Place.FIRST, asked)


def test_a_session_of_the_app_tells_its_method(gate: Gate) -> None:
    began = (MONDAY - timedelta(minutes=3)).isoformat()
    gate.roster(Part.EMPLOYEES, [(7009, "2009", "Eva Holm", 1)])
    gate.roster(Part.OPEN_SESSIONS, [(41, 7009, began, ACCOUNT, 382, None, "GUARD_APP")])
    row = now_rows(gate)["Eva Holm"]
    assert (row.standing, row.origin) == (Standing.IN, Origin(method="GUARD_APP"))


def test_an_event_that_this_version_cannot_read_leaves_the_board_standing(gate: Gate) -> None:
    gate.tap(ANA)
    ids = [row[0] for row in gate.store.execute("SELECT id FROM ledger")]
    assert set(board_facts.events_told(gate.store, [*ids, "", "no such event"])) == set(ids)
    assert board_facts.events_told(gate.store, []) == {}


# Outages


def off(gate: Gate, terminal: str = "Gate 1", began_h: float = -2, ended_h: float = 1) -> None:
    outages.keep(gate.store, terminal, MONDAY + timedelta(hours=began_h), MONDAY + timedelta(hours=ended_h))


def test_an_outage_is_an_entry_with_the_people_it_touches_until_a_supervisor_closes_it(gate: Gate) -> None:
    off(gate)
    off(gate, "Gate 2")
    gate.wait(hours=1)
    found = seen(gate)
    (outage,) = found.outages
    assert (outage.terminal, outage.touched) == ("Gate 1", (ANA.number, BEN.number))
    assert found.names == {ANA.number: ANA.name, BEN.number: BEN.name}
    assert close_outages(gate.store, Word(BOSS, gate.door, gate.around), [outage.outage_id]) == 1
    assert seen(gate).outages == ()


def test_whom_an_outage_touched_is_remembered_when_the_rota_has_moved_on(gate: Gate) -> None:
    gate.wait(days=5)
    off(gate, began_h=-2, ended_h=5 * 24)
    keep_touched(gate.store, gate.door.site, "Gate 1", gate.now)
    gate.roster(Part.SHIFTS, [], covers_until=gate.now)
    assert seen(gate).outages[0].touched == (ANA.number, BEN.number)
    keep_touched(gate.store, gate.door.site, "Gate 1", gate.now)
    assert seen(gate).outages[0].touched == (ANA.number, BEN.number)


def test_outages_of_long_ago_are_left_alone(gate: Gate) -> None:
    off(gate)
    gate.wait(days=32)
    assert seen(gate).outages == ()
