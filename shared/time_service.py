"""What this machine itself knows about its clock: the time service, and a battery-backed clock."""

import shutil
import subprocess
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from shared.clock import Reading, SystemClock
from shared.domain.clock_trust import NOT_BEFORE, Witness

SYNCHRONISED_MARK: Final = Path("/run/systemd/timesync/synchronized")
MARK_FRESH_S: Final = 3 * 2048.0
"""systemd-timesyncd touches its mark at each synchronisation, at most 2048 s apart (timesyncd.conf(5)); it never takes
the mark away, so an old one only says that the clock was right once."""
RTC_MARK: Final = Path("/sys/class/rtc/rtc0/hctosys")
RTC_TIME: Final = Path("/sys/class/rtc/rtc0/since_epoch")
"""What the clock chip says now, in seconds since 1970 (sysfs-class-rtc)."""
SET_IN_BETWEEN_S: Final = 0.5
ASK_S: Final = 5.0

NTP_BOUND_S: Final = 1.0
RTC_BOUND_S: Final = 30.0
"""A battery-backed clock drifts some seconds a week: good enough to send, worth a flag."""
TRUSTED_RTC_BOUND_S: Final = 2.0


def is_synchronised() -> bool | None:
    """Does the time service say that the clock is right? None where none answers. May take some seconds: not for a tap.

    adjtimex() would tell too, but hardened units are not allowed to call it.
    """
    if _mark_is_fresh():
        return True
    timedatectl = shutil.which("timedatectl")
    if timedatectl is None:
        return None
    try:
        answer = subprocess.run(
            [timedatectl, "show", "--property=NTPSynchronized", "--value"],
            capture_output=True,
            text=True,
            timeout=ASK_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {"yes": True, "no": False}.get(answer.stdout.strip())


def _mark_is_fresh() -> bool:
    try:
        touched_s = SYNCHRONISED_MARK.stat().st_mtime
    except OSError:
        return False
    return abs(SystemClock().now().timestamp() - touched_s) < MARK_FRESH_S


def heard_now(read: Callable[[], Reading], rtc: str) -> tuple[Reading, tuple[Witness, ...]]:
    """A reading, and the machine's own word on it. Asking takes a while: a clock that was set meanwhile has none.

    The time service may be asked just before it sets the clock and answer just after; its yes is not for the old time.
    """
    before, synchronised, after = read(), is_synchronised(), read()
    stepped_s = (after.wall - before.wall).total_seconds() - (after.boottime_s - before.boottime_s)
    is_settled = abs(stepped_s) < SET_IN_BETWEEN_S
    return after, own_witnesses(after, rtc, synchronised=synchronised) if is_settled else ()


def own_witnesses(reading: Reading, rtc: str, *, synchronised: bool | None) -> tuple[Witness, ...]:
    """The machine's own word on its clock at `reading`. `rtc` is the setting auto, trust or distrust."""
    found = []
    if synchronised:
        found.append(_witness("ntp", NTP_BOUND_S, reading))
    if rtc == "trust":
        found.append(_witness("rtc", TRUSTED_RTC_BOUND_S, reading))
    elif rtc == "auto" and set_from_rtc(reading.wall):
        found.append(_witness("rtc", RTC_BOUND_S, reading))
    return tuple(found)


def set_from_rtc(wall: datetime) -> bool:
    """Did the kernel take the time at boot from a clock chip that kept it?

    A chip without a battery begins in 1970 at each power cut, and the kernel takes that too. systemd then moves the
    clock on to the newest time it has seen on disk: chip and wall clock differ, and neither is known to be right.
    """
    try:
        was_taken = RTC_MARK.read_text(encoding="ascii").strip() == "1"
        chip_s = float(RTC_TIME.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
    return was_taken and chip_s >= NOT_BEFORE.timestamp() and abs(chip_s - wall.timestamp()) <= RTC_BOUND_S


def _witness(source: str, bound_s: float, reading: Reading) -> Witness:
    return Witness(source, 0.0, bound_s, reading.wall, reading.boottime_s, reading.boot_id)
