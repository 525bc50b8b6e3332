"""The shift that is sent with an update or an addition, read field by field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shared.sandbox.tamigo.call import Call
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import is_blank_end, read_json_time, read_local_time
from shared.sandbox.tamigo.formats import Form
from shared.sandbox.tamigo.guid import guid_or_none
from shared.sandbox.tamigo.rejected import Refused
from shared.sandbox.tamigo.switches import Allowed, Missing


@dataclass(frozen=True, slots=True)
class SentShift:
    """What was sent. What was left out is None, empty or False: it takes the place of what was there."""

    start: datetime
    end: datetime | None
    comment: str
    break_code: str | None
    is_available: bool
    is_exchange: bool
    employee: str | None
    activity: str | None


def read_shift(call: Call, zone: ZoneInfo) -> SentShift:
    """The shift in a body; local times are of `zone`. Raises `Refused` with the name that cannot be used."""
    company, body = call.company, call.body
    start = _time(call, "StartTime", zone)
    if start is None:
        raise Refused("StartTime is missing.")
    employee = guid(body, "EmployeeId")
    if employee is not None and employee not in company.employees:
        raise Refused(f"EmployeeId: there is no employee {employee}.")
    activity = guid(body, "ShiftActivityId")
    if activity is not None and activity not in company.activities:
        raise Refused(f"ShiftActivityId: there is no activity {activity}.")
    return SentShift(
        start=start,
        end=_end(call, start, zone),
        comment=_text(body, "Comment") or "",
        break_code=_break_code(company, body),
        is_available=flag(body, "IsAvailable"),
        is_exchange=flag(body, "IsExchange"),
        employee=employee,
        activity=activity,
    )


def flag(body: Mapping[str, Any], name: str) -> bool:
    """A true or false of a body, false when it is left out; raises `Refused`."""
    value = body.get(name)
    if value in (None, "", False, "false", "0"):
        return False
    if value in (True, "true", "1"):
        return True
    raise Refused(f"{name}: {value!r} is neither true nor false.")


def guid(body: Mapping[str, Any], name: str) -> str | None:
    """An id of a body, None when there is none; raises `Refused`."""
    try:
        return guid_or_none(body.get(name))
    except ValueError as error:
        raise Refused(f"{name}: {error}.") from error


def _end(call: Call, start: datetime, zone: ZoneInfo) -> datetime | None:
    end = _time(call, "EndTime", zone)
    if end is None and call.switches.missing_end is Missing.REFUSED:
        raise Refused("EndTime is missing; a date before 01-01-1900 means that there is none.")
    if end is None or is_blank_end(end, zone):
        return None
    if end <= start:
        raise Refused("EndTime is not after StartTime.")
    return end


def _time(call: Call, name: str, zone: ZoneInfo) -> datetime | None:
    text = _text(call.body, name)
    if not text:
        return None
    try:
        if call.body_form is Form.JSON:
            return read_json_time(text)
        return read_local_time(text, zone, call.switches.repeated_hour)
    except ValueError as error:
        raise Refused(f"{name}: {error}.") from error


def _break_code(company: Company, body: Mapping[str, Any]) -> str | None:
    code = _text(body, "BreakCode")
    if code and code not in company.break_hours and company.switches.unknown_break_code is Allowed.REFUSED:
        raise Refused(f"BreakCode: there is no break code {code}.")
    return code


def _text(body: Mapping[str, Any], name: str) -> str | None:
    value = body.get(name)
    if value is not None and not isinstance(value, str):
        raise Refused(f"{name}: {value!r} is not text.")
    return value
