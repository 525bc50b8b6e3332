"""Many threads, one writer: what arrives together is committed together.

Each job runs in a savepoint of its own, so one that fails takes nobody with it. Answers go out after the outer COMMIT;
when the COMMIT fails, every job of the group has failed.
"""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from shared.store.database import Store
from shared.store.errors import StoreError

T = TypeVar("T")
REST_S = 0.002
"""Between two commits, so that a kiosk on the same file gets its turn: SQLite's lock is not fair."""
GROUP = 64

Job = tuple[Callable[[Store], Any], "Future[Any]"]


class GroupWriter:
    """Owns one connection in one thread. `write(job)` returns after the job's group was committed."""

    def __init__(self, store: Store) -> None:
        self._first = store
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._takes_jobs = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Open the connection and start the writing thread. Raises a StoreError where the file cannot be opened."""
        store = self._first.another()
        self._thread = threading.Thread(target=self._run, args=(store,), name="group-writer", daemon=True)
        self._takes_jobs = True
        self._thread.start()

    def stop(self) -> None:
        """Write what is queued, then end."""
        with self._lock:
            self._takes_jobs = False
            self._jobs.put(None)
        if self._thread is not None:
            self._thread.join()

    def write(self, job: Callable[[Store], T]) -> T:
        """Run `job` inside the next group's transaction; its result, or whatever it or the commit raised."""
        return self.submit(job).result()

    def submit(self, job: Callable[[Store], T]) -> "Future[T]":
        """Like `write`, for whoever must not wait here: the answer comes after the commit."""
        answer: Future[T] = Future()
        with self._lock:
            if not self._takes_jobs:
                raise StoreError(f"{self._first.path}: nothing is written any more, this process is ending")
            self._jobs.put((job, answer))
        return answer

    def turn(self) -> "Future[None]":
        """Done once the writer had its turn, whether its commit worked or not. Raises a StoreError where it ended."""
        had: Future[None] = Future()

        def came(_: object) -> None:
            if had.set_running_or_notify_cancel():
                had.set_result(None)

        self.submit(lambda _: None).add_done_callback(came)
        return had

    def _run(self, store: Store) -> None:
        try:
            with store:
                last = False
                while not last:
                    group, last = self._next_group()
                    if group:
                        _commit(store, group)
                        time.sleep(REST_S)
        finally:
            self._answer_nobody_waits_for()

    def _answer_nobody_waits_for(self) -> None:
        """Whatever ended this thread: who still waits is told so, and nobody is taken on any more."""
        with self._lock:
            self._takes_jobs = False
        while True:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return
            if job is not None and job[1].set_running_or_notify_cancel():
                job[1].set_exception(StoreError(f"{self._first.path}: the writer has ended; start this process again"))

    def _next_group(self) -> tuple[list[Job], bool]:
        group: list[Job] = []
        job = self._jobs.get()
        while job is not None:
            # From here on nobody can take it back: an answer to a cancelled job would end this thread.
            if job[1].set_running_or_notify_cancel():
                group.append(job)
            if len(group) == GROUP:
                return group, False
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                return group, False
        return group, True


def _commit(store: Store, group: list[Job]) -> None:
    answers: list[tuple[Future[Any], Any, BaseException | None]] = []
    try:
        with store.writing():
            for job, answer in group:
                answers.append((answer, *_run_alone(store, job)))
    except BaseException as error:  # noqa: BLE001  whatever broke the commit is everybody's answer
        for _, answer in group:
            answer.set_exception(error)
        return
    for answer, result, failure in answers:
        if failure is None:
            answer.set_result(result)
        else:
            answer.set_exception(failure)


def _run_alone(store: Store, job: Callable[[Store], Any]) -> tuple[Any, Exception | None]:
    failure: Exception | None = None
    try:
        with store.savepoint():
            try:
                return job(store), None
            except Exception as error:
                failure = error
                raise
    except Exception as error:
        if not store.in_transaction:
            # The database gave the whole transaction up, its savepoints too: only the first error says why.
            raise failure or error from error
        return None, error
