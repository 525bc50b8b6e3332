"""One request as the services see it, and the words of it that several of them read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.dates import read_day
from shared.sandbox.tamigo.formats import Form
from shared.sandbox.tamigo.rejected import NotAllowed, Rejected
from shared.sandbox.tamigo.sessions import Session
from shared.sandbox.tamigo.switches import Allowed, NoDepartment, TamigoSwitches, UnknownDepartment
from shared.sandbox.tamigo.world import Employee, Role

ALL_DEPARTMENTS = "all"


@dataclass(frozen=True, slots=True)
class Call:
    """A request of somebody who is signed in. The names of `query` are in lower case; `form` is the answer's."""

    company: Company
    session: Session
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: Mapping[str, Any]
    body_form: Form
    form: Form
    now: datetime

    @property
    def switches(self) -> TamigoSwitches:
        """The switches as they stand."""
        return self.company.switches

    @property
    def employee(self) -> Employee | None:
        """Who is signed in; None for an application, and for somebody who left the world since."""
        return self.company.employees.get(self.session.employee or "")

    def day(self, name: str) -> date:
        """A day of the path; raises `Rejected`."""
        try:
            return read_day(self.path[name])
        except ValueError as error:
            raise Rejected(400, str(error)) from error

    def default_department(self) -> str | None:
        """The first department of who is signed in."""
        return next(iter(self.employee.departments), None) if self.employee else None

    def departments(self) -> set[str]:
        """The departments a rota is asked for: one, the default one, or all; raises `Rejected`."""
        asked = self.query.get("departmentid", "").lower()
        if asked == ALL_DEPARTMENTS:
            return set(self.company.departments)
        if asked:
            return {asked} if asked in self.company.departments else self._of_unknown(asked)
        default = self.default_department()
        if default is not None:
            return {default}
        if self.switches.no_department is NoDepartment.BAD_REQUEST:
            raise Rejected(400, "departmentId is missing.")
        return set(self.company.departments) if self.switches.no_department is NoDepartment.ALL else set()

    def must_plan(self, department: str | None) -> None:
        """Raises `NotAllowed` unless this role may change the rota of the department (None: of any)."""
        role = self.session.role
        if role is Role.APPLICATION:
            may = self.switches.application_writes is Allowed.ALLOWED
        else:
            has_role = self.employee is not None and (department is None or department in self.employee.departments)
            may = role in (Role.PLANNER, Role.ADMINISTRATOR) and has_role
        if not may:
            raise NotAllowed(f"The role {role} has no right to change this rota.")

    def _of_unknown(self, asked: str) -> set[str]:
        if self.switches.unknown_department is UnknownDepartment.BAD_REQUEST:
            raise Rejected(400, f"There is no department {asked}.")
        return set()
