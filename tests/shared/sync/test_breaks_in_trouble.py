"""Breaks after a restore, under a clock in doubt, against a list that tells little, and corrected afterwards."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import RowState
from shared.domain.tap import Choice
from shared.store import carry_over, outbox, outbox_doubts
from shared.store.desk import DeskKind
from shared.sync.break_delivery import run_break_lane
from shared.sync.break_told import follow
from shared.sync.clock_release import date_kept, release_held
from shared.sync.worker import Worker
from tests.shared.sync.test_break_delivery import (
    BLIND,
    FORM,
    a_break,
    moves_of,
    row_of,
    sync_breaks,
    to_the_end,
    upstream,
)
from tests.shared.sync.vouching import HOUR_S, vouch


@pytest.fixture
def post(post: Any) -> Any:
    post.break_upstreams = (TRACKTIK_BREAKS,)
    return post


def restored(post: Any, event: Any) -> None:
    """The backup was taken before it went out: its row is due, was never sent as far as it knows, and is doubted."""
    now = post.clock.read()
    outbox.change(
        post.store,
        event.event_id,
        TRACKTIK_BREAKS,
        now.wall,
        state="due",
        body=None,
        sends=0,
        their_id=None,
        found="",
        attempt_wall=None,
    )
    with post.store.writing():
        outbox_doubts.doubt_everything(post.store, now.wall, now.wall.timestamp(), now.boottime_s, now.boot_id)


def run(post: Any, client: Any) -> None:
    with moves_of(post, FORM) as moves:
        moves.client = client(moves.client)
        Worker(moves, post.store, [], 4, post.clock.monotonic, run_break_lane).run(once=True)


class Listing:
    """The client, with every record of a list as `shown` shows it."""

    def __init__(self, client: Any, shown: Any) -> None:
        self._client, self._shown = client, shown
        self.add_break = client.add_break

    def breaks(self, *asked: Any) -> list[dict[str, Any]]:
        return [self._shown(record) for record in self._client.breaks(*asked)]


def test_after_a_restore_a_break_is_looked_for_first(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sync_breaks(post)
    restored(post, ended)
    to_the_end(post)
    assert len(upstream(sandbox)) == 1
    assert row_of(post, ended).found == "adopted"


def test_after_a_restore_without_a_look_a_person_decides(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sync_breaks(post, BLIND)
    restored(post, ended)
    to_the_end(post, BLIND)
    assert len(upstream(sandbox)) == 1
    assert row_of(post, ended).state is RowState.PARKED


def test_a_break_that_ended_under_a_clock_in_doubt_is_released_with_its_time(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=3600)
    post.sync()
    post.tap("2001", Choice.START_BREAK, ago_s=1800)
    post.clock.wall_off_s = -2 * HOUR_S
    ended = post.tap("2001", Choice.END_BREAK, trusted=False).events[-1]
    assert row_of(post, ended).reason == "clock"
    post.clock.wall_off_s = 0.0
    vouch(post)
    release_held(post.store, TRACKTIK_BREAKS, post.clock.read(), hold_h=72, sites=post.sites)
    to_the_end(post)
    [record] = upstream(sandbox)
    now = post.clock.read().wall.replace(tzinfo=None)
    assert abs((datetime.fromisoformat(record["endedOn"]) - now).total_seconds()) < HOUR_S


def test_a_break_whose_beginning_nobody_can_date_stays(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=3600)
    post.sync()
    post.clock.wall_off_s = -HOUR_S / 2
    post.tap("2001", Choice.START_BREAK, trusted=False)
    post.clock.advance(600)
    post.clock.wall_off_s = 0.0
    ended = post.tap("2001", Choice.END_BREAK).events[-1]
    sync_breaks(post)
    assert upstream(sandbox) == []
    assert row_of(post, ended).reason == "the time of its beginning is not known"
    vouch(post)
    date_kept(post.store, post.clock.read(), sites=post.sites)
    post.clock.advance(60)
    to_the_end(post)
    assert len(upstream(sandbox)) == 1


def test_a_list_in_another_zone_is_read(post: Any, sandbox: Any) -> None:
    a_break(post)
    sandbox.fault("answer_lost", method="POST", path="/rest/v1/break-sessions")

    def in_new_york(record: dict[str, Any]) -> dict[str, Any]:
        def told(text: str) -> str:
            return datetime.fromisoformat(text).replace(tzinfo=UTC).astimezone(ZoneInfo("America/New_York")).isoformat()

        return {**record, "startedOn": told(record["startedOn"]), "endedOn": told(record["endedOn"])}

    for _ in range(5):
        run(post, lambda client: Listing(client, in_new_york))
        post.clock.advance(100)
    assert len(upstream(sandbox)) == 1


def test_a_list_that_tells_no_break_from_another_settles_nothing(post: Any, sandbox: Any) -> None:
    a_break(post)
    sync_breaks(post)
    post.tap("2001", Choice.START_BREAK, ago_s=500)
    second = post.tap("2001", Choice.END_BREAK, ago_s=100).events[-1]
    sandbox.fault("lost_before", method="POST", path="/rest/v1/break-sessions")
    for _ in range(5):
        run(post, lambda client: Listing(client, lambda one: {"id": one["id"], "workSession": one["workSession"]}))
        post.clock.advance(100)
    assert row_of(post, second).reason.startswith("cannot be looked up")
    assert row_of(post, second).state is RowState.PARKED


def test_a_beginning_taken_back_after_delivery_is_told(post: Any, sandbox: Any) -> None:
    began, ended = a_break(post)
    sync_breaks(post)
    post.take_back(began)
    with moves_of(post, FORM) as moves:
        follow(moves, post.store)
        follow(moves, post.store)
    assert post.kinds(ended) == [str(DeskKind.VOIDED_AFTER_DELIVERY)]


def test_what_was_not_changed_is_not_told(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sync_breaks(post)
    with moves_of(post, FORM) as moves:
        follow(moves, post.store)
    assert post.desk(ended) == []


def test_rows_that_are_made_again_go_where_they_belong(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=3600)
    post.tap("2001", Choice.START_BREAK, ago_s=1800)
    ended, out = post.tap("2001", Choice.CLOCK_OUT).events
    post.sync()
    to_the_end(post)
    with post.store.writing():
        post.store.execute("DELETE FROM outbox WHERE event_id IN (?, ?)", (out.event_id, ended.event_id))
        outbox_left = {row[0] for row in post.store.execute("SELECT DISTINCT upstream FROM outbox")}
        assert outbox_left == {"tracktik"}
        post.store.execute("INSERT INTO meta (name, value) VALUES ('bound_tracktik_breaks', 'x')")
        carry_over._queue_again(post.store, post.clock.read())
    assert [row.upstream for row in outbox.of_event(post.store, out.event_id)] == ["tracktik"]
    assert [row.upstream for row in outbox.of_event(post.store, ended.event_id)] == [TRACKTIK_BREAKS]


def test_a_lost_break_taken_back_after_it_was_parked_is_told(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sandbox.fault("answer_lost", method="POST", path="/rest/v1/break-sessions")
    to_the_end(post, BLIND)
    assert row_of(post, ended).state is RowState.PARKED
    post.take_back(ended)
    sync_breaks(post, BLIND)
    assert row_of(post, ended).state is RowState.HANDED_OVER
    assert post.kinds(ended) == [DeskKind.VOIDED_AFTER_DELIVERY]
    assert len(upstream(sandbox)) == 1


def test_a_refused_break_that_is_taken_back_is_dropped(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sandbox.turn(break_sessions="400")
    to_the_end(post, BLIND)
    assert row_of(post, ended).state is RowState.PARKED
    post.take_back(ended)
    assert row_of(post, ended).state is RowState.DROPPED
    assert post.kinds(ended) == []


def test_a_request_that_may_still_be_carried_out_is_not_sent_again(post: Any, sandbox: Any) -> None:
    a_break(post)
    sandbox.fault("lost_before", method="POST", path="/rest/v1/break-sessions")
    sync_breaks(post, FORM)
    sent = len(sandbox.requests("POST", "/break-sessions"))
    for _ in range(8):
        post.clock.advance(10)
        sync_breaks(post, FORM)
    assert len(sandbox.requests("POST", "/break-sessions")) == sent
    post.clock.advance(100)
    sync_breaks(post, FORM)
    assert len(upstream(sandbox)) == 1
