"""The work sessions themselves: records, and the order in which they are found without a search."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.sandbox.tracktik.directory import Row
from shared.sandbox.tracktik.times import write_time

FIRST_ID = 4592  # the id in the document's example


class Method(StrEnum):
    """How a session was begun or ended (the document's table "Clock IN/OUT Methods")."""

    LIVE = "LIVE"
    DEVICE = "DEVICE"
    ADMIN = "ADMIN"
    PHONE = "PHONE"
    BROWSER = "BROWSER"
    BATCH = "BATCH"
    KIOSK = "KIOSK"
    SHIFT_APP = "SHIFT_APP"
    GUARD_APP = "GUARD_APP"
    API = "API"
    DELAYED = "DELAYED"
    SYSTEM = "SYSTEM"


class Status(StrEnum):
    OPEN = "OPEN"
    CLOSED = "CLOSED"


@dataclass(frozen=True, slots=True)
class WorkSession:
    """One interval of work. `received_on` and `by` (api, control, auto) are for those who watch the sandbox."""

    id: int
    employee: int
    account: int
    position: int | None
    shift: int | None
    started_on: datetime
    clock_in_method: Method
    received_on: datetime
    by: str
    ended_on: datetime | None = None
    clock_out_method: Method = Method.LIVE

    @property
    def status(self) -> Status:
        """OPEN until it has an end."""
        return Status.OPEN if self.ended_on is None else Status.CLOSED


def session_row(session: WorkSession) -> Row:
    """The fields of an answer, named and ordered as the document shows them."""
    started = write_time(session.started_on)
    ended = None if session.ended_on is None else write_time(session.ended_on)
    return {
        "startedOn": started,
        "endedOn": ended,
        "startDateTime": started,
        "endDateTime": ended,
        "initiationMethod": session.clock_in_method.value,
        "clockInMethod": session.clock_in_method.value,
        "terminationMethod": session.clock_out_method.value,
        "clockOutMethod": session.clock_out_method.value,
        "status": session.status.value,
        "employee": session.employee,
        "shift": session.shift,
        "position": session.position,
        "account": session.account,
        "id": session.id,
    }


class Sessions:
    """All work sessions, indexed by employee, by shift and by being open. Ids rise and are never used again."""

    def __init__(self, next_id: int = FIRST_ID) -> None:
        self.next_id = next_id
        self.rows: dict[int, Row] = {}
        self._records: dict[int, WorkSession] = {}
        self._open: dict[int, None] = {}
        self._of_employee: dict[int, dict[int, None]] = {}
        self._open_of_employee: dict[int, dict[int, None]] = {}
        self._of_shift: dict[int, set[int]] = {}

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[WorkSession]:
        return iter(self._records.values())

    def get(self, number: int) -> WorkSession | None:
        """The session of that id."""
        return self._records.get(number)

    def take_id(self) -> int:
        """The next id."""
        number = self.next_id
        self.next_id += 1
        return number

    def put(self, session: WorkSession) -> None:
        """Adds a session, or replaces the one with its id."""
        before = self._records.get(session.id)
        if before is not None:
            self._unlink(before, keep_employee=session.employee)
        self._records[session.id] = session
        self.rows[session.id] = session_row(session)
        self._of_employee.setdefault(session.employee, {})[session.id] = None
        if session.shift is not None:
            self._of_shift.setdefault(session.shift, set()).add(session.id)
        if session.status is Status.OPEN:
            self._open[session.id] = None
            self._open_of_employee.setdefault(session.employee, {})[session.id] = None
        self.next_id = max(self.next_id, session.id + 1)

    def remove(self, number: int) -> WorkSession | None:
        """Takes a session away; returns it, or None when there is none of that id."""
        session = self._records.pop(number, None)
        if session is not None:
            del self.rows[number]
            self._unlink(session, keep_employee=None)
        return session

    def open_sessions(self) -> list[WorkSession]:
        """All sessions without an end."""
        return [self._records[number] for number in self._open]

    def open_of(self, employee: int) -> list[WorkSession]:
        """The sessions of one employee that have no end."""
        return [self._records[number] for number in self._open_of_employee.get(employee, ())]

    def rows_of(self, employees: Iterable[int | None]) -> list[Row]:
        """The rows of these employees, by id."""
        numbers = [number for employee in set(employees) for number in self._of_employee.get(employee or 0, ())]
        return [self.rows[number] for number in sorted(numbers)]

    def open_rows(self) -> list[Row]:
        """The rows of all open sessions, by id."""
        return [self.rows[number] for number in sorted(self._open)]

    def shift_status(self, shift: int) -> str:
        """A shift is SCHEDULED until a session uses it, then OPEN, then CLOSED."""
        users = self._of_shift.get(shift)
        if not users:
            return "SCHEDULED"
        return "OPEN" if any(number in self._open for number in users) else "CLOSED"

    def _unlink(self, session: WorkSession, *, keep_employee: int | None) -> None:
        self._open.pop(session.id, None)
        if session.employee != keep_employee:  # staying in place keeps the index in the order of ids
            self._of_employee[session.employee].pop(session.id, None)
        self._open_of_employee.get(session.employee, {}).pop(session.id, None)
        if session.shift is not None:
            self._of_shift[session.shift].discard(session.id)


def as_json(session: WorkSession) -> dict[str, Any]:
    """A record for the state file."""
    values = {item.name: getattr(session, item.name) for item in fields(session)}
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in values.items()}


def from_json(data: dict[str, Any]) -> WorkSession:
    """A record of the state file."""
    times = {name: datetime.fromisoformat(data[name]) for name in ("started_on", "received_on")}
    ended_on = datetime.fromisoformat(data["ended_on"]) if data["ended_on"] else None
    methods = {name: Method(data[name]) for name in ("clock_in_method", "clock_out_method")}
    return WorkSession(**{**data, **times, **methods, "ended_on": ended_on})
