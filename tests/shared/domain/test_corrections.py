"""What counts after corrections, and which times cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.corrections import (
    BY_CLOCK,
    GoesOut,
    Moment,
    Span,
    as_corrected,
    how_it_goes,
    lies_over,
    obstacle_to_time,
    span_of,
    told_place,
)
from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.event import About, ClockEvent
from shared.domain.model import Door, Draft, Kind
from shared.domain.supervision import Obstacle
from tests.shared.domain.cast import HARBOUR, SITE, at

CAME = ClockEvent(
    "in-1", "1053", Draft(Kind.CLOCKED_IN, at("05:58"), SITE, HARBOUR, 382, 9001), Door.KIOSK, "T1", at("05:58"), 1, "b"
)
minutes = st.integers(-600, 600).map(lambda number: timedelta(minutes=number))


def corrected_to(when: object, by: str = "2001", target: str = "in-1", **draft: object) -> ClockEvent:
    said = Draft(Kind.CORRECTED, when, SITE, HARBOUR, **draft)  # type: ignore[arg-type]
    about = About(target, "", said.at.isoformat(), "forgot", by)
    if "position_id" in draft:
        about = replace(about, new=told_place(said.position_id, said.shift_id))
    return ClockEvent("c", "1053", said, Door.KIOSK, "T1", at("09:00"), 9, "b", about=about)


@given(st.lists(minutes, min_size=1))
def test_the_newest_correction_counts(moves: list[timedelta]) -> None:
    said = [corrected_to(at("05:58") + move) for move in moves]
    counted = as_corrected(CAME, said)
    assert counted.draft.at == at("05:58") + moves[-1]
    assert replace(counted, draft=CAME.draft) == CAME, "nothing but the time is another one"


def test_time_and_place_are_corrected_apart() -> None:
    said = [corrected_to(at("06:10")), corrected_to(at("06:10"), position_id=383), corrected_to(at("06:20"))]
    draft = as_corrected(CAME, said).draft
    assert (draft.at, draft.position_id, draft.shift_id) == (at("06:20"), 383, None)
    assert as_corrected(CAME, [corrected_to(at("07:00"), target="other")]) == CAME


@given(minutes)
def test_a_clock_that_was_wrong_was_as_wrong_when_it_was_recorded(off: timedelta) -> None:
    counted = as_corrected(CAME, [corrected_to(at("05:58") + off, by=BY_CLOCK)])
    assert counted.recorded_at - counted.draft.at == CAME.recorded_at - CAME.draft.at
    assert as_corrected(CAME, [corrected_to(at("05:58") + off)]).recorded_at == CAME.recorded_at


def row(state: RowState, step: Step = Step.SEND, **more: object) -> OutboxRow:
    return OutboxRow("in-1", "u", 1, "1053", "in-1", Kind.CLOCKED_IN, at("05:58"), state, step, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("stored", "goes"),
    [
        (row(RowState.HELD), GoesOut.WITH_IT),
        (row(RowState.DUE), GoesOut.WITH_IT),
        (row(RowState.WAITING), GoesOut.WITH_IT),
        (row(RowState.DUE, Step.SETTLE_TIME), GoesOut.EDIT),
        (row(RowState.DUE, Step.CORRECT_TIME), GoesOut.EDIT),
        (row(RowState.SENDING), GoesOut.AFTERWARDS),
        (row(RowState.UNKNOWN), GoesOut.AFTERWARDS),
        (row(RowState.UNKNOWN, Step.CORRECT_TIME), GoesOut.AFTERWARDS),
        (row(RowState.PARKED), GoesOut.WITH_IT),
        (row(RowState.PARKED, attempt_boot="b"), GoesOut.AFTERWARDS),
        (row(RowState.PARKED, Step.CORRECT_TIME), GoesOut.AFTERWARDS),
        (row(RowState.DELIVERED), GoesOut.EDIT),
        (row(RowState.DELIVERED, their_started=at("06:10")), GoesOut.AGREES),
        (row(RowState.DELIVERED, their_ended=at("06:10")), GoesOut.EDIT),
        (row(RowState.HANDED_OVER), GoesOut.BY_HAND),
        (row(RowState.DROPPED), GoesOut.NOWHERE),
    ],
    ids=lambda value: str(value) if isinstance(value, GoesOut) else f"{value.state}-{value.step}",
)
def test_how_a_correction_goes_out(stored: OutboxRow, goes: GoesOut) -> None:
    assert how_it_goes(stored, at("06:10"), may_edit=True) is goes
    by_hand = GoesOut.BY_HAND if goes is GoesOut.EDIT else goes
    assert how_it_goes(stored, at("06:10"), may_edit=False) is by_hand


SESSION = [
    Moment("in", Kind.CLOCKED_IN, at("06:00")),
    Moment("rest", Kind.BREAK_STARTED, at("10:00")),
    Moment("back", Kind.BREAK_ENDED, at("10:30")),
    Moment("out", Kind.CLOCKED_OUT, at("14:00")),
]
YESTERDAY, TONIGHT, FORGOTTEN = Span(at("00:00"), at("05:00")), Span(at("15:00"), at("22:00")), Span(at("04:00"))


@pytest.mark.parametrize(
    ("target", "clock", "why"),
    [
        ("in", "05:00", None),
        ("in", "04:59", Obstacle.OVERLAPS),
        ("in", "10:00", None),
        ("in", "10:01", Obstacle.OUT_OF_ORDER),
        ("rest", "05:59", Obstacle.OUT_OF_ORDER),
        ("back", "10:00", None),
        ("back", "14:01", Obstacle.OUT_OF_ORDER),
        ("out", "10:29", Obstacle.OUT_OF_ORDER),
        ("out", "15:00", None),
        ("out", "15:01", Obstacle.OVERLAPS),
        ("out", "23:30", Obstacle.IN_THE_FUTURE),
    ],
)
def test_a_time_lies_between_its_neighbours(target: str, clock: str, why: Obstacle | None) -> None:
    others = (YESTERDAY, TONIGHT, FORGOTTEN)
    assert obstacle_to_time(target, at(clock), SESSION, others, at("23:00")) is why


instants = st.integers(0, 40).map(lambda number: at("00:00") + timedelta(hours=number))
spans = st.builds(Span, instants, st.none() | instants).filter(
    lambda s: s.ended_at is None or s.ended_at > s.started_at
)


@given(spans, spans)
def test_lying_over_is_mutual_and_is_sharing_time(one: Span, other: Span) -> None:
    assert lies_over(one, other) == lies_over(other, one)
    if one.ended_at is not None and other.ended_at is not None:
        shared = min(one.ended_at, other.ended_at) - max(one.started_at, other.started_at)
        assert lies_over(one, other) == (shared > timedelta(0))


def test_a_session_without_its_clock_in_is_no_span() -> None:
    assert span_of(SESSION[1:]) is None
    assert span_of(SESSION) == Span(at("06:00"), at("14:00"))
    assert span_of(SESSION[:2]) == Span(at("06:00"))
