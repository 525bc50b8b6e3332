"""Managed breaks, by tables: which are planned, what was taken, and what somebody should be told of now."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.breaks import (
    Calls,
    Found,
    PlannedBreak,
    breaks_in,
    call_now,
    end_status,
    planned_breaks,
    start_status,
    summary,
)
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Break, Draft, Kind
from tests.shared.domain.cast import GATE, HARBOUR, LOBBY, SITE, at

MEAL = BreakRule(BreakKind.MEAL, 4 * 3600, 1800)
REST = BreakRule(BreakKind.REST, 2 * 3600, 900, paid=True, times=3)
LONG_MEAL = BreakRule(BreakKind.MEAL, 3 * 3600, 3600, position_id=LOBBY.position_id)
CAME = at("06:00")
PLAN = (
    PlannedBreak(BreakKind.REST, at("08:00"), 900, paid=True),
    PlannedBreak(BreakKind.MEAL, at("10:00"), 1800, paid=False),
)
GRACE_S = 120
REMIND_S = 900


def test_each_rule_plans_its_breaks_by_when_they_fall_due() -> None:
    found = planned_breaks((MEAL, REST), GATE.position_id, CAME, at("14:00"))
    assert [(one.kind, one.due_at, one.paid) for one in found] == [
        (BreakKind.REST, at("08:00"), True),
        (BreakKind.MEAL, at("10:00"), False),
        (BreakKind.REST, at("10:00"), True),
        (BreakKind.REST, at("12:00"), True),
    ]


def test_a_break_due_at_the_planned_end_is_not_planned() -> None:
    assert [one.due_at for one in planned_breaks((REST,), None, CAME, at("10:00"))] == [at("08:00")]
    assert len(planned_breaks((REST,), None, CAME, None)) == 3


def test_a_position_with_rules_of_its_own_has_those_alone() -> None:
    rules = (MEAL, LONG_MEAL)
    assert [one.length_s for one in planned_breaks(rules, LOBBY.position_id, CAME, None)] == [3600]
    assert [one.length_s for one in planned_breaks(rules, GATE.position_id, CAME, None)] == [1800]
    assert [one.length_s for one in planned_breaks(rules, None, CAME, None)] == [1800]


def taken(*spans: tuple[str, str | None]) -> tuple[Break, ...]:
    return tuple(Break(at(start), at(end) if end else None) for start, end in spans)


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ((), [Found.MISSING, Found.MISSING]),
        ((("08:00", "08:15"),), [Found.AS_PLANNED, Found.MISSING]),
        ((("08:00", "08:13"),), [Found.AS_PLANNED, Found.MISSING]),
        ((("08:00", "08:12"), ("10:00", "10:40")), [Found.SHORT, Found.LONG]),
        ((("08:00", "08:15"), ("10:00", None)), [Found.AS_PLANNED, Found.RUNNING]),
        (
            (("08:00", "08:15"), ("10:00", "10:30"), ("11:00", "11:05")),
            [Found.AS_PLANNED, Found.AS_PLANNED, Found.UNMANAGED],
        ),
    ],
)
def test_the_summary_tells_what_became_of_each(
    spans: tuple[tuple[str, str | None], ...], expected: list[Found]
) -> None:
    told = summary(PLAN, taken(*spans), GRACE_S)
    assert [one.found for one in told] == expected
    assert [one.taken for one in told if one.taken] == list(taken(*spans))


@pytest.mark.parametrize(
    ("spans", "now", "expected"),
    [
        ((), "07:59", None),
        ((), "08:00", (Calls.DUE, at("08:00"))),
        ((), "08:15", (Calls.NOT_TAKEN, at("08:00"))),
        ((("08:05", "08:20"),), "09:00", None),
        ((("08:05", "08:20"),), "10:00", (Calls.DUE, at("10:00"))),
        ((("08:05", None),), "08:22", None),
        ((("08:05", None),), "08:23", (Calls.RUNNING_OVER, at("08:20"))),
        ((("08:05", "08:20"), ("10:00", "10:30"), ("11:00", None)), "13:00", None),
    ],
)
def test_somebody_is_told_what_is_due_or_runs_over(
    spans: tuple[tuple[str, str | None], ...], now: str, expected: tuple[Calls, datetime] | None
) -> None:
    found = call_now(PLAN, taken(*spans), at(now), GRACE_S, REMIND_S)
    assert (None if found is None else (found.calls, found.since)) == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (779, ClockStatus.EARLY_FROM_BREAK),
        (780, ClockStatus.ON_TIME),
        (1020, ClockStatus.ON_TIME),
        (1021, ClockStatus.LATE_FROM_BREAK),
    ],
)
def test_a_managed_break_ends_early_on_time_or_late(seconds: int, expected: ClockStatus) -> None:
    began = at("08:00")
    assert end_status(PLAN[0], began, began + timedelta(seconds=seconds), GRACE_S) is expected


def test_a_break_beyond_the_plan_is_measured_by_nothing() -> None:
    assert end_status(None, at("08:00"), at("09:00"), GRACE_S) is ClockStatus.NONE
    assert end_status(PLAN[0], None, at("09:00"), GRACE_S) is ClockStatus.NONE


def test_a_break_begins_as_paid_or_not() -> None:
    assert start_status(PLAN[0], unmanaged_is_paid=False) is ClockStatus.PAID_BREAK
    assert start_status(PLAN[1], unmanaged_is_paid=True) is ClockStatus.ON_BREAK
    assert start_status(None, unmanaged_is_paid=True) is ClockStatus.PAID_BREAK
    assert start_status(None, unmanaged_is_paid=False) is ClockStatus.ON_BREAK


@pytest.mark.parametrize("night", [(2026, 3, 8), (2026, 11, 1)])
def test_in_the_nights_that_the_clocks_change_a_break_is_due_after_as_many_real_hours(
    night: tuple[int, int, int],
) -> None:
    came = datetime(*night, tzinfo=ZoneInfo("America/Montreal")).astimezone(CAME.tzinfo)
    (meal,) = planned_breaks((MEAL,), None, came, None)
    assert meal.due_at - came == timedelta(hours=4)


KINDS = st.sampled_from((Kind.BREAK_STARTED, Kind.BREAK_ENDED, Kind.CLOCKED_IN, Kind.CLOCKED_OUT))


@given(st.lists(KINDS, max_size=12))
def test_every_break_begins_once_and_ends_at_most_once(kinds: list[Kind]) -> None:
    drafts = [Draft(kind, CAME + timedelta(minutes=number), SITE, HARBOUR) for number, kind in enumerate(kinds)]
    found = breaks_in(drafts)
    assert len(found) == kinds.count(Kind.BREAK_STARTED)
    assert all(one.ended_at is None or one.ended_at > one.started_at for one in found)
    assert sum(one.ended_at is not None for one in found) <= kinds.count(Kind.BREAK_ENDED)


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 90)), max_size=6))
def test_a_summary_leaves_out_nothing(lengths: list[tuple[int, int]]) -> None:
    began, spans = CAME, []
    for gap, length in lengths:
        start = began + timedelta(minutes=gap)
        began = start + timedelta(minutes=length)
        spans.append(Break(start, began))
    told = summary(PLAN, spans, GRACE_S)
    assert [one.taken for one in told if one.taken] == spans
    assert [one.planned for one in told if one.planned] == list(PLAN)
