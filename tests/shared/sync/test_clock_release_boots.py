"""Events under a clock that nobody vouched for, with power cuts in between: bounds, and words of other boots."""

from datetime import datetime, timedelta
from typing import Any

from shared.domain.delivery import RowState
from shared.domain.flags import Flag
from tests.shared.sync.vouching import HOUR_S, corrections, release, vouch


def test_past_the_holding_time_it_is_parked_with_the_span_it_can_lie_in(post: Any) -> None:
    trusted = post.clock_in("2002", ago_s=60)
    post.clock.reboot()
    post.clock.advance(300)
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(71 * HOUR_S)
    assert release(post) == 0
    post.clock.advance(2 * HOUR_S)
    assert release(post) == 1
    assert post.row(event).state is RowState.PARKED
    [item] = post.desk(event)
    assert (item.kind, item.facts["shown"], item.facts["not_after"]) == ("parked", event.draft.at.isoformat(), None)
    least = trusted.recorded_at + timedelta(seconds=300)
    assert timedelta(0) <= least - datetime.fromisoformat(item.facts["not_before"]) <= timedelta(seconds=5)


def test_power_cuts_do_not_begin_the_holding_time_anew(post: Any) -> None:
    event = post.clock_in("2001", trusted=False)
    for number in range(2002, 2006):
        post.clock.reboot()
        post.clock.advance(20 * HOUR_S)
        post.clock_in(str(number), trusted=False)
        release(post)
    assert post.row(event).state is RowState.PARKED


def test_a_boot_that_ended_without_a_trusted_reading_gives_bounds_and_no_time(post: Any, sandbox: Any) -> None:
    vouch(post)
    told_at = post.clock.read().wall
    post.clock.advance(HOUR_S)
    post.clock.reboot()
    post.clock.advance(500)
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(700)
    post.clock_in("2002", trusted=False)
    post.clock.reboot()
    assert release(post) == 0  # nothing vouches for this boot's clock yet, so there is no upper bound either
    post.clock.advance(30)
    vouch(post)
    booted = post.clock.read().wall - timedelta(seconds=post.clock.read().boottime_s)
    assert release(post) == 2
    [item] = post.desk(event)
    nearest = timedelta(seconds=3)
    assert abs(datetime.fromisoformat(item.facts["not_before"]) - (told_at + timedelta(seconds=500))) < nearest
    assert abs(datetime.fromisoformat(item.facts["not_after"]) - (booted - timedelta(seconds=700))) < nearest
    assert post.row(event).state is RowState.PARKED
    post.sync()
    assert len(sandbox.sessions("2001")) == 0


def test_a_span_of_less_than_two_minutes_is_a_time_known_within_one(post: Any, sandbox: Any) -> None:
    vouch(post)
    post.clock.reboot()
    post.clock.wall_off_s = -9 * HOUR_S
    post.clock.advance(25)
    event = post.clock_in("2001", trusted=False)
    truth = event.draft.at + timedelta(hours=9)
    post.clock.advance(15)
    post.clock.reboot()
    post.clock.wall_off_s = 0.0
    post.clock.advance(40)
    vouch(post)
    assert release(post) == 1
    [corrected] = corrections(post)
    assert corrected.flags == (Flag.CLOCK_BOUNDED,)
    assert abs(corrected.draft.at - truth) <= timedelta(seconds=60)
    post.sync()
    assert [one["startedOn"] for one in sandbox.sessions("2001")] == [corrected.draft.at]


def test_the_next_boots_witness_does_not_make_an_earlier_ones_word_forgotten(post: Any) -> None:
    post.clock.wall_off_s = HOUR_S
    event = post.clock_in("2001", trusted=False)
    post.clock.wall_off_s = 0.0
    vouch(post)
    post.clock.reboot()
    vouch(post)
    assert release(post) == 1
    assert post.row(event).at == event.draft.at - timedelta(hours=1)


def test_a_witness_of_its_boot_helps_also_after_the_next_one_began(post: Any) -> None:
    post.clock.wall_off_s = HOUR_S
    event = post.clock_in("2001", trusted=False)
    post.clock.advance(20)
    post.clock.wall_off_s = 0.0
    vouch(post)
    post.clock.reboot()
    assert release(post) == 1
    assert post.row(event).at == event.draft.at - timedelta(hours=1)
