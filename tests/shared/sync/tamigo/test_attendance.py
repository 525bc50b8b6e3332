"""Attendance: check-in and check-out, each once, whatever goes wrong; corrections edit the shift they made."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.delivery import Found, RowState
from shared.domain.remedies import Why, why_of
from shared.domain.tap import Choice
from tests.shared.sync.tamigo.yard import Yard

NINE = datetime(2026, 6, 10, 7, 0, 30, tzinfo=UTC)
FIVE = NINE + timedelta(hours=8)
HOUR = timedelta(hours=1)
LOST = ("500_before", "500_after", "answer_lost", "lost_before", "connection_reset", "garbage")


@pytest.fixture
def post(new_yard: Callable[..., Yard], turn: Callable[..., None]) -> Yard:
    """A terminal that writes attendance to a tamigo that takes it, and begins a second shift for a second check-in."""
    yard = new_yard(whole=False)
    turn(attendance="on", duplicate_check_in="second")
    return yard


def test_a_check_in_begins_the_shift_and_a_check_out_ends_it(post: Yard) -> None:
    post.clock.be(NINE)
    came = post.tap("2001", Choice.CLOCK_IN)
    post.sync()
    assert post.shifts("2001") == [(NINE, None)]
    post.clock.be(FIVE)
    left = post.tap("2001", Choice.CLOCK_OUT)
    post.sync()
    [kept] = post.raw()
    assert post.shifts("2001") == [(NINE, FIVE)]
    assert {(one.state, one.found, one.their_id) for one in (post.row(came), post.row(left))} == {
        (RowState.DELIVERED, Found.SENT, kept["ShiftId"])
    }
    assert post.kinds() == []


def test_late_ones_carry_their_own_time(post: Yard) -> None:
    post.worked("2001", NINE, FIVE)
    post.clock.ahead_s += 30 * 3600
    post.sync()
    assert (post.shifts("2001"), post.kinds()) == ([(NINE, FIVE)], [])


@pytest.mark.parametrize(
    "kind", ["500_before", "500_after", "answer_lost", "lost_before", "connection_reset", "garbage"]
)
@pytest.mark.parametrize("path", ["/attendance/checkin/", "/attendance/checkout/", "/actualshifts/day/*"])
def test_trouble_ends_with_one_shift(post: Yard, kind: str, path: str) -> None:
    post.worked("2001", NINE, FIVE)
    post.sandbox.fault(kind, path=path)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE, FIVE)]


def test_a_time_that_tamigo_rounds_is_left_as_the_company_wants_it(post: Yard, turn: Callable[..., None]) -> None:
    turn(rounding_min=15)
    came, _ = post.worked("2001", NINE + timedelta(minutes=5), FIVE)
    post.sync_to_the_end()
    [(start, end)] = post.shifts("2001")
    assert (start.minute % 15, end.minute % 15 if end else None) == (0, 0)
    assert (post.row(came).their_started, post.kinds()) == (start, [])


def test_an_empty_yes_is_one(post: Yard, turn: Callable[..., None]) -> None:
    turn(check_in_answer="empty")
    post.worked("2001", NINE, FIVE)
    post.sync()
    assert post.shifts("2001") == [(NINE, FIVE)]


def test_the_hour_that_comes_twice_is_told_where_tamigo_took_the_other_one(post: Yard) -> None:
    second = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    came, _ = post.worked("2001", second, second + 6 * HOUR)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(second - HOUR, second + 6 * HOUR)]
    assert (post.row(came).state, post.kinds()) == (RowState.DELIVERED, ["time_differs"])


def test_somebody_who_is_checked_in_already_is_not_checked_in_twice(post: Yard) -> None:
    theirs = NINE - timedelta(minutes=4)
    post.make("2001", theirs, None)
    post.worked("2001", NINE, FIVE)
    post.sync_to_the_end()
    assert (post.shifts("2001"), post.kinds()) == ([(theirs, FIVE)], ["linked"])


def test_a_shift_that_has_begun_long_ago_is_for_a_person(post: Yard) -> None:
    post.make("2001", NINE - 3 * HOUR, None)
    post.clock.be(NINE)
    came = post.tap("2001", Choice.CLOCK_IN)
    post.sync()
    assert (post.row(came).state, why_of(post.row(came))) == (RowState.PARKED, Why.OVERLAP)


def test_who_was_checked_out_by_others_is_left_so_and_told(post: Yard) -> None:
    post.clock.be(NINE)
    post.tap("2001", Choice.CLOCK_IN)
    post.sync()
    [kept] = post.raw()
    theirs = FIVE - HOUR
    post.sandbox.patch(f"/tamigo/shifts/{kept['ShiftId']}", json={"EndTime": theirs.isoformat()})
    post.clock.be(FIVE)
    left = post.tap("2001", Choice.CLOCK_OUT)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE, theirs)]
    assert (post.row(left).found, post.kinds()) == (Found.AS_FOUND, ["closed_by_others"])


def test_a_check_out_of_a_session_begun_elsewhere_ends_the_shift_that_is_open(post: Yard) -> None:
    post.make("2001", NINE, None)
    post.clock.be(FIVE)
    post.tap("2001", Choice.CLOCK_OUT)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE, FIVE)]


def test_a_check_out_waits_for_a_shift_to_end_and_then_asks_a_person(post: Yard) -> None:
    post.clock.be(FIVE)
    left = post.tap("2001", Choice.CLOCK_OUT)
    post.sync()
    assert post.row(left).state is RowState.WAITING
    post.clock.ahead_s += 73 * 3600
    post.sync()
    assert why_of(post.row(left)) is Why.NO_SESSION


@pytest.mark.parametrize("which", ["start", "end"])
def test_a_correction_edits_the_shift(post: Yard, which: str) -> None:
    came, left = post.worked("2001", NINE, FIVE)
    post.sync_to_the_end()
    post.correct(*((came, NINE - HOUR) if which == "start" else (left, FIVE - HOUR)))
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE - HOUR, FIVE) if which == "start" else (NINE, FIVE - HOUR)]
    assert post.kinds() == []


def test_taking_back_a_check_out_opens_the_shift_again(post: Yard) -> None:
    _, left = post.worked("2001", NINE, FIVE)
    post.sync_to_the_end()
    post.take_back(left)
    post.sync_to_the_end()
    assert (post.shifts("2001"), post.kinds()) == ([(NINE, None)], [])
    post.clock.be(FIVE + HOUR)
    post.tap("2001", Choice.CLOCK_OUT)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE, FIVE + HOUR)]


def test_taking_back_both_deletes_the_shift(post: Yard) -> None:
    came, left = post.worked("2001", NINE, FIVE)
    post.sync_to_the_end()
    post.take_back(came, left)
    post.sync_to_the_end()
    assert (post.shifts("2001"), post.kinds(), {one.state for one in post.rows()}) == ([], [], {RowState.DROPPED})


def test_a_closed_day_is_for_a_person(post: Yard) -> None:
    post.sandbox.put("/tamigo/closed-days", json={"Day": "2026-06-10"})
    post.clock.be(NINE)
    came = post.tap("2001", Choice.CLOCK_IN)
    post.sync()
    assert why_of(post.row(came)) is Why.DAY_CLOSED


def test_a_session_begun_as_attendance_ends_well_after_the_setting_changed(post: Yard) -> None:
    post.clock.be(NINE)
    post.tap("2001", Choice.CLOCK_IN)
    post.sync()
    post.whole = True
    post.clock.be(FIVE)
    post.tap("2001", Choice.CLOCK_OUT)
    post.sync_to_the_end()
    assert post.shifts("2001") == [(NINE, FIVE)]
