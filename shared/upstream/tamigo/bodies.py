"""What is written to tamigo, as JSON in the order and form the document prints. No I/O.

Only JSON is documented for writing, and it alone names instants: XML would write local times without a zone.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.upstream.errors import NotAsItIs
from shared.upstream.tamigo.fields import NOBODY, Misread, guid
from shared.upstream.tamigo.shift import Duty, TamigoShift
from shared.upstream.tamigo.times import BLANK, Moment, local_text, read_moment, wire_time


@dataclass(frozen=True, slots=True)
class ShiftDraft:
    """A whole shift to be written. Without `employee` tamigo sets it available to everybody; `ends_at` may be missing.

    `break_code` is one of the company's own. What is left out here is deleted there (service h). `department` is for a
    new shift alone: the document's request names none, other services of the vendor call it DepartmentId.
    """

    employee: UUID | None
    starts_at: datetime
    ends_at: datetime | None
    break_code: str
    comment: str = field(default="", repr=False)
    is_available: bool = False
    is_exchange: bool = False
    activity: UUID | None = None
    department: UUID | None = None


def draft_of(shift: TamigoShift) -> ShiftDraft:
    """A shift as it stands, to be changed and sent back whole. NotAsItIs where not all of it is known for certain."""
    why = _incomplete(shift)
    if shift.starts_at is None or why:
        raise NotAsItIs(f"tamigo shift {shift.shift_id} cannot be sent back whole: {why}. Change it in tamigo itself.")
    return ShiftDraft(
        employee=shift.employee,
        starts_at=shift.starts_at,
        ends_at=shift.ends_at,
        break_code=shift.break_code,
        comment=shift.comment,
        is_available=shift.is_available,
        is_exchange=shift.is_exchange,
        activity=shift.activity,
    )


def _incomplete(shift: TamigoShift) -> str:
    if shift.starts_at is None:
        return "it has no start"
    if not shift.tells_employee:
        return "the answer did not say whose it is, and a shift sent without that becomes available to everybody"
    if shift.duty is Duty.ABSENCE:
        return "it is an absence, whose reason is not kept here"
    if shift.doubts:
        return "its times came without a zone and lie in an hour that was twice or never"
    return ""


def add_body(draft: ShiftDraft, zone: ZoneInfo) -> str:
    """The body of service i)."""
    named = {} if draft.department is None else {"DepartmentId": str(draft.department)}
    return _text({**_fields(draft, zone), **named})


def sent_times(body: str, zone: ZoneInfo) -> tuple[Moment | None, Moment | None]:
    """Start and end that a kept body carries, of a shift or of attendance. Raises Misread for what is no such body."""
    try:
        fields = json.loads(body)
    except ValueError as error:
        raise Misread("a kept body that is not JSON") from error
    if not isinstance(fields, dict):
        raise Misread("a kept body that is no record")
    start, end = ("StartTime", "EndTime") if "StartTime" in fields else ("CheckInTime", "CheckOutTime")
    return read_moment(fields, start, zone), read_moment(fields, end, zone)


def sent_employee(body: str) -> UUID | None:
    """Whose shift a kept body is; None where it does not say. Raises Misread for what is no such body."""
    try:
        fields = json.loads(body)
    except ValueError as error:
        raise Misread("a kept body that is not JSON") from error
    return guid(fields, "EmployeeId") if isinstance(fields, dict) else None


def update_body(shift_id: UUID, draft: ShiftDraft, zone: ZoneInfo) -> str:
    """The body of service h): the whole shift, changed or not."""
    return _text({"ShiftId": str(shift_id), **_fields(draft, zone)})


def check_in_body(department_key: str, employee_key: str, at: datetime, zone: ZoneInfo, activity: str = "") -> str:
    """The body of an attendance check-in (article 5000793306); `activity` such as Lunch is a break or activity."""
    return _attendance("CheckInTime", department_key, employee_key, local_text(at, zone), activity)


def check_out_body(department_key: str, employee_key: str, at: datetime, zone: ZoneInfo, activity: str = "") -> str:
    """The body of an attendance check-out. The vendor's page names the service; its fields mirror a check-in's."""
    return _attendance("CheckOutTime", department_key, employee_key, local_text(at, zone), activity)


def _attendance(time_key: str, department_key: str, employee_key: str, local: str, activity: str) -> str:
    named = {"ActivityName": activity} if activity else {}
    return _text({"DepartmentKey": department_key, "EmployeeKey": employee_key, time_key: local, **named})


def _fields(draft: ShiftDraft, zone: ZoneInfo) -> dict[str, object]:
    return {
        "StartTime": wire_time(draft.starts_at, zone),
        "EndTime": BLANK if draft.ends_at is None else wire_time(draft.ends_at, zone),
        "Comment": draft.comment,
        "BreakCode": draft.break_code,
        "IsAvailable": draft.is_available,
        "IsExchange": draft.is_exchange,
        "EmployeeId": None if draft.employee is None else str(draft.employee),
        "ShiftActivityId": str(draft.activity or NOBODY),
    }


def _text(fields: dict[str, object]) -> str:
    # A slash may always be escaped in JSON, and Microsoft's readers of that time take only \/Date(...)\/ for a date.
    return json.dumps(fields, separators=(",", ":")).replace("/", r"\/")
