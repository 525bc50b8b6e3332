"""Looking: the worked shifts that tamigo has of one employee around a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.domain.worked_shift import TheirShift
from shared.upstream.errors import Unreadable
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.request import ALL
from shared.upstream.tamigo.shift import TamigoShift

MOST_DAYS = 8
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Found:
    """The employee's worked shifts of the days that were read, as they are there."""

    shifts: tuple[TamigoShift, ...]

    def told(self) -> list[TheirShift]:
        """As far as comparing goes; one without a start cannot be compared with anything."""
        return [one for shift in self.shifts if (one := theirs(shift)) is not None]

    def by_id(self, shift_id: str) -> TamigoShift | None:
        """The one with this id."""
        return next((shift for shift in self.shifts if str(shift.shift_id) == shift_id), None)


def look(client: Tamigo, employee: UUID, around: Iterable[datetime | None], zone: ZoneInfo) -> Found:
    """The employee's worked shifts of the days that these times lie on and of the day before each, in any department.

    Every department is asked: what is added goes where tamigo puts it. Raises an `UpstreamError`, Unreadable where the
    answer does not say for certain whose a shift is or when: that settles nothing.
    """
    reading = client.instants_in(zone)
    found: dict[str, TamigoShift] = {}
    for day in _days(around, zone):
        for shift in reading.worked_on(day, ALL):
            if not shift.tells_employee:
                raise _unsure("does not say whose the worked shifts are")
            if shift.employee != employee:
                continue
            if shift.shift_id is None or shift.doubts:
                raise _unsure("does not say for certain which worked shift it is")
            found[str(shift.shift_id)] = shift
    return Found(tuple(found.values()))


def theirs(shift: TamigoShift) -> TheirShift | None:
    """A worked shift as it is compared; None without a start."""
    if shift.starts_at is None:
        return None
    return TheirShift(str(shift.shift_id), shift.starts_at, shift.ends_at)


def _days(around: Iterable[datetime | None], zone: ZoneInfo) -> list[date]:
    days: set[date] = set()
    for at in around:
        if at is not None:
            day = at.astimezone(zone).date()
            days |= {day - DAY, day}
    # The newest: what was meant last is what must not be there twice.
    return sorted(days)[-MOST_DAYS:]


def _unsure(why: str) -> Unreadable:
    return Unreadable(f"tamigo GET /actualshifts/day: the answer {why}. Nothing is sent before it does.")
