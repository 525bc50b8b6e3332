"""The world, ready to be looked up: by id, by assignment, and as the rows the API answers with.

Which fields employees have is known from an answer of the vendor's test portal; positions, accounts and shifts have
the fields that work sessions, filters and the roster need. No source shows their full rows.
"""

from typing import Any

from shared.sandbox.tracktik.times import write_time
from shared.sandbox.tracktik.world import Account, Employee, Position, Shift, World

Row = dict[str, Any]
REGION = 1


class Directory:
    """Look-ups into one world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.accounts = {account.id: account for account in world.accounts}
        self.positions = {position.id: position for position in world.positions}
        self.employees = {employee.id: employee for employee in world.employees}
        self.shifts = {shift.id: shift for shift in world.shifts}
        self.account_rows = {number: account_row(account) for number, account in self.accounts.items()}
        self.position_rows = {number: position_row(position) for number, position in self.positions.items()}
        self.employee_rows = {number: employee_row(employee) for number, employee in self.employees.items()}
        self.shift_rows = {number: shift_row(shift) for number, shift in self.shifts.items()}
        self._assigned = {(item.employee, item.account) for item in world.assignments}

    def may_work(self, employee: int, account: int, shift: Shift | None) -> bool:
        """Assigned to the site, or planned there by the very shift that is being started."""
        if (employee, account) in self._assigned:
            return True
        return shift is not None and (shift.employee, shift.account) == (employee, account)

    def usual_account(self, employee: int) -> int | None:
        """The first site the employee is assigned to."""
        return next((item.account for item in self.world.assignments if item.employee == employee), None)

    def usual_position(self, account: int) -> int | None:
        """The first position of a site."""
        return next((item.id for item in self.world.positions if item.account == account), None)


def account_row(account: Account) -> Row:
    """A client site as an answer shows it."""
    return {
        "id": account.id,
        "customId": str(account.id),
        "name": account.name,
        "region": REGION,
        "status": "ACTIVE",
        "latitude": account.latitude,
        "longitude": account.longitude,
    }


def position_row(position: Position) -> Row:
    """A position as an answer shows it."""
    return {
        "id": position.id,
        "customId": str(position.id),
        "name": position.name,
        "account": position.account,
        "status": "ACTIVE",
    }


def employee_row(employee: Employee) -> Row:
    """An employee as an answer shows it: there is no badge and no PIN in it."""
    return {
        "jobTitle": "Guard",
        "region": REGION,
        "employmentProfile": employee.id,
        "address": employee.id,
        "id": employee.id,
        "customId": employee.custom_id or str(employee.id),
        "firstName": employee.first_name,
        "lastName": employee.last_name,
        "name": employee.name,
        "primaryPhone": "",
        "secondaryPhone": "",
        "email": employee.email,
        "status": employee.status,
        "avatar": f"/rest/v1/avatar/employees/{employee.id}",
    }


def shift_row(shift: Shift) -> Row:
    """A shift as an answer shows it; its status comes from the work sessions that use it."""
    starts, ends = write_time(shift.start_date_time), write_time(shift.end_date_time)
    return {
        "id": shift.id,
        "startedOn": starts,
        "endedOn": ends,
        "startDateTime": starts,
        "endDateTime": ends,
        "employee": shift.employee,
        "position": shift.position,
        "account": shift.account,
        "status": "",
    }
