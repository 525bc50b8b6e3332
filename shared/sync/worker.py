"""The loop of `clockpost sync`: lanes for whoever has something due, downloads when their time has come."""

import math
import threading
from collections.abc import Callable, Collection
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Generic, TypeVar

import structlog

from shared.store import memory, outbox, outbox_doubts
from shared.store.database import Store
from shared.store.errors import CannotRecord, StoreError
from shared.sync.moves import Moves

LOG = structlog.get_logger()
MovesOfUpstream = TypeVar("MovesOfUpstream", bound=Moves)
POLL_S = 0.2
COOL_DOWN_S = 1.0
FAILED_JOB_AGAIN_S = 10.0
STEP_AT_MOST_S = 600.0
"""No request lasts so long: where lanes run and not one makes a step, they hang."""
JOB_AT_MOST_S = 3600.0
WOKEN_AT_MOST_EVERY_S = 30.0
"""A stranger's badge held to the reader again and again must not download the roster each time."""


@dataclass(slots=True)
class Job:
    """Something that is done again and again: a download, the register, a comparison.

    `run` returns False where it has to be done again soon. `failures` are those in a row while the upstream answered.
    Jobs of one `thread` wait for each other: what asks another upstream has its own, and neither holds up the other.
    """

    name: str
    every_s: float
    run: Callable[[Store], object]
    due_at: float = 0.0
    wants_roster: bool = False
    thread: str = "jobs"
    began_at: float = -math.inf
    failures: int = 0


@dataclass(slots=True)
class Worker(Generic[MovesOfUpstream]):
    """Serves one ledger and one upstream. `monotonic` is seconds on a clock that never jumps.

    `lane` works one employee's rows and tells how many steps it made. `came_round` is told of every look for work,
    unless those who do the work hang.
    """

    delivery: MovesOfUpstream
    store: Store
    jobs: list[Job]
    lanes: int
    monotonic: Callable[[], float]
    lane: Callable[[MovesOfUpstream, Store, str], int]
    came_round: Callable[[], None] = lambda: None
    _running: dict[str, Future[int]] = field(default_factory=dict)
    _job_since: dict[str, float] = field(default_factory=dict)
    _steps_seen: int = -1
    _went_on_at: float = 0.0
    _cooling: dict[str, float] = field(default_factory=dict)
    _local: threading.local = field(default_factory=threading.local)
    _opened: list[Store] = field(default_factory=list)
    _wanted: object = None
    _told: object = None

    def run(self, *, once: bool = False) -> None:
        """Deliver until `delivery.stopping` is set; with `once`, until nothing more can be done now."""
        interrupted = outbox_doubts.interrupted(self.store, self.delivery.upstream, self.delivery.clock.read())
        if interrupted:
            LOG.warning("sync.was_interrupted", rows=interrupted)
        pool = ThreadPoolExecutor(self.lanes, thread_name_prefix="lane")
        background = ThreadPoolExecutor(len({job.thread for job in self.jobs}) or 1, thread_name_prefix="jobs")
        try:
            if once:
                self._once(pool)
            else:
                self._forever(pool, background)
        finally:
            self.delivery.stopping.set()
            pool.shutdown(wait=True)
            background.shutdown(wait=True)
            for store in self._opened:
                store.close()

    def _once(self, pool: ThreadPoolExecutor) -> None:
        for job in self.jobs:
            self._run_job(job)
        while self._start_lanes(pool, cool=False):
            for future in list(self._running.values()):
                future.result()
            self._running.clear()

    def _forever(self, pool: ThreadPoolExecutor, background: ThreadPoolExecutor) -> None:
        working: dict[str, Future[None]] = {}
        while not self.delivery.stopping.is_set():
            try:
                working = {thread: job for thread, job in working.items() if not job.done()}
                due = self._due_job(busy=working)
                if due is not None:
                    working[due.thread] = background.submit(self._run_job, due)
                    self._job_since[due.thread] = self.monotonic()
                self._start_lanes(pool, cool=True)
                self._remember_link()
            except CannotRecord as error:
                LOG.error("sync.store_failed", error=str(error))  # noqa: TRY400  the sentence says it all
            if self._go_on(busy=working):
                self.came_round()
            self.delivery.stopping.wait(POLL_S)

    def _go_on(self, busy: Collection[str]) -> bool:
        """Do lanes and jobs go on? A thread that hangs would otherwise leave its people's events lying, unnoticed."""
        now = self.monotonic()
        if not self._running or self.delivery.steps != self._steps_seen:
            self._steps_seen, self._went_on_at = self.delivery.steps, now
        job_hangs = any(now - self._job_since[thread] > JOB_AT_MOST_S for thread in busy)
        return now - self._went_on_at <= STEP_AT_MOST_S and not job_hangs

    def _start_lanes(self, pool: ThreadPoolExecutor, *, cool: bool) -> int:
        """Start a lane for everybody with something due; how many were started."""
        self._running = {name: lane for name, lane in self._running.items() if not lane.done()}
        if self.delivery.link.opens_in_s() > 0:
            return 0
        now = self.monotonic()
        started = 0
        for employee in outbox.busy_employees(
            self.store, self.delivery.upstream, ready_at=self.delivery.instant().wall
        ):
            if employee in self._running or (cool and now < self._cooling.get(employee, 0.0)):
                continue
            self._running[employee] = pool.submit(self._lane, employee)
            started += 1
        return started if cool else sum(1 for lane in self._running.values() if lane.result() > 0)

    def _lane(self, employee: str) -> int:
        steps = 0
        try:
            steps = self.lane(self.delivery, self._thread_store(), employee)
        except StoreError as error:
            LOG.error("sync.store_failed", error=str(error))  # noqa: TRY400  the sentence says it all
        except Exception:
            LOG.exception("sync.lane_failed", employee=employee)
        if not steps:
            # Its first row waits while a later one is due: asking again five times a second changes nothing.
            self._cooling[employee] = self.monotonic() + COOL_DOWN_S
        return steps

    def _thread_store(self) -> Store:
        if not hasattr(self._local, "store"):
            self._local.store = self.store.another()
            self._opened.append(self._local.store)
        store: Store = self._local.store
        return store

    def _due_job(self, busy: Collection[str] = ()) -> Job | None:
        wanted = memory.recall(self.store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER)
        # The end of a download that runs now says when the next one is due: a wish meanwhile waits for it.
        if wanted != self._wanted and not any(job.wants_roster and job.thread in busy for job in self.jobs):
            self._wanted = wanted
            for job in self.jobs:
                if job.wants_roster:
                    job.due_at = min(job.due_at, job.began_at + WOKEN_AT_MOST_EVERY_S)
        now = self.monotonic()
        return next((job for job in self.jobs if job.due_at <= now and job.thread not in busy), None)

    def _run_job(self, job: Job) -> None:
        job.began_at = self.monotonic()
        done: object = False
        try:
            done = job.run(self._thread_store())
        except StoreError as error:
            LOG.error("sync.job_failed", job=job.name, error=str(error))  # noqa: TRY400
        except Exception:
            LOG.exception("sync.job_failed", job=job.name)
        job.due_at = self.monotonic() + self._pause_s(job, failed=done is False)

    def _pause_s(self, job: Job, *, failed: bool) -> float:
        if not failed:
            job.failures = 0
            return job.every_s
        # What is refused while the rest is answered, such as one site's account, does not mend in seconds: asking on
        # for everything at that pace would take the requests that deliveries need.
        if self.delivery.link.state.up:
            job.failures += 1
        return min(job.every_s, FAILED_JOB_AGAIN_S * (1 << min(max(job.failures - 1, 0), 10)))

    def _remember_link(self) -> None:
        """For the kiosk's status line; written only when it changed."""
        state = self.delivery.link.state
        told = {"up": state.up, "reason": state.reason}
        if state.up is not None and told != self._told:
            memory.remember(self.store, self.delivery.upstream, "link", told)
            self._told = told
