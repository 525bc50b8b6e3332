"""What the upstream already has for an event of ours: looks 7.3, 7.4 and 7.6."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.delivery import (
    NEAR,
    Closure,
    Likeness,
    TheirSession,
    compare_clock_in,
    compare_clock_out,
    session_to_close,
)
from tests.shared.domain.cast import DOCKS, HARBOUR

OURS = datetime(2026, 3, 2, 5, 58, 30, tzinfo=UTC)


def theirs(number: int, start: timedelta, end: timedelta | None = None, account: int = HARBOUR) -> TheirSession:
    """A session that began and ended that long after our clock-in."""
    return TheirSession(number, account, OURS + start, OURS + end if end is not None else None, end is None)


def after(**span: float) -> timedelta:
    return timedelta(**span)


def likeness(*sessions: TheirSession, bound: frozenset[int] = frozenset()) -> tuple[Likeness, int | None]:
    kind, found = compare_clock_in(OURS, HARBOUR, sessions, bound)
    return kind, found.session_id if found else None


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ((), (Likeness.NONE, None)),
        ((theirs(1, after()),), (Likeness.SAME, 1)),
        ((theirs(1, after(milliseconds=900)),), (Likeness.SAME, 1)),
        ((theirs(1, after(), after(hours=8)),), (Likeness.SAME, 1)),
        ((theirs(1, after(), account=DOCKS),), (Likeness.SAME, 1)),
        ((theirs(1, after(seconds=1)),), (Likeness.NEAR, 1)),
        ((theirs(1, after(seconds=-1)),), (Likeness.NEAR, 1)),
        ((theirs(1, NEAR),), (Likeness.NEAR, 1)),
        ((theirs(1, -NEAR, after(minutes=-10)),), (Likeness.NEAR, 1)),
        ((theirs(1, NEAR + after(seconds=1)),), (Likeness.NONE, None)),
        ((theirs(1, after(seconds=1), account=DOCKS),), (Likeness.NONE, None)),
        ((theirs(1, after(hours=-3)),), (Likeness.OVERLAP, 1)),
        ((theirs(1, after(hours=-3), account=DOCKS),), (Likeness.OVERLAP, 1)),
        ((theirs(1, after(hours=-3), after(seconds=1)),), (Likeness.OVERLAP, 1)),
        ((theirs(1, after(hours=-3), after()),), (Likeness.NONE, None)),
        ((theirs(1, after(hours=-9), after(hours=-1)),), (Likeness.NONE, None)),
    ],
    ids=[
        "nothing",
        "the same second",
        "their parts of a second",
        "closed meanwhile",
        "moved to another account",
        "a second later",
        "a second earlier",
        "fifteen minutes later",
        "fifteen minutes earlier and closed",
        "just beyond",
        "near at another account",
        "open since hours",
        "open at another account",
        "ends after we begin",
        "ends as we begin",
        "over",
    ],
)
def test_a_clock_in_is_compared(sessions: tuple[TheirSession, ...], expected: tuple[Likeness, int | None]) -> None:
    assert likeness(*sessions) == expected


def test_the_same_second_counts_before_what_is_near_and_near_before_an_overlap() -> None:
    same, near, over = theirs(1, after()), theirs(2, after(seconds=5)), theirs(3, after(hours=-3))
    assert likeness(over, near, same) == (Likeness.SAME, 1)
    assert likeness(over, near) == (Likeness.NEAR, 2)


def test_of_several_the_nearest_or_newest_is_told() -> None:
    assert likeness(theirs(1, after(minutes=9)), theirs(2, after(minutes=-4))) == (Likeness.NEAR, 2)
    assert likeness(theirs(4, after()), theirs(9, after())) == (Likeness.SAME, 9)
    assert likeness(theirs(1, after(hours=-9)), theirs(2, after(hours=-3))) == (Likeness.OVERLAP, 2)


@pytest.mark.parametrize("start", [after(), after(minutes=5), after(hours=-3)], ids=["same", "near", "overlap"])
def test_a_session_of_another_event_of_ours_never_matches(start: timedelta) -> None:
    assert likeness(theirs(1, start), bound=frozenset({1})) == (Likeness.NONE, None)
    assert likeness(theirs(1, start), theirs(2, start), bound=frozenset({1}))[1] == 2


LEFT = after(hours=8)


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (theirs(1, after(hours=3), after(hours=5)), Likeness.OVERLAP),
        (theirs(1, after(hours=3)), Likeness.OVERLAP),
        (theirs(1, after(hours=3), after(hours=5), account=DOCKS), Likeness.OVERLAP),
        (theirs(1, LEFT - after(seconds=1)), Likeness.OVERLAP),
        (theirs(1, LEFT), Likeness.NONE),
        (theirs(1, after(hours=-3), after()), Likeness.NONE),
        (theirs(1, after(minutes=5), after(hours=5)), Likeness.NEAR),
    ],
    ids=["inside", "begun inside", "at another account", "a second before we left", "as we left", "before", "near"],
)
def test_hours_typed_in_for_a_terminal_that_was_away_overlap_until_we_left(
    session: TheirSession, expected: Likeness
) -> None:
    assert compare_clock_in(OURS, HARBOUR, [session], frozenset(), until=OURS + LEFT)[0] is expected


def test_an_end_before_our_beginning_hides_no_overlap() -> None:
    open_since = theirs(1, after(hours=-3))
    assert compare_clock_in(OURS, HARBOUR, [open_since], frozenset(), until=OURS - LEFT)[0] is Likeness.OVERLAP


sessions = st.lists(
    st.tuples(
        st.integers(1, 9), st.integers(-40_000, 40_000), st.none() | st.integers(-40_000, 40_000), st.booleans()
    ).map(
        lambda told: theirs(
            told[0],
            after(seconds=told[1]),
            None if told[2] is None else after(seconds=told[2]),
            HARBOUR if told[3] else DOCKS,
        )
    ),
    max_size=6,
)


@given(sessions, st.frozensets(st.integers(1, 9), max_size=4))
@settings(max_examples=120, deadline=None)
def test_a_look_tells_nothing_only_when_nothing_stands_in_the_way(
    found: list[TheirSession], bound: frozenset[int]
) -> None:
    kind, session = compare_clock_in(OURS, HARBOUR, found, bound)
    free = [one for one in found if one.session_id not in bound]
    assert session is None or session in free
    assert (session is None) is (kind is Likeness.NONE)
    if kind is not Likeness.SAME:
        assert all(one.started_at != OURS for one in free)
    if kind is Likeness.NONE:
        assert all(abs(one.started_at - OURS) > NEAR or one.account_id != HARBOUR for one in free)
        assert not any(one.started_at <= OURS and one.is_open for one in free)


# Clock-outs


@pytest.mark.parametrize(
    ("is_open", "method", "closure"),
    [
        (True, "", Closure.OPEN),
        (True, "KIOSK", Closure.OPEN),
        (False, "KIOSK", Closure.BY_US),
        (False, "PHONE", Closure.BY_US),
        (False, "DELAYED", Closure.BY_US),
        (False, "SYSTEM", Closure.BY_OTHERS),
        (False, "ADMIN", Closure.BY_OTHERS),
        (False, "BATCH", Closure.BY_OTHERS),
        (False, "", Closure.BY_OTHERS),
    ],
)
def test_who_closed_a_session(is_open: bool, method: str, closure: Closure) -> None:
    assert compare_clock_out(TheirSession(1, HARBOUR, OURS, None, is_open, method)) is closure


def test_a_clock_out_without_a_session_means_an_open_one_here_that_began_before_newest_first() -> None:
    leaving = OURS + after(hours=8)
    here = [theirs(1, after()), theirs(2, after(hours=2)), theirs(3, after(hours=8))]
    others = [
        theirs(4, after(hours=9)),
        theirs(5, after(), account=DOCKS),
        theirs(6, after(), after(hours=7)),
        replace(theirs(7, after()), account_id=None),
    ]
    found = session_to_close(leaving, HARBOUR, [*here, *others])
    assert [session.session_id for session in found] == [3, 2, 1]
    assert session_to_close(leaving, HARBOUR, others) == []
