"""The hours in which a telephone may ring, by the clock on the wall of the site, which whoever is called looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from shared.domain.daily_hours import DailyHours

MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CallingHours(DailyHours):
    """Whole minutes in which a telephone may ring."""

    def next_allowed(self, at: datetime) -> datetime:
        """The first instant from `at` on (aware UTC) at which a telephone may ring: `at` itself, or an opening."""
        if self.contain(at):
            return at
        return next(opening for opening in self._openings(at) if opening > at and self.contain(opening))

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
