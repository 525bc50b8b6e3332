"""The roster board: opening it on a long ledger, and frames while a finger moves it.

Opening: everything between a supervisor's badge and the view that the screen gets: presence, register, rota, sessions,
the last events' doors and flags, open taps and outages are read, the rows are made and put into words. 500 people, ten
days of rota, 100,000 events. Beside it, in turn: the same rows of people, presence and rota by three bare SELECTs, of
which nothing is made.

Frames: the board of as many people, drawn at 1280 x 800 into memory, moved by 34 px before each frame: about one line
leaves and one comes in every second frame. Beside it: a bare Kivy list of as many plain labels, moved the same way.
The first frame of the board is told for information: it makes the widgets of the lines on the glass.
"""

import json
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from kiosk.wording.board import board
from kiosk.wording.board_look import Look
from kiosk.wording.setting import Setting
from shared.board_now import site_board
from shared.clock import SystemClock
from shared.store import presence
from shared.store.database import Store
from shared.wiring import site_of
from shared.words import words_for
from shared.words.calendar import LocalTime
from tests.benchmarks import long_ledger
from tests.benchmarks.installation import Installation, guards, install, open_filled
from tests.benchmarks.report import Aim, Report, as_it_is, as_ratio
from tests.benchmarks.series import Act, Series, block, drift, side_by_side, timed
from tests.benchmarks.sizes import Sizes

OPENING = Aim(100, "ms")
FRAME = Aim(33, "ms")
ROOT = Path(__file__).parents[2]


def run(folder: Path, sizes: Sizes) -> Report:
    """Openings and bare SELECTs in turn, then frames."""
    installation = install(folder, guards(sizes.board_people))
    open_filled(installation).close()
    long_ledger.fill(installation.config.store.path, installation.guards, sizes.board_events)
    with open_filled(installation) as store:
        _stand(store, installation)
        opening, bare = _opening(store, installation), _bare(store)
        block(2, opening)
        before = block(sizes.board_openings // 4 + 1, bare)
        opened, beside = side_by_side(sizes.board_openings, opening, bare)
        after = block(sizes.board_openings // 4 + 1, bare)
    told = _frames(folder, sizes)
    frames, labels = Series(tuple(told["ours"])), Series(tuple(told["beside"]))
    count, drawn = len(opened.ms), len(frames.ms)
    return Report(
        "board",
        (
            as_it_is("opening the board, p50", opened.p50, "ms", count, OPENING, beside=beside.p50),
            as_it_is("opening the board, p99", opened.p99, "ms", count, OPENING, beside=beside.p99),
            as_it_is("first frame of the board", told["opened_ms"], "ms", 1),
            as_it_is("frame while scrolling, p99", frames.p99, "ms", drawn, FRAME, beside=labels.p99),
            as_ratio("frame while scrolling / of bare labels, p50", frames.p50, labels.p50, "ms", drawn),
        ),
        drift(before, after),
        (f"{sizes.board_people} people, {sizes.board_events:,} events; drawn by {told['renderer']}",),
    )


def _stand(store: Store, installation: Installation) -> None:
    """Everybody stands where the ledger says."""
    with store.writing():
        for guard in installation.guards:
            number = str(guard.number)
            presence.put(store, number, presence.rebuild(store, number))


def _opening(store: Store, installation: Installation) -> Act:
    config, clock, words = installation.config, SystemClock(), words_for("en")
    site, terminal = site_of(config), config.kiosk.terminal
    local = LocalTime(ZoneInfo(config.here.timezone))
    setting = Setting(site.name, terminal, "en", local, 4.0, 15.0)

    def opened() -> None:
        known = site_board(store, site, terminal, clock.now())
        view = board(words, setting, known, Look(), 1)
        assert len(view.lines) > len(installation.guards)

    return lambda: timed(opened)


def _bare(store: Store) -> Act:
    until = (SystemClock().now() + timedelta(days=2)).isoformat()

    def read() -> None:
        store.execute("SELECT * FROM people")
        store.execute("SELECT * FROM presence")
        store.execute("SELECT * FROM roster_shifts WHERE starts_at <= ?", (until,))

    return lambda: timed(read)


def _frames(folder: Path, sizes: Sizes) -> dict[str, list[float]]:
    out = folder / "frames.json"
    numbers = [str(sizes.board_people), str(sizes.board_frames)]
    command = [sys.executable, "-m", "tests.benchmarks.board_frames", str(folder / "home"), *numbers, str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    told: dict[str, list[float]] = json.loads(out.read_text(encoding="utf-8"))
    return told
