"""Checking in and out with the keys of departments and employees, behind the switch `attendance`.

From the vendor's pages "Attendance services" and "Importing attendance data"; an older one calls the time of a
check-in `Time`. No source shows the request for checking out: it is taken to mirror the other. A check-in begins a
worked shift without an end, a check-out ends it; with an `ActivityName` only the fact is kept.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.answer_switches import CheckInAnswer
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.dates import EPOCH, At, day_of, json_time, read_local_time
from shared.sandbox.tamigo.entity import NO_BODY, Entity, response_message
from shared.sandbox.tamigo.guid import new_guid
from shared.sandbox.tamigo.rejected import NotAllowed, Refused, Rejected
from shared.sandbox.tamigo.switches import Attendance, DuplicateCheckIn, UnknownKey
from shared.sandbox.tamigo.world import Department, Kind, Role, Shift

CHECK_IN, CHECK_OUT = "CheckIn", "CheckOut"


@dataclass(frozen=True, slots=True)
class Punch:
    """What was sent: by whom, where, and when after rounding."""

    department: str
    employee: str
    moment: datetime
    zone: ZoneInfo


def check_in(call: Call) -> Entity:
    """POST /attendance/checkin/; the rounded time. Raises `Refused`, `Rejected` or `NotAllowed`."""
    if call.switches.attendance is Attendance.OFF:
        raise Rejected(404, "There is no such service.")
    punch = _punch(call, CHECK_IN)
    if punch is None:
        return response_message(None, success=True)
    if not call.body.get("ActivityName"):
        _begin(call, punch)
    return _noted(call, punch, CHECK_IN)


def check_out(call: Call) -> Entity:
    """POST /attendance/checkout/; as `check_in`."""
    if call.switches.attendance is not Attendance.ON:
        raise Rejected(404, "There is no such service.")
    punch = _punch(call, CHECK_OUT)
    if punch is None:
        return response_message(None, success=True)
    shift = open_shift(call, punch.employee)
    if shift is None:
        raise Refused("The employee is not checked in.")
    if punch.moment <= shift.start_time:
        raise Refused("The check-out is not after the check-in.")
    call.company.put(shift.model_copy(update={"end_time": punch.moment}))
    return _noted(call, punch, CHECK_OUT)


def _begin(call: Call, punch: Punch) -> None:
    if open_shift(call, punch.employee) is not None:
        if call.switches.duplicate_check_in is DuplicateCheckIn.REFUSED:
            raise Refused("The employee is already checked in.")
        if call.switches.duplicate_check_in is DuplicateCheckIn.IGNORED:
            return
    begin(call, punch.department, punch.employee, punch.moment)


def begin(call: Call, department: str, employee: str, moment: datetime) -> None:
    """Adds a worked shift without an end."""
    shift = Shift(
        shift_id=new_guid(call.now),
        kind=Kind.ACTUAL,
        department_id=department,
        employee_id=employee,
        start_time=moment,
    )
    call.company.put(shift)


def _punch(call: Call, what: str) -> Punch | None:
    """None for a key that nobody has where that is ignored."""
    if call.session.role is Role.EMPLOYEE:
        raise NotAllowed("Attendance is registered by applications and planners.")
    department = _by_key(call, "DepartmentKey", {d.department_key: d.department_id for d in _departments(call)})
    employee = _by_key(call, "EmployeeKey", {e.pos_key: e.employee_id for e in call.company.employees.values()})
    if department is None or employee is None:
        return None
    zone = call.company.zone(department)
    try:
        moment = read_local_time(_time_sent(call, what), zone, call.switches.repeated_hour)
    except ValueError as error:
        raise Refused(f"{what}Time: {error}.") from error
    rounded = _rounded(moment, call.switches.rounding_min)
    if (department, day_of(rounded, zone)) in call.company.closed:
        raise Refused(f"The day {day_of(rounded, zone)} is closed.")
    return Punch(department, employee, rounded, zone)


def _departments(call: Call) -> list[Department]:
    return list(call.company.departments.values())


def _time_sent(call: Call, what: str) -> str:
    return str(call.body.get(f"{what}Time") or call.body.get("Time") or "")


def _by_key(call: Call, name: str, ids: dict[str | None, str]) -> str | None:
    key = call.body.get(name)
    found = ids.get(key) if isinstance(key, str) and key else None
    if found is None and call.switches.unknown_key is UnknownKey.BAD_REQUEST:
        raise Rejected(400, f"{name}: nobody has the key {key!r}.")
    if found is None and call.switches.unknown_key is UnknownKey.SUCCESS_FALSE:
        raise Refused(f"{name}: nobody has the key {key!r}.")
    return found


def open_shift(call: Call, employee: str) -> Shift | None:
    """The newest worked shift of an employee that has no end."""
    shifts = [
        item for item in call.company.shifts.values() if item.kind is Kind.ACTUAL and item.employee_id == employee
    ]
    return max((item for item in shifts if item.end_time is None), key=lambda item: item.start_time, default=None)


def _rounded(moment: datetime, minutes: int) -> datetime:
    if not minutes:
        return moment
    step = timedelta(minutes=minutes)
    return EPOCH + (moment - EPOCH + step / 2) // step * step


def _noted(call: Call, punch: Punch, what: str) -> Entity:
    call.company.note_punch(
        what=what,
        department=punch.department,
        employee=punch.employee,
        sent=_time_sent(call, what),
        taken=punch.moment.astimezone(UTC).isoformat(),
        activity=call.body.get("ActivityName"),
    )
    local = punch.moment.astimezone(punch.zone).replace(tzinfo=None).isoformat(timespec="seconds")
    match call.switches.check_in_answer:
        case CheckInAnswer.EMPTY:
            return NO_BODY
        case CheckInAnswer.MESSAGE:
            return response_message(local, success=True)
        case CheckInAnswer.DATE:
            return Entity("string", json_time(At(punch.moment, punch.zone), call.switches))
        case CheckInAnswer.TIME:
            return Entity("string", local)
