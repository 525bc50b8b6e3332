"""What this machine itself knows about its clock: the time service, and a battery-backed clock."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from shared.clock import Reading, SystemClock
from shared.domain.clock_trust import Witness

SYNCHRONISED_MARK: Final = Path("/run/systemd/timesync/synchronized")
MARK_FRESH_S: Final = 3 * 2048.0
"""systemd-timesyncd touches its mark at each synchronisation, at most 2048 s apart (timesyncd.conf(5)); it never takes
the mark away, so an old one only says that the clock was right once."""
RTC_MARK: Final = Path("/sys/class/rtc/rtc0/hctosys")
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


def own_witnesses(reading: Reading, rtc: str, *, synchronised: bool | None) -> tuple[Witness, ...]:
    """The machine's own word on its clock at `reading`. `rtc` is the setting auto, trust or distrust."""
    found = []
    if synchronised:
        found.append(_witness("ntp", NTP_BOUND_S, reading))
    if rtc == "trust":
        found.append(_witness("rtc", TRUSTED_RTC_BOUND_S, reading))
    elif rtc == "auto" and set_from_rtc():
        found.append(_witness("rtc", RTC_BOUND_S, reading))
    return tuple(found)


def set_from_rtc() -> bool:
    """Did the kernel take the time at boot from a battery-backed clock?"""
    try:
        return RTC_MARK.read_text(encoding="ascii").strip() == "1"
    except OSError:
        return False


def _witness(source: str, bound_s: float, reading: Reading) -> Witness:
    return Witness(source, 0.0, bound_s, reading.wall, reading.boottime_s, reading.boot_id)
