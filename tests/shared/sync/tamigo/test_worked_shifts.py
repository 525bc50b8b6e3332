"""A work session becomes one worked shift in tamigo, at its times, whatever the night and whatever goes wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.domain.delivery import Found, RowState
from shared.domain.remedies import Fix, Why, fixes_for, why_of
from shared.domain.tap import Choice
from shared.sync.tamigo.follow import follow
from shared.sync.tamigo.lane import run_shift_lane
from tests.shared.sync.tamigo.yard import Yard, employee_id

NINE = datetime(2026, 6, 10, 7, 0, 30, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
HOUR = timedelta(hours=1)


def test_a_session_goes_out_whole_at_its_end_and_its_id_is_read_back(yard: Yard) -> None:
    yard.clock.be(NINE)
    yard.tap("2001", Choice.CLOCK_IN)
    yard.sync()
    assert (yard.rows(), yard.raw()) == ([], [])
    yard.clock.be(FIVE)
    left = yard.tap("2001", Choice.CLOCK_OUT)
    yard.sync()
    [kept] = yard.raw()
    row = yard.row(left)
    assert yard.shifts("2001") == [(NINE, FIVE)]
    assert (row.state, row.found, row.their_id) == (RowState.DELIVERED, Found.SENT, kept["ShiftId"])
    assert (row.their_started, row.their_ended, yard.kinds()) == (NINE, FIVE, [])


def test_the_companys_break_code_and_the_sites_department_go_with_it(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    with yard.life() as moves:
        moves.break_code = "Q"
        run_shift_lane(moves, yard.store, "2001")
    [kept] = yard.raw()
    assert kept["BreakCode"] == "Q"
    assert yard.row(left).state is RowState.DELIVERED


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(datetime(2026, 6, 10, 20, tzinfo=UTC), datetime(2026, 6, 11, 4, tzinfo=UTC), id="over midnight"),
        pytest.param(datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 3, 29, 1, 30, tzinfo=UTC), id="lost hour"),
        pytest.param(datetime(2026, 10, 25, 0, 20, tzinfo=UTC), datetime(2026, 10, 25, 1, 20, tzinfo=UTC), id="twice"),
        pytest.param(datetime(2026, 10, 25, 1, 10, tzinfo=UTC), datetime(2026, 10, 25, 5, tzinfo=UTC), id="second 02"),
    ],
)
def test_a_night_is_one_shift_of_the_hours_it_had(yard: Yard, start: datetime, end: datetime) -> None:
    yard.worked("2001", start, end)
    yard.sync()
    assert yard.shifts("2001") == [(start, end)]


@pytest.mark.parametrize(
    "kind",
    ["500_before", "500_after", "answer_lost", "lost_before", "connection_reset", "504_after", "garbage", "truncated"],
)
@pytest.mark.parametrize("path", ["/Shifts/actual/", "/actualshifts/day/*"])
def test_trouble_ends_with_one_shift(yard: Yard, kind: str, path: str) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sandbox.fault(kind, path=path)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE)]
    assert yard.row(left).state is RowState.DELIVERED


@pytest.mark.parametrize("kind", ["late_commit", "late_commit_hung"])
def test_what_is_carried_out_late_is_found_and_not_sent_again(yard: Yard, kind: str) -> None:
    yard.worked("2001", NINE, FIVE)
    yard.sign_in()
    yard.be_impatient()
    yard.sandbox.fault(kind, path="/Shifts/actual/", seconds=0.3)
    yard.sync()
    assert yard.shifts("2001") == []
    yard.clock.ahead_s += 30
    yard.sync()
    yard.sync_to_the_end(pause_s=0.4)
    assert yard.shifts("2001") == [(NINE, FIVE)]


def test_nothing_is_sent_again_before_a_lost_request_has_surely_ended(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sandbox.fault("lost_before", path="/Shifts/actual/")
    yard.sync()
    yard.clock.ahead_s += 40
    yard.sync()
    assert (yard.row(left).state, yard.shifts("2001")) == (RowState.UNKNOWN, [])
    yard.clock.ahead_s += 100
    yard.sync()
    assert yard.shifts("2001") == [(NINE, FIVE)]


def test_a_yes_that_did_nothing_is_found_out(yard: Yard, turn: Callable[..., None]) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    turn(writes="undone")
    yard.sync()
    assert yard.row(left).state is RowState.UNKNOWN
    turn(writes="done")
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE)]


def test_a_no_that_did_it_all_the_same_is_found_out(yard: Yard, turn: Callable[..., None]) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    turn(writes="done_and_denied")
    yard.sync()
    assert (yard.row(left).state, yard.shifts("2001")) == (RowState.DELIVERED, [(NINE, FIVE)])


def test_a_closed_day_waits_for_a_person_and_goes_out_once_it_is_open(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    day = {"Day": "2026-06-10"}
    yard.sandbox.put("/tamigo/closed-days", json=day)
    yard.sync_to_the_end()
    row = yard.row(left)
    assert (row.state, why_of(row), fixes_for(row)) == (RowState.PARKED, Why.DAY_CLOSED, (Fix.RETRY, Fix.HAND_OVER))
    assert "is closed" in row.reason
    assert yard.kinds() == ["parked"]
    yard.sandbox.put("/tamigo/closed-days", json={**day, "Closed": False})
    yard.mend(left, Fix.RETRY)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.kinds()) == ([(NINE, FIVE)], [])


def test_a_refusal_is_parked_in_tamigos_words_and_the_next_session_goes_out(
    yard: Yard, turn: Callable[..., None]
) -> None:
    _, first = yard.worked("2001", NINE, FIVE)
    turn(writes="refused")
    yard.sync()
    row = yard.row(first)
    assert (row.state, why_of(row)) == (RowState.PARKED, Why.REFUSED)
    assert Fix.SAME_AS not in fixes_for(row)
    turn(writes="done")
    yard.worked("2001", FIVE + 12 * HOUR, FIVE + 20 * HOUR)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(FIVE + 12 * HOUR, FIVE + 20 * HOUR)]


@pytest.mark.parametrize("status", ["403", "401"])
def test_a_role_that_may_not_write_pauses_writing_and_parks_nothing(
    yard: Yard, turn: Callable[..., None], status: str
) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    turn(application_writes="refused", forbidden_write=status)
    moves = yard.sync()
    assert (yard.row(left).state, yard.row(left).sends, yard.kinds()) == (RowState.DUE, 0, [])
    assert moves.link.opens_in_s() > 60
    assert "not for our role" in moves.link.state.reason
    turn(application_writes="allowed")
    yard.clock.ahead_s += 400
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE)]


def test_whom_tamigo_does_not_know_is_parked_and_goes_out_once_it_does(yard: Yard) -> None:
    _, left = yard.worked("2999", NINE, FIVE)
    yard.sync()
    assert (yard.row(left).state, why_of(yard.row(left))) == (RowState.PARKED, Why.NOT_KNOWN_UPSTREAM)
    people = [{"EmployeeId": employee_id("2999"), "FirstName": "Guard", "PosKey": "2999"}]
    yard.sandbox.put("/tamigo/world", json={"Employees": people})
    yard.mend(left, Fix.RETRY)
    yard.sync_to_the_end()
    assert yard.shifts("2999") == [(NINE, FIVE)]


def test_a_shift_that_somebody_entered_stands_for_ours(yard: Yard) -> None:
    theirs = (NINE + timedelta(minutes=9), FIVE - timedelta(minutes=9))
    their_id = yard.make("2001", *theirs)
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.kinds()) == ([theirs], ["linked"])
    assert (yard.row(left).found, yard.row(left).their_id) == (Found.LINKED, their_id)


def test_one_that_only_shares_time_is_for_a_person(yard: Yard) -> None:
    theirs = (NINE - 2 * HOUR, NINE + 2 * HOUR)
    yard.make("2001", *theirs)
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync_to_the_end()
    assert (yard.row(left).state, why_of(yard.row(left)), yard.shifts("2001")) == (
        RowState.PARKED,
        Why.OVERLAP,
        [theirs],
    )
    yard.mend(left, Fix.SEND_ANYWAY)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [theirs, (NINE, FIVE)]


def test_an_answer_that_does_not_say_whose_shifts_they_are_settles_nothing(
    yard: Yard, turn: Callable[..., None]
) -> None:
    turn(employee_id="left_out")
    yard.make("2002", NINE, FIVE)
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    assert (yard.row(left).state in (RowState.DUE, RowState.HELD), yard.shifts("2001")) == (True, [])
    turn(employee_id="sent")
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE)]


def test_a_clock_out_of_a_session_begun_elsewhere_makes_no_row(yard: Yard) -> None:
    yard.clock.be(NINE)
    yard.tap("2001", Choice.CLOCK_OUT)
    assert yard.rows() == []


def test_following_goes_through_the_ledger_once(yard: Yard, monkeypatch: pytest.MonkeyPatch) -> None:
    came, _ = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.correct(came, NINE - HOUR)
    with yard.life() as moves:
        follow(moves, yard.store)
        assert len(yard.unfinished()) == 1
        written: list[Any] = []
        monkeypatch.setattr(moves.writer, "write", written.append)
        follow(moves, yard.store)
    assert written == []
