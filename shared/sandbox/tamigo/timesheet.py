"""The services of worked shifts: reading them, and days that are closed.

From the vendor's page "Actual shift services"; closing and opening a day are known from unofficial documents.
"""

from collections.abc import Callable
from datetime import timedelta

from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.entity import Entity, response_message
from shared.sandbox.tamigo.rota import SHIFT
from shared.sandbox.tamigo.rows import OF_TIMESHEET, shift_row
from shared.sandbox.tamigo.world import Kind, Shift

PAST_DAYS = timedelta(days=60)


def worked_on_day(call: Call) -> Entity:
    """GET /actualshifts/day/{date}/: the worked shifts that began on a day."""
    day, departments = call.day("date"), call.departments()
    return _worked(call, lambda item: item.department_id in departments and call.company.local_day(item) == day)


def worked_before(call: Call) -> Entity:
    """GET /actualshifts/past/{date}/: those of `employeeId` (left out: one's own) in the sixty days up to a day."""
    day, departments = call.day("date"), call.departments()
    employee = call.query.get("employeeid", "").lower() or call.session.employee

    def is_asked(item: Shift) -> bool:
        is_theirs = item.employee_id == employee and item.department_id in departments
        return is_theirs and day - PAST_DAYS <= call.company.local_day(item) <= day

    return _worked(call, is_asked)


def day_status(call: Call) -> Entity:
    """GET /actualshifts/status/day/{date}/: the message "true" when the day is closed in all departments asked for."""
    day, departments = call.day("date"), call.departments()
    is_closed = bool(departments) and all((where, day) in call.company.closed for where in departments)
    return response_message("true" if is_closed else "false", success=True)


def close_day(call: Call) -> Entity:
    """PUT /actualshifts/close/day/{date}/; raises `NotAllowed`."""
    return _set_closed(call, closed=True)


def open_day(call: Call) -> Entity:
    """PUT /actualshifts/open/day/{date}/; raises `NotAllowed`."""
    return _set_closed(call, closed=False)


def _set_closed(call: Call, *, closed: bool) -> Entity:
    day, departments = call.day("date"), call.departments()
    for where in sorted(departments):
        call.must_plan(where)
    for where in departments:
        call.company.set_closed(where, day, closed=closed)
    return response_message(None, success=True)


def _worked(call: Call, is_asked: Callable[[Shift], bool]) -> Entity:
    found = [item for item in call.company.shifts.values() if item.kind is Kind.ACTUAL and is_asked(item)]
    found.sort(key=lambda item: (item.start_time, item.shift_id))
    return Entity(SHIFT, [shift_row(call, item, OF_TIMESHEET) for item in found])
