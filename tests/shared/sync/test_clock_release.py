"""Events recorded under a clock that nobody vouched for."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.domain.clock_trust import Witness
from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from shared.store import ledger, outbox, witnesses
from shared.sync.clock_release import release_held
from shared.verify import verify

HOUR_S = 3600.0


def vouch(post: Any, *, bound_s: float = 1.0) -> None:
    """The time service says now that the wall clock is right."""
    now = post.clock.read()
    with post.store.writing():
        witnesses.keep(post.store, Witness("ntp", 0.0, bound_s, now.wall, now.boottime_s, now.boot_id))


def release(post: Any) -> int:
    return release_held(post.store, "tracktik", post.clock.read(), hold_h=72, sites=post.sites)


def corrections(post: Any) -> list[Any]:
    rows = ledger.newest(post.store, 50)
    return [row.event for row in rows if row.event and row.event.about and row.event.draft.kind == "corrected"]


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


def test_a_witness_of_its_boot_helps_also_after_the_next_one_began(post: Any) -> None:
    post.clock.wall_off_s = HOUR_S
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(20)
    post.clock.wall_off_s = 0.0
    vouch(post)
    post.clock.reboot()
    assert release(post) == 1
    assert post.row(event).at == event.draft.at - timedelta(hours=1)


def test_an_event_dated_before_its_recording_keeps_that_distance(post: Any) -> None:
    """An open tap of the evening, answered in the morning: it must not become a clock-out of the morning."""
    post.clock.wall_off_s = HOUR_S
    event = post.clock_in("2001", trusted=False, answered_after_s=9 * HOUR_S)
    assert event.recorded_at - event.draft.at > timedelta(hours=8.9)
    post.clock.wall_off_s = 0.0
    vouch(post)
    assert release(post) == 1
    assert post.row(event).at == event.draft.at - timedelta(hours=1)


def test_a_clock_that_jumped_between_the_tap_and_its_recording_is_for_a_person(post: Any) -> None:
    event = post.clock_in("2001", trusted=False, answered_after_s=-500.0)
    vouch(post)
    assert release(post) == 0
    post.clock.advance(73 * HOUR_S)
    assert release(post) == 1
    assert post.row(event).state is RowState.PARKED


def test_past_the_holding_time_it_is_parked_with_the_span_it_can_lie_in(post: Any) -> None:
    trusted = post.clock_in("2002", ago_s=60)
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(71 * HOUR_S)
    assert release(post) == 0
    post.clock.advance(2 * HOUR_S)
    assert release(post) == 1
    assert post.row(event).state is RowState.PARKED
    [item] = post.desk(event)
    assert (item.kind, item.facts["shown"], item.facts["not_after"]) == ("parked", event.draft.at.isoformat(), None)
    assert datetime.fromisoformat(item.facts["not_before"]) == trusted.recorded_at


def test_a_boot_that_ended_without_a_trusted_reading_gives_bounds_and_no_time(post: Any, sandbox: Any) -> None:
    trusted = post.clock_in("2002", ago_s=60)
    event = post.clock_in("2001", trusted=False)
    post.clock.reboot()
    assert release(post) == 0  # nothing vouches for this boot's clock yet, so there is no upper bound either
    post.clock.advance(30)
    vouch(post)
    booted = post.clock.read().wall - timedelta(seconds=post.clock.read().boottime_s)
    assert release(post) == 1
    [item] = post.desk(event)
    assert datetime.fromisoformat(item.facts["not_before"]) == trusted.recorded_at
    assert abs(datetime.fromisoformat(item.facts["not_after"]) - booted) < timedelta(seconds=1)
    assert post.row(event).state is RowState.PARKED
    post.sync()
    assert len(sandbox.sessions("2001")) == 0


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
        outbox.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)
    post.clock.advance(200)
    post.sync()
    assert (post.row(event).state, sandbox.sessions("2001")) == (RowState.HELD, [])
