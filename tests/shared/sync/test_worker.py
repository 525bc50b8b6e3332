"""The loop: how soon something goes out, what it survives, and how it ends."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from shared.domain.delivery import RowState
from shared.store import memory
from shared.store.errors import CannotRecord, StoreError
from shared.sync.worker import COOL_DOWN_S, JOB_AT_MOST_S, POLL_S, STEP_AT_MOST_S, Job

WAIT_S = 8.0


def until(true: Callable[[], object], what: str) -> None:
    """Wait for something that another thread does."""
    give_up = time.monotonic() + WAIT_S
    while not true():
        assert time.monotonic() < give_up, f"waited {WAIT_S} s for {what}"
        time.sleep(0.005)


@contextmanager
def running(service: Any) -> Iterator[threading.Thread]:
    """The loop in a thread, until the block ends."""
    thread = threading.Thread(target=service.worker().run)
    thread.start()
    try:
        yield thread
    finally:
        service.delivery.stopping.set()
        thread.join(WAIT_S)
        assert not thread.is_alive()


def open_ledgers(post: Any) -> int:
    """How many handles this process has on the ledger and its companions."""
    opened = 0
    for handle in Path("/proc/self/fd").iterdir():
        try:
            opened += str(handle.readlink()).startswith(str(post.path))
        except FileNotFoundError:
            continue
    return opened


def test_a_live_event_is_sent_within_half_a_second_of_its_screens_end(post: Any, sandbox: Any) -> None:
    waited_s = []
    with post.service() as service, running(service):
        service.client.accounts()
        for number in ("2001", "2002", "2003"):
            event = post.clock_in(number, hold_s=0.2)
            until(lambda e=event: post.row(e).state is RowState.DELIVERED, "the delivery")
            [asked] = [
                one for one in sandbox.requests("POST", "/work-sessions") if one["employee"] == int(number) + 5000
            ]
            waited_s.append(datetime.fromisoformat(asked["at"]).timestamp() - post.row(event).not_before)
    assert min(waited_s) >= 0.0
    assert min(waited_s) < 0.5


def test_an_event_is_not_sent_before_its_screen_has_closed(post: Any, sandbox: Any) -> None:
    event = post.clock_in("2001", hold_s=4.0)
    post.sync()
    assert (post.row(event).state, sandbox.requests("POST", "/work-sessions")) == (RowState.HELD, [])
    post.clock.advance(4.1)
    post.sync()
    assert post.row(event).state is RowState.DELIVERED


def test_somebody_whose_first_row_waits_is_not_kept_waiting_with_a_new_one(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    post.clock_in("2001", ago_s=7200)
    post.sync()
    post.clock_out("2001", ago_s=3600)  # due for ever behind the parked one: the lane cools down again and again
    sandbox.turn(unscheduled="allowed")
    with post.service() as service, running(service):
        service.client.accounts()
        time.sleep(0.5)
        event = post.clock_in("2001")
        recorded = time.monotonic()
        until(lambda: post.row(event).state is RowState.DELIVERED, "the new event")
    assert time.monotonic() - recorded < COOL_DOWN_S + 1.0


def test_a_waiting_first_row_does_not_keep_the_processor_busy(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    post.clock_in("2001", ago_s=7200)
    post.sync()
    post.clock_out("2001", ago_s=3600)
    with post.service() as service, running(service):
        time.sleep(0.3)
        used_before = time.process_time()
        time.sleep(1.0)
        used_s = time.process_time() - used_before
    assert used_s < 0.5


def test_once_ends_when_nothing_more_can_be_done_now(post: Any, sandbox: Any) -> None:
    sandbox.turn(unscheduled="refused")
    stuck = post.clock_in("2001", ago_s=7200)
    post.sync()
    behind = post.clock_out("2001", ago_s=3600)
    sandbox.turn(unscheduled="allowed")
    lost = post.clock_in("2002")
    sandbox.fault("500_before", method="POST", path="/work-sessions", employee=7002, times=None)
    held = post.clock_in("2003", hold_s=60)
    unknown_number = post.clock_in("3001")
    elsewhere = post.clock_out("2004")
    began = time.monotonic()
    post.sync()
    assert time.monotonic() - began < WAIT_S
    states = [post.row(one).state for one in (stuck, behind, lost, held, unknown_number, elsewhere)]
    assert states == [
        RowState.PARKED,
        RowState.HELD,
        RowState.UNKNOWN,
        RowState.HELD,
        RowState.WAITING,
        RowState.WAITING,
    ]


def test_once_takes_a_backlog_of_many_people_to_its_end(post: Any, sandbox: Any) -> None:
    for number in range(2001, 2041):
        for hours in (8, 6, 4):
            post.clock_in(str(number), ago_s=hours * 3600)
            post.clock_out(str(number), ago_s=(hours - 1) * 3600)
    sandbox.turn(ended_on="taken")
    post.sync()
    assert post.unfinished() == []
    ours = sorted((row.employee, row.at) for row in post.rows() if row.kind == "clocked_in")
    theirs = sorted((str(one["employee"] - 5000), one["startedOn"]) for one in sandbox.sessions())
    assert ours == theirs
    assert {one["status"] for one in sandbox.sessions()} == {"CLOSED"}


def test_every_thread_gives_its_handles_back(post: Any, sandbox: Any) -> None:
    for number in range(2001, 2009):
        post.clock_in(str(number))
    with post.service() as service:
        service.jobs = [Job("roster", 60, lambda store: service.download(store).everything())]
        service.worker().run(once=True)
    assert post.unfinished() == []
    assert open_ledgers(post) > 0
    post.store.close()  # SQLite keeps what other threads closed until no connection of the process is left
    assert open_ledgers(post) == 0


def test_a_row_that_was_being_sent_when_the_process_died_is_looked_for(post: Any, sandbox: Any) -> None:
    arrived, lost = post.clock_in("2001"), post.clock_in("2002")
    post.sync_to_the_end()
    [session] = sandbox.sessions("2002")
    sandbox.delete(f"/sessions/{session['id']}")
    for event in (arrived, lost):
        post.change(event, state="sending", session_id=None)
    post.sync()
    assert (post.row(arrived).state, post.row(lost).state) == (RowState.DELIVERED, RowState.UNKNOWN)
    post.sync_to_the_end()
    assert [len(sandbox.sessions(number)) for number in ("2001", "2002")] == [1, 1]


def test_a_lane_that_breaks_stops_neither_the_others_nor_the_end(post: Any, sandbox: Any) -> None:
    broken, sound = post.clock_in("2001"), post.clock_in("2002")
    post.change(broken, state="due", kind="no such kind")
    post.sync()
    assert post.row(sound).state is RowState.DELIVERED


def test_a_ledger_that_cannot_be_written_for_a_while_does_not_end_the_loop(
    post: Any, sandbox: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = []
    remember = memory.remember

    def full(store: Any, upstream: str, name: str, value: object) -> None:
        if name == "link" and len(refused) < 3:
            refused.append(name)
            raise CannotRecord("the disk is full")
        remember(store, upstream, name, value)

    monkeypatch.setattr(memory, "remember", full)
    with post.service() as service, running(service) as thread:
        service.client.accounts()
        service.link.answered()
        until(lambda: memory.recall(post.store, "tracktik", "link"), "the remembered link")
        assert thread.is_alive()
    assert len(refused) == 3


def test_the_state_of_the_link_is_told_to_the_status_line(post: Any, sandbox: Any) -> None:
    post.sign_in()
    sandbox.turn(link="down")
    with post.service() as service, running(service):
        for number in range(2001, 2006):
            post.clock_in(str(number))
        until(lambda: memory.recall(post.store, "tracktik", "link"), "the remembered link")
        told = memory.recall(post.store, "tracktik", "link")
    assert told["up"] is False
    assert told["reason"]


class Jobs:
    """Jobs whose runs are counted, on a clock that the test moves."""

    def __init__(self, post: Any, service: Any, *, answer: object = True, wants_roster: bool = False) -> None:
        self.runs = 0
        self.answer = answer
        self._post = post
        service.jobs = [Job("counted", 600.0, self._run, wants_roster=wants_roster)]

    def _run(self, _store: Any) -> object:
        self.runs += 1
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    def seen(self, runs: int) -> bool:
        return self.runs == runs


@pytest.mark.parametrize("answer", [False, StoreError("no"), RuntimeError("a fault of ours")], ids=str)
def test_a_job_that_failed_is_done_again_soon_and_harms_nobody(answer: object, post: Any, sandbox: Any) -> None:
    with post.service() as service:
        jobs = Jobs(post, service, answer=answer)
        with running(service):
            until(lambda: jobs.seen(1), "the first run")
            # The worker notes when the job is due only after its run: a clock moved before that moves the due time too.
            until(lambda: jobs.runs > 1 or post.clock.advance(11), "the second run")
            event = post.clock_in("2001")
            until(lambda: post.row(event).state is RowState.DELIVERED, "a delivery beside it")


def test_a_job_that_was_done_waits_for_its_time(post: Any, sandbox: Any) -> None:
    with post.service() as service:
        jobs = Jobs(post, service, answer=None)
        with running(service):
            until(lambda: jobs.seen(1), "the first run")
            post.clock.advance(590)
            time.sleep(0.5)
            assert jobs.runs == 1
            post.clock.advance(11)
            until(lambda: jobs.seen(2), "the second run")


def test_an_unknown_badge_wakes_the_roster_but_not_each_time_it_is_held_to_the_reader(post: Any, sandbox: Any) -> None:
    with post.service() as service:
        jobs = Jobs(post, service, wants_roster=True)
        with running(service):
            until(lambda: jobs.seen(1), "the first run")
            post.clock.advance(40)
            memory.remember(post.store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER, "08:00:00")
            until(lambda: jobs.seen(2), "the run that the badge woke")
            for second in range(4):
                memory.remember(post.store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER, f"08:00:0{second + 1}")
                time.sleep(0.22)
            assert jobs.runs == 2
            post.clock.advance(31)
            until(lambda: jobs.seen(3), "the run after the pause")


def test_a_slow_download_does_not_hold_up_a_delivery(post: Any, sandbox: Any) -> None:
    let_go = threading.Event()
    with post.service() as service:
        service.jobs = [Job("slow", 600.0, lambda _store: let_go.wait(WAIT_S))]
        with running(service):
            event = post.clock_in("2001")
            until(lambda: post.row(event).state is RowState.DELIVERED, "a delivery beside it")
            let_go.set()


def test_one_person_whose_requests_hang_holds_up_nobody_else(post: Any, sandbox: Any) -> None:
    post.sign_in()
    sandbox.fault("slow", method="POST", path="/work-sessions", employee=7001, seconds=1.0)
    with post.service() as service, running(service):
        slow = post.clock_in("2001")
        until(lambda: post.row(slow).state is RowState.SENDING, "the slow one to be on its way")
        quick = post.clock_in("2002")
        until(lambda: post.row(quick).state is RowState.DELIVERED, "the quick one")
        assert post.row(slow).state is RowState.SENDING


@pytest.mark.parametrize("who", ["lane", "job"])
def test_a_worker_whose_threads_hang_does_not_come_round(post: Any, who: str) -> None:
    post.clock_in("2001")
    hangs, goes_on, rounds = threading.Event(), threading.Event(), []

    def hang(*_: object) -> int:
        hangs.set()
        goes_on.wait(WAIT_S)
        return 0

    with post.service() as service:
        worker = service.worker()
        worker.came_round = lambda: rounds.append(1)
        if who == "lane":
            worker.lane = hang
        else:
            worker.jobs = [Job("hangs", 60, hang)]
        thread = threading.Thread(target=worker.run)
        thread.start()
        try:
            assert hangs.wait(WAIT_S)
            seen = len(rounds)
            until(lambda: len(rounds) > seen, "a round: a slow answer is no hang")
            post.clock.advance(STEP_AT_MOST_S + 1 if who == "lane" else JOB_AT_MOST_S + 1)
            service.delivery.stopping.wait(3 * POLL_S)
            seen = len(rounds)
            service.delivery.stopping.wait(5 * POLL_S)
            assert len(rounds) == seen
            goes_on.set()
            until(lambda: len(rounds) > seen, "a round")
        finally:
            goes_on.set()
            service.delivery.stopping.set()
            thread.join(WAIT_S)
