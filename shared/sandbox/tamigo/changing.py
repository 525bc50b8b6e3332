"""The services that change shifts: h) update, i) add, j) delete.

What is sent takes the place of what was there. A shift that is nobody's becomes available by itself, and a change of
the employee takes exchanges and bids away. An employee may only say whether a shift of their own can be had.
"""

from datetime import datetime

from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import day_of
from shared.sandbox.tamigo.entity import Entity, response_message
from shared.sandbox.tamigo.guid import new_guid
from shared.sandbox.tamigo.rejected import NotAllowed, Refused
from shared.sandbox.tamigo.shift_body import SentShift, flag, guid, read_shift
from shared.sandbox.tamigo.switches import Allowed, DepartmentOfNew, NewPlanned
from shared.sandbox.tamigo.world import Kind, Role, Shift

DONE = response_message(None, success=True)


def update(call: Call) -> Entity:
    """h) PUT /Shifts/{ShiftId}/; raises `Refused` or `NotAllowed`."""
    shift = _found(call)
    if call.session.role is Role.EMPLOYEE:
        return _offer(call, shift)
    call.must_plan(shift.department_id)
    if guid(call.body, "ShiftId") not in (None, shift.shift_id):
        raise Refused("ShiftId is not that of the address.")
    sent = read_shift(call, call.company.zone(shift.department_id))
    _check_open(call.company, shift.kind, shift.department_id, shift.start_time, sent.start)
    _check_overlap(call.company, shift.shift_id, shift.kind, sent)
    changed = _changed(shift, sent)
    if sent.employee != shift.employee_id:
        changed = changed.model_copy(update={"bids": (), "is_exchange": False})
    call.company.put(changed)
    return DONE


def add(call: Call) -> Entity:
    """i) POST /Shifts/planned/ or /Shifts/actual/; raises `Refused` or `NotAllowed`."""
    call.must_plan(None)
    kind = call.path["type"].lower()
    if kind not in list(Kind):
        raise Refused(f"{call.path['type']}: the type is planned or actual.")
    department = _department_of_new(call)
    call.must_plan(department)
    sent = read_shift(call, call.company.zone(department))
    _check_open(call.company, Kind(kind), department, sent.start)
    _check_overlap(call.company, None, Kind(kind), sent)
    is_draft = kind == Kind.PLANNED and call.switches.new_planned is NewPlanned.DRAFT
    new = Shift(
        shift_id=new_guid(call.now),
        kind=Kind(kind),
        department_id=department,
        start_time=sent.start,
        is_approved=not is_draft,
    )
    neither = {"is_available": sent.employee is None, "is_exchange": False}  # no planner sets these here
    call.company.put(_changed(new, sent).model_copy(update=neither))
    return DONE


def delete(call: Call) -> Entity:
    """j) DELETE /Shifts/{shiftId}/; raises `Refused` or `NotAllowed`."""
    call.must_plan(None)
    shift = _found(call)
    call.must_plan(shift.department_id)
    _check_open(call.company, shift.kind, shift.department_id, shift.start_time)
    call.company.remove(shift.shift_id)
    return DONE


def _offer(call: Call, shift: Shift) -> Entity:
    if shift.employee_id != call.session.employee:
        raise NotAllowed("An employee may only offer their own shifts.")
    call.company.put(shift.model_copy(update={"is_available": flag(call.body, "IsAvailable")}))
    return DONE


def _changed(shift: Shift, sent: SentShift) -> Shift:
    return shift.model_copy(
        update={
            "start_time": sent.start,
            "end_time": sent.end,
            "comment": sent.comment,
            "break_code": sent.break_code,
            "employee_id": sent.employee,
            "shift_activity_id": sent.activity,
            "is_available": sent.is_available or sent.employee is None,
            "is_exchange": sent.is_exchange,
        }
    )


def _found(call: Call) -> Shift:
    shift = call.company.shifts.get(call.path["shift"].lower())
    if shift is None:
        raise Refused(f"There is no shift {call.path['shift']}.")
    return shift


def _department_of_new(call: Call) -> str:
    asked = None
    if call.switches.department_of_new is DepartmentOfNew.ASKED:
        asked = call.query.get("departmentid", "").lower() or guid(call.body, "DepartmentId")
    if asked is not None and asked not in call.company.departments:
        raise Refused(f"There is no department {asked}.")
    employee = call.company.employees.get(guid(call.body, "EmployeeId") or "")
    home = next(iter(employee.departments), None) if employee else None
    return asked or call.default_department() or home or next(iter(call.company.departments))


def _check_open(company: Company, kind: Kind, department: str, *starts: datetime) -> None:
    days = {day_of(start, company.zone(department)) for start in starts} if kind is Kind.ACTUAL else set()
    closed = [day for day in sorted(days) if (department, day) in company.closed]
    if closed:
        raise Refused(f"The day {closed[0]} is closed.")


def _check_overlap(company: Company, own: str | None, kind: Kind, sent: SentShift) -> None:
    if company.switches.overlap is Allowed.ALLOWED or sent.employee is None:
        return
    end = sent.end or sent.start
    for shift in company.shifts.values():
        is_rival = shift.employee_id == sent.employee and shift.kind is kind and shift.shift_id != own
        if is_rival and (shift.start_time == sent.start or (shift.start_time < end and sent.start < shift.last_moment)):
            raise Refused("The employee already has a shift at this time.")
