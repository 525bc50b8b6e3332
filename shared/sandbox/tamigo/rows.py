"""Shifts as the rota services show them.

The documented fields are those of the examples. The others were seen by a public client of this API; in its XML the
document itself shows three of them in My Overview.
"""

from datetime import timedelta
from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.answer_switches import BlankEnd, EmployeeName, Fields, Sent
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import At, NoTime
from shared.sandbox.tamigo.entity import Row, Value
from shared.sandbox.tamigo.guid import NOBODY
from shared.sandbox.tamigo.world import Shift

DOCUMENTED = frozenset({"BreakCode", "Comment", "DepartmentName", "EmployeeName", "EndTime", "StartTime"})
OF_OVERVIEW_IN_XML = frozenset({"IsAvailable", "IsExchange", "ShiftId"})
OF_TIMESHEET = frozenset({"ShiftActivityId", "ShiftId"})
NOBODYS = "Ledig"  # how the document's example names the provider of a shift that is nobody's


def shift_row(call: Call, shift: Shift, more: frozenset[str] = frozenset(), *, names_people: bool = True) -> Row:
    """A shift with its documented fields, `more` of them, or all, as the switches say."""
    switches = call.switches
    row = _full_row(call.company, shift, names_people=names_people)
    if switches.shift_fields is Fields.DOCUMENTED:
        row = {name: value for name, value in row.items() if name in DOCUMENTED | more | {"EmployeeId"}}
    if switches.employee_id is Sent.LEFT_OUT:
        del row["EmployeeId"]
    if switches.absence_flag is Sent.LEFT_OUT:
        row.pop("IsAbsenceShift", None)
    return row


def hours_of(company: Company, shift: Shift) -> float | None:
    """Hours without the break; None while the end is missing."""
    if shift.end_time is None:
        return None
    pause = timedelta(hours=company.break_hours.get(shift.break_code or "", 0.0))
    return round(max(timedelta(), shift.end_time - shift.start_time - pause) / timedelta(hours=1), 2)


def available_row(call: Call, shift: Shift) -> Row:
    """A shift to be had, with what it means for who is signed in."""
    company, zone = call.company, call.company.zone(shift.department_id)
    me = call.session.employee
    provider = company.employees.get(shift.employee_id or "")
    return {
        "BidPlaced": me in shift.bids,
        "BreakCode": shift.break_code,
        "Comment": shift.comment,
        "DepartmentId": shift.department_id,
        "DepartmentName": company.departments[shift.department_id].name,
        "EmployeeHaveShiftSameDay": me is not None and _works_on_day_of(company, me, shift),
        "EndTime": _end(company, shift, zone),
        "ExtendedShiftEndTime": NoTime(1, zone),
        "ExtendedShiftStartTime": NoTime(1, zone),
        "IsExtended": False,
        "OtherEmployeesHaveBidOnShift": any(bidder != me for bidder in shift.bids),
        "ShiftId": shift.shift_id,
        "ShiftProviderId": provider.employee_id if provider else NOBODY,
        "ShiftProviderName": provider.name if provider else NOBODYS,
        "StartTime": At(shift.start_time, zone),
        "Week": company.local_day(shift).isocalendar().week,
    }


def _full_row(company: Company, shift: Shift, *, names_people: bool) -> Row:
    zone = company.zone(shift.department_id)
    activity = company.activities.get(shift.shift_activity_id or "")
    return {
        "BreakCode": shift.break_code,
        "Color": None,
        "Comment": shift.comment,
        "Comment2": None,
        "DepartmentName": company.departments[shift.department_id].name,
        "EmployeeId": shift.employee_id,
        "EmployeeName": _name(company, shift) if names_people else None,
        "EndTime": _end(company, shift, zone),
        "HasBid": bool(shift.bids),
        "IsAbsenceShift": company.is_absence(shift),
        "IsAvailable": shift.is_available,
        "IsExchange": shift.is_exchange,
        "ShiftActivityId": shift.shift_activity_id or NOBODY,
        "ShiftActivityName": activity.name if activity else None,
        "ShiftHours": hours_of(company, shift) or 0.0,
        "ShiftId": shift.shift_id,
        "StartTime": At(shift.start_time, zone),
    }


def _name(company: Company, shift: Shift) -> str:
    employee = company.employees.get(shift.employee_id or "")
    return employee.name if employee and company.switches.employee_name is EmployeeName.FILLED else ""


def _end(company: Company, shift: Shift, zone: ZoneInfo) -> Value:
    if shift.end_time is not None:
        return At(shift.end_time, zone)
    how = company.switches.blank_end
    return None if how is BlankEnd.NULL else NoTime(int(how.value), zone)


def _works_on_day_of(company: Company, employee: str, shift: Shift) -> bool:
    day = company.local_day(shift)
    return any(item.employee_id == employee and company.local_day(item) == day for item in company.shifts.values())
