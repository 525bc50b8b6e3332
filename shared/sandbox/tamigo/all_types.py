"""e) Original, planned and worked shifts side by side, for applications only.

One row is one shift of one employee on one day. A worked shift stands beside the planned one of its employee and
day; where there are several, the first beside the first.
"""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest

from shared.sandbox.tamigo.answer_switches import Fields
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import OnDay
from shared.sandbox.tamigo.entity import Entity, Row
from shared.sandbox.tamigo.formats import Form
from shared.sandbox.tamigo.guid import NOBODY
from shared.sandbox.tamigo.rejected import NotAllowed
from shared.sandbox.tamigo.rows import hours_of
from shared.sandbox.tamigo.world import Kind, Role, Shift

Place = tuple[date, str, str]
Trio = tuple[Shift | None, Shift | None, Shift | None]
NOT_IN_THE_XML_EXAMPLE = ("EmployeePosKey", "Email")


def all_types(call: Call) -> Entity:
    """GET /shifts/all/{startDate}/{endDate}/; raises `NotAllowed`."""
    if call.session.role is not Role.APPLICATION:
        raise NotAllowed("This is available only when you are logged in as an application.")
    first, last, departments = call.day("start"), call.day("end"), call.departments()
    rows = [
        _row(call, place, trio)
        for place, trio in _trios(call.company)
        if first <= place[0] <= last and place[1] in departments
    ]
    return Entity("EmployeeShift", rows, has_plain_slashes=True)


def _trios(company: Company) -> Iterator[tuple[Place, Trio]]:
    planned: dict[Place, list[tuple[Shift | None, Shift | None]]] = {}
    actual: dict[Place, list[Shift]] = {}
    known = {**company.originals, **company.shifts}
    for shift in sorted(known.values(), key=lambda item: (item.start_time, item.shift_id)):
        place = (company.local_day(shift), shift.department_id, shift.employee_id or NOBODY)
        if shift.kind is Kind.ACTUAL:
            actual.setdefault(place, []).append(shift)
        else:
            pair = (company.originals.get(shift.shift_id), company.shifts.get(shift.shift_id))
            planned.setdefault(place, []).append(pair)
    for place in sorted({*planned, *actual}):
        pairs = zip_longest(planned.get(place, []), actual.get(place, []))
        for pair, worked in pairs:
            yield place, (*(pair or (None, None)), worked)


def _row(call: Call, place: Place, trio: Trio) -> Row:
    company = call.company
    day, where, who = place
    department, employee = company.departments[where], company.employees.get(who)
    original, planned, actual = (_part(company, shift) for shift in trio)
    row: Row = {
        "Date": OnDay(day, company.zone(where)),
        "DepartmentId": where,
        "DepartmentKey": department.department_key,
        "DepartmentName": department.name,
        "EmployeeId": who,
        "FirstName": employee.first_name if employee else None,
        "EmployeePosKey": employee.pos_key if employee else None,
        "Email": employee.email if employee else None,
        "OriginalShift": original,
        "PlannedShift": planned,
        "ActualShift": actual,
        "WageNumber": employee.wage_number if employee else None,
    }
    if call.form is Form.XML and call.switches.shift_fields is Fields.DOCUMENTED:
        row = {name: value for name, value in row.items() if name not in NOT_IN_THE_XML_EXAMPLE}
    return row


def _part(company: Company, shift: Shift | None) -> Row:
    if shift is None:
        return dict.fromkeys(("ActivityName", "Comments", "Shift", "ShiftActivityId", "Sum"))
    activity = company.activities.get(shift.shift_activity_id or "")
    return {
        "ActivityName": activity.name if activity else None,
        "Comments": shift.comment,
        "Shift": hours_of(company, shift),
        "ShiftActivityId": activity.shift_activity_id if activity else None,
        "Sum": None,
    }
