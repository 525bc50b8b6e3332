"""The kiosk that nobody taps: start-up, processor time and memory, against a bare Kivy application.

Start-up: from starting the process to the first frame with words on it: for the kiosk its idle screen, with ledger,
roster state and reader opened; for the bare application its label. They take turns, after one start of each that warms
the disk cache and compiles the modules; medians. The last of each stay.

At rest: both run side by side for some seconds without input; processor time from /proc, as points of one core. The
bare label ticks every second. Memory is VmRSS at the end, shared libraries included. The kiosk's onlooker, which reads
the widgets after every frame, is in the kiosk's share.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from kiosk.devices.pty_reader import PtyBadge
from shared.clock import SystemClock
from tests.benchmarks.glass import Pane, bare_kivy, cpu_s, kiosk, resident_mb
from tests.benchmarks.installation import guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_difference, as_ratio
from tests.benchmarks.series import Series
from tests.benchmarks.sizes import Sizes

START = Aim(1.5, "x")
CPU = Aim(1, "points")
MEMORY = Aim(40, "MB")
SETTLES_S = 3.0

Open = Callable[[], AbstractContextManager[Pane]]


def run(folder: Path, sizes: Sizes) -> Report:
    """Starts in turn, of which the last ones stay and idle side by side."""
    installation = install(folder, guards(sizes.people), kiosk="volume = 0")
    open_filled(installation).close()
    both: tuple[Open, Open] = (lambda: kiosk(folder, installation.config_file), lambda: bare_kivy(folder))
    starts: list[list[float]] = []
    with PtyBadge(Path(installation.config.reader.port)):
        for _ in range(sizes.starts):
            with ExitStack() as panes:
                starts.append([_started(panes, opened)[1] for opened in both])
        with ExitStack() as panes:
            at_rest = [_started(panes, opened) for opened in both]
            starts.append([ms for _, ms in at_rest])
            ours, theirs = _at_rest([pane for pane, _ in at_rest], sizes.idle_s)
    # The first of each warms the disk cache and compiles.
    walls, bares = (Series(one) for one in zip(*starts[min(1, sizes.starts) :], strict=True))
    return Report(
        "idle",
        (
            as_ratio("start to first words on the glass, p50", walls.p50, bares.p50, "ms", len(walls.ms), START),
            as_difference("processor time at rest, of one core", ours[0], theirs[0], "points", 1, CPU),
            as_difference("memory at rest", ours[1], theirs[1], "MB", 1, MEMORY),
        ),
        bares.ms[-1] / bares.ms[0],
        (f"at rest for {sizes.idle_s:.0f} s, side by side",),
    )


def _started(panes: ExitStack, opened: Open) -> tuple[Pane, float]:
    """The running application, and milliseconds until something stood on its glass."""
    clock = SystemClock()
    began = clock.now()
    pane = panes.enter_context(opened())
    return pane, (pane.first_at() - began).total_seconds() * 1000


def _at_rest(panes: Sequence[Pane], seconds: float) -> list[tuple[float, float]]:
    """Points of a core and MB of each, after they have settled."""
    time.sleep(min(SETTLES_S, seconds))
    before, began = [cpu_s(pane.pid) for pane in panes], time.monotonic()
    time.sleep(seconds)
    took_s = time.monotonic() - began
    return [
        (100 * (cpu_s(pane.pid) - used) / took_s, resident_mb(pane.pid))
        for pane, used in zip(panes, before, strict=True)
    ]
