"""Does the terminal know where it hangs?"""

import time
from collections.abc import Callable

from kiosk.devices.gps import GpsdPosition
from kiosk.setup.checked import Checked, right, unchecked, wrong
from shared.config import Config
from shared.health.set_up import POSITION
from shared.ports import Clock, Fix, PositionState

STEP_S = 0.1


def check_position(config: Config, clock: Clock, wait_s: float) -> Checked:
    """What the settings' source tells within `wait_s`."""
    if config.gps.source == "surveyed":
        site = config.here
        if site.latitude is None or site.longitude is None:
            return wrong(
                POSITION, "gps.source is surveyed, and the site has no position.", "Set latitude and longitude."
            )
        return right(POSITION, f"The terminal hangs at {site.latitude}, {site.longitude}, as measured.")
    if config.gps.source == "off":
        return right(POSITION, "No receiver: nobody's place is judged.")
    fix, satellites, error = look(config.gps.host, config.gps.port, clock, wait_s)
    if fix is not None:
        accuracy = f", within {fix.accuracy_m:.0f} m" if fix.accuracy_m is not None else ""
        return right(POSITION, f"gpsd tells {fix.latitude:.5f}, {fix.longitude:.5f}{accuracy}.")
    if error:
        return wrong(POSITION, f"gpsd has no receiver: {error}.", "Plug it in and look at: systemctl status gpsd")
    seen = "no satellite" if not satellites else f"{satellites} satellites"
    return unchecked(
        POSITION,
        f"The receiver sees {seen} and knows no place yet.",
        "Give it some minutes near a window, then: clockpost setup --check. Else measure the place.",
    )


def look(
    host: str, port: int, clock: Clock, wait_s: float, pause: Callable[[float], None] = time.sleep
) -> tuple[Fix | None, int | None, str]:
    """A fix as soon as gpsd has one, the satellites it saw, and what was wrong where no receiver is there."""
    source = GpsdPosition(host, port, clock)
    source.start()
    try:
        position = source.position()
        for _ in range(int(wait_s / STEP_S)):
            position = source.position()
            if position.state is PositionState.FIX and position.fix is not None:
                return position.fix, position.satellites, ""
            pause(STEP_S)
        without = position.state in (PositionState.NO_RECEIVER, PositionState.OFF)
        return None, position.satellites, (position.error or "gpsd does not answer") if without else ""
    finally:
        source.stop()
