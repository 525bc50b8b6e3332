"""A department's rota as the rest of Clockpost keeps one: shifts by the ids of the system of record. No I/O.

Nothing of tamigo's answer is dropped unseen: what cannot be a shift of somebody known is listed for a person.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.ports import UpstreamShift
from shared.upstream.tamigo.join import Joined, Unjoined, Why
from shared.upstream.tamigo.ownership import Owned
from shared.upstream.tamigo.shift import DayShift, Duty, EmployeeDay, TamigoShift


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody who is not to come, without the reason. Times where tamigo has them, else the whole `day`."""

    employee_id: int
    day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Rota:
    """The rota of one department over a time, by start, and what of it a person has to look at.

    `doubtful` are among `shifts`: their times came without a zone and may be an hour off. `unowned` are of somebody
    who cannot be joined. `untimed` have no start or no end. `unsaid_activities` are counted as work until the settings
    say that they are absences.
    """

    shifts: tuple[UpstreamShift, ...] = ()
    absences: tuple[Absence, ...] = ()
    doubtful: tuple[UpstreamShift, ...] = ()
    unjoined: tuple[Unjoined, ...] = ()
    unowned: tuple[TamigoShift, ...] = ()
    untimed: tuple[TamigoShift, ...] = ()
    unsaid_activities: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Window:
    """What is asked for: the account that the department is, and a time."""

    account_id: int
    since: datetime
    until: datetime


def local_shift_id(shift: TamigoShift) -> int:
    """A number for a shift, the same at each reading, and negative: tamigo's ids are no ids of the system of record.

    A shift without ShiftId is known by whose it is and when it begins, so that a moved end does not make it another.
    """
    told = str(shift.shift_id or f"{shift.employee} {shift.department} {shift.starts_at}")
    return -1 - (int.from_bytes(hashlib.sha256(told.encode()).digest()[:8], "big") >> 1)


def rota_of(
    owned: Owned,
    days: Iterable[EmployeeDay],
    joined: Joined,
    upstream_ids: Mapping[str, int],
    zone: ZoneInfo,
    window: Window,
) -> Rota:
    """The rota of one department. `upstream_ids` are the system of record's employee ids by register number."""
    days = list(days)
    ids = {employee: upstream_ids[number] for employee, number in joined.numbers.items() if number in upstream_ids}
    sorting = _Sorting(window, zone, ids, _absent_days(days))
    for shift in owned.shifts:
        sorting.put(shift)
    sorting.add_days_without_shift()
    known = {unjoined.employee for unjoined in joined.unjoined} | set(ids)
    unknown = [
        Unjoined(employee, joined.numbers.get(employee, ""), _why_unknown(employee, joined))
        for employee in sorted((set(joined.numbers) | sorting.strangers) - known)
    ]
    return Rota(
        shifts=tuple(sorted(sorting.shifts, key=lambda shift: (shift.starts_at, shift.shift_id))),
        absences=tuple(sorted(sorting.absences, key=lambda absence: (absence.day, absence.employee_id))),
        doubtful=tuple(sorting.doubtful),
        unjoined=(*joined.unjoined, *unknown),
        unowned=(*owned.unowned, *sorting.unowned),
        untimed=tuple(sorting.untimed),
        unsaid_activities=_unsaid(days, owned.shifts, zone),
    )


@dataclass
class _Sorting:
    """Puts each shift where it belongs."""

    window: Window
    zone: ZoneInfo
    ids: Mapping[UUID, int]
    absent_days: set[tuple[UUID, date]]
    shifts: list[UpstreamShift] = field(default_factory=list)
    doubtful: list[UpstreamShift] = field(default_factory=list)
    absences: list[Absence] = field(default_factory=list)
    untimed: list[TamigoShift] = field(default_factory=list)
    unowned: list[TamigoShift] = field(default_factory=list)
    strangers: set[UUID] = field(default_factory=set)
    _told_absent: set[tuple[UUID, date]] = field(default_factory=set)

    def put(self, shift: TamigoShift) -> None:
        """A shift of the department, of whatever time."""
        employee = shift.employee
        if employee is not None and employee not in self.ids:
            self.strangers.add(employee)
            self.unowned.append(shift)
        elif shift.starts_at is None:
            self.untimed.append(shift)
        elif employee is not None and self._is_absence(employee, shift.starts_at, shift.duty):
            self._put_absence(employee, shift.starts_at, shift.ends_at)
        elif shift.ends_at is None or shift.ends_at <= shift.starts_at:
            self.untimed.append(shift)
        elif shift.starts_at < self.window.until and shift.ends_at > self.window.since:
            self._put_shift(shift, shift.starts_at, shift.ends_at)

    def add_days_without_shift(self) -> None:
        """Absences that stand in service e) alone."""
        for employee, day in sorted(self.absent_days - self._told_absent):
            if employee in self.ids and self._is_asked_for(day):
                self.absences.append(Absence(self.ids[employee], day))

    def _is_absence(self, employee: UUID, starts_at: datetime, duty: Duty) -> bool:
        return duty is Duty.ABSENCE or (employee, self._day(starts_at)) in self.absent_days

    def _put_absence(self, employee: UUID, starts_at: datetime, ends_at: datetime | None) -> None:
        day = self._day(starts_at)
        self._told_absent.add((employee, day))
        if self._is_asked_for(day):
            self.absences.append(Absence(self.ids[employee], day, starts_at, ends_at))

    def _put_shift(self, shift: TamigoShift, starts_at: datetime, ends_at: datetime) -> None:
        employee_id = self.ids[shift.employee] if shift.employee else None
        made = UpstreamShift(local_shift_id(shift), employee_id, None, self.window.account_id, starts_at, ends_at)
        self.shifts.append(made)
        if shift.doubts:
            self.doubtful.append(made)

    def _is_asked_for(self, day: date) -> bool:
        return self._day(self.window.since) <= day <= self._day(self.window.until)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.zone).date()


def _absent_days(days: Iterable[EmployeeDay]) -> set[tuple[UUID, date]]:
    """The days on which everything that is planned for somebody is absence: by the activity on the day."""
    planned: dict[tuple[UUID, date], list[DayShift]] = defaultdict(list)
    for day in days:
        if day.employee and (day.planned.duty is not Duty.WORK or day.planned.hours is not None):
            planned[day.employee, day.day].append(day.planned)
    return {key for key, parts in planned.items() if all(part.duty is Duty.ABSENCE for part in parts)}


def _unsaid(days: Iterable[EmployeeDay], shifts: Iterable[TamigoShift], zone: ZoneInfo) -> frozenset[UUID]:
    """Activities of which nobody said whether they are work. The mark that b) to d) may send answers for e)."""
    shifts = list(shifts)
    said = {shift.activity for shift in shifts if shift.duty is Duty.WORK}
    # An absence keeps no activity: what is planned on its day is what it is.
    away = {
        (shift.employee, shift.starts_at.astimezone(zone).date())
        for shift in shifts
        if shift.duty is Duty.ABSENCE and shift.starts_at is not None
    }
    parts: list[DayShift | TamigoShift] = [day.planned for day in days if (day.employee, day.day) not in away]
    unsaid = (part.activity for part in (*parts, *shifts) if part.duty is Duty.UNSAID and part.activity)
    return frozenset(activity for activity in unsaid if activity not in said)


def _why_unknown(employee: UUID, joined: Joined) -> Why:
    return Why.NOT_UPSTREAM if employee in joined.numbers else Why.NO_KEY
