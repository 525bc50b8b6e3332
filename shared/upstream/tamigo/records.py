"""Rows of tamigo's answers as our values. Every function raises `Misread` for what is not in the documented form.

Left on purpose: EmployeeName, FirstName, Email, ShiftProviderName (people are joined by keys and never by name, and the
register has the names), activity names and the comments of service e) (they may say why somebody is absent), Sum
(null in the document, which does not say what it adds up). Keys nobody told us of are passed over.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from shared.upstream.tamigo.fields import Misread, Row, amount, guid, mark, needed_guid, part, word
from shared.upstream.tamigo.shift import (
    AvailableShift,
    DayShift,
    Duty,
    EmployeeDay,
    Keyed,
    ShiftKind,
    TamigoShift,
)
from shared.upstream.tamigo.times import Doubt, read_date, read_moment

Times = tuple[datetime | None, datetime | None, tuple[Doubt, ...]]


class Reader:
    """Reads the rows of one department: its zone for times without one, and what counts as absence there."""

    def __init__(self, zone: ZoneInfo, absences: frozenset[str] = frozenset()) -> None:
        self.zone = zone
        self._absences = {name.strip().casefold() for name in absences}

    def planned_shift(self, row: Row) -> TamigoShift:
        """A row of services a) to d) and f)."""
        return self._shift(row, ShiftKind.PLANNED)

    def worked_shift(self, row: Row) -> TamigoShift:
        """A row of the actual shift services."""
        return self._shift(row, ShiftKind.WORKED)

    def available_shift(self, row: Row) -> AvailableShift:
        """A row of service g)."""
        starts_at, ends_at, doubts = self._times(row, "StartTime", "EndTime")
        extended_starts_at, extended_ends_at, more_doubts = self._times(
            row, "ExtendedShiftStartTime", "ExtendedShiftEndTime"
        )
        week = amount(row, "Week")
        return AvailableShift(
            shift_id=needed_guid(row, "ShiftId"),
            starts_at=starts_at,
            ends_at=ends_at,
            department=guid(row, "DepartmentId"),
            department_name=word(row, "DepartmentName"),
            break_code=word(row, "BreakCode"),
            comment=word(row, "Comment"),
            week=int(week) if week is not None and 1 <= week <= 53 else None,
            provider=guid(row, "ShiftProviderId"),
            is_bid_placed=bool(mark(row, "BidPlaced")),
            others_have_bid=bool(mark(row, "OtherEmployeesHaveBidOnShift")),
            has_shift_same_day=bool(mark(row, "EmployeeHaveShiftSameDay")),
            is_extended=bool(mark(row, "IsExtended")),
            extended_starts_at=extended_starts_at,
            extended_ends_at=extended_ends_at,
            doubts=doubts + more_doubts,
        )

    def keyed(self, row: Row) -> Keyed:
        """A row of the employee services."""
        return Keyed(guid(row, "EmployeeId"), word(row, "PosKey").strip(), word(row, "WageNumber").strip())

    def employee_day(self, row: Row) -> EmployeeDay:
        """A row of service e). `CustomId` is not in the document: it is read where a company's tamigo sends one."""
        day = read_date(row, "Date", self.zone)
        if day is None:
            raise Misread("a record without Date")
        return EmployeeDay(
            day=day,
            department=guid(row, "DepartmentId"),
            department_key=word(row, "DepartmentKey"),
            department_name=word(row, "DepartmentName"),
            employee=guid(row, "EmployeeId"),
            pos_key=word(row, "EmployeePosKey").strip(),
            wage_number=word(row, "WageNumber").strip(),
            custom_id=word(row, "CustomId").strip(),
            original=self._day_shift(part(row, "OriginalShift"), ShiftKind.ORIGINAL),
            planned=self._day_shift(part(row, "PlannedShift"), ShiftKind.PLANNED),
            worked=self._day_shift(part(row, "ActualShift"), ShiftKind.WORKED),
        )

    def _shift(self, row: Row, kind: ShiftKind) -> TamigoShift:
        starts_at, ends_at, doubts = self._times(row, "StartTime", "EndTime")
        if "StartTime" not in row:
            raise Misread("a shift without StartTime")
        duty = self._duty(row, "ShiftActivityName")
        return TamigoShift(
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
            shift_id=guid(row, "ShiftId"),
            employee=guid(row, "EmployeeId"),
            tells_employee="EmployeeId" in row,
            department=guid(row, "DepartmentId"),
            department_name=word(row, "DepartmentName"),
            break_code=word(row, "BreakCode"),
            comment=word(row, "Comment"),
            duty=duty,
            activity=None if duty is Duty.ABSENCE else guid(row, "ShiftActivityId"),
            is_available=bool(mark(row, "IsAvailable")),
            is_exchange=bool(mark(row, "IsExchange")),
            doubts=doubts,
        )

    def _day_shift(self, row: Row, kind: ShiftKind) -> DayShift:
        duty = self._duty(row, "ActivityName")
        activity = None if duty is Duty.ABSENCE else guid(row, "ShiftActivityId")
        return DayShift(kind, amount(row, "Shift"), duty, activity)

    def _duty(self, row: Row, name_key: str) -> Duty:
        """By tamigo's own mark where it sends one (`IsAbsenceShift` is not in the document), else by the settings."""
        activity, name = guid(row, "ShiftActivityId"), word(row, name_key).strip()
        told = mark(row, "IsAbsenceShift")
        if told or name.casefold() in self._absences or str(activity) in self._absences:
            return Duty.ABSENCE
        return Duty.WORK if told is False or not (name or activity) else Duty.UNSAID

    def _times(self, row: Row, start_key: str, end_key: str) -> Times:
        """Start and end; an end in the repeated hour is the one that comes after the start."""
        start, end = read_moment(row, start_key, self.zone), read_moment(row, end_key, self.zone)
        doubts = tuple(moment.doubt for moment in (start, end) if moment and moment.doubt)
        ends_at = end.at if end else None
        if start and end and end.second and end.at <= start.at:
            ends_at = end.second
        return start.at if start else None, ends_at, doubts
