"""Checking in and out by who is signed in, at the server's time, behind the switch `attendance`.

From unofficial documents, which show every value of the status as text and none of the other answers.
"""

from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.attendance import begin, open_shift
from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.entity import Entity, response_message
from shared.sandbox.tamigo.rejected import NotAllowed, Refused, Rejected
from shared.sandbox.tamigo.switches import Attendance

NO_TIME = "null"  # as text, like every other value


def touch_check_in(call: Call) -> Entity:
    """POST /Attendance/TouchCheckIn; raises `Refused`, `Rejected` or `NotAllowed`."""
    employee, department = _who_and_where(call)
    if open_shift(call, employee) is not None:
        raise Refused("You are already checked in.")
    begin(call, department, employee, call.now)
    return response_message(None, success=True)


def touch_check_out(call: Call) -> Entity:
    """POST /Attendance/TouchCheckOut/{breakcode}; raises as `touch_check_in`."""
    employee, _ = _who_and_where(call)
    shift = open_shift(call, employee)
    if shift is None:
        raise Refused("You are not checked in.")
    call.company.put(shift.model_copy(update={"end_time": call.now, "break_code": call.path["breakcode"]}))
    return response_message(None, success=True)


def touch_status(call: Call) -> Entity:
    """GET /Attendance/GetTouchStatus; raises as `touch_check_in`."""
    employee, department = _who_and_where(call)
    zone = call.company.zone(department)
    shift = open_shift(call, employee)
    row = {
        "CheckInTime": f"{shift.start_time.astimezone(zone):%H:%M}" if shift else NO_TIME,
        "CheckOutTime": NO_TIME,
        "CurrentStatus": "AllowCheckOut" if shift else "AllowCheckIn",
        "CurrentTime": _time_of_day(call, zone),
        "EnableShiftBreakCodePanel": "true",
        "IsCheckedInElsewhere": "true" if shift and shift.department_id != department else "false",
    }
    return Entity("TouchStatus", {**row})


def _time_of_day(call: Call, zone: ZoneInfo) -> str:
    return f"{call.now.astimezone(zone):%H:%M:%S}"


def _who_and_where(call: Call) -> tuple[str, str]:
    if call.switches.attendance is Attendance.OFF:
        raise Rejected(404, "There is no such service.")
    department = call.default_department()
    if call.employee is None or department is None:
        raise NotAllowed("This is for users with a department.")
    return call.employee.employee_id, department
