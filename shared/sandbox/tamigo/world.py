"""The company that the API knows: who may sign in, its departments, its people, what can be planned, and the rota.

The body of `PUT /control/tamigo/world` is JSON with any of these keys. A key that is left out keeps what was there.

    {"Application": {"Name": "clockpost", "Key": "..."},
     "Departments": [{"DepartmentId": "<guid>", "DepartmentKey": "687", "Name": "Harbour Tower",
                      "Zone": "America/Montreal"}],
     "Employees":   [{"EmployeeId": "<guid>", "FirstName": "Ana", "LastName": "Ribeiro", "Email": "1053@example.test",
                      "Password": "...", "PosKey": "1053", "WageNumber": "1053", "Role": "Employee",
                      "Departments": ["<guid>"]}],
     "Activities":  [{"ShiftActivityId": "<guid>", "Name": "Vacation", "IsAbsence": true}],
     "BreakCodes":  [{"Code": "P", "Hours": 0.75}],
     "Shifts":      [{"ShiftId": "<guid>", "Kind": "planned", "DepartmentId": "<guid>", "EmployeeId": "<guid>",
                      "StartTime": "now-25m", "EndTime": "now+8h", "BreakCode": "Q", "Comment": "Gate 2"}],
     "ClosedDays":  [{"DepartmentId": "<guid>", "Day": "2026-11-21"}]}

Times without a zone are UTC; "now", "now-90m" and "now+8h" count from the moment of reading. An `EndTime` of null is
a missing end, an `EmployeeId` of null makes an available shift.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import ConfigDict, Field, field_validator, model_validator
from pydantic.alias_generators import to_pascal

from shared.sandbox.shapes import BadShape, Choice, Shape, read_shape
from shared.sandbox.tamigo.guid import Guid
from shared.sandbox.tracktik.times import read_moment
from shared.sandbox.tracktik.world import Moment

SHIFT_TIMES = ("StartTime", "EndTime")


class Role(Choice):
    EMPLOYEE = "Employee"
    PLANNER = "Planner"
    ADMINISTRATOR = "Administrator"
    APPLICATION = "Application"


class Kind(Choice):
    PLANNED = "planned"
    ACTUAL = "actual"  # worked


class PascalShape(Shape):
    """A shape in this API's spelling: `first_name` is `FirstName` in JSON."""

    model_config = ConfigDict(alias_generator=to_pascal, populate_by_name=True)


class Application(PascalShape):
    """What an application signs in with."""

    name: str
    key: str


class Owner(PascalShape):
    """The company."""

    company_id: Guid
    name: str


class Department(PascalShape):
    """A place with a rota. Its local time is that of `zone`."""

    department_id: Guid
    department_key: str | None = None
    name: str
    zone: str = "Europe/Copenhagen"

    @field_validator("zone")
    @classmethod
    def _is_a_zone(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"there is no time zone {name!r}") from error
        return name


class Employee(PascalShape):
    """A person. `departments` are those they have their role in, the first being the usual one."""

    employee_id: Guid
    first_name: str
    last_name: str = ""
    email: str = ""
    password: str = ""
    pos_key: str | None = None
    wage_number: str | None = None
    role: Role = Role.EMPLOYEE
    departments: tuple[Guid, ...] = ()

    @property
    def name(self) -> str:
        """First and last name, as a rota shows them."""
        return f"{self.first_name} {self.last_name}".strip()


class Activity(PascalShape):
    """What a shift is for; an absence is an activity too."""

    shift_activity_id: Guid
    name: str
    is_absence: bool = False


class BreakCode(PascalShape):
    """A letter of the company's own for an amount of break that is taken off a shift."""

    code: str
    hours: float = Field(ge=0, le=24)


class Shift(PascalShape):
    """A planned or worked interval. `end_time` None is a missing end. `bids` are the employees who want it."""

    shift_id: Guid
    kind: Kind = Kind.PLANNED
    department_id: Guid
    employee_id: Guid | None = None
    start_time: Moment
    end_time: Moment | None = None
    break_code: str | None = None
    comment: str = ""
    shift_activity_id: Guid | None = None
    is_available: bool = False
    is_exchange: bool = False
    is_approved: bool = True
    bids: tuple[Guid, ...] = ()

    @property
    def last_moment(self) -> datetime:
        """Its end; its start where the end is missing."""
        return self.end_time or self.start_time


class ClosedDay(PascalShape):
    """A day whose timesheet takes no more changes."""

    department_id: Guid
    day: date


class World(PascalShape):
    """Everything above; ids are unique and references lead somewhere."""

    application: Application
    company: Owner
    departments: tuple[Department, ...] = Field(min_length=1)
    employees: tuple[Employee, ...] = ()
    activities: tuple[Activity, ...] = ()
    break_codes: tuple[BreakCode, ...] = ()
    shifts: tuple[Shift, ...] = ()
    closed_days: tuple[ClosedDay, ...] = ()

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> "World":
        departments = _once("department", (item.department_id for item in self.departments))
        employees = _once("employee", (item.employee_id for item in self.employees))
        activities = _once("activity", (item.shift_activity_id for item in self.activities))
        _once("shift", (item.shift_id for item in self.shifts))
        for shift in self.shifts:
            _must_be(shift.department_id, departments, "department")
            _must_be(shift.employee_id, employees, "employee")
            _must_be(shift.shift_activity_id, activities, "activity")
        for employee in self.employees:
            for department in employee.departments:
                _must_be(department, departments, "department")
        for closed in self.closed_days:
            _must_be(closed.department_id, departments, "department")
        return self


def _once(kind: str, ids: Iterable[str]) -> set[str]:
    counts = Counter(ids)
    twice = [guid for guid, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"{kind} {', '.join(twice)} is there twice")
    return set(counts)


def _must_be(guid: str | None, known: set[str], kind: str) -> None:
    if guid is not None and guid not in known:
        raise ValueError(f"{kind} {guid} does not exist")


def read_world(data: object, before: World, now: datetime) -> World:
    """The world that `data` (see above) makes of `before`; raises `BadShape`."""
    if not isinstance(data, Mapping):
        raise BadShape("a world is a JSON object")
    kept = {field.alias: getattr(before, name) for name, field in World.model_fields.items()}
    return read_shape(World, kept | with_shift_times(data, now))


def with_shift_times(data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """`data` with the times of its shifts read; raises `BadShape`."""
    shifts = data.get("Shifts")
    if not isinstance(shifts, list):
        return dict(data)
    return {**data, "Shifts": [with_times(shift, now) for shift in shifts]}


def with_times(shift: object, now: datetime) -> object:
    """One shift of JSON with its times read; raises `BadShape`."""
    if not isinstance(shift, Mapping):
        return shift
    try:
        read = {name: read_moment(shift[name], now) for name in SHIFT_TIMES if shift.get(name) is not None}
    except ValueError as error:
        raise BadShape(f"Shifts: {error}") from error
    return {**shift, **read}
