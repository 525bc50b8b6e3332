"""How far the terminal's wall clock can be trusted at an instant.

A witness told, at some reading of this boot, how far the wall clock was from true time. Boot time goes on evenly
whatever happens to the wall clock, so a step of the wall clock since then is seen and added; what is left is drift.
Nothing of another boot counts: a terminal without a battery wakes up with any time at all.

Where witnesses contradict each other by more than an event may be off, nobody knows which of them is right. A
battery-backed clock is no such witness: it is what the others put right.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from shared.domain.clock_span import Moment

DRIFT_PER_S = 50e-6
"""A cheap crystal: 50 ppm, about 4 s a day."""
NOT_BEFORE: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""A witness that tells an earlier time is wrong: a clock chip whose battery is empty, or a satellite receiver whose
week number began again (every 1024 weeks)."""
BATTERY_CLOCK: Final = "rtc"
CONTRADICTION: Final = "contradiction"
"""The source of a judgement that no witness was believed, since they contradict each other."""


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
Words = tuple[Witness, ...]


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
    heard = (witness for witness in witnesses if witness.boot_id == boot_id and is_plausible(witness))
    estimates = [_carried_forward(witness, wall, boottime_s) for witness in heard]
    if not estimates:
        return NOTHING_KNOWN
    if _contradict(estimates, bound_limit_s):
        return ClockTrust(TrustLevel.UNTRUSTED, CONTRADICTION)
    source, offset_s, bound_s = min(estimates, key=lambda estimate: estimate[2])
    worst_s = abs(offset_s) + bound_s
    if worst_s <= trusted_s:
        level = TrustLevel.TRUSTED
    elif worst_s <= bound_limit_s:
        level = TrustLevel.BOUNDED
    else:
        level = TrustLevel.UNTRUSTED
    return ClockTrust(level, source, round(offset_s, 3), round(bound_s, 3))


def less_sure(one: ClockTrust, other: ClockTrust) -> ClockTrust:
    """Whichever of two judgements trusts the clock less; of equal ones the second."""
    order = list(TrustLevel)
    return one if order.index(one.level) > order.index(other.level) else other


def judge_afterwards(moment: Moment, first: Words, last: Words, bound_limit_s: float) -> ClockTrust:
    """How far the wall clock was off at `moment`, by the first and the last words of its boot.

    The nearer word of a witness is the surer one: less drift. Where those contradict each other, the last ones count:
    a receiver may put itself right.
    """
    nearest = {word.source: word for word in last}
    for word in first:
        known = nearest.setdefault(word.source, word)
        if abs(word.boottime_s - moment.boottime_s) < abs(known.boottime_s - moment.boottime_s):
            nearest[word.source] = word
    judged = NOTHING_KNOWN
    for words in (tuple(nearest.values()), last):
        judged = judge_clock(
            wall=moment.wall,
            boottime_s=moment.boottime_s,
            boot_id=moment.boot_id,
            witnesses=words,
            bound_limit_s=bound_limit_s,
        )
        if judged.source != CONTRADICTION:
            break
    return judged


def is_plausible(witness: Witness) -> bool:
    """Can what it tells be the time at all?"""
    # Not by subtracting from the datetime: an offset may be no number, or take the date out of the calendar.
    return witness.wall.timestamp() - witness.offset_s >= NOT_BEFORE.timestamp()


def _contradict(estimates: Sequence[tuple[str, float, float]], limit_s: float) -> bool:
    ranges = [
        (offset_s - bound_s, offset_s + bound_s) for source, offset_s, bound_s in estimates if source != BATTERY_CLOCK
    ]
    return len(ranges) > 1 and max(low for low, _ in ranges) - min(high for _, high in ranges) > limit_s


def _carried_forward(witness: Witness, wall: datetime, boottime_s: float) -> tuple[str, float, float]:
    elapsed_s = boottime_s - witness.boottime_s
    stepped_s = (wall - witness.wall).total_seconds() - elapsed_s
    return witness.source, witness.offset_s + stepped_s, witness.bound_s + abs(elapsed_s) * DRIFT_PER_S
