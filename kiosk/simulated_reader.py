"""`clockpost tap`: a badge reader in the terminal, on a real serial line (a pty) in place of the configured one."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from kiosk.demo_terminal import demo_folder
from kiosk.devices.pty_reader import PtyBadge, rdm6300_frame
from shared.commands.terminal import fail, settings
from shared.config.load import config_path

WAIT_FOR_KIOSK_S = 10.0


def tap_all(config: Path | None, badges: list[str], every_s: float) -> None:
    """Tap these badges one after another, `every_s` seconds apart."""
    frames = [_frame(badge) for badge in badges]
    with _reader(config) as reader:
        for place, frame in enumerate(frames):
            if place:
                time.sleep(every_s)
            reader.tap(frame)
            typer.echo(f"tapped {badges[place]}")
        # The line must not be gone before the kiosk has read it.
        time.sleep(1.0)


def ask_and_tap(config: Path | None) -> None:
    """Ask for badge numbers and tap each, until the end of input."""
    with _reader(config) as reader:
        typer.echo("Badge numbers, 10 hexadecimal digits each; Ctrl-D ends.")
        for line in sys.stdin:
            if line.strip():
                reader.tap(_frame(line.strip()))


@contextmanager
def _reader(config: Path | None) -> Iterator[PtyBadge]:
    link = Path(settings(config).reader.port) if config_path(config) else demo_folder() / "reader"
    if not str(link).startswith("/"):
        fail("reader.port is empty or no path: set it to a path that does not exist yet, such as /run/clockpost/reader")
    try:
        link.parent.mkdir(parents=True, exist_ok=True)
        with PtyBadge(link) as reader:
            if not reader.wait_for_reader(WAIT_FOR_KIOSK_S):
                fail(f"{link}: no kiosk opened it within {WAIT_FOR_KIOSK_S:.0f} s. Start `clockpost kiosk` first.")
            yield reader
    except OSError as error:
        fail(f"{link}: {error}. A real reader's device is never replaced: name another reader.port to simulate one.")


def _frame(badge: str) -> bytes:
    try:
        return rdm6300_frame(badge)
    except ValueError as error:
        fail(f"{badge}: {error}. A badge number is 10 hexadecimal digits, such as 0A1B2C3D4E.")
