"""What is corrected or taken back here becomes so in tamigo, wherever the row stood when it was said."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.delivery import RowState
from shared.domain.remedies import Fix, Why, why_of
from shared.domain.tap import Choice
from tests.shared.sync.tamigo.yard import Yard

NINE = datetime(2026, 6, 10, 7, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
HOUR = timedelta(hours=1)
LOST = ("500_before", "500_after", "answer_lost", "lost_before", "connection_reset", "garbage")
MINUTE = timedelta(minutes=1)


def requests(yard: Yard, method: str) -> int:
    """How many changes of this method reached tamigo's shifts."""
    return sum("/Shifts/" in one["path"] for one in yard.sandbox.requests(method))


@pytest.mark.parametrize("which", ["start", "end"])
def test_a_delivered_shift_is_sent_back_whole_with_the_new_time(yard: Yard, which: str) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    [before] = yard.raw()
    yard.sandbox.patch(f"/tamigo/shifts/{before['ShiftId']}", json={"Comment": "by the planner", "BreakCode": "P"})
    if which == "start":
        yard.correct(came, NINE - HOUR)
    else:
        yard.correct(left, FIVE - HOUR)
    yard.sync()
    [after] = yard.raw()
    expected = (NINE - HOUR, FIVE) if which == "start" else (NINE, FIVE - HOUR)
    assert yard.shifts("2001") == [expected]
    same = ("ShiftId", "Comment", "BreakCode", "DepartmentId", "EmployeeId")
    assert [after[name] for name in same] == [
        before["ShiftId"],
        "by the planner",
        "P",
        before["DepartmentId"],
        before["EmployeeId"],
    ]
    assert (yard.row(left).state, yard.row(left).their_started, yard.kinds()) == (
        RowState.DELIVERED,
        expected[0],
        [],
    )


def test_a_correction_before_delivery_goes_out_with_it(yard: Yard) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.correct(came, NINE - HOUR)
    yard.correct(left, FIVE - HOUR)
    yard.sync()
    assert (yard.shifts("2001"), requests(yard, "PUT")) == ([(NINE - HOUR, FIVE - HOUR)], 0)


@pytest.mark.parametrize("kind", ["500_after", "lost_before", "answer_lost"])
def test_a_correction_of_what_may_be_on_its_way_waits_until_that_is_settled(yard: Yard, kind: str) -> None:
    came, _ = yard.worked("2001", NINE, FIVE)
    yard.sandbox.fault(kind, path="/Shifts/actual/")
    yard.sync()
    yard.correct(came, NINE - HOUR)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE - HOUR, FIVE)]


@pytest.mark.parametrize(
    "kind", ["500_before", "500_after", "lost_before", "answer_lost", "garbage", "connection_reset"]
)
def test_a_correction_that_is_lost_ends_well(yard: Yard, kind: str) -> None:
    came, _ = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.correct(came, NINE - HOUR)
    yard.sandbox.fault(kind, method="PUT", path="/Shifts/*")
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE - HOUR, FIVE)]


def test_a_lost_correction_that_is_carried_out_late_does_not_win_over_a_later_one(yard: Yard) -> None:
    came, _ = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.be_impatient()
    yard.correct(came, NINE - HOUR)
    yard.sandbox.fault("late_commit_hung", method="PUT", path="/Shifts/*", seconds=0.4)
    yard.sync()
    yard.correct(came, NINE - 2 * HOUR)
    yard.clock.ahead_s += 60
    yard.sync()
    assert requests(yard, "PUT") == 1
    yard.sync_to_the_end(pause_s=0.5)
    assert yard.shifts("2001") == [(NINE - 2 * HOUR, FIVE)]


def test_a_correction_over_midnight_moves_the_shift_to_its_day(yard: Yard) -> None:
    midnight = datetime(2026, 6, 10, 22, tzinfo=UTC)
    came, _ = yard.worked("2001", midnight + 5 * MINUTE, midnight + 8 * HOUR)
    yard.sync()
    yard.correct(came, midnight - 5 * MINUTE)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(midnight - 5 * MINUTE, midnight + 8 * HOUR)]


def test_a_correction_on_a_day_that_was_closed_waits_for_a_person(yard: Yard) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    day = {"Day": "2026-06-10"}
    yard.sandbox.put("/tamigo/closed-days", json=day)
    yard.correct(came, NINE - HOUR)
    yard.sync_to_the_end()
    assert (yard.row(left).state, why_of(yard.row(left))) == (RowState.PARKED, Why.DAY_CLOSED)
    assert yard.shifts("2001") == [(NINE, FIVE)]
    yard.sandbox.put("/tamigo/closed-days", json={**day, "Closed": False})
    yard.mend(left, Fix.RETRY)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE - HOUR, FIVE)]


def test_a_shift_that_somebody_deleted_is_for_a_person(yard: Yard) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.sandbox.delete(f"/tamigo/shifts/{yard.row(left).their_id}")
    yard.correct(came, NINE - HOUR)
    yard.sync_to_the_end()
    assert (why_of(yard.row(left)), yard.shifts("2001")) == (Why.SESSION_GONE, [])
    yard.mend(left, Fix.SEND_ANYWAY)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE - HOUR, FIVE)]


@pytest.mark.parametrize("kind", ["", "500_after", "lost_before", "answer_lost", "late_commit"])
def test_what_was_taken_back_after_delivery_is_deleted(yard: Yard, kind: str) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.take_back(left)
    if kind:
        yard.sandbox.fault(kind, method="DELETE", path="/Shifts/*", seconds=0.2 if "late" in kind else None)
    yard.sync_to_the_end(pause_s=0.3 if "late" in kind else 0.0)
    assert (yard.shifts("2001"), yard.row(left).state, yard.kinds()) == ([], RowState.DROPPED, [])


def test_what_was_taken_back_before_delivery_never_goes_out(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.take_back(left)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), requests(yard, "POST"), yard.row(left).state) == ([], 0, RowState.DROPPED)


@pytest.mark.parametrize("kind", ["500_after", "lost_before", "answer_lost"])
def test_what_was_taken_back_on_its_way_is_not_there_in_the_end(yard: Yard, kind: str) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sandbox.fault(kind, path="/Shifts/actual/")
    yard.sync()
    yard.take_back(left)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.row(left).state) == ([], RowState.DROPPED)


def test_a_clock_in_that_was_taken_back_takes_its_shift_away(yard: Yard) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.take_back(came)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.row(left).reason) == ([], "its clock-in was voided")


def test_a_clock_in_taken_back_before_delivery_leaves_the_clock_out_to_a_person(yard: Yard) -> None:
    came, left = yard.worked("2001", NINE, FIVE)
    yard.take_back(came)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), why_of(yard.row(left))) == ([], Why.CLOCK_IN_GIVEN_UP)


def test_somebody_elses_shift_is_not_deleted_with_ours(yard: Yard) -> None:
    theirs = (NINE + MINUTE, FIVE + 5 * MINUTE)
    yard.make("2001", *theirs)
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync_to_the_end()
    yard.take_back(left)
    yard.sync_to_the_end()
    assert (yard.shifts("2001"), yard.kinds()) == ([theirs], ["linked", "voided_after_delivery"])


def test_a_later_clock_out_takes_the_shift_over(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    [before] = yard.raw()
    yard.take_back(left)
    yard.clock.be(FIVE + HOUR)
    later = yard.tap("2001", Choice.CLOCK_OUT)
    yard.sync_to_the_end()
    [after] = yard.raw()
    assert yard.shifts("2001") == [(NINE, FIVE + HOUR)]
    assert (after["ShiftId"], requests(yard, "DELETE")) == (before["ShiftId"], 0)
    assert (yard.row(left).state, yard.row(later).state) == (RowState.DROPPED, RowState.DELIVERED)


def test_a_later_clock_out_after_the_deletion_is_a_shift_of_its_own(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.take_back(left)
    yard.sync_to_the_end()
    yard.clock.be(FIVE + 3 * HOUR)
    yard.tap("2001", Choice.CLOCK_OUT)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE + 3 * HOUR)]


def test_a_later_clock_out_waits_while_the_deletion_before_it_is_unsettled(yard: Yard) -> None:
    _, left = yard.worked("2001", NINE, FIVE)
    yard.sync()
    yard.take_back(left)
    yard.sandbox.fault("lost_before", method="DELETE", path="/Shifts/*")
    yard.sync()
    later = yard.tap("2001", Choice.CLOCK_OUT)
    yard.sync()
    assert (yard.row(left).state, yard.row(later).sends) == (RowState.UNKNOWN, 0)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, later.draft.at)]


def test_a_start_under_an_untrusted_clock_is_waited_for(yard: Yard) -> None:
    yard.clock.be(NINE)
    came = yard.tap("2001", Choice.CLOCK_IN, trusted=False)
    assert "clock_untrusted" in came.flags
    yard.clock.be(FIVE)
    left = yard.tap("2001", Choice.CLOCK_OUT, trusted=False)
    yard.sync()
    assert (yard.row(left).state, yard.row(left).reason) == (RowState.HELD, "clock")
    yard.correct(left, FIVE - HOUR)
    yard.sync_to_the_end()
    assert yard.shifts("2001") == [(NINE, FIVE - HOUR)]


def test_what_was_entered_by_hand_is_corrected_by_hand(yard: Yard) -> None:
    yard.sandbox.put("/tamigo/closed-days", json={"Day": "2026-06-10"})
    came, left = yard.worked("2001", NINE, FIVE)
    yard.sync_to_the_end()
    yard.mend(left, Fix.HAND_OVER)
    yard.correct(came, NINE - HOUR)
    yard.sync_to_the_end()
    assert (yard.row(left).state, yard.shifts("2001"), yard.kinds()) == (RowState.HANDED_OVER, [], ["time_differs"])
