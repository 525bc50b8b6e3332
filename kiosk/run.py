"""Running the wall terminal: the only place that brings the terminal and its screen together."""

import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.screens.environment import prepare_kivy
from kiosk.screens.panel import Panel
from kiosk.wiring import FRAME, SCREEN, Terminal, kivy_home, terminal
from shared.clock import SystemClock
from shared.config import Config
from shared.damage_watch import ends_on_damage
from shared.logs import log_to_stderr

if TYPE_CHECKING:
    from kiosk.screens.root import Root


def run(config: Config, *, fullscreen: bool) -> None:
    """Show the kiosk until the process is told to stop. Raises NoScreen where there is nothing to draw on."""
    _run(config, fullscreen=fullscreen and config.kiosk.fullscreen, offscreen=False, watched=None)


def run_watched(config: Config, log: Path) -> None:
    """The same kiosk with an onlooker who logs the screen to `log` and takes orders from standard input.

    Draws into memory where there is no display.
    """
    _run(config, fullscreen=False, offscreen=True, watched=log)


def _run(config: Config, *, fullscreen: bool, offscreen: bool, watched: Path | None) -> None:
    log_to_stderr()
    built = terminal(config)
    panel = Panel(config.kiosk.width, config.kiosk.height, config.kiosk.diagonal_in)
    prepare_kivy(kivy_home(config), panel, fullscreen, offscreen=offscreen)
    from kiosk.app import KioskApp  # noqa: PLC0415  Kivy must find its environment prepared

    def first_frame() -> None:
        built.watchdog.reached(FRAME)
        if watched is not None:
            _watch(app.root, watched)

    app = KioskApp(
        _Front(built),
        panel,
        fullscreen=fullscreen,
        volume=config.kiosk.volume,
        on_first_frame=first_frame,
        came_round=lambda: built.came_round(SCREEN),
        drawn_by=built.told.drawn_by,
        touched=built.touched,
    )
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.stop_soon())
    built.start()
    try:
        with ends_on_damage(config.store.path):
            app.run()
    finally:
        built.watchdog.stopping()
        built.stop()


class _Front:
    """What the screen sees of the terminal. Its end stops the reader first, so that no badge is read into nothing."""

    def __init__(self, built: Terminal) -> None:
        self.start = built.show_on
        self.intent = built.presenter.intent
        self.stop = built.stop


def _watch(root: "Root", log: Path) -> None:
    from kiosk.screens.driver import ScreenReader  # noqa: PLC0415  Kivy is imported by now
    from kiosk.screens.onlooker import Onlooker  # noqa: PLC0415

    Onlooker(ScreenReader(root), log, sys.stdin, SystemClock()).start()
