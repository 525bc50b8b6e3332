"""The breaks of a finished shift, by tables: nights when the clocks change, over midnight, more and fewer breaks."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.break_summary import (
    QuestionKind,
    ShiftSummary,
    as_facts,
    early_end,
    line_of,
    questions_of,
    shift_summary,
)
from shared.domain.breaks import Found
from shared.domain.clock_status import ClockStatus
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Break, Door, Draft, Kind, Presence, PresenceState
from shared.domain.rules import Rules
from tests.shared.domain.cast import GATE, HARBOUR, LOBBY, SITE, at

MEAL = BreakRule(BreakKind.MEAL, 4 * 3600, 1800)
REST = BreakRule(BreakKind.REST, 2 * 3600, 900, paid=True)
RULES = Rules(breaks=(MEAL, REST))
CAME, LEFT = at("06:00"), at("14:00")
PARIS = ZoneInfo("Europe/Paris")


def came(since: datetime = CAME, position_id: int | None = GATE.position_id) -> Draft:
    return Draft(Kind.CLOCKED_IN, since, SITE, HARBOUR, position_id, 1, since + timedelta(hours=8))


def taken(*spans: tuple[str, str | None]) -> tuple[Break, ...]:
    return tuple(Break(at(start), at(end) if end else None) for start, end in spans)


def told(summary: ShiftSummary) -> list[tuple[Found, BreakKind | None, int | None, bool]]:
    return [(line.found, line.kind, line.length_s, line.is_paid) for line in summary.lines]


@pytest.mark.parametrize(
    ("spans", "expected", "total_s"),
    [
        ((), [(Found.MISSING, "rest", None, True), (Found.MISSING, "meal", None, False)], 0),
        (
            (("08:00", "08:15"), ("10:00", "10:30")),
            [(Found.AS_PLANNED, "rest", 900, True), (Found.AS_PLANNED, "meal", 1800, False)],
            2700,
        ),
        (
            (("08:00", "08:05"), ("10:00", "10:45")),
            [(Found.SHORT, "rest", 300, True), (Found.LONG, "meal", 2700, False)],
            3000,
        ),
        (
            (("08:00", "08:15"), ("10:00", None)),
            [(Found.AS_PLANNED, "rest", 900, True), (Found.RUNNING, "meal", None, False)],
            None,
        ),
        (
            (("08:00", "08:15"), ("10:00", "10:30"), ("12:00", "12:07")),
            [
                (Found.AS_PLANNED, "rest", 900, True),
                (Found.AS_PLANNED, "meal", 1800, False),
                (Found.UNMANAGED, None, 420, False),
            ],
            3120,
        ),
    ],
    ids=["none taken", "as planned", "short and long", "never ended", "more than planned"],
)
def test_every_break_is_told_with_what_it_came_to(spans, expected, total_s) -> None:
    summary = shift_summary(came(), LEFT, taken(*spans), RULES)
    assert told(summary) == expected
    assert summary.total_s == total_s


def test_a_break_that_falls_due_after_they_left_is_not_missing() -> None:
    assert [line.kind for line in shift_summary(came(), at("09:00"), (), RULES).lines] == [BreakKind.REST]
    assert shift_summary(came(), at("07:00"), (), RULES).lines == ()


def test_a_break_taken_before_it_fell_due_is_the_planned_one_all_the_same() -> None:
    summary = shift_summary(came(), at("07:30"), taken(("07:00", "07:15")), RULES)
    assert told(summary) == [(Found.AS_PLANNED, BreakKind.REST, 900, True)]


def test_an_unmanaged_break_is_paid_where_the_site_says_so() -> None:
    rules = Rules(unmanaged_break_paid=True)
    summary = shift_summary(came(), LEFT, taken(("08:00", "08:10")), rules)
    assert (summary.paid_s, summary.unpaid_s) == (600, 0)


def test_a_position_with_rules_of_its_own_has_those_alone() -> None:
    own = BreakRule(BreakKind.MEAL, 3600, 600, position_id=LOBBY.position_id)
    rules = Rules(breaks=(REST, own))
    assert [line.kind for line in shift_summary(came(), LEFT, (), rules).lines] == [BreakKind.REST]
    there = shift_summary(came(position_id=LOBBY.position_id), LEFT, (), rules)
    assert [line.kind for line in there.lines] == [BreakKind.MEAL]


@pytest.mark.parametrize(
    ("night", "hours"), [("2026-03-28", 7), ("2026-10-24", 9), ("2026-05-01", 8)], ids=["spring", "autumn", "ordinary"]
)
def test_a_night_has_the_hours_that_it_has(night: str, hours: int) -> None:
    start = datetime.fromisoformat(f"{night}T22:00").replace(tzinfo=PARIS)
    end = (start.replace(tzinfo=None) + timedelta(hours=8)).replace(tzinfo=PARIS)
    span = end.timestamp() - start.timestamp()
    assert span == hours * 3600
    since = datetime.fromtimestamp(start.timestamp(), ZoneInfo("UTC"))
    left = datetime.fromtimestamp(end.timestamp(), ZoneInfo("UTC"))
    one = Break(since + timedelta(hours=3, minutes=45), since + timedelta(hours=4, minutes=15))
    summary = shift_summary(came(since), left, (one,), Rules(breaks=(MEAL,)))
    assert told(summary) == [(Found.AS_PLANNED, BreakKind.MEAL, 1800, False)]


def test_the_same_shift_has_the_same_fingerprint_and_another_one_another() -> None:
    def one(*spans, left: datetime = LEFT, rules: Rules = RULES) -> str:
        return shift_summary(came(), left, taken(*spans), rules).fingerprint

    same = one(("08:00", "08:15"))
    assert same == one(("08:00", "08:15"))
    others = {one(), one(("08:00", "08:16")), one(("08:00", None)), one(("08:00", "08:15"), left=at("14:01"))}
    others.add(one(("08:00", "08:15"), rules=Rules(breaks=(REST,))))
    assert same not in others
    assert len(others) == 5


def test_what_was_short_is_found_again_by_its_end() -> None:
    spans = taken(("08:00", "08:05"), ("10:00", "10:30"))
    short = early_end(came(), at("08:05"), spans, RULES)
    assert short is not None
    assert (short.started_at, short.planned_s) == (at("08:00"), 900)
    assert early_end(came(), at("10:30"), spans, RULES) is None
    assert early_end(came(), at("08:06"), spans, RULES) is None
    assert early_end(came(), at("08:05"), spans, Rules()) is None


def event(kind: Kind, at_time: str, status: ClockStatus | None = None, session: str = "s1") -> ClockEvent:
    draft = Draft(kind, at(at_time), SITE, HARBOUR, work_session=session, status=status)
    return ClockEvent(f"{kind} {at_time}", "1053", draft, Door.KIOSK, "T", at(at_time), 0.0, "boot")


ON_DUTY = Presence(
    PresenceState.WORKING, CAME, site=SITE, account_id=HARBOUR, position_id=GATE.position_id, work_session="s1"
)
SHORT_END = event(Kind.BREAK_ENDED, "08:05", ClockStatus.EARLY_FROM_BREAK)


@pytest.mark.parametrize(
    ("events", "spans", "asked"),
    [
        ([event(Kind.CLOCKED_IN, "06:00")], (), []),
        ([SHORT_END], (("08:00", "08:05"),), [QuestionKind.EARLY_END]),
        ([event(Kind.BREAK_ENDED, "08:15", ClockStatus.ON_TIME)], (("08:00", "08:15"),), []),
        ([event(Kind.CLOCKED_OUT, "07:00")], (), []),
        ([event(Kind.CLOCKED_OUT, "07:00")], (("06:30", "06:40"),), [QuestionKind.SUMMARY]),
        ([event(Kind.CLOCKED_OUT, "14:00")], (), [QuestionKind.SUMMARY]),
        ([SHORT_END, event(Kind.CLOCKED_OUT, "08:05")], (("08:00", "08:05"),), [QuestionKind.SUMMARY]),
        ([event(Kind.CLOCKED_OUT, "14:00", session=ELSEWHERE)], (("08:00", "08:05"),), []),
        ([event(Kind.CLOCKED_OUT, "14:00", session="older")], (), [QuestionKind.SUMMARY]),
    ],
    ids=[
        "a clock-in",
        "a short break",
        "a break as planned",
        "before any break was due",
        "an unmanaged break",
        "a missing break",
        "gone from a break",
        "begun elsewhere",
        "an older session",
    ],
)
def test_what_a_tap_leaves_to_be_asked(events, spans, asked) -> None:
    found = questions_of(events, ON_DUTY, lambda session: taken(*spans), RULES)
    assert [question.kind for question in found] == asked


MINUTES = st.integers(0, 12 * 60)
RULE = st.builds(
    BreakRule,
    st.sampled_from(BreakKind),
    st.integers(60, 8 * 3600),
    st.integers(60, 4 * 3600),
    st.booleans(),
    st.integers(1, 4),
    st.sampled_from((None, GATE.position_id, LOBBY.position_id)),
)


@st.composite
def days(draw: st.DrawFn) -> ShiftSummary:
    """A day of any breaks under any rules; the last break may never have ended."""
    instants = sorted(draw(st.lists(MINUTES, max_size=12)))
    spans = [Break(CAME + timedelta(minutes=a), CAME + timedelta(minutes=b)) for a, b in _pairs(instants)]
    if draw(st.booleans()):
        spans.append(Break(CAME + timedelta(minutes=instants[-1] if instants else 0)))
    rules = Rules(breaks=tuple(draw(st.lists(RULE, max_size=4))), unmanaged_break_paid=draw(st.booleans()))
    return shift_summary(came(), CAME + timedelta(minutes=draw(st.integers(0, 14 * 60))), spans, rules)


def _pairs(instants: list[int]) -> list[tuple[int, int]]:
    return list(zip(instants[::2], instants[1::2], strict=False))


@given(days())
def test_lengths_add_up_and_nothing_is_negative(summary: ShiftSummary) -> None:
    lengths = [line.length_s for line in summary.lines if line.length_s is not None]
    assert all(length >= 0 for length in lengths)
    assert summary.paid_s + summary.unpaid_s == sum(lengths)
    never_ended = any(line.started_at is not None and line.ended_at is None for line in summary.lines)
    assert summary.total_s == (None if never_ended else sum(lengths))


@given(days())
def test_every_break_taken_is_told_once_and_what_is_missing_was_due_before_they_left(summary: ShiftSummary) -> None:
    starts = [line.started_at for line in summary.lines if line.started_at is not None]
    assert starts == sorted(starts)
    for line in summary.lines:
        if line.found is Found.MISSING:
            assert line.due_at is not None
            assert line.due_at < summary.ended_at
        assert (line.found is Found.UNMANAGED) <= (line.kind is None)


@given(days())
def test_a_line_comes_back_as_the_desk_kept_it(summary: ShiftSummary) -> None:
    assert tuple(line_of(as_facts(line)) for line in summary.lines) == summary.lines
