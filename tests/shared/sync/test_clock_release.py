"""Events recorded under a clock that nobody vouched for."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.clocking import present
from shared.domain.clock_trust import Witness
from shared.domain.decision import Ask
from shared.domain.delivery import RowState
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.tap import Answer, Choice, Tap
from shared.gather import Surroundings
from shared.recording import Door
from shared.store import ledger, outbox_doubts, witnesses
from shared.store.corrections import corrected as corrections_of
from shared.sync.clock_release import date_kept
from shared.verify import verify
from tests.shared.sync.places import SITE
from tests.shared.sync.vouching import HOUR_S, corrections, release, vouch

DOOR = Door(SITE, "Terminal 1", ("tracktik",), 0.0)


def test_an_untrusted_event_is_never_released_by_time_passing(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", trusted=False)
    assert (post.row(event).state, post.row(event).reason) == (RowState.HELD, "clock")
    for _ in range(5):
        post.clock.advance(14 * HOUR_S)
        assert release(post) == 0
        post.sync()
    assert post.row(event).state is RowState.HELD
    assert sandbox.requests("POST", "/work-sessions") == []


@pytest.mark.parametrize("off_s", [3600.0, -7200.0, 9 * 365 * 86400.0, -400.0])
def test_it_is_corrected_once_the_same_boot_finds_the_time(off_s: float, post: Any, sandbox: Any) -> None:
    post.clock.wall_off_s = off_s
    before = post.clock.read().wall
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(100)
    post.clock.wall_off_s = 0.0
    vouch(post)
    assert release(post) == 1
    row = post.row(event)
    true_at = event.draft.at - timedelta(seconds=off_s)
    assert (row.state, row.at) == (RowState.DUE, true_at)
    [corrected] = corrections(post)
    assert (corrected.about.target, corrected.about.old, corrected.about.new) == (
        event.event_id,
        event.draft.at.isoformat(),
        true_at.isoformat(),
    )
    assert (corrected.draft.at, corrected.flags) == (true_at, ())
    kept = ledger.find(post.store, event.event_id)
    assert kept is not None
    assert kept.event is not None
    assert abs(kept.event.draft.at - before) < timedelta(seconds=2)
    post.sync()
    [session] = sandbox.sessions("2001")
    assert session["startedOn"] == true_at
    assert verify(post.store).intact


def test_a_clock_that_was_right_after_all_moves_nothing(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(10)
    vouch(post)
    assert release(post) == 1
    assert post.row(event).at == event.draft.at
    post.sync()
    assert sandbox.sessions("2001")[0]["startedOn"] == event.draft.at


def test_a_time_known_within_a_minute_is_sent_and_flagged(post: Any) -> None:
    post.clock_in("2001", trusted=False)
    vouch(post, bound_s=40.0)
    assert release(post) == 1
    assert corrections(post)[0].flags == (Flag.CLOCK_BOUNDED,)


def test_a_time_known_less_well_releases_nothing(post: Any) -> None:
    post.clock_in("2001", trusted=False)
    vouch(post, bound_s=90.0)
    assert release(post) == 0


def open_tap(post: Any, number: str) -> Tap:
    """A tap under a clock that nobody vouches for; the question stays unanswered."""
    now = post.clock.read()
    at = now.wall.replace(microsecond=0)
    tap = Tap(f"{number} tapped", at, DoorKind.KIOSK, "Terminal 1", SITE.name, SITE.account_id)
    asked = present(post.store, DOOR, tap, Person(number, "Guard", sites=(SITE.name,)), "", Surroundings(now))
    assert isinstance(asked.decision, Ask)
    return tap


def answer(post: Any, number: str, tap: Tap, choice: Choice, *, trusted: bool) -> ClockEvent:
    """What was asked at that tap is answered now."""
    now = post.clock.read()
    told = (Witness("ntp", 0.0, 1.0, now.wall, now.boottime_s, now.boot_id),) if trusted else ()
    answered = replace(tap, answer=Answer(choice))
    person = Person(number, "Guard", sites=(SITE.name,))
    return present(post.store, DOOR, answered, person, "", Surroundings(now, local_witnesses=told)).events[-1]


@pytest.mark.parametrize("is_set_meanwhile", [False, True])
def test_an_answer_given_hours_later_counts_at_its_tap(is_set_meanwhile: bool, post: Any) -> None:
    """The clock was as wrong at the tap, whether or not it was set before the answer came."""
    post.clock_in("2001", ago_s=HOUR_S)
    post.clock.wall_off_s = -2 * HOUR_S
    tap = open_tap(post, "2001")
    post.clock.advance(HOUR_S)
    if is_set_meanwhile:
        post.clock.wall_off_s = 0.0
    event = answer(post, "2001", tap, Choice.CLOCK_OUT, trusted=is_set_meanwhile)
    assert event.draft.at == tap.at
    post.clock.wall_off_s = 0.0
    vouch(post)
    assert release(post) == 1
    assert post.row(event).at == tap.at + timedelta(hours=2)
    counted = corrections_of(post.store, event)
    assert counted.draft.at <= counted.recorded_at <= post.clock.read().wall


def test_a_clock_that_was_set_between_the_tap_and_its_decision_is_for_a_person(post: Any) -> None:
    event = post.clock_in("2001", trusted=False, answered_after_s=-500.0)
    vouch(post)
    assert release(post) == 0
    post.clock.advance(73 * HOUR_S)
    assert release(post) == 1
    assert post.row(event).state is RowState.PARKED


def test_a_break_is_dated_too_though_it_is_delivered_nowhere(post: Any) -> None:
    post.clock_in("2001", ago_s=HOUR_S)
    post.clock.wall_off_s = -2 * HOUR_S
    event = post.tap("2001", Choice.START_BREAK, trusted=False).events[-1]
    assert date_kept(post.store, post.clock.read(), sites=post.sites) == 0
    post.clock.wall_off_s = 0.0
    vouch(post)
    assert date_kept(post.store, post.clock.read(), sites=post.sites) == 1
    assert corrections_of(post.store, event).draft.at == event.draft.at + timedelta(hours=2)
    assert post.presence("2001").break_since == event.draft.at + timedelta(hours=2)
    assert date_kept(post.store, post.clock.read(), sites=post.sites) == 0, "once"


def test_witnesses_that_contradict_each_other_tell_no_time(post: Any) -> None:
    post.clock_in("2001", trusted=False)
    vouch(post)
    now = post.clock.read()
    witnesses.keep(post.store, Witness("gps", 7200.0, 1.0, now.wall, now.boottime_s, now.boot_id))
    assert release(post) == 0
    post.clock.advance(60)
    now = post.clock.read()
    witnesses.keep(post.store, Witness("gps", 0.0, 1.0, now.wall, now.boottime_s, now.boot_id))
    assert release(post) == 1


def test_it_holds_back_its_own_work_session_and_no_other(post: Any, sandbox: Any) -> None:
    held = post.clock_in("2001", trusted=False)
    vouch(post)
    out = post.clock_out("2001")
    following = post.clock_in("2001")
    post.sync()
    states = [post.row(one).state for one in (held, out, following)]
    assert states == [RowState.HELD, RowState.HELD, RowState.DELIVERED]


def test_it_can_be_taken_back_while_it_is_held(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", trusted=False)
    post.take_back(event)
    vouch(post)
    assert release(post) == 0
    post.sync()
    assert (post.row(event).state, sandbox.sessions("2001")) == (RowState.DROPPED, [])


def test_a_restore_does_not_release_it(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", trusted=False)
    now = post.clock.read()
    with post.store.writing():
        outbox_doubts.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    post.clock.advance(200)
    post.sync()
    assert (post.row(event).state, sandbox.sessions("2001")) == (RowState.HELD, [])
