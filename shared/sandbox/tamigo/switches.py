"""What the services do where the documents are silent, as switches. The first word of each is the default.

Where a word is a number it is the status of the answer. No source tells how errors, roles, closed days and repeated
writes are answered. How answers look is in `answer_switches`.
"""

from pydantic import Field

from shared.sandbox.shapes import Choice
from shared.sandbox.tamigo.answer_switches import AnswerSwitches

YEAR_S = 366 * 24 * 3600


class RepeatedHour(Choice):
    """Which hour a local time without a zone means in the night that has it twice."""

    FIRST = "first"
    SECOND = "second"


class RotaDay(Choice):
    """Which shifts belong to a day."""

    STARTS = "starts"
    OVERLAPS = "overlaps"


class PeriodEnd(Choice):
    INCLUDED = "included"
    LEFT_OUT = "left_out"


class Filter(Choice):
    """The employeeId of a period."""

    HEEDED = "heeded"
    IGNORED = "ignored"


class NoDepartment(Choice):
    """A rota that is asked for without departmentId by somebody who has no default department."""

    ALL = "all"
    EMPTY = "empty"
    BAD_REQUEST = "400"


class UnknownDepartment(Choice):
    EMPTY = "empty"
    BAD_REQUEST = "400"


class OfNobody(Choice):
    """My Overview and the relevant shift, asked for by an application."""

    NOTHING = "nothing"
    REFUSED = "refused"


class Deprecated(Choice):
    """The service of available shifts, kept for backwards compatibility."""

    SERVED = "served"
    NOT_FOUND = "404"
    GONE = "410"


class NoSession(Choice):
    """A token that is missing, unknown or expired."""

    UNAUTHORIZED = "401"
    FORBIDDEN = "403"
    BAD_REQUEST = "400"
    ERROR = "500"
    SUCCESS_FALSE = "success_false"


class SessionEnd(Choice):
    """What the twenty minutes of a session count from."""

    LAST_REQUEST = "last_request"
    LOGIN = "login"


class TokenHeader(Choice):
    """The header x-tamigo-token beside the document's query."""

    TAKEN = "taken"
    IGNORED = "ignored"


class Forbidden(Choice):
    """A request that the role may not make."""

    FORBIDDEN = "403"
    UNAUTHORIZED = "401"
    SUCCESS_FALSE = "success_false"


class NotDone(Choice):
    """A write that cannot be done."""

    SUCCESS_FALSE = "success_false"
    BAD_REQUEST = "400"
    ERROR = "500"


class Writes(Choice):
    DONE = "done"
    REFUSED = "refused"  # 200 with Success false, whatever is sent
    DONE_AND_DENIED = "done_and_denied"  # 200 with Success false, and done all the same
    UNDONE = "undone"  # 200 with Success true, and nothing done


class Allowed(Choice):
    ALLOWED = "allowed"
    REFUSED = "refused"


class Missing(Choice):
    """An EndTime that is left out or null."""

    REFUSED = "refused"
    BLANK = "blank"


class NewPlanned(Choice):
    """Whether a planned shift that is added is part of the approved rota at once."""

    APPROVED = "approved"
    DRAFT = "draft"


class DepartmentOfNew(Choice):
    """Where an added shift goes: the document's request has no department."""

    ASKED = "asked"  # departmentId of the query or the body, else as `home`
    HOME = "home"  # the session's default department, else the employee's first


class Attendance(Choice):
    OFF = "off"
    ON = "on"
    CHECK_IN_ONLY = "check_in_only"  # no source shows the request for checking out


class DuplicateCheckIn(Choice):
    IGNORED = "ignored"
    REFUSED = "refused"
    SECOND = "second"


class UnknownKey(Choice):
    """A DepartmentKey or EmployeeKey that nobody has."""

    SUCCESS_FALSE = "success_false"
    BAD_REQUEST = "400"
    IGNORED = "ignored"


class TamigoSwitches(AnswerSwitches):
    """All switches, as they stand."""

    repeated_hour: RepeatedHour = RepeatedHour.FIRST
    rota_day: RotaDay = RotaDay.STARTS
    period_end: PeriodEnd = PeriodEnd.INCLUDED
    employee_filter: Filter = Filter.HEEDED
    no_department: NoDepartment = NoDepartment.ALL
    unknown_department: UnknownDepartment = UnknownDepartment.EMPTY
    overview_of_application: OfNobody = OfNobody.NOTHING
    available_shifts: Deprecated = Deprecated.SERVED
    no_session: NoSession = NoSession.UNAUTHORIZED
    session_s: int = Field(default=1200, ge=0, le=YEAR_S)
    session_end: SessionEnd = SessionEnd.LAST_REQUEST
    token_header: TokenHeader = TokenHeader.TAKEN
    forbidden_read: Forbidden = Forbidden.FORBIDDEN
    forbidden_write: Forbidden = Forbidden.FORBIDDEN
    not_done: NotDone = NotDone.SUCCESS_FALSE
    writes: Writes = Writes.DONE
    application_writes: Allowed = Allowed.ALLOWED
    missing_end: Missing = Missing.REFUSED
    overlap: Allowed = Allowed.ALLOWED
    unknown_break_code: Allowed = Allowed.ALLOWED
    new_planned: NewPlanned = NewPlanned.APPROVED
    department_of_new: DepartmentOfNew = DepartmentOfNew.ASKED
    attendance: Attendance = Attendance.OFF
    duplicate_check_in: DuplicateCheckIn = DuplicateCheckIn.IGNORED
    unknown_key: UnknownKey = UnknownKey.SUCCESS_FALSE
    rounding_min: int = Field(default=0, ge=0, le=60)
    rate_limit_headers: bool = False
    rate_limit_per_min: int = Field(default=0, ge=0)  # 0: no limit
