"""Tap to changed frame: from the badge reader's bytes to the frame that shows the outcome.

Measured: the bytes of an RDM6300 frame are written to a pseudo-terminal; the kiosk, a process of its own that draws at
1280 x 800 into memory, reads and checks them, finds the badge's holder, decides, commits, words the outcome and draws
it. The clock starts right before `write` (after it, a process that was put aside in between would start too late) and
stops in the kiosk's first `on_flip` at which the widgets on the glass show that person's outcome (the onlooker reads
them, then the clock, then writes its log). One series taps upon another outcome, as at a change of shift; the other
upon the idle screen. Every tap is of somebody else; pauses are random, so that taps fall anywhere between two frames.
It includes waiting for the next frame where the toolkit draws on a beat: 33 ms at 30 frames a second.

Beside it, in turn: a bare Kivy application with the same settings that gets a line on a pipe and shows it in one label.
Without a graphics chip both draw in software, on the same cores that do everything else.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from kiosk.devices.pty_reader import PtyBadge, rdm6300_frame
from shared.clock import SystemClock
from tests.benchmarks.glass import Pane, bare_kivy, kiosk
from tests.benchmarks.installation import Guard, guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_it_is, as_ratio
from tests.benchmarks.series import Act, Series, block, drift, side_by_side
from tests.benchmarks.sizes import Sizes

SLOWEST = Aim(33, "ms")
IDLE_S = 1
READER_OPENS_WITHIN_S = 20
PAUSE_S = (0.03, 0.12)


def run(folder: Path, sizes: Sizes) -> Report:
    """Taps and lines in turn, on two panes."""
    warm = min(5, sizes.frames)
    people = guards(sizes.frames + sizes.frames_from_idle + warm)
    installation = install(folder, people, kiosk=f"idle_s = {IDLE_S}\nvolume = 0")
    open_filled(installation).close()
    site_reader = Path(installation.config.reader.port)
    with (
        PtyBadge(site_reader) as reader,
        kiosk(folder, installation.config_file) as wall,
        bare_kivy(folder) as bare,
    ):
        wall.shown_at("screen", "idle")
        bare.first_at()
        if not reader.wait_for_reader(READER_OPENS_WITHIN_S):
            raise AssertionError(f"the kiosk did not open its reader; see {folder}/kiosk.log")
        arriving = iter(people)
        tap, line = _tap(wall, reader, arriving), _line(bare)
        side_by_side(warm, tap, line)
        before = block(sizes.frames // 4 + 1, line)
        busy, lines = side_by_side(sizes.frames, tap, line)
        idle, _ = side_by_side(sizes.frames_from_idle, _upon_idle(wall, tap), line)
        after = block(sizes.frames // 4 + 1, line)
    return _report(busy, idle, lines, drift(before, after))


def _tap(wall: Pane, reader: PtyBadge, arriving: Iterator[Guard]) -> Act:
    clock = SystemClock()

    def tap() -> float:
        guard = next(arriving)
        frame = rdm6300_frame(guard.badge)
        _pause()
        wall.forget()
        tapped_at = clock.now()
        reader.tap(frame)
        return (wall.shown_at("who", guard.name) - tapped_at).total_seconds() * 1000

    return tap


def _upon_idle(wall: Pane, tap: Act) -> Act:
    def when_idle() -> float:
        wall.shown_at("screen", "idle")
        return tap()

    return when_idle


def _line(bare: Pane) -> Act:
    clock = SystemClock()

    def line() -> float:
        text = str(random.random())
        _pause()
        bare.forget()
        said_at = clock.now()
        bare.say(text)
        return (bare.shown_at("text", text) - said_at).total_seconds() * 1000

    return line


def _pause() -> None:
    time.sleep(random.uniform(*PAUSE_S))


def _report(busy: Series, idle: Series, lines: Series, drifted: float) -> Report:
    shown, from_idle = len(busy.ms), len(idle.ms)
    return Report(
        "frame",
        (
            as_it_is("tap upon an outcome to changed frame, p99", busy.p99, "ms", shown, SLOWEST, beside=lines.p99),
            as_it_is("tap upon the idle screen to changed frame, p99", idle.p99, "ms", from_idle, SLOWEST),
            as_ratio("tap upon an outcome / line in a bare label, p50", busy.p50, lines.p50, "ms", shown),
        ),
        drifted,
        (f"tap upon an outcome {busy.p50:.1f} ms p50, upon the idle screen {idle.p50:.1f} ms p50",),
    )
