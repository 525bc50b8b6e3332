"""Where an event lies whose boot ended before anybody told the time."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clock_span import Moment, Span, Told, span_of

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SHOWN = datetime(1970, 1, 1, 0, 5, tzinfo=UTC)


def moment(boottime_s: float = 300.0) -> Moment:
    return Moment(SHOWN, SHOWN, boottime_s, "boot-2", decision=10)


def told(at: datetime, *, boottime_s: float = 60.0, boot: str = "boot-1", after: int = 9, bound_s: float = 1.0) -> Told:
    return Told(at, bound_s, boottime_s, boot, after)


def test_it_lies_between_the_boot_before_and_the_boot_after() -> None:
    before = told(NOON)
    after = told(NOON + timedelta(hours=2), boottime_s=120.0, boot="boot-3", after=12)
    span = span_of(moment(), 900.0, [before, after])
    assert span.not_before == NOON - timedelta(seconds=1) + timedelta(seconds=300)
    # The boot after began two minutes before it was told the time, and this one lasted ten more minutes.
    assert span.not_after == NOON + timedelta(hours=2, seconds=1 - 120 - 600)


def test_what_is_not_told_leaves_the_span_open() -> None:
    assert span_of(moment(), 300.0, []) == Span()
    assert span_of(moment(), 300.0, [told(NOON)]).not_after is None
    assert span_of(moment(), 300.0, [told(NOON, boot="boot-3", after=10)]).not_before is None
    assert Span(NOON).bound_s is None


def test_its_own_boot_is_no_neighbour() -> None:
    assert span_of(moment(), 300.0, [told(NOON, boot="boot-2")]) == Span()


def test_a_span_that_contradicts_itself_has_no_middle() -> None:
    assert Span(NOON, NOON - timedelta(seconds=1)).middle is None
    assert Span(NOON, NOON).middle == NOON
    assert Span(NOON, NOON + timedelta(minutes=2)).bound_s == 60.0


seconds = st.floats(1, 86_400)


@given(seconds, seconds, seconds, seconds, seconds, seconds, st.floats(0, 30), st.floats(-1, 1))
def test_the_truth_lies_in_the_span(
    to_the_cut_s: float,
    off_s: float,
    to_the_event_s: float,
    to_the_end_s: float,
    off_again_s: float,
    to_the_word_s: float,
    bound_s: float,
    wrong: float,
) -> None:
    error = timedelta(seconds=bound_s * wrong)
    began = NOON + timedelta(seconds=to_the_cut_s + off_s)
    truth = began + timedelta(seconds=to_the_event_s)
    again = truth + timedelta(seconds=to_the_end_s + off_again_s)
    words = [
        told(NOON + error, bound_s=bound_s),
        told(
            again + timedelta(seconds=to_the_word_s) + error,
            bound_s=bound_s,
            boot="3",
            after=99,
            boottime_s=to_the_word_s,
        ),
    ]
    span = span_of(moment(to_the_event_s), to_the_event_s + to_the_end_s, words)
    assert span.not_before is not None
    assert span.not_after is not None
    rounding = timedelta(milliseconds=1)
    assert span.not_before - rounding <= truth <= span.not_after + rounding
    assert span.middle is not None
    assert span.bound_s is not None
    assert abs(span.middle - truth) <= timedelta(seconds=span.bound_s) + rounding
