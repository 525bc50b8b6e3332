"""Breaks go to TrackTik in the settings' own words, each once, after their session; else they say that they stay."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from shared.domain.break_record import TRACKTIK_BREAKS
from shared.domain.delivery import OutboxRow, Remedy, RowState
from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.domain.remedies import Fix, fixes_for
from shared.domain.tap import Choice
from shared.store import outbox
from shared.store.desk import DeskKind
from shared.sync.break_delivery import run_break_lane
from shared.sync.break_moves import BreakForm, BreakMoves
from shared.sync.moves import DeliveryRules
from shared.sync.worker import Worker
from shared.upstream.tracktik.fields import wire_time

BODY = {
    "workSession": "{work_session}",
    "startedOn": "{started_on}",
    "endedOn": "{ended_on}",
    "note": "Clockpost {event}",
    "minutes": "{length_min}",
    "type": "REST",
}
LOOK = {"workSession": "{work_session}"}
FORM = BreakForm("/break-sessions", BODY, LOOK)
BLIND = BreakForm("/break-sessions", BODY)
FAULTS = [
    "500_before",
    "500_after",
    "503",
    "504_after",
    "answer_lost",
    "lost_before",
    "connection_reset",
    "429",
    "garbage",
]


@pytest.fixture
def post(post: Any) -> Any:
    post.break_upstreams = (TRACKTIK_BREAKS,)
    return post


@contextmanager
def moves_of(post: Any, form: BreakForm, **rules: Any) -> Iterator[BreakMoves]:
    with post.service(**rules) as service:
        yield BreakMoves(
            upstream=TRACKTIK_BREAKS,
            client=service.client,
            writer=service.writer,
            clock=post.clock,
            rules=DeliveryRules(**{"first_retry_s": 1.0, **rules}),
            link=service.link,
            draw=post.draw,
            form=form,
            sessions_upstream="tracktik",
            sites=post.sites,
        )


def sync_breaks(post: Any, form: BreakForm = FORM, **rules: Any) -> None:
    with moves_of(post, form, **rules) as moves:
        Worker(moves, post.store, [], 4, post.clock.monotonic, run_break_lane).run(once=True)


def to_the_end(post: Any, form: BreakForm = FORM) -> None:
    for _ in range(40):
        sync_breaks(post, form)
        if not outbox.has_unfinished(post.store, TRACKTIK_BREAKS, "2001"):
            return
        post.clock.advance(100)
    raise AssertionError(post.unfinished())


def row_of(post: Any, event: ClockEvent) -> OutboxRow:
    found = outbox.find(post.store, event.event_id, TRACKTIK_BREAKS)
    assert found is not None
    return found


def upstream(sandbox: Any) -> list[dict[str, Any]]:
    """The breaks that the sandbox has."""
    return list(sandbox.get("/records").json()["breaks"])


def a_break(post: Any, *, at_work: bool = True, number: str = "2001") -> tuple[ClockEvent, ClockEvent]:
    """Somebody comes, takes twenty minutes, and works again."""
    post.clock_in(number, ago_s=3600)
    if at_work:
        post.sync()
    began = post.tap(number, Choice.START_BREAK, ago_s=1800).events[-1]
    ended = post.tap(number, Choice.END_BREAK, ago_s=600).events[-1]
    return began, ended


def test_a_break_is_one_record_in_the_settings_words(post: Any, sandbox: Any) -> None:
    began, ended = a_break(post)
    assert outbox.of_event(post.store, began.event_id) == []
    sync_breaks(post)
    [record] = upstream(sandbox)
    [session] = sandbox.sessions("2001")
    assert record == {
        "id": record["id"],
        "workSession": session["id"],
        "startedOn": wire_time(began.draft.at),
        "endedOn": wire_time(ended.draft.at),
        "note": f"Clockpost {ended.event_id}",
        "minutes": 20,
        "type": "REST",
    }
    row = row_of(post, ended)
    assert (row.state, row.their_id, row.found) == (RowState.DELIVERED, str(record["id"]), "sent")
    sync_breaks(post)
    assert len(upstream(sandbox)) == 1


def test_a_break_waits_for_its_session(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post, at_work=False)
    sync_breaks(post)
    assert (row_of(post, ended).state, row_of(post, ended).reason) == (
        RowState.WAITING,
        "its clock-in was not delivered",
    )
    post.sync()
    post.clock.advance(60)
    sync_breaks(post)
    assert len(upstream(sandbox)) == 1


def test_a_break_that_a_clock_out_ends_goes_out_too(post: Any, sandbox: Any) -> None:
    post.clock_in("2001", ago_s=3600)
    post.tap("2001", Choice.START_BREAK, ago_s=1800)
    ended, _ = post.tap("2001", Choice.CLOCK_OUT).events
    post.sync()
    to_the_end(post)
    assert [one["note"] for one in upstream(sandbox)] == [f"Clockpost {ended.event_id}"]


@pytest.mark.parametrize("kind", FAULTS)
def test_whatever_fails_there_is_one_record(post: Any, sandbox: Any, kind: str) -> None:
    _, ended = a_break(post)
    sandbox.fault(kind, method="POST", path="/rest/v1/break-sessions")
    to_the_end(post)
    assert len(upstream(sandbox)) == 1, kind
    assert row_of(post, ended).state is RowState.DELIVERED


def test_a_lost_answer_that_cannot_be_looked_up_waits_for_a_person(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sandbox.fault("answer_lost", method="POST", path="/rest/v1/break-sessions")
    to_the_end(post, BLIND)
    row = row_of(post, ended)
    assert (row.state, row.reason) == (RowState.PARKED, "cannot be looked up: its answer was lost")
    assert len(upstream(sandbox)) == 1
    assert str(DeskKind.PARKED) in post.kinds(ended)
    assert fixes_for(row) == (Fix.SEND_ANYWAY, Fix.HAND_OVER)


def test_a_supervisor_may_send_a_lost_break_again(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sandbox.fault("lost_before", method="POST", path="/rest/v1/break-sessions")
    to_the_end(post, BLIND)
    outbox.change(
        post.store,
        ended.event_id,
        TRACKTIK_BREAKS,
        post.clock.read().wall,
        state=RowState.UNKNOWN,
        remedy=Remedy.SEND_ANYWAY,
        not_before=0.0,
    )
    to_the_end(post, BLIND)
    assert (row_of(post, ended).state, len(upstream(sandbox))) == (RowState.DELIVERED, 1)
    assert post.desk(ended) == []


def test_a_process_that_was_killed_in_the_attempt_looks_first(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sync_breaks(post)
    body = row_of(post, ended).body
    outbox.change(post.store, ended.event_id, TRACKTIK_BREAKS, post.clock.read().wall, state="sending", their_id=None)
    to_the_end(post)
    row = row_of(post, ended)
    assert (row.state, row.found, row.body) == (RowState.DELIVERED, "adopted", body)
    assert len(upstream(sandbox)) == 1


def test_a_refused_break_is_parked_with_the_answer(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    sandbox.turn(break_sessions="400")
    sync_breaks(post)
    row = row_of(post, ended)
    assert row.state is RowState.PARKED
    assert "overlaps another" in row.answer
    assert upstream(sandbox) == []


def test_refused_breaks_hold_back_nobody(post: Any, sandbox: Any) -> None:
    sandbox.turn(break_sessions="400")
    a_break(post)
    sync_breaks(post)
    out = post.clock_out("2001")
    post.sync()
    assert post.row(out).state is RowState.DELIVERED


def test_a_break_that_was_taken_back_never_goes_out(post: Any, sandbox: Any) -> None:
    _, ended = a_break(post)
    post.take_back(ended)
    sync_breaks(post)
    assert row_of(post, ended).state is RowState.DROPPED
    assert upstream(sandbox) == []


def test_a_break_taken_back_while_its_request_is_on_the_way_is_told(post: Any, sandbox: Any, meanwhile: Any) -> None:
    _, ended = a_break(post)
    with moves_of(post, FORM) as moves:
        moves.client = meanwhile(moves.client, add_break=lambda: post.take_back(ended))
        Worker(moves, post.store, [], 4, post.clock.monotonic, run_break_lane).run(once=True)
    assert row_of(post, ended).state is RowState.DELIVERED
    assert str(DeskKind.VOIDED_AFTER_DELIVERY) in post.kinds(ended)


def test_without_a_form_breaks_stay_here_and_say_so(post: Any, sandbox: Any) -> None:
    post.break_upstreams = ()
    _, ended = a_break(post)
    assert Flag.NOT_SENT_UPSTREAM in ended.flags
    assert outbox.of_event(post.store, ended.event_id) == []


def test_two_breaks_of_one_length_are_two_records(post: Any, sandbox: Any) -> None:
    a_break(post)
    post.tap("2001", Choice.START_BREAK, ago_s=500)
    post.tap("2001", Choice.END_BREAK, ago_s=100)
    sandbox.fault("answer_lost", method="POST", path="/rest/v1/break-sessions", times=2)
    to_the_end(post)
    assert len(upstream(sandbox)) == 2
    assert len({one["note"] for one in upstream(sandbox)}) == 2
