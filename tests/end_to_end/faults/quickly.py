"""`quickly.py SERVICE LOOP CONFIG FOLDER`: one of our services as it is, whose rounds come quickly; or the doctor.

A test must not wait half a minute for the next look. Beside that, the file `clock-off-s` in FOLDER moves the wall clock
of whoever was started here, as a wrong clock of the machine would; boot time goes on as it is. SIGUSR1 hangs LOOP.
"""

# ruff: noqa: PLC0415  each service is imported by its own process alone, after its rounds were made quick

import sys
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Final

from shared.clock import SystemClock

QUICK_S: Final = 0.5
ROUNDS: Final = {
    "kiosk": (
        ("kiosk.heartbeat", "EVERY_S"),
        ("kiosk.health", "AGAIN_S"),
        ("kiosk.stage", "TRY_AGAIN_S"),
        ("kiosk.opening", "OPEN_AGAIN_S"),
        ("kiosk.devices.gps", "LONGEST_WAIT_S"),
        ("shared.health.loop", "LOOK_EVERY_S"),
    ),
    "sync": (
        ("shared.sync_service", "LOOK_AT_CLOCK_S"),
        ("shared.sync.alive", "TELL_EVERY_S"),
        ("shared.sync.worker", "FAILED_JOB_AGAIN_S"),
    ),
    "doctor": (),
}
CLOCK_OFF: Final = "clock-off-s"


def move_clock(file: Path) -> None:
    """The wall clock is off by the seconds that the file holds, from now on and as often as it changes."""
    right = SystemClock.now

    def now(clock: SystemClock) -> datetime:
        try:
            return right(clock) + timedelta(seconds=float(file.read_text(encoding="ascii") or 0))
        except FileNotFoundError:
            return right(clock)

    SystemClock.now = now  # type: ignore[method-assign]


def main() -> None:
    service, _, config, folder = sys.argv[1:]
    import shared.watchdog

    shared.watchdog.ROUND_EVERY_S = 0.2  # type: ignore[misc]
    for module, name in ROUNDS[service]:
        assert hasattr(import_module(module), name), f"{module} has no {name}"
        setattr(import_module(module), name, QUICK_S)
    move_clock(Path(folder) / CLOCK_OFF)
    from tests.end_to_end import hanging

    if service == "doctor":
        hanging.command("doctor", "--json", "--config", config)
    hanging.main()


if __name__ == "__main__":
    main()
