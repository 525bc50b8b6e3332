"""Which row may be worked on now, and how old an attempt surely is: the pure rules of delivery 7.5 and 7.3."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.delivery import (
    UNFINISHED,
    WALL_WAS_MOVED_S,
    Instant,
    OutboxRow,
    RowState,
    age_since_attempt_s,
    is_ready,
    method_now,
    next_row,
    times_agree,
)
from shared.domain.model import ELSEWHERE, Kind

WALL = datetime(2026, 3, 2, 14, tzinfo=UTC).timestamp()
NOW = Instant(WALL, 5000.0, "boot-1")
LATER = WALL + 60


def row(seq: int, session: str, state: RowState = RowState.DUE, **more: Any) -> OutboxRow:
    kind = Kind.CLOCKED_IN if session == f"e{seq}" else Kind.CLOCKED_OUT
    made = OutboxRow(f"e{seq}", "tracktik", seq, "1053", session, kind, datetime(2026, 3, 2, seq, tzinfo=UTC), state)
    return replace(made, **more)


def chosen(*rows: OutboxRow) -> str | None:
    found = next_row(rows, NOW)
    return found.event_id if found else None


# Readiness


@pytest.mark.parametrize(
    ("not_before", "ready"),
    [
        (0.0, True),
        (WALL, True),
        (WALL + 0.001, False),
        (WALL + WALL_WAS_MOVED_S, False),
        (WALL + WALL_WAS_MOVED_S + 1, True),
    ],
    ids=["no deadline", "now", "a moment later", "as far as a back-off goes", "the wall clock was set back"],
)
def test_a_row_is_ready_when_its_time_has_come_or_cannot_be_meant(not_before: float, ready: bool) -> None:
    assert is_ready(row(1, "e1", not_before=not_before), NOW) is ready


# Order


def test_the_oldest_row_goes_first() -> None:
    assert chosen(row(1, "e1"), row(2, "e1"), row(3, "e3")) == "e1"
    assert chosen() is None


@pytest.mark.parametrize("state", [RowState.DUE, RowState.SENDING, RowState.UNKNOWN, RowState.HELD])
def test_a_row_that_must_wait_keeps_its_place_for_the_whole_employee(state: RowState) -> None:
    assert chosen(row(1, "e1", state, not_before=LATER), row(2, "e1"), row(3, "e3")) is None


@pytest.mark.parametrize(
    "stopping",
    [
        row(1, "e1", RowState.PARKED),
        row(1, "e1", RowState.WAITING, not_before=LATER),
        row(1, "e1", RowState.HELD, reason="clock"),
    ],
    ids=["parked", "waiting", "held for the clock"],
)
def test_a_stopped_row_holds_back_only_the_rest_of_its_own_work_session(stopping: OutboxRow) -> None:
    assert chosen(stopping, row(2, "e1"), row(3, "e3"), row(4, "e3")) == "e3"
    assert chosen(stopping, row(2, "e1")) is None


@pytest.mark.parametrize(
    "stopping",
    [
        row(1, ELSEWHERE, RowState.PARKED),
        row(1, ELSEWHERE, RowState.WAITING, not_before=LATER),
        row(1, ELSEWHERE, RowState.HELD, reason="clock"),
    ],
    ids=["parked", "waiting", "held for the clock"],
)
def test_events_of_elsewhere_share_a_name_and_no_work_session(stopping: OutboxRow) -> None:
    assert chosen(stopping, row(2, ELSEWHERE)) == "e2"
    assert chosen(stopping, row(2, "e2")) == "e2"


def test_a_waiting_row_whose_time_has_come_is_looked_at() -> None:
    assert chosen(row(1, "e1", RowState.PARKED), row(2, "e2", RowState.WAITING), row(3, "e3")) == "e2"


def test_two_stopped_sessions_still_let_the_third_go() -> None:
    rows = (row(1, "e1", RowState.PARKED), row(2, "e2", RowState.WAITING, not_before=LATER), row(3, "e2"), row(4, "e4"))
    assert chosen(*rows) == "e4"


states = st.sampled_from((*UNFINISHED, RowState.PARKED))
lanes = st.lists(
    st.tuples(st.sampled_from(("s1", "s2", "s3", ELSEWHERE)), states, st.sampled_from((0.0, LATER)), st.booleans()),
    max_size=7,
).map(
    lambda told: [
        row(seq, session, state, not_before=until, reason="clock" if held else "")
        for seq, (session, state, until, held) in enumerate(told, start=1)
    ]
)


def stops(row_: OutboxRow) -> bool:
    waits = row_.state is RowState.WAITING and not is_ready(row_, NOW)
    return row_.state is RowState.PARKED or waits or (row_.state is RowState.HELD and row_.reason == "clock")


@given(lanes)
@settings(max_examples=150, deadline=None)
def test_nothing_overtakes_its_own_session_and_nothing_that_could_go_is_left(rows: Sequence[OutboxRow]) -> None:
    found = next_row(rows, NOW)
    if found is not None:
        earlier = [one for one in rows if one.seq < found.seq]
        assert is_ready(found, NOW)
        assert not stops(found)
        assert found.work_session == ELSEWHERE or not any(one.work_session == found.work_session for one in earlier)
        assert all(
            stops(one) or any(stops(two) and two.work_session == one.work_session for two in earlier) for one in earlier
        )
        return
    free = [
        one
        for one in rows
        if not stops(one)
        and (
            one.work_session == ELSEWHERE
            or not any(two.work_session == one.work_session and two.seq < one.seq for two in rows)
        )
    ]
    assert not free or not is_ready(free[0], NOW)


# How old an attempt surely is


@pytest.mark.parametrize(
    ("wall", "boottime_s", "boot", "age_s"),
    [
        (WALL - 10, 4900.0, "boot-1", 100.0),
        (WALL + 9999, 4900.0, "boot-1", 100.0),
        (WALL - 10, 99_999.0, "boot-0", 5000.0),
        (WALL - 10_000, 1.0, "boot-0", 5000.0),
        (WALL + 3600, 1.0, "boot-0", 5000.0),
        (None, None, None, None),
    ],
    ids=[
        "same boot",
        "same boot, wall clock set back",
        "other boot, a moment ago by the wall clock",
        "other boot, long ago",
        "other boot, in the future",
        "never attempted",
    ],
)
def test_an_attempt_is_at_least_as_old_as_boot_time_tells(
    wall: float | None, boottime_s: float | None, boot: str | None, age_s: float | None
) -> None:
    attempted = row(1, "e1", attempt_wall=wall, attempt_boottime=boottime_s, attempt_boot=boot)
    assert age_since_attempt_s(attempted, NOW) == age_s


def test_a_restart_with_a_wall_clock_far_ahead_settles_nothing_at_once() -> None:
    attempted = row(1, "e1", attempt_wall=WALL - 3600, attempt_boottime=900.0, attempt_boot="boot-0")
    assert age_since_attempt_s(attempted, Instant(WALL, 20.0, "boot-1")) == 20.0


# The method


@pytest.mark.parametrize(
    ("age_s", "method"),
    [(0, "KIOSK"), (120, "KIOSK"), (120.001, "DELAYED"), (-0.001, "DELAYED"), (-3600, "DELAYED"), (None, "DELAYED")],
)
@pytest.mark.parametrize("own", ["KIOSK", "PHONE"])
def test_what_is_late_or_of_no_known_age_is_delayed(own: str, age_s: float | None, method: str) -> None:
    assert method_now(own, age_s, 120) == (own if method == "KIOSK" else method)


@pytest.mark.parametrize(
    ("seconds", "agree"), [(0, True), (60, True), (-60, True), (60.5, False), (-61, False), (None, False)]
)
def test_times_agree_within_the_tolerance(seconds: float | None, agree: bool) -> None:
    ours = datetime(2026, 3, 2, 14, tzinfo=UTC)
    theirs = None if seconds is None else ours + timedelta(seconds=seconds)
    assert times_agree(ours, theirs, 60) is agree
