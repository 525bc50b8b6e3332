"""The presence machine against one that is too simple to be wrong, over any events in any order of work sessions.

The plain machine keeps the newest ClockedIn and reads only what names it; everything else it forgets.
"""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.model import ELSEWHERE, OFF_DUTY, Draft, Kind, Presence, PresenceState
from shared.domain.presence import Recorded, after, rebuilt
from tests.shared.domain.cast import HARBOUR, MONDAY, SITE

SESSIONS = ("in-1", "in-2", "in-3", "in-4")
MOVES = (Kind.CLOCKED_OUT, Kind.BREAK_STARTED, Kind.BREAK_ENDED)
ABOUT_OTHERS = (Kind.CORRECTED, Kind.VOIDED, Kind.BREAK_ANSWER)

steps = st.tuples(
    st.sampled_from((*Kind, Kind.CLOCKED_IN)), st.sampled_from((*SESSIONS, ELSEWHERE)), st.integers(-100_000, 100_000)
)


def ledger(told: list[tuple[Kind, str, int]]) -> list[Recorded]:
    """Events in ledger order whose times run any way: order is by sequence, never by time."""
    events: list[Recorded] = []
    unopened = list(SESSIONS)
    for seq, (kind, session, seconds) in enumerate(told, start=1):
        opens = kind is Kind.CLOCKED_IN
        event_id = unopened.pop(0) if opens and unopened else f"event-{seq}"
        when = MONDAY + timedelta(seconds=seconds)
        draft = Draft(kind, when, SITE, HARBOUR, work_session="" if opens else session)
        events.append(Recorded(event_id, seq, draft))
    return events


def plain(events: list[Recorded]) -> PresenceState:
    newest = max((n for n, event in enumerate(events) if event.draft.kind is Kind.CLOCKED_IN), default=None)
    session, state = (events[newest].event_id, PresenceState.WORKING) if newest is not None else ("", PresenceState.OFF)
    for event in events[newest + 1 if newest is not None else 0 :]:
        kind, of_elsewhere = event.draft.kind, event.draft.work_session == ELSEWHERE
        if kind not in MOVES or (
            event.draft.work_session != session and not (of_elsewhere and session in ("", ELSEWHERE))
        ):
            continue
        state = {
            Kind.CLOCKED_OUT: PresenceState.OFF,
            Kind.BREAK_STARTED: PresenceState.ON_BREAK,
            Kind.BREAK_ENDED: PresenceState.WORKING,
        }[kind]
        # Whoever is off duty has no session; whoever has a break of elsewhere has that one.
        session = "" if kind is Kind.CLOCKED_OUT else session or ELSEWHERE
    return state


def folded(events: list[Recorded]) -> Presence:
    presence = OFF_DUTY
    for event in events:
        presence = after(presence, event)
    return presence


@given(st.lists(steps, max_size=14))
@settings(max_examples=100, deadline=None)
def test_presence_is_the_state_of_the_newest_clock_in(told: list[tuple[Kind, str, int]]) -> None:
    assert folded(ledger(told)).state is plain(ledger(told))


@given(st.lists(steps, max_size=14))
@settings(max_examples=100, deadline=None)
def test_rebuilding_tells_the_same_as_following(told: list[tuple[Kind, str, int]]) -> None:
    events = ledger(told)
    assert rebuilt(events) == folded(events)
    assert rebuilt(iter(events)) == folded(events)


@given(st.lists(steps, max_size=14), st.lists(st.tuples(st.integers(0, 14), st.sampled_from(ABOUT_OTHERS)), max_size=4))
@settings(max_examples=100, deadline=None)
def test_events_about_other_events_are_ignored_wherever_they_stand(
    told: list[tuple[Kind, str, int]], about: list[tuple[int, Kind]]
) -> None:
    events = ledger(told)
    mixed = list(events)
    for place, kind in about:
        draft = Draft(kind, MONDAY, SITE, HARBOUR, work_session="in-1")
        mixed.insert(min(place, len(mixed)), Recorded("about", 999, draft))
    assert rebuilt(mixed) == rebuilt(events)


@given(st.lists(steps, max_size=14))
@settings(max_examples=100, deadline=None)
def test_presence_is_whole_after_every_event(told: list[tuple[Kind, str, int]]) -> None:
    presence = OFF_DUTY
    for event in ledger(told):
        before, presence = presence, after(presence, event)
        assert presence.state is not PresenceState.UNKNOWN
        assert presence.on_duty is (presence.work_session != "")
        assert (presence.break_since is not None) is (presence.state is PresenceState.ON_BREAK)
        assert presence == before or presence.seq == event.seq
