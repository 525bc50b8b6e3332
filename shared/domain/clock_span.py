"""Between which times an event must lie whose boot ended before anybody told its clock the time.

Boots follow each other. Whatever a witness told in an earlier boot lies before this one, and whatever it told in a
later boot lies after it: the boot fits in between, and boot time says where in the boot the event lies.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Told:
    """A witness told the true time `at` (aware UTC, within `bound_s`), `boottime_s` after the start of its boot.

    `after` is the last decision (the id of its evidence) that was stored when it was told.
    """

    at: datetime
    bound_s: float
    boottime_s: float
    boot_id: str
    after: int


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant by the terminal's own clocks, and the decision that was made at it.

    `shown` is the time that the event has; the clocks were read at `wall`, just then.
    """

    shown: datetime
    wall: datetime
    boottime_s: float
    boot_id: str
    decision: int


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when (aware UTC); None where nothing is known on that side."""

    not_before: datetime | None = None
    not_after: datetime | None = None

    @property
    def bound_s(self) -> float | None:
        """How far its middle can be from the truth; None for a span that is open, or that contradicts itself."""
        if self.not_before is None or self.not_after is None or self.not_after < self.not_before:
            return None
        return (self.not_after - self.not_before).total_seconds() / 2

    @property
    def middle(self) -> datetime | None:
        """The time that is wrong by the least at the worst."""
        bound_s = self.bound_s
        if bound_s is None or self.not_before is None:
            return None
        return self.not_before + timedelta(seconds=bound_s)


def span_of(moment: Moment, lasted_s: float, told: Iterable[Told]) -> Span:
    """The span of `moment`, by what was told in other boots.

    `lasted_s` is the latest boot time that is known of its boot: the next one began after that.
    """
    begins, ends = [], []
    for one in told:
        if one.boot_id == moment.boot_id:
            continue
        bound = timedelta(seconds=one.bound_s)
        if one.after < moment.decision:
            begins.append(one.at - bound)
        else:
            ends.append(one.at + bound - timedelta(seconds=one.boottime_s))
    since_boot = timedelta(seconds=moment.boottime_s)
    to_the_end = timedelta(seconds=max(0.0, lasted_s - moment.boottime_s))
    return Span(
        max(begins) + since_boot if begins else None,
        min(ends) - to_the_end if ends else None,
    )
