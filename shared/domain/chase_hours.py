"""The hours in which a telephone may ring, by the clock on the wall of the site.

The wall clock alone decides, also where a change of clocks repeats an hour or leaves one out: whoever is called looks
at that clock, not at an offset.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CallingHours:
    """From `begins` until before `ends`, whole minutes of `zone`; past midnight where `ends` comes first."""

    begins: time
    ends: time
    zone: ZoneInfo

    def allow(self, at: datetime) -> bool:
        """May a telephone ring at this instant?"""
        local = at.astimezone(self.zone).time()
        if self.begins < self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends

    def next_allowed(self, at: datetime) -> datetime:
        """The first instant from `at` on (aware UTC) at which a telephone may ring: `at` itself, or an opening."""
        if self.allow(at):
            return at
        return next(opening for opening in self._openings(at) if opening > at and self.allow(opening))

    def _openings(self, at: datetime) -> Iterator[datetime]:
        """Every minute that may be an opening: one a day, and the whole hour where a change of clocks touches it."""
        today = at.astimezone(self.zone).date()
        for days in (-1, 0, 1, 2, 3):
            told = datetime.combine(today + timedelta(days=days), self.begins, self.zone)
            both = sorted(told.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
            opening = both[0]
            while opening <= both[1]:
                yield opening
                opening += MINUTE
