"""tamigo as the source of the rota, while another system is the system of record."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from shared.ports import UpstreamShift
from shared.upstream.errors import Unreadable
from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.join import JoinKey, join
from shared.upstream.tamigo.ownership import Owned, owned_as_asked, owned_as_told, tells_owners
from shared.upstream.tamigo.reading import TamigoReading
from shared.upstream.tamigo.rota import Rota, Window, rota_of
from shared.upstream.tamigo.shift import EmployeeDay, TamigoShift

# The document names no limit; integrators of the other upstream report this one, and a month is a usual one.
MOST_DAYS_ASKED = 31
# A night shift stands under the day it began on.
DAYS_BEFORE = timedelta(days=1)


class TamigoRoster:
    """The shifts of one department, as `RosterSource.shifts` gives them, and the rest of its rota.

    `upstream_ids` gives the system of record's employee ids by register number, read anew at each download. Service e)
    is needed to join people, so the login must be an application's: see `NotForOurRole`.
    """

    def __init__(
        self,
        tamigo: TamigoReading,
        department: str,
        key: JoinKey,
        upstream_ids: Callable[[], Mapping[str, int]],
    ) -> None:
        self._tamigo = tamigo
        self._department = department
        self._key = key
        self._upstream_ids = upstream_ids

    def shifts(self, account_id: int, since: datetime, until: datetime) -> list[UpstreamShift]:
        """The shifts that overlap the time from `since` to `until`, by their start; open ones without an employee.

        Their ids are negative (`rota.local_shift_id`): they are not to be sent to the system of record.
        """
        return list(self.rota(account_id, since, until).shifts)

    def rota(self, account_id: int, since: datetime, until: datetime) -> Rota:
        """The same with absences, and with everything that a person has to look at. Raises an `UpstreamError`."""
        zone = self._tamigo.zone
        first, last = since.astimezone(zone).date() - DAYS_BEFORE, until.astimezone(zone).date()
        upstream_ids = self._upstream_ids()
        days = self._employee_days(first, last)
        joined = join(days, upstream_ids.keys(), self._key)
        owned = self._owned(first, last, sorted(joined.numbers))
        return rota_of(owned, days, joined, upstream_ids, zone, Window(account_id, since, until))

    def _employee_days(self, first: date, last: date) -> list[EmployeeDay]:
        spans = _spans(first, last)
        return [day for begin, end in spans for day in self._tamigo.employee_days(begin, end, self._department)]

    def _owned(self, first: date, last: date, employees: list[UUID]) -> Owned:
        lists = [self._tamigo.shifts_on(day, self._department) for day in _days(first, last)]
        if tells_owners(lists):
            return owned_as_told(lists)
        asked = {employee: self._shifts_of(employee, first, last) for employee in employees}
        try:
            return owned_as_asked(lists, asked)
        except Misread as error:
            raise Unreadable(f"tamigo GET /shifts/period: {error}. The rota stays as it was.") from error

    def _shifts_of(self, employee: UUID, first: date, last: date) -> list[TamigoShift]:
        spans = _spans(first, last)
        return [
            shift for begin, end in spans for shift in self._tamigo.shifts_of(employee, begin, end, self._department)
        ]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _spans(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Spans of at most 31 dates, both ends included."""
    while first <= last:
        end = min(first + timedelta(days=MOST_DAYS_ASKED - 1), last)
        yield first, end
        first = end + timedelta(days=1)
