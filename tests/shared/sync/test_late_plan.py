"""A clock-in that was recorded before any roster finds its position and shift when there is one."""

from datetime import timedelta
from typing import Any

from shared.clocking import make_tap, present
from shared.domain.delivery import RowState
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import Person
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.sync.late_plan import PATIENCE, Plan, plan_of

SITE = Site("Harbour Tower", 687, Rules())
ANA = Person("2001", "Ana", upstream_id=12001)


def clock_in(post: Any) -> ClockEvent:
    reading = post.clock.read()
    door = Door(SITE, "Terminal 1", ("tracktik",), 0.0)
    outcome = present(post.store, door, make_tap(door, reading), ANA, "", Surroundings(reading))
    return outcome.events[0]


def stored(store: Store, at: Any, *, shifts: list[tuple[object, ...]], positions: list[tuple[object, ...]]) -> None:
    roster.replace(store, SITE.name, Part.SHIFTS, shifts, began_at=at)
    roster.replace(store, SITE.name, Part.POSITIONS, positions, began_at=at)


def test_without_a_roster_there_is_no_plan_yet(empty_post: Any) -> None:
    event = clock_in(empty_post)
    assert Flag.ROSTER_MISSING in event.flags
    assert plan_of(empty_post.store, SITE, event, 12001) is None


def test_the_shift_of_the_hour_gives_its_position(empty_post: Any) -> None:
    event = clock_in(empty_post)
    start, end = event.draft.at + timedelta(minutes=2), event.draft.at + timedelta(hours=8)
    shift = (12001, start.isoformat(), 77, end.isoformat(), 687, 383)
    stored(empty_post.store, event.draft.at, shifts=[shift], positions=[(382, 687, "Gate"), (383, 687, "Patrol")])
    assert plan_of(empty_post.store, SITE, event, 12001) == Plan(383, 77)
    assert plan_of(empty_post.store, SITE, event, 12002) == Plan(None, None)


def test_the_only_position_of_the_site_is_taken(empty_post: Any) -> None:
    event = clock_in(empty_post)
    stored(empty_post.store, event.draft.at, shifts=[], positions=[(382, 687, "Gate")])
    assert plan_of(empty_post.store, SITE, event, 12001) == Plan(382, None)


def test_what_was_known_at_the_tap_is_never_planned_anew(post: Any) -> None:
    event = post.clock_in("2001")
    assert plan_of(post.store, SITE, event, 12001) == Plan(event.draft.position_id, event.draft.shift_id)


def test_a_clock_in_waits_for_the_first_roster_and_goes_out_as_it_is_after_an_hour(
    empty_post: Any, sandbox: Any
) -> None:
    event = clock_in(empty_post)
    empty_post.change(event, state="due", reason="", not_before=0.0)
    empty_post.sign_in()
    register(empty_post)
    empty_post.sync()
    assert empty_post.row(event).state is RowState.WAITING
    assert sandbox.sessions() == []
    empty_post.clock.advance(PATIENCE.total_seconds() + 60)
    empty_post.sync()
    assert empty_post.row(event).state is RowState.PARKED


def register(post: Any) -> None:
    """The upstream's employees are known, but neither shifts nor positions."""
    at = post.clock.read().wall
    roster.replace(post.store, SITE.name, Part.EMPLOYEES, [(12001, "2001", "Ana", 1)], began_at=at)
