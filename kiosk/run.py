"""Running the wall terminal: the only place that brings the terminal and its screen together."""

import signal

from kiosk.screens.environment import prepare_kivy
from kiosk.screens.panel import Panel
from kiosk.wiring import kivy_home, terminal
from shared.config import Config
from shared.logs import log_to_stderr


def run(config: Config, *, fullscreen: bool) -> None:
    """Show the kiosk until the process is told to stop. Raises BadgeKeyError for an unusable key file."""
    log_to_stderr()
    built = terminal(config)
    panel = Panel(config.kiosk.width, config.kiosk.height, config.kiosk.diagonal_in)
    prepare_kivy(kivy_home(config), panel, fullscreen=fullscreen and config.kiosk.fullscreen)
    from kiosk.app import KioskApp  # noqa: PLC0415  Kivy must find its environment prepared

    app = KioskApp(built.presenter, panel, fullscreen=fullscreen, volume=config.kiosk.volume)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.stop_soon())
    built.start()
    try:
        app.run()
    finally:
        built.stop()
