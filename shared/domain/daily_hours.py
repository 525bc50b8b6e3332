"""Hours of every day by the clock on the wall: it alone decides, also where a change of clocks repeats an hour."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class DailyHours:
    """From `begins` until before `ends`, by the clock of `zone`; past midnight where `ends` comes first."""

    begins: time
    ends: time
    zone: ZoneInfo

    def contain(self, at: datetime) -> bool:
        """Does this instant (aware) lie within?"""
        local = at.astimezone(self.zone).time()
        if self.begins < self.ends:
            return self.begins <= local < self.ends
        return local >= self.begins or local < self.ends
