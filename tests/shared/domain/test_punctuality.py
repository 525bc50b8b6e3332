"""Early, late or on time: the grace counts as on time at both ends, and nobody is judged by what is not known."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clock_status import OF_CLOCK_INS, OF_CLOCK_OUTS, ClockStatus
from shared.domain.flags import Flag
from shared.domain.model import Draft, Kind
from shared.domain.punctuality import (
    Circumstances,
    clock_in_status,
    clock_out_status,
    flag_of,
    status_at,
    upstream_close_status,
)
from shared.domain.rules import Rules
from tests.shared.domain.cast import EARLY, HARBOUR, NIGHT, RULES, SITE

PLAIN = Circumstances()
TABLE = [
    (-301, ClockStatus.EARLY),
    (-300, ClockStatus.ON_TIME),
    (0, ClockStatus.ON_TIME),
    (300, ClockStatus.ON_TIME),
    (301, ClockStatus.LATE),
]
OWN = Rules(grace_early_in_s=10, grace_late_in_s=20, grace_early_out_s=30, grace_late_out_s=40)


def after(at: datetime, seconds: int) -> datetime:
    return at + timedelta(seconds=seconds)


@pytest.mark.parametrize(("seconds", "expected"), TABLE)
def test_beyond_the_grace_is_early_or_late(seconds: int, expected: ClockStatus) -> None:
    assert clock_in_status(after(EARLY.starts_at, seconds), EARLY.starts_at, RULES, PLAIN) is expected
    assert clock_out_status(after(NIGHT.ends_at, seconds), NIGHT.ends_at, RULES, PLAIN) is expected


@pytest.mark.parametrize(
    ("seconds", "coming", "leaving"),
    [
        (-31, ClockStatus.EARLY, ClockStatus.EARLY),
        (-30, ClockStatus.EARLY, ClockStatus.ON_TIME),
        (-10, ClockStatus.ON_TIME, ClockStatus.ON_TIME),
        (20, ClockStatus.ON_TIME, ClockStatus.ON_TIME),
        (40, ClockStatus.LATE, ClockStatus.ON_TIME),
        (41, ClockStatus.LATE, ClockStatus.LATE),
    ],
)
def test_each_side_has_a_grace_of_its_own(seconds: int, coming: ClockStatus, leaving: ClockStatus) -> None:
    assert clock_in_status(after(EARLY.starts_at, seconds), EARLY.starts_at, OWN, PLAIN) is coming
    assert clock_out_status(after(EARLY.ends_at, seconds), EARLY.ends_at, OWN, PLAIN) is leaving


def test_without_grace_a_second_counts() -> None:
    late = clock_in_status(after(EARLY.starts_at, 1), EARLY.starts_at, Rules(grace_s=0), PLAIN)
    assert late is ClockStatus.LATE


@pytest.mark.parametrize(
    ("starts_at", "about", "rules", "expected"),
    [
        (None, PLAIN, RULES, ClockStatus.NOT_SCHEDULED),
        (None, Circumstances(rota_known=False), RULES, ClockStatus.NONE),
        (None, Circumstances(changes_position=True), RULES, ClockStatus.POSITION_CHANGED),
        (EARLY.starts_at, Circumstances(changes_position=True), RULES, ClockStatus.POSITION_CHANGED),
        (EARLY.starts_at, PLAIN, replace(RULES, judged_by_rota=False), ClockStatus.SCHEDULE_DISABLED),
        (None, Circumstances(rota_known=False), replace(RULES, judged_by_rota=False), ClockStatus.SCHEDULE_DISABLED),
    ],
)
def test_what_cannot_be_measured_says_why(
    starts_at: datetime | None, about: Circumstances, rules: Rules, expected: ClockStatus
) -> None:
    assert clock_in_status(EARLY.starts_at, starts_at, rules, about) is expected
    assert clock_out_status(EARLY.starts_at, starts_at, rules, about) is expected


def test_whoever_a_manager_clocks_out_is_not_measured() -> None:
    by_manager = Circumstances(by_manager=True)
    assert (
        clock_out_status(after(EARLY.ends_at, 9999), EARLY.ends_at, RULES, by_manager) is ClockStatus.MANAGER_CLOCK_OUT
    )


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, ClockStatus.SCHEDULED_CLOCK_OUT), (60, ClockStatus.SCHEDULED_CLOCK_OUT), (61, ClockStatus.AUTO_CLOCK_OUT)],
)
def test_the_upstream_closes_at_the_planned_end_or_some_other_time(seconds: int, expected: ClockStatus) -> None:
    assert upstream_close_status(after(EARLY.ends_at, seconds), EARLY.ends_at) is expected
    assert upstream_close_status(EARLY.ends_at, None) is ClockStatus.AUTO_CLOCK_OUT


@pytest.mark.parametrize(
    ("kind", "status", "flag"),
    [
        (Kind.CLOCKED_IN, ClockStatus.EARLY, Flag.EARLY_IN),
        (Kind.CLOCKED_IN, ClockStatus.LATE, Flag.LATE_IN),
        (Kind.CLOCKED_IN, ClockStatus.ON_TIME, None),
        (Kind.CLOCKED_OUT, ClockStatus.EARLY, Flag.EARLY_OUT),
        (Kind.CLOCKED_OUT, ClockStatus.LATE, Flag.LATE_OUT),
        (Kind.CLOCKED_OUT, ClockStatus.MANAGER_CLOCK_OUT, None),
    ],
)
def test_a_supervisor_is_shown_what_is_not_as_planned(kind: Kind, status: ClockStatus, flag: Flag | None) -> None:
    assert flag_of(kind, status) is flag


def recorded(kind: Kind, at: datetime, status: ClockStatus | None) -> Draft:
    starts_at = EARLY.starts_at if kind is Kind.CLOCKED_IN else None
    return Draft(kind, at, SITE, HARBOUR, None, 9001, EARLY.ends_at, "", status, starts_at)


def test_a_corrected_time_is_measured_again() -> None:
    late = recorded(Kind.CLOCKED_IN, after(EARLY.starts_at, 1200), ClockStatus.LATE)
    assert status_at(late, EARLY.starts_at, RULES) is ClockStatus.ON_TIME
    left = recorded(Kind.CLOCKED_OUT, EARLY.ends_at, ClockStatus.ON_TIME)
    assert status_at(left, after(EARLY.ends_at, -1200), RULES) is ClockStatus.EARLY


def test_a_time_that_can_be_measured_by_nothing_any_more_is_not_judged() -> None:
    unknown = replace(recorded(Kind.CLOCKED_IN, EARLY.starts_at, ClockStatus.LATE), shift_starts_at=None)
    assert status_at(unknown, EARLY.starts_at, RULES) is ClockStatus.NONE


@pytest.mark.parametrize(
    "status", [None, *(set(ClockStatus) - {ClockStatus.EARLY, ClockStatus.LATE, ClockStatus.ON_TIME})]
)
def test_a_corrected_time_leaves_what_is_no_matter_of_time(status: ClockStatus | None) -> None:
    left = recorded(Kind.CLOCKED_OUT, EARLY.ends_at, status)
    assert status_at(left, after(EARLY.ends_at, -1200), RULES) is status


@given(
    st.integers(-90_000, 90_000),
    st.booleans(),
    st.builds(Circumstances, st.booleans(), st.booleans(), st.booleans()),
    st.builds(Rules, grace_s=st.integers(0, 7200), judged_by_rota=st.booleans()),
)
def test_each_end_has_a_status_that_its_field_lists(
    seconds: int, shift: bool, about: Circumstances, rules: Rules
) -> None:
    planned = EARLY.starts_at if shift else None
    assert clock_in_status(after(EARLY.starts_at, seconds), planned, rules, about) in OF_CLOCK_INS
    assert clock_out_status(after(EARLY.starts_at, seconds), planned, rules, about) in OF_CLOCK_OUTS


def test_the_numbers_are_those_of_the_document() -> None:
    told = {status.name: status.value for status in ClockStatus}
    assert told == {
        "NONE": 0,
        "EARLY_FROM_BREAK": 65,
        "ON_BREAK": 66,
        "LATE_FROM_BREAK": 67,
        "SCHEDULE_DISABLED": 68,
        "EARLY": 69,
        "LATE": 76,
        "MANAGER_CLOCK_OUT": 77,
        "NOT_SCHEDULED": 78,
        "PAID_BREAK": 80,
        "POSITION_CHANGED": 82,
        "ON_TIME": 84,
        "AUTO_CLOCK_OUT": 85,
        "SCHEDULED_CLOCK_OUT": 86,
    }
