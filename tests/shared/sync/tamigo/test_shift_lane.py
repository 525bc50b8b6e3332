"""One employee's lane to tamigo: what it is given, what fails in it, what changes while it works."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import OutboxRow, RowState
from shared.domain.model import Kind
from shared.store import outbox
from shared.sync.tamigo.lane import run_shift_lane
from shared.sync.tamigo.shift_moves import ShiftMoves
from tests.shared.sync.tamigo.yard import Yard

NINE = datetime(2026, 6, 10, 7, tzinfo=UTC)


def test_a_clock_in_has_no_record_of_its_own_where_whole_shifts_are_written(yard: Yard) -> None:
    yard.worked("2001", NINE, NINE + timedelta(hours=8))
    [left] = yard.rows()
    came = OutboxRow(left.work_session, "tamigo", 1, "2001", left.work_session, Kind.CLOCKED_IN, NINE, RowState.DUE)
    outbox.add(yard.store, came, NINE)
    yard.sync_to_the_end()
    assert {row.kind: row.state for row in yard.rows()} == {
        Kind.CLOCKED_IN: RowState.DROPPED,
        Kind.CLOCKED_OUT: RowState.DELIVERED,
    }
    assert yard.shifts("2001") == [(NINE, NINE + timedelta(hours=8))]


def test_a_fault_of_ours_stops_nobody_else_and_is_parked_in_the_end(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    end = NINE + timedelta(hours=8)
    yard.worked("2001", NINE, end)
    yard.worked("2002", NINE, end)
    place = ShiftMoves.zone_of

    def fails(moves: ShiftMoves, event: Any) -> Any:
        if event.employee == "2001":
            raise ZeroDivisionError
        return place(moves, event)

    monkeypatch.setattr(ShiftMoves, "zone_of", fails)
    yard.sync_to_the_end(step_s=61)
    assert (yard.shifts("2001"), yard.shifts("2002")) == ([], [(NINE, end)])
    assert {row.employee: row.state for row in yard.rows()} == {"2001": RowState.PARKED, "2002": RowState.DELIVERED}


@pytest.mark.parametrize("taken_back", [True, False])
def test_what_is_changed_during_the_look_is_not_sent_as_it_was(yard: Yard, meanwhile: Any, taken_back: bool) -> None:
    end = NINE + timedelta(hours=8)
    came, left = yard.worked("2001", NINE, end)
    with yard.life() as moves:

        def change() -> None:
            if taken_back:
                yard.take_back(left)
            else:
                yard.correct(came, NINE - timedelta(hours=1))

        moves.client = meanwhile(moves.client, instants_in=change)
        run_shift_lane(moves, yard.store, "2001")
    sent = [one["method"] for one in yard.sandbox.requests() if "/Shifts/" in one["path"]]
    assert sent == ([] if taken_back else ["POST"])
    assert yard.shifts("2001") == ([] if taken_back else [(NINE - timedelta(hours=1), end)])


def test_a_tamigo_that_answers_in_xml_alone_is_served_too(yard: Yard, turn: Any) -> None:
    turn(format_by="xml")
    yard.worked("2001", NINE, NINE + timedelta(hours=8))
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, NINE + timedelta(hours=8))]
    assert [row.state for row in yard.rows()] == [RowState.DELIVERED]


def test_a_time_that_xml_cannot_tell_for_certain_is_sent_once_and_not_again(yard: Yard, turn: Any) -> None:
    turn(format_by="xml")
    start = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    yard.worked("2001", start, start + timedelta(hours=6))
    for _ in range(6):
        yard.sync()
        yard.clock.ahead_s += 400
    assert yard.shifts("2001") == [(start, start + timedelta(hours=6))]
    [row] = yard.rows()
    assert (row.state, "which worked shift" in row.reason) == (RowState.UNKNOWN, True)


def test_a_shift_that_began_before_midnight_is_seen_from_after_it(yard: Yard) -> None:
    midnight = datetime(2026, 6, 10, 22, tzinfo=UTC)
    minutes, end = timedelta(minutes=5), midnight + timedelta(hours=6)
    yard.make("2001", midnight - minutes, end)
    yard.worked("2001", midnight + minutes, end)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.kinds()) == ([(midnight - minutes, end)], ["linked"])
