"""The kiosk that nobody taps: start-up, processor time and memory, against a bare Kivy application.

Start-up: from starting the process to the first frame with words on it: for the kiosk its idle screen, with ledger,
roster state and reader opened; for the bare application its label. They take turns, after one start of each that warms
the disk cache; medians.

Idle: both run side by side for some seconds without input and without the onlooker's orders; processor time from
/proc, as points of one core. The bare label ticks every second. Memory is VmRSS at the end, shared libraries included.
The kiosk's onlooker, which reads the widgets after every frame, is in the kiosk's share.
"""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from statistics import fmean

from kiosk.devices.pty_reader import PtyBadge
from shared.clock import SystemClock
from tests.benchmarks.glass import Pane, bare_kivy, cpu_s, kiosk, resident_mb
from tests.benchmarks.installation import guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_difference, as_ratio
from tests.benchmarks.series import Series, side_by_side
from tests.benchmarks.sizes import Sizes

START = Aim(1.5, "x")
CPU = Aim(1, "points")
MEMORY = Aim(40, "MB")
SETTLES_S = 3.0

Open = Callable[[], AbstractContextManager[Pane]]


def run(folder: Path, sizes: Sizes) -> Report:
    """Starts in turn, then both idle side by side."""
    installation = install(folder, guards(sizes.people), kiosk="volume = 0")
    open_filled(installation).close()
    with PtyBadge(Path(installation.config.reader.port)):

        def wall() -> AbstractContextManager[Pane]:
            return kiosk(folder, installation.config_file)

        def bare() -> AbstractContextManager[Pane]:
            return bare_kivy(folder)

        side_by_side(1, lambda: _start_ms(wall), lambda: _start_ms(bare))
        walls, bares = side_by_side(sizes.starts, lambda: _start_ms(wall), lambda: _start_ms(bare))
        ours, theirs = _idle(wall, bare, sizes.idle_s)
        last = Series((_start_ms(bare),))
    cpu = (ours[0], theirs[0])
    return Report(
        "idle",
        (
            as_ratio("start to first words on the glass, p50", walls.p50, bares.p50, "ms", sizes.starts, START),
            as_difference("processor time at rest, of one core", *cpu, "points", 1, CPU),
            as_difference("memory at rest", ours[1], theirs[1], "MB", 1, MEMORY),
        ),
        last.p50 / fmean(bares.ms),
        (f"at rest for {sizes.idle_s:.0f} s, side by side",),
    )


def _start_ms(opened: Open) -> float:
    clock = SystemClock()
    began = clock.now()
    with opened() as pane:
        return (pane.first_at() - began).total_seconds() * 1000


def _idle(wall: Open, bare: Open, seconds: float) -> tuple[tuple[float, float], tuple[float, float]]:
    """Points of a core and MB of each."""
    with ExitStack() as panes:
        both = [panes.enter_context(opened()) for opened in (wall, bare)]
        for pane in both:
            pane.first_at()
        time.sleep(min(SETTLES_S, seconds))
        before, began = [cpu_s(pane.pid) for pane in both], time.monotonic()
        time.sleep(seconds)
        took_s = time.monotonic() - began
        found = [
            (100 * (cpu_s(pane.pid) - used) / took_s, resident_mb(pane.pid))
            for pane, used in zip(both, before, strict=True)
        ]
    return found[0], found[1]
