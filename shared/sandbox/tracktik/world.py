"""The world the API knows: who may sign in, the sites, the positions, the people, where they may work, and when.

A world file, and the body of `PUT /control/world`, is JSON with any of these keys. A key that is left out keeps
what was there before (at the start: the default world).

    {"credentials": {"client_id": "...", "client_secret": "...", "username": "...", "password": "..."},
     "accounts":    [{"id": 687, "name": "Harbour Tower", "latitude": 45.5, "longitude": -73.6, "radius_m": 150}],
     "positions":   [{"id": 382, "name": "Guard, Gate 2", "account": 687}],
     "employees":   [{"id": 1053, "firstName": "Ana", "lastName": "Ribeiro", "customId": "1053",
                      "status": "ACTIVE"}],
     "assignments": [{"employee": 1053, "account": 687}],
     "shifts":      [{"id": 100594, "employee": 1053, "position": 382, "account": 687,
                      "startDateTime": "2022-12-16 15:00:00", "endDateTime": "now+8h"}]}

`latitude`, `longitude` and a shift's `employee` may be null; `customId` is the id and `status` ACTIVE when left out;
times may be given from the moment of reading ("now", "now-90m", "now+8h").
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, PlainSerializer, PlainValidator, model_validator

from shared.sandbox.shapes import BadShape, CamelShape, Shape, read_shape
from shared.sandbox.tracktik.times import read_moment, read_time, write_time

SHIFT_TIMES = ("startDateTime", "endDateTime")


def _as_time(value: object) -> datetime:
    return value if isinstance(value, datetime) else read_time(value)


Moment = Annotated[datetime, PlainValidator(_as_time), PlainSerializer(write_time)]


class Credentials(Shape):
    """The service account's OAuth2 client and its employee's sign-in."""

    client_id: str
    client_secret: str
    username: str
    password: str


class Account(CamelShape):
    """A client site."""

    id: int
    name: str
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)
    radius_m: float = Field(default=150, gt=0, alias="radius_m")


class Position(CamelShape):
    """A post at a site."""

    id: int
    name: str
    account: int


class Employee(CamelShape):
    """A person. `custom_id` is the customer's own number, as text."""

    id: int
    first_name: str
    last_name: str
    custom_id: str = ""
    status: Literal["ACTIVE", "INACTIVE"] = "ACTIVE"
    email: str = ""

    @property
    def name(self) -> str:
        """First and last name, as the API joins them."""
        return f"{self.first_name} {self.last_name}".strip()


class Assignment(CamelShape):
    """One employee may work at one site."""

    employee: int
    account: int


class Shift(CamelShape):
    """A planned interval of work; nobody's when `employee` is None."""

    id: int
    account: int
    position: int
    employee: int | None = None
    start_date_time: Moment
    end_date_time: Moment


class World(CamelShape):
    """Everything the API knows besides work sessions; ids are unique and references lead somewhere."""

    credentials: Credentials
    accounts: tuple[Account, ...] = ()
    positions: tuple[Position, ...] = ()
    employees: tuple[Employee, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    shifts: tuple[Shift, ...] = ()

    @model_validator(mode="after")
    def _references_lead_somewhere(self) -> "World":
        accounts = _ids("account", self.accounts)
        positions = _ids("position", self.positions)
        employees = _ids("employee", self.employees)
        _ids("shift", self.shifts)
        places: tuple[Position | Assignment | Shift, ...] = (*self.positions, *self.assignments, *self.shifts)
        for place in places:
            _must_be(place.account, accounts, "account", place)
        for shift in self.shifts:
            _must_be(shift.position, positions, "position", shift)
            if shift.employee is not None:
                _must_be(shift.employee, employees, "employee", shift)
        for assignment in self.assignments:
            _must_be(assignment.employee, employees, "employee", assignment)
        return self


def _ids(kind: str, items: Iterable[Account | Position | Employee | Shift]) -> set[int]:
    counts = Counter(item.id for item in items)
    twice = [str(number) for number, count in counts.items() if count > 1]
    if twice:
        raise ValueError(f"{kind} {', '.join(twice)} is there twice")
    return set(counts)


def _must_be(number: int, known: set[int], kind: str, place: CamelShape) -> None:
    if number not in known:
        raise ValueError(f"{kind} {number} does not exist, in {type(place).__name__.lower()} ({place})")


def read_world(data: object, before: World, now: datetime) -> World:
    """The world that `data` (see above) makes of `before`; raises `BadShape`."""
    if not isinstance(data, Mapping):
        raise BadShape("a world is a JSON object")
    kept = {name: getattr(before, name) for name in World.model_fields}
    return read_shape(World, kept | _with_shift_times(data, now))


def _with_shift_times(data: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    shifts = data.get("shifts")
    if not isinstance(shifts, list):
        return dict(data)
    try:
        return {**data, "shifts": [_with_times(shift, now) for shift in shifts]}
    except ValueError as error:
        raise BadShape(f"shifts: {error}") from error


def _with_times(shift: object, now: datetime) -> object:
    if not isinstance(shift, Mapping):
        return shift
    return {**shift, **{name: read_moment(shift[name], now) for name in SHIFT_TIMES if name in shift}}
