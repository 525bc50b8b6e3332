"""Confirmations that arrive together, against one by one: what committing in groups saves.

Measured: 64 people who press "clock in" are given to the group writer at once; milliseconds until the last of them is
answered. Decision, ledger, outbox, presence and evidence are in each, and one commit with synchronous=FULL in all.

Beside it, in turn: the same 64 one by one through the same writer, each waiting for the answer of the one before, as
on a line that serves one caller at a time. The writer rests 2 ms after each commit, so that a kiosk gets its turn at
the file. Told too: one by one in a transaction each, without a writer and its rest, where only commits are saved.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from shared.clock import SystemClock
from shared.clocking import decide_and_store, make_tap
from shared.domain.caller import Caller, CallerMatch
from shared.domain.decision import Accepted
from shared.domain.tap import Choice
from shared.gather import Surroundings
from shared.recording import Outcome
from shared.store import people
from shared.store.database import Store
from shared.store.group_writer import GroupWriter
from shared.time_service import own_witnesses
from shared.wiring import phone_doors_of
from tests.benchmarks.installation import Guard, Installation, guards, open_filled
from tests.benchmarks.phone_installation import SITE, install_phone_line, put_off_duty, telephone_of
from tests.benchmarks.report import Aim, Report, as_ratio
from tests.benchmarks.series import drift, side_by_side, timed
from tests.benchmarks.sizes import Sizes

FASTER = Aim(4, "x", at_least=True)

Job = Callable[[Store], Outcome]


def run(folder: Path, sizes: Sizes) -> Report:
    """All three ways in turn, each time by everybody."""
    installation = install_phone_line(folder, guards(sizes.confirmations), ())
    with open_filled(installation) as store:
        writer = GroupWriter(store)
        writer.start()
        try:
            everybody = Confirmations(installation, store, writer)
            ways = (everybody.at_once, everybody.one_by_one, everybody.without_a_writer)
            side_by_side(max(1, sizes.confirmation_rounds // 10), *ways)
            together, through_writer, alone = side_by_side(sizes.confirmation_rounds, *ways)
            after = side_by_side(max(1, sizes.confirmation_rounds // 4), everybody.without_a_writer)[0]
        finally:
            writer.stop()
    what, count = f"{sizes.confirmations} at once", len(together.ms)
    return Report(
        "phone-confirmations",
        (
            as_ratio(f"one by one / {what}, p50", through_writer.p50, together.p50, "ms", count, FASTER),
            as_ratio(f"one by one without the writer's rest / {what}, p50", alone.p50, together.p50, "ms", count),
        ),
        drift(alone, after),
        (f"the result is how many times faster {sizes.confirmations} confirmations are when they arrive together",),
    )


class Confirmations:
    """Everybody of an installation confirms, in one of three ways: milliseconds until all have heard "recorded"."""

    def __init__(self, installation: Installation, store: Store, writer: GroupWriter) -> None:
        self._guards = installation.guards
        self._store = store
        self._writer = writer
        self._door = phone_doors_of(installation.config)[SITE]
        self._clock = SystemClock()

    def at_once(self) -> float:
        """All are given to the writer before anybody waits."""
        return self._timed(lambda jobs: [told.result() for told in [self._writer.submit(job) for job in jobs]])

    def one_by_one(self) -> float:
        """Each is given to the writer once the one before was answered."""
        return self._timed(lambda jobs: [self._writer.write(job) for job in jobs])

    def without_a_writer(self) -> float:
        """Each in a transaction of its own, here."""
        return self._timed(lambda jobs: [self._commit(job) for job in jobs])

    def _commit(self, job: Job) -> Outcome:
        with self._store.writing():
            return job(self._store)

    def _timed(self, confirm: Callable[[list[Job]], list[Outcome]]) -> float:
        put_off_duty(self._store, self._guards)
        jobs = [self._job(one) for one in self._guards]
        told: list[Outcome] = []
        took_ms = timed(lambda: told.extend(confirm(jobs)))
        if not all(isinstance(one.decision, Accepted) and one.events for one in told):
            raise AssertionError("everybody was to be clocked in")
        return took_ms

    def _job(self, guard: Guard) -> Job:
        reading = self._clock.read()
        tap = replace(make_tap(self._door, reading), wish=Choice.CLOCK_IN)
        caller = Caller(telephone_of(guard), CallerMatch.OWN_PHONE)
        witnesses = own_witnesses(reading, "trust", synchronised=False)
        around = Surroundings(reading, local_witnesses=witnesses, caller=caller)

        def confirm(store: Store) -> Outcome:
            found = people.by_number(store, str(guard.number))
            assert found is not None
            return decide_and_store(store, self._door, tap, found[0], found[0].number, around)

        return confirm
