"""Is the badge reader there, and does it read? The installer taps a badge and sees its number."""

import queue
from collections.abc import Callable

from serial.tools import list_ports

from kiosk.devices.badge_reader import SerialBadgeReader
from kiosk.setup.checked import Checked, right, unchecked, wrong
from shared.config import Config
from shared.health.set_up import READER
from shared.ports import BadgeRead, Clock, ReaderState

OPENS_WITHIN_S = 3.0
STEP_S = 0.1


def ports() -> list[str]:
    """Every serial port of this machine, the ones with a lasting name first."""
    return sorted(str(port.device) for port in list_ports.comports())


def check_reader(config: Config, clock: Clock, wait_s: float, tell: Callable[[str], None]) -> Checked:
    """Open the port of the settings and wait up to `wait_s` for a badge. `tell` says what to do meanwhile."""
    section = config.reader
    if not section.port:
        return unchecked(READER, "There is none: people type their number and PIN.", "")
    reader = SerialBadgeReader(
        section.port, section.baudrate, section.protocol, section.number_format, clock, section.hold_s
    )
    badges: queue.SimpleQueue[BadgeRead] = queue.SimpleQueue()
    reader.start(badges.put)
    try:
        return _watched(reader, badges, section.port, wait_s, tell)
    finally:
        reader.stop()


def _watched(
    reader: SerialBadgeReader,
    badges: "queue.SimpleQueue[BadgeRead]",
    port: str,
    wait_s: float,
    tell: Callable[[str], None],
) -> Checked:
    asked = False
    for step in range(int((OPENS_WITHIN_S + wait_s) / STEP_S)):
        if reader.health().state is ReaderState.READING and not asked:
            tell(f"{port} is open. Hold a badge to the reader now ...")
            asked = True
        if not asked and step * STEP_S > OPENS_WITHIN_S:
            break
        try:
            badge = badges.get(timeout=STEP_S)
        except queue.Empty:
            continue
        number = f"{badge.facility}-{badge.number}" if badge.facility else badge.number
        return right(READER, f"It reads: {badge.technology}:{number} is how the people register writes this badge.")
    health = reader.health()
    if not asked:
        found = ", ".join(ports()) or "none"
        return wrong(
            READER,
            f"{health.error or port + ' does not answer'}.".replace("..", "."),
            f"Plug the reader in, stop a kiosk that holds it, or name another port; there are: {found}.",
        )
    if health.noise_bytes or health.bad_checksums:
        return wrong(
            READER,
            f"Something came from {port}, and none of it was a badge.",
            "Try another reader.baudrate or reader.protocol, and look at the wiring.",
        )
    return unchecked(READER, f"{port} is open, and no badge came.", "Tap one, with: clockpost setup --check")
