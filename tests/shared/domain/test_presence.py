"""Where a person stands: section 2. Releases, other doors, and downloads of open sessions."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.model import ELSEWHERE, OFF_DUTY, Draft, Kind, Presence, PresenceState
from shared.domain.presence import Recorded, after, by_snapshot, is_known, rebuilt, released
from shared.domain.rules import Rules
from tests.shared.domain.cast import (
    ANA,
    ARRIVALS,
    DOCKS,
    EARLY,
    HARBOUR,
    RULES,
    SITE,
    at,
    begun_elsewhere,
    on_break,
    working,
)

OTHER_DOORS = Rules(other_doors=True)


def event(kind: Kind, when: datetime, session: str = "in-1", *, seq: int = 8, event_id: str = "new") -> Recorded:
    return Recorded(event_id, seq, Draft(kind, when, SITE, HARBOUR, work_session=session))


# One event more


def test_a_clock_in_opens_a_work_session_of_its_own() -> None:
    draft = Draft(Kind.CLOCKED_IN, at("05:58"), SITE, HARBOUR, 382, EARLY.shift_id, EARLY.ends_at)
    assert after(OFF_DUTY, Recorded("in-1", 7, draft)) == working(at("05:58"))


def test_a_newer_clock_in_takes_over_from_a_forgotten_one() -> None:
    moved = after(working(), event(Kind.CLOCKED_IN, at("05:58", 1), "", event_id="in-2", seq=9))
    assert (moved.work_session, moved.since, moved.seq) == ("in-2", at("05:58", 1), 9)


def test_a_clock_out_of_the_work_session_ends_it() -> None:
    moved = after(on_break(at("10:00")), event(Kind.CLOCKED_OUT, at("14:00")))
    assert moved == replace(OFF_DUTY, since=at("14:00"), site=SITE, seq=8)


def test_a_break_begins_and_ends_inside_the_work_session() -> None:
    paused = after(working(), event(Kind.BREAK_STARTED, at("10:00")))
    assert paused == replace(on_break(at("10:00")), seq=8)
    assert after(paused, event(Kind.BREAK_ENDED, at("10:20"), seq=9)) == replace(working(), seq=9)


@pytest.mark.parametrize("kind", [Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED])
@pytest.mark.parametrize("session", ["in-0", ELSEWHERE])
def test_an_event_of_an_older_work_session_does_not_touch_it(kind: Kind, session: str) -> None:
    assert after(working(), event(kind, at("14:00"), session)) == working()


@pytest.mark.parametrize("kind", [Kind.CORRECTED, Kind.VOIDED, Kind.BREAK_ANSWER])
def test_what_speaks_about_other_events_moves_nobody(kind: Kind) -> None:
    assert after(working(), event(kind, at("14:00"))) == working()


def test_a_clock_out_of_elsewhere_ends_what_began_elsewhere() -> None:
    moved = after(begun_elsewhere(), event(Kind.CLOCKED_OUT, at("14:00"), ELSEWHERE))
    assert moved.state is PresenceState.OFF


@pytest.mark.parametrize(
    ("kind", "state", "break_since"),
    [
        (Kind.BREAK_STARTED, PresenceState.ON_BREAK, at("10:00")),
        (Kind.BREAK_ENDED, PresenceState.WORKING, None),
    ],
)
def test_a_break_of_elsewhere_tells_that_somebody_is_on_duty_but_not_since_when(
    kind: Kind, state: PresenceState, break_since: datetime | None
) -> None:
    yesterday = replace(OFF_DUTY, since=at("14:00", -1), site="Docks")
    moved = after(yesterday, event(kind, at("10:00"), ELSEWHERE))
    assert (moved.state, moved.break_since) == (state, break_since)
    assert (moved.since, moved.site, moved.work_session) == (None, SITE, ELSEWHERE)
    assert not released(moved, at("10:05"), RULES)
    assert after(moved, event(Kind.CLOCKED_OUT, at("14:00"), ELSEWHERE)).state is PresenceState.OFF


def test_without_events_nobody_is_on_duty() -> None:
    assert rebuilt([]) == OFF_DUTY


# Sixteen hours


@pytest.mark.parametrize(
    ("presence", "hours", "is_released"),
    [
        (working(), timedelta(hours=16), True),
        (working(), timedelta(hours=16) - timedelta(seconds=1), False),
        (on_break(at("10:00")), timedelta(hours=16), True),
        (begun_elsewhere(), timedelta(hours=16), True),
        (OFF_DUTY, timedelta(days=30), False),
        (replace(OFF_DUTY, since=ARRIVALS[ANA]), timedelta(days=30), False),
        (working(), -timedelta(days=1), False),
    ],
)
def test_presence_is_released_after_sixteen_hours_on_duty(
    presence: Presence, hours: timedelta, is_released: bool
) -> None:
    assert released(presence, ARRIVALS[ANA] + hours, RULES) is is_released


def test_how_long_is_a_setting() -> None:
    assert released(working(), ARRIVALS[ANA] + timedelta(hours=10), Rules(release_s=36_000))


# Other doors


@pytest.mark.parametrize(
    ("presence", "age_s", "rules", "known"),
    [
        (OFF_DUTY, None, RULES, True),
        (begun_elsewhere(), None, RULES, True),
        (working(), None, OTHER_DOORS, True),
        (on_break(at("10:00")), None, OTHER_DOORS, True),
        (OFF_DUTY, None, OTHER_DOORS, False),
        (OFF_DUTY, 300, OTHER_DOORS, True),
        (OFF_DUTY, 300.5, OTHER_DOORS, False),
        (begun_elsewhere(), 300, OTHER_DOORS, True),
        (begun_elsewhere(), None, OTHER_DOORS, False),
        (Presence(PresenceState.UNKNOWN), 1, RULES, False),
    ],
)
def test_presence_can_be_believed(presence: Presence, age_s: float | None, rules: Rules, known: bool) -> None:
    assert is_known(presence, age_s, rules) is known


# Downloads of open sessions

BEGAN = at("10:00")
THEIRS = begun_elsewhere()
CLOSED_BY_A_MANAGER = replace(OFF_DUTY, since=BEGAN, site=SITE)


def merged(
    stored: Presence, found: Presence | None, *, unfinished: bool = False, last_event_at: datetime | None = None
) -> Presence:
    return by_snapshot(stored, found, has_unfinished_row=unfinished, last_event_at=last_event_at, began_at=BEGAN)


@pytest.mark.parametrize(
    ("unfinished", "last_event_at"),
    [(True, None), (True, at("05:58")), (False, BEGAN), (False, at("10:00:01"))],
    ids=["a row on its way", "an old event on its way", "an event of that instant", "a newer event"],
)
@pytest.mark.parametrize("found", [None, THEIRS], ids=["nothing open", "something open"])
@pytest.mark.parametrize("stored", [OFF_DUTY, working(), THEIRS], ids=["off", "here", "elsewhere"])
def test_the_ledger_wins_over_a_download_that_began_before(
    stored: Presence, found: Presence | None, unfinished: bool, last_event_at: datetime | None
) -> None:
    assert merged(stored, found, unfinished=unfinished, last_event_at=last_event_at) == stored


@pytest.mark.parametrize(
    ("stored", "found", "expected"),
    [
        (OFF_DUTY, None, OFF_DUTY),
        (OFF_DUTY, THEIRS, THEIRS),
        (working(upstream_session=5001), THEIRS, working(upstream_session=5001)),
        (on_break(at("09:50"), upstream_session=5001), THEIRS, on_break(at("09:50"), upstream_session=5001)),
        (working(upstream_session=4999), THEIRS, THEIRS),
        (working(upstream_session=5001), None, CLOSED_BY_A_MANAGER),
        (on_break(at("09:50")), None, CLOSED_BY_A_MANAGER),
        (THEIRS, None, CLOSED_BY_A_MANAGER),
        (THEIRS, replace(THEIRS, upstream_session=5002), replace(THEIRS, upstream_session=5002)),
    ],
    ids=[
        "off and nothing open",
        "off, open elsewhere",
        "the same session",
        "the same session, on a break",
        "a newer session",
        "closed upstream",
        "closed upstream during a break",
        "ended elsewhere",
        "another session elsewhere",
    ],
)
def test_otherwise_the_download_tells(stored: Presence, found: Presence | None, expected: Presence) -> None:
    assert merged(stored, found, last_event_at=at("09:59:59")) == expected
    assert merged(stored, found) == expected


def test_leaving_a_site_elsewhere_keeps_which_site_it_was() -> None:
    assert merged(working(site="Docks", account_id=DOCKS), None).site == "Docks"
