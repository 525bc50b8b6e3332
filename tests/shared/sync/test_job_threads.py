"""Jobs of two upstreams: neither waits for the other, and no wish for a new roster is lost."""

import threading
import time
from collections.abc import Callable
from typing import Any

from shared.store import memory
from shared.store.database import Store
from shared.sync.worker import Job
from tests.shared.sync.test_worker import running, until

WAIT_S = 8.0


def held(gate: threading.Event, began: threading.Event) -> Callable[[Store], bool]:
    """A download that lasts until the gate opens."""

    def run(_: Store) -> bool:
        began.set()
        return gate.wait(WAIT_S)

    return run


def at_once(done: threading.Event) -> Callable[[Store], None]:
    """A download that is over when it begins."""
    return lambda _: done.set()


def test_a_download_that_hangs_at_one_upstream_holds_up_no_job_of_the_other(post: Any) -> None:
    gate, began, done = threading.Event(), threading.Event(), threading.Event()
    slow = Job("rota", 600.0, held(gate, began), thread="tamigo")
    quick = Job("roster", 600.0, at_once(done))
    behind = threading.Event()
    same = Job("rota hours", 600.0, at_once(behind), thread="tamigo")
    with post.service() as service:
        service.jobs = [slow, quick, same]
        with running(service):
            assert began.wait(WAIT_S)
            assert done.wait(WAIT_S)
            assert not behind.is_set()
            gate.set()
            assert behind.wait(WAIT_S)


def test_a_wish_for_a_new_roster_during_a_download_is_not_lost(post: Any) -> None:
    gate, began = threading.Event(), threading.Event()
    times: list[float] = []

    def download(_: Store) -> bool:
        times.append(time.monotonic())
        began.set()
        return gate.wait(WAIT_S)

    with post.service() as service:
        service.jobs = [Job("rota", 600.0, download, wants_roster=True, thread="tamigo")]
        with running(service):
            assert began.wait(WAIT_S)
            memory.remember(post.store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER, "a badge")
            # The loop has looked at the file several times while the download runs.
            time.sleep(0.5)
            post.clock.advance(31)
            gate.set()
            until(lambda: len(times) == 2, "the download that was wished for")
