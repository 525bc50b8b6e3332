"""What is read from tamigo: services a) to g), and of the actual shift services what write-back needs.

`department` is a department's id, `request.ALL`, or empty for the login's own. Every call may raise an `UpstreamError`.
"""

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.upstream.tamigo.api import Api, read_one, read_rows
from shared.upstream.tamigo.message import done
from shared.upstream.tamigo.records import Reader
from shared.upstream.tamigo.request import TOKEN_OF_ATTENDANCE, TOKEN_OF_E_AND_J, Request, of_department
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.shift import AvailableShift, EmployeeDay, Keyed, TamigoShift

FOR_APPLICATIONS = "it is for application logins only (service e)"


class TamigoReading:
    """Shifts of departments in one zone."""

    def __init__(self, api: Api, reader: Reader, *, as_application: bool) -> None:
        self._api = api
        self._reader = reader
        self._as_application = as_application

    @property
    def zone(self) -> ZoneInfo:
        """Where these departments are."""
        return self._reader.zone

    def my_shifts(self) -> list[TamigoShift]:
        """a) The upcoming shifts of whoever is signed in."""
        return self._shifts(Request("GET", "/shifts/future/", "GET /shifts/future"))

    def shifts_today(self, department: str = "") -> list[TamigoShift]:
        """b) The approved rota of tamigo's today, absent people included."""
        return self._shifts(Request("GET", "/shifts/today/", "GET /shifts/today", of_department(department)))

    def shifts_on(self, day: date, department: str = "") -> list[TamigoShift]:
        """c) The approved rota of a day, absent people included."""
        return self._shifts(
            Request("GET", f"/shifts/day/{day.isoformat()}/", "GET /shifts/day", of_department(department))
        )

    def shifts_of(self, employee: UUID, first: date, last: date, department: str = "") -> list[TamigoShift]:
        """d) The approved rota of one employee from `first` to `last`; Unreadable where a row is of somebody else."""
        request = Request(
            "GET",
            f"/shifts/period/{first.isoformat()}/{last.isoformat()}/",
            "GET /shifts/period",
            {**of_department(department), "employeeId": str(employee)},
        )
        answer = self._api.call(request)
        shifts = read_rows(answer, self._reader.planned_shift)
        if any(shift.employee not in (None, employee) for shift in shifts):
            raise answer.unreadable("asked for one employee, answered about another")
        return shifts

    def employee_days(self, first: date, last: date, department: str = "") -> list[EmployeeDay]:
        """e) Hours of all three kinds, with the keys of each employee. For application logins only: see NotForOurRole.

        A user login is not sent to ask: the document says what would come of it.
        """
        path = f"/shifts/all/{first.isoformat()}/{last.isoformat()}/"
        if not self._as_application:
            raise NotForOurRole("GET /shifts/all", FOR_APPLICATIONS, role=self._api.role)
        request = Request(
            "GET",
            path,
            "GET /shifts/all",
            of_department(department),
            token_name=TOKEN_OF_E_AND_J,
            needs=FOR_APPLICATIONS,
        )
        return read_rows(self._api.call(request), self._reader.employee_day)

    def my_relevant_shift(self) -> TamigoShift | None:
        """f) The planned shift of whoever is signed in that has not ended yet."""
        request = Request("GET", "/shifts/planned/relevant/", "GET /shifts/planned/relevant")
        return read_one(self._api.call(request), self._reader.planned_shift)

    def available_shifts(self, department: str = "") -> list[AvailableShift]:
        """g) Shifts that can be bid for. Deprecated by the vendor."""
        request = Request("GET", "/Shifts/available/", "GET /Shifts/available", of_department(department))
        return read_rows(self._api.call(request), self._reader.available_shift)

    def worked_on(self, day: date, department: str = "") -> list[TamigoShift]:
        """The worked shifts of a day, with their ids (actual shift services, article 5000793327)."""
        path = f"/actualshifts/day/{day.isoformat()}/"
        request = Request("GET", path, "GET /actualshifts/day", of_department(department))
        return read_rows(self._api.call(request), self._reader.worked_shift)

    def employees(self) -> list[Keyed]:
        """Everybody with their POS key (employee services, article 5000793307)."""
        request = Request("GET", "/Employees/", "GET /Employees", token_name=TOKEN_OF_ATTENDANCE)
        return read_rows(self._api.call(request), self._reader.keyed)

    def is_closed(self, day: date, department: str = "") -> bool:
        """Whether the day is closed for worked shifts; tamigo says so in the message: "true" (article 5000793327)."""
        path = f"/actualshifts/status/day/{day.isoformat()}/"
        request = Request("GET", path, "GET /actualshifts/status", of_department(department))
        return done(self._api.call(request)).text.lower() == "true"

    def _shifts(self, request: Request) -> list[TamigoShift]:
        return read_rows(self._api.call(request), self._reader.planned_shift)
