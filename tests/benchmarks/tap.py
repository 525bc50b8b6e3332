"""Tap to committed decision, against the bare insert of as many bytes.

Measured: `make_tap` and `shared.clocking.present` for somebody identified and off duty, on a roster of 200 people with
ten shifts each, a position fix and a trusted clock: presence, roster, open taps and witnesses are read, the decision is
made, evidence, ledger, outbox and presence are written, and the transaction is committed with synchronous=FULL. Not
measured: reading the badge and finding its holder (see `frame` for the whole way).

Beside it: one INSERT of one row with as many bytes as the tap writes into all its tables, committed by itself, by the
same driver under the same pragmas in the same folder. They take turns. Both files are checkpointed by SQLite as usual,
inside the commits that happen to reach 1,000 pages: what that costs is in both.

A machine whose disk lies about fsync shows larger ratios: the bare insert is then almost free.
"""

from contextlib import closing
from pathlib import Path

from tests.benchmarks.bare_insert import BareInsert
from tests.benchmarks.installation import guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_ratio
from tests.benchmarks.series import block, drift, side_by_side
from tests.benchmarks.sizes import Sizes
from tests.benchmarks.tapper import Tapper
from tests.benchmarks.warm import warm

MEDIAN = Aim(2, "x")
SLOWEST = Aim(4, "x")


def run(folder: Path, sizes: Sizes) -> Report:
    """Taps and bare inserts in turn, into empty ledgers."""
    installation = install(folder, guards(sizes.people), gps=True)
    with open_filled(installation) as store:
        tapper = Tapper(installation, store)
        row_bytes = tapper.bytes_of_a_tap()
        with closing(BareInsert(folder, row_bytes)) as bare:
            warm(tapper.tap, store.path, sizes.warm)
            warm(bare.insert, bare.path, sizes.warm)
            before = block(sizes.taps // 4, bare.insert)
            taps, inserts = side_by_side(sizes.taps, tapper.tap, bare.insert)
            after = block(sizes.taps // 4, bare.insert)
    count = len(taps.ms)
    return Report(
        "tap",
        (
            as_ratio("tap to committed decision, p50", taps.p50, inserts.p50, "ms", count, MEDIAN),
            as_ratio("tap to committed decision, p99", taps.p99, inserts.p99, "ms", count, SLOWEST),
        ),
        drift(before, after),
        (f"a tap writes {row_bytes} bytes of values; so does the bare insert",),
    )
