"""How far the terminal's wall clock can be trusted at an instant.

A witness told, at some reading of this boot, how far the wall clock was from true time. Boot time goes on evenly
whatever happens to the wall clock, so a step of the wall clock since then is seen and added; what is left is drift.
Nothing of another boot counts: a terminal without a battery wakes up with any time at all.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

DRIFT_PER_S = 50e-6
"""A cheap crystal: 50 ppm, about 4 s a day."""


class TrustLevel(StrEnum):
    TRUSTED = "trusted"
    BOUNDED = "bounded"
    UNTRUSTED = "untrusted"


@dataclass(frozen=True, slots=True)
class Witness:
    """`offset_s` = wall clock minus true time, known within `bound_s`, when the clocks read `wall` and `boottime_s`."""

    source: str
    offset_s: float
    bound_s: float
    wall: datetime
    boottime_s: float
    boot_id: str


@dataclass(frozen=True, slots=True)
class ClockTrust:
    """`offset_s` and `bound_s` are None when nothing is known."""

    level: TrustLevel
    source: str = ""
    offset_s: float | None = None
    bound_s: float | None = None


NOTHING_KNOWN = ClockTrust(TrustLevel.UNTRUSTED)


def judge_clock(
    *,
    wall: datetime,
    boottime_s: float,
    boot_id: str,
    witnesses: tuple[Witness, ...],
    bound_limit_s: float = 60.0,
    trusted_s: float = 5.0,
) -> ClockTrust:
    """The best that the witnesses of this boot say about the wall clock now.

    Trusted: within `trusted_s` for certain. Bounded: within `bound_limit_s`, so the time may be used and is flagged.
    """
    estimates = [_carried_forward(witness, wall, boottime_s) for witness in witnesses if witness.boot_id == boot_id]
    if not estimates:
        return NOTHING_KNOWN
    source, offset_s, bound_s = min(estimates, key=lambda estimate: estimate[2])
    worst_s = abs(offset_s) + bound_s
    if worst_s <= trusted_s:
        level = TrustLevel.TRUSTED
    elif worst_s <= bound_limit_s:
        level = TrustLevel.BOUNDED
    else:
        level = TrustLevel.UNTRUSTED
    return ClockTrust(level, source, round(offset_s, 3), round(bound_s, 3))


def _carried_forward(witness: Witness, wall: datetime, boottime_s: float) -> tuple[str, float, float]:
    elapsed_s = boottime_s - witness.boottime_s
    stepped_s = (wall - witness.wall).total_seconds() - elapsed_s
    return witness.source, witness.offset_s + stepped_s, witness.bound_s + abs(elapsed_s) * DRIFT_PER_S
