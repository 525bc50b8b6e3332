"""Tap to committed decision with a million events in the ledger, against an empty one.

Measured: the same tap as in `tap`, by turns into a ledger of 1,000,000 events of the same 200 people and into an empty
one, both opened and warmed alike. The long ledger has a true chain, a delivered outbox row for each event and erased
evidence; it is built before, by direct inserts, for this run only (`--events` builds a shorter one).

It shows what grows with the ledger: indexes get deeper, and the pages that a tap touches lie further apart.
"""

from pathlib import Path

from tests.benchmarks import long_ledger
from tests.benchmarks.installation import guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_ratio
from tests.benchmarks.series import block, drift, side_by_side, timed
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.tapper import Tapper
from tests.benchmarks.warm import warm

AS_EMPTY = Aim(1.2, "x")


def run(folder: Path, sizes: Sizes) -> Report:
    """Taps into a long and an empty ledger in turn."""
    people = guards(sizes.people)
    full, empty = install(folder / "long", people, gps=True), install(folder / "empty", people, gps=True)
    open_filled(full).close()
    built_ms = timed(lambda: long_ledger.fill(full.config.store.path, people, sizes.events))
    size_mb = full.config.store.path.stat().st_size / 1e6
    with open_filled(full) as long_store, open_filled(empty) as empty_store:
        into_long, into_empty = Tapper(full, long_store), Tapper(empty, empty_store)
        warm(into_long.tap, long_store.path, sizes.warm)
        warm(into_empty.tap, empty_store.path, sizes.warm)
        before = block(sizes.taps // 4, into_empty.tap)
        long, short = side_by_side(sizes.taps, into_long.tap, into_empty.tap)
        after = block(sizes.taps // 4, into_empty.tap)
    count = len(long.ms)
    return Report(
        "tap-in-a-long-ledger",
        (
            as_ratio(f"tap after {sizes.events:,} events / none, p50", long.p50, short.p50, "ms", count, AS_EMPTY),
            as_ratio(f"tap after {sizes.events:,} events / none, p99", long.p99, short.p99, "ms", count, AS_EMPTY),
        ),
        drift(before, after),
        (f"the long ledger is a file of {size_mb:,.0f} MB, built in {built_ms / 1000:.0f} s",),
    )
