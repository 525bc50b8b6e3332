"""What the rota's system has as planned and worked, day by day, for comparing it with our own ledger."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol
from uuid import UUID

import structlog

from shared.domain.planned_worked import DAYS_ASKED_BEHIND, DayHours
from shared.domain.site import Site
from shared.ports import Clock
from shared.store import absences, roster, rota_people
from shared.store.database import Store
from shared.store.roster import Part
from shared.sync.link import Link
from shared.sync.rota_download import RotaOfSite
from shared.upstream.errors import UpstreamError
from shared.upstream.tamigo.join import JoinKey, join
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.shift import DayShift, Duty, EmployeeDay

LOG = structlog.get_logger()


class HoursSource(Protocol):
    """Service e) of one department."""

    def employee_days(self, first: date, last: date, department: str = "") -> list[EmployeeDay]: ...


@dataclass(slots=True)
class RotaHours:
    """Fetches the hours of the last days of every site. One that fails holds up no other, and the last good stay."""

    store: Store
    clock: Clock
    link: Link
    sites: tuple[RotaOfSite, ...]
    hours: Callable[[Site], tuple[HoursSource, str]]
    """The source of a site, and the department it is."""
    key: JoinKey

    def everything(self) -> bool:
        """True when the hours of every site arrived."""
        arrived = [self._at(one) for one in self.sites]
        return all(arrived)

    def _at(self, one: RotaOfSite) -> bool:
        site, began_at = one.site, self.clock.read().wall
        upstream_ids = rota_people.upstream_ids(self.store, site.name)
        if upstream_ids is None or not self.link.allows():
            return False
        source, department = self.hours(site)
        today = began_at.astimezone(one.zone).date()
        try:
            days = source.employee_days(today - timedelta(days=DAYS_ASKED_BEHIND), today, department)
        except UpstreamError as error:
            if isinstance(error, NotForOurRole):
                self.link.answered()
            else:
                self.link.failed(error)
            LOG.warning("rota.hours_failed", site=site.name, error=str(error)[:500])
            roster.failed(self.store, site.name, Part.HOURS, began_at, str(error)[:500])
            return False
        self.link.answered()
        rows = absences.hours_rows(hours_of(days, upstream_ids, self.key), site.account_id)
        roster.replace(self.store, site.name, Part.HOURS, rows, began_at=began_at)
        return True


def hours_of(days: Iterable[EmployeeDay], upstream_ids: Mapping[str, int], key: JoinKey) -> list[tuple[int, DayHours]]:
    """Each joined person's days with the minutes of all their shifts, by the system of record's id."""
    told = list(days)
    numbers: Mapping[UUID, str] = join(told, upstream_ids.keys(), key).numbers
    of_day: dict[tuple[UUID, date], list[EmployeeDay]] = defaultdict(list)
    for one in told:
        if one.employee is not None and one.employee in numbers:
            of_day[one.employee, one.day].append(one)
    return [
        (
            upstream_ids[numbers[employee]],
            DayHours(
                numbers[employee],
                day,
                _minutes(one.original for one in rows),
                _minutes(one.planned for one in rows),
                _minutes(one.worked for one in rows),
            ),
        )
        for (employee, day), rows in sorted(of_day.items())
    ]


def _minutes(parts: Iterable[DayShift]) -> int | None:
    """None where there is no shift of that kind; an absence is no work."""
    hours = [part.hours for part in parts if part.hours is not None and part.duty is not Duty.ABSENCE]
    return round(sum(hours, Decimal(0)) * 60) if hours else None
