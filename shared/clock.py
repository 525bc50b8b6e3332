"""The only place that reads clocks and makes ids.

A wall clock can jump, so every reading also carries CLOCK_BOOTTIME (which goes on in suspend, unlike the
monotonic clock) and the id of the boot it counts from: two readings of one boot can be subtracted safely.
"""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

BOOT_ID_FILE = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class Reading:
    """One look at all clocks: `wall` in UTC, `boottime_s` since the boot called `boot_id`."""

    wall: datetime
    boottime_s: float
    boot_id: str

    def age_s(self, earlier: "Reading") -> float | None:
        """Seconds from `earlier` to this reading, or None when only the wall clock could tell."""
        if self.boot_id != earlier.boot_id:
            return None
        return self.boottime_s - earlier.boottime_s


class SystemClock:
    """The clocks of this machine."""

    def __init__(self) -> None:
        self._boot_id = ""

    def read(self) -> Reading:
        """All clocks at this instant."""
        return Reading(self.now(), self.boottime_s(), self.boot_id())

    def now(self) -> datetime:
        """The wall clock, as an aware UTC datetime."""
        return datetime.now(UTC)  # noqa: TID251

    def boottime_s(self) -> float:
        """Seconds since boot, counting on in suspend."""
        return time.clock_gettime(time.CLOCK_BOOTTIME)

    def boot_id(self) -> str:
        """The kernel's id of this boot."""
        if not self._boot_id:
            self._boot_id = BOOT_ID_FILE.read_text(encoding="ascii").strip()
        return self._boot_id


def new_id(at: datetime) -> str:
    """An id of 32 hex digits that sorts by `at` (milliseconds), then at random: 80 random bits."""
    milliseconds = int(at.timestamp() * 1000)
    return f"{milliseconds:012x}{secrets.token_hex(10)}"


def new_salt() -> bytes:
    """Sixteen random bytes."""
    return secrets.token_bytes(16)
