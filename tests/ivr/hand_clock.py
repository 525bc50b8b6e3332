"""The machine's clocks, moved by hand."""

from datetime import timedelta

from shared.clock import Reading
from tests.ivr.cast import START


class HandClock:
    """All clocks of the machine, moved by hand and together."""

    def __init__(self) -> None:
        self.wall = START
        self.boottime_s = 1000.0

    def read(self) -> Reading:
        return Reading(self.wall, self.boottime_s, "this boot")

    def advance(self, **span: float) -> None:
        passed = timedelta(**span)
        self.wall += passed
        self.boottime_s += passed.total_seconds()
