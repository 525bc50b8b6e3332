"""Tap to committed decision while another process drains a backlog through the same ledger file.

Measured: the same tap as in `tap`, 50 a second (a site has one in two seconds), while `clockpost sync` delivers 10,000
old events of 32 people to the sandbox, which answers after 20 ms. Both write the same file: what is added is waiting
for each other's transactions, sharing the disk, and sharing the processor with sync and sandbox.

Beside it: the same taps on the same ledger before the drain. A bare insert into a file of its own runs in turn with
both, and shows how much of it is the machine being busy rather than the ledger being locked. Only taps between the
first delivered event and the last one count.
"""

from contextlib import closing
from pathlib import Path

from kiosk.demo.processes import Part, clockpost, until
from shared.store import outbox
from shared.store.database import Store
from tests.benchmarks.backlog import add_backlog
from tests.benchmarks.bare_insert import BareInsert
from tests.benchmarks.installation import guards, install, open_filled, world
from tests.benchmarks.report import Aim, Report, as_it_is, as_ratio
from tests.benchmarks.series import Series, drift, side_by_side
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.tapper import Tapper
from tests.benchmarks.upstream import running_sandbox
from tests.benchmarks.warm import warm

SLOWEST = Aim(30, "ms")
BETWEEN_TAPS_S = 0.02
ANSWER_AFTER_MS = 20
FIRST_OF_THE_BACKLOG = 5001


def run(folder: Path, sizes: Sizes) -> Report:
    """Taps before and during a drain."""
    people = guards(sizes.people)
    behind = guards(max(sizes.backlog_people), FIRST_OF_THE_BACKLOG)
    with running_sandbox(folder, world((*people, *behind))) as upstream:
        upstream.switch(delay_ms=ANSWER_AFTER_MS, ended_on="taken")
        installation = install(folder, (*people, *behind), upstream.url, gps=True)
        with open_filled(installation) as store:
            tapper = Tapper(installation, store)
            add_backlog(store, behind, sizes.backlog)
            with closing(BareInsert(folder, tapper.bytes_of_a_tap())) as bare:
                warm(tapper.tap, store.path, sizes.warm)
                warm(bare.insert, bare.path, sizes.warm)
                quiet = max(1, sizes.taps // 8)
                calm = side_by_side(quiet, tapper.tap, bare.insert, pause_s=BETWEEN_TAPS_S)
                sync = Part("sync", clockpost("sync", "--once", config=installation.config_file), folder).start()
                try:
                    until("the drain has begun", lambda: _delivered(store) or not sync.is_alive())
                    taps, inserts = side_by_side(
                        sizes.taps,
                        tapper.tap,
                        bare.insert,
                        pause_s=BETWEEN_TAPS_S,
                        go_on=sync.is_alive,
                    )
                    done = _delivered(store)
                finally:
                    sync.stop()
                after = side_by_side(quiet, tapper.tap, bare.insert, pause_s=BETWEEN_TAPS_S)
    return _report(calm, taps, inserts, drift(calm[1], after[1]), done)


def _delivered(store: Store) -> int:
    return outbox.counts(store).get("delivered", 0)


def _report(calm: list[Series], taps: Series, inserts: Series, drifted: float, done: int) -> Report:
    count = len(taps.ms)
    return Report(
        "tap-while-draining",
        (
            as_it_is("tap while 10,000 events drain, p99", taps.p99, "ms", count, SLOWEST, beside=calm[0].p99),
            as_ratio("tap while draining / before, p50", taps.p50, calm[0].p50, "ms", count),
            as_ratio("bare insert while draining / before, p99", inserts.p99, calm[1].p99, "ms", count),
        ),
        drifted,
        (f"{done} events were delivered while {count} people tapped; slowest tap {max(taps.ms):.1f} ms",),
    )
