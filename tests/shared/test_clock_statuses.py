"""Every status of a clock-in or clock-out, as a tap or a desk makes it, and as the ledger tells it afterwards."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.clock_status import ClockStatus
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.domain.model import PositionOption
from shared.domain.rules import Rules
from shared.domain.tap import Choice
from shared.hours import hours
from shared.ports import UpstreamEmployee, UpstreamPosition, UpstreamShift
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.supervision.clocking_for import clock_for
from shared.supervision.correcting import correct_time
from tests.shared.store.gate import ACCOUNT, ANA, EVERY_TAP, MONDAY, Gate, events
from tests.shared.supervision.office import CAST, OUT, Office, register

STARTS = MONDAY
ENDS = MONDAY + timedelta(hours=8)
GATE = PositionOption(382, "Main gate")
LOBBY = PositionOption(383, "Lobby")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "ledger.db") as opened:
        register(opened, *CAST)
        yield opened


def office_of(store: Store, rules: Rules = EVERY_TAP, *, shift: bool = True, rota: bool = True) -> Office:
    """The gate of somebody with a shift from 06:00 to 14:00 at the main gate, or without one, or without any rota."""
    office = Office(store, rules)
    office.move_to(STARTS - timedelta(hours=1))
    office.roster(Part.EMPLOYEES, roster.employee_rows([UpstreamEmployee(11, ANA.number, ANA.name, active=True)]))
    office.roster(Part.POSITIONS, roster.position_rows([UpstreamPosition(GATE.position_id, ACCOUNT, GATE.name)]))
    if rota:
        planned = [UpstreamShift(9001, 11, GATE.position_id, ACCOUNT, STARTS, ENDS)] if shift else []
        office.roster(Part.SHIFTS, roster.shift_rows(planned), covers_until=ENDS + timedelta(days=9))
    return office


def status_of_last(gate: Gate) -> ClockStatus | None:
    return events(gate.store)[-1].draft.status


@pytest.mark.parametrize(
    ("minutes", "expected"), [(-20, ClockStatus.EARLY), (0, ClockStatus.ON_TIME), (20, ClockStatus.LATE)]
)
def test_a_tap_is_early_on_time_or_late_coming_and_leaving(store: Store, minutes: int, expected: ClockStatus) -> None:
    office = office_of(store)
    office.move_to(STARTS + timedelta(minutes=minutes))
    office.tap(ANA, Choice.CLOCK_IN)
    assert status_of_last(office) is expected
    office.move_to(ENDS + timedelta(minutes=minutes))
    office.tap(ANA, Choice.CLOCK_OUT)
    assert status_of_last(office) is expected


@pytest.mark.parametrize(
    ("shift", "rota", "rules", "expected"),
    [
        (False, True, replace(EVERY_TAP, roster_refuse_max_age_s=0), ClockStatus.NOT_SCHEDULED),
        (False, False, EVERY_TAP, ClockStatus.NONE),
        (True, True, replace(EVERY_TAP, judged_by_rota=False), ClockStatus.SCHEDULE_DISABLED),
    ],
)
def test_a_tap_that_nothing_measures_says_why(
    store: Store, *, shift: bool, rota: bool, rules: Rules, expected: ClockStatus
) -> None:
    office = office_of(store, rules, shift=shift, rota=rota)
    office.tap(ANA, Choice.CLOCK_IN)
    assert status_of_last(office) is expected
    office.wait(hours=1)
    office.tap(ANA, Choice.CLOCK_OUT)
    assert status_of_last(office) is expected


def test_a_change_of_position_ends_and_begins_as_one(store: Store) -> None:
    office = office_of(store)
    positions = [UpstreamPosition(one.position_id, ACCOUNT, one.name) for one in (GATE, LOBBY)]
    office.roster(Part.POSITIONS, roster.position_rows(positions))
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=2)
    asked = office.tap(ANA, Choice.CHANGE_POSITION)
    office.answer(asked, Choice.CHANGE_POSITION, LOBBY.position_id)
    out, into = events(store)[-2:]
    assert (out.draft.status, into.draft.status) == (ClockStatus.POSITION_CHANGED, ClockStatus.POSITION_CHANGED)


def test_a_supervisor_clocks_somebody_out(store: Store) -> None:
    office = office_of(store)
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=9)
    clock_for(store, office.word(), office.order(ANA, OUT, minutes=5))
    assert status_of_last(office) is ClockStatus.MANAGER_CLOCK_OUT


def test_a_corrected_clock_in_is_measured_again_and_the_first_reading_stays(store: Store) -> None:
    office = office_of(store)
    office.move_to(STARTS + timedelta(minutes=20))
    came = office.tap(ANA, Choice.CLOCK_IN).events[0]
    office.wait(hours=1)
    correct_time(store, office.word(), came.event_id, STARTS)
    day = STARTS.date()
    assert [one.status_in for one in hours(store, office.door.site, day, day)] == [ClockStatus.ON_TIME]
    assert events(store)[0].draft.status is ClockStatus.LATE


@pytest.mark.parametrize(
    ("minutes", "expected"), [(0, ClockStatus.SCHEDULED_CLOCK_OUT), (30, ClockStatus.AUTO_CLOCK_OUT)]
)
def test_what_the_upstream_closed_by_itself_is_read_back_as_that(
    store: Store, minutes: int, expected: ClockStatus
) -> None:
    office = office_of(store)
    office.tap(ANA, Choice.CLOCK_IN)
    office.move_to(ENDS + timedelta(hours=1))
    left = office.tap(ANA, Choice.CLOCK_OUT).events[0]
    theirs = ENDS + timedelta(minutes=minutes)
    office.move_row(left.event_id, state=RowState.DELIVERED, their_ended=theirs, their_method="SYSTEM")
    day = STARTS.date()
    assert [one.status_out for one in hours(store, office.door.site, day, day)] == [expected]


def test_nobody_who_is_still_at_work_has_a_status_of_leaving(store: Store) -> None:
    office = office_of(store)
    office.tap(ANA, Choice.CLOCK_IN)
    day = STARTS.date()
    assert [one.status_out for one in hours(store, office.door.site, day, day)] == [None]


def test_a_short_rest_is_flagged_where_it_does_not_block(store: Store) -> None:
    office = office_of(store, replace(EVERY_TAP, minimum_rest_s=11 * 3600, minimum_rest_blocks=False))
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=1)
    office.tap(ANA, Choice.CLOCK_OUT)
    office.wait(hours=10)
    office.tap(ANA, Choice.CLOCK_IN)
    assert Flag.SHORT_REST in events(store)[-1].flags
    assert Flag.SHORT_REST not in events(store)[0].flags


PLANNED = replace(
    EVERY_TAP, breaks=(BreakRule(BreakKind.MEAL, 4 * 3600, 1800), BreakRule(BreakKind.REST, 6 * 3600, 900, paid=True))
)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(20, ClockStatus.EARLY_FROM_BREAK), (30, ClockStatus.ON_TIME), (40, ClockStatus.LATE_FROM_BREAK)],
)
def test_a_planned_break_begins_unpaid_and_ends_early_on_time_or_late(
    store: Store, minutes: int, expected: ClockStatus
) -> None:
    office = office_of(store, PLANNED)
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=5)
    office.tap(ANA, Choice.START_BREAK)
    assert status_of_last(office) is ClockStatus.ON_BREAK
    office.wait(minutes=minutes)
    office.tap(ANA, Choice.END_BREAK)
    assert status_of_last(office) is expected


def test_the_second_break_taken_is_the_second_one_planned_and_paid(store: Store) -> None:
    office = office_of(store, PLANNED)
    office.tap(ANA, Choice.CLOCK_IN)
    for _ in PLANNED.breaks:
        office.wait(hours=2)
        office.tap(ANA, Choice.START_BREAK)
        office.wait(minutes=15)
        office.tap(ANA, Choice.END_BREAK)
    statuses = [event.draft.status for event in events(store)]
    assert statuses[1:] == [
        ClockStatus.ON_BREAK,
        ClockStatus.EARLY_FROM_BREAK,
        ClockStatus.PAID_BREAK,
        ClockStatus.ON_TIME,
    ]


def test_a_clock_out_from_a_break_ends_it_with_its_own_status(store: Store) -> None:
    office = office_of(store, PLANNED)
    office.tap(ANA, Choice.CLOCK_IN)
    office.wait(hours=5)
    office.tap(ANA, Choice.START_BREAK)
    office.wait(hours=4)
    office.tap(ANA, Choice.CLOCK_OUT)
    ended, left = events(store)[-2:]
    assert (ended.draft.status, left.draft.status) == (ClockStatus.LATE_FROM_BREAK, ClockStatus.ON_TIME)
