"""What the shell's fault layer needs to know of tamigo's requests and answers.

The shell counts employees by number. Here an employee's number is their POS key where that is one.
"""

import re
from uuid import UUID

from shared.sandbox.answer import Answer
from shared.sandbox.tamigo.company import Company
from shared.sandbox.tamigo.replies import error_answer
from shared.sandbox.tamigo.services import ROOT
from shared.sandbox.tamigo.world import Employee

_IN_QUERY = re.compile(r"employeeid=([0-9a-f-]{32,36})", re.IGNORECASE)
_IN_BODY = re.compile(r"employeeid\W{1,8}([0-9a-f-]{32,36})", re.IGNORECASE)
_KEY_IN_BODY = re.compile(r"employeekey\W{1,8}(\w+)", re.IGNORECASE)
_SHIFT_IN_PATH = re.compile(r"/shifts/([0-9a-f-]{32,36})/?$", re.IGNORECASE)


class TamigoSystem:
    """tamigo, as one of the sandbox's systems."""

    prefix = ROOT + "/"

    def __init__(self, company: Company) -> None:
        self._company = company

    def employee_of(self, path: str, query: bytes, body: bytes) -> int | None:
        """The number of the employee in the body or the query, or of the shift in the path."""
        text = body.decode("utf-8", "replace")
        found = _IN_BODY.search(text) or _IN_QUERY.search(query.decode("latin-1"))
        if found is not None:
            return self._number(_guid(found[1]))
        key = _KEY_IN_BODY.search(text)
        if key is not None:
            return _as_number(key[1])
        in_path = _SHIFT_IN_PATH.search(path)
        shift = self._company.shifts.get(_guid(in_path[1])) if in_path else None
        return self._number(shift.employee_id or "") if shift else None

    def error(self, status: int, message: str) -> Answer:
        """An error in the form that the switch `error_body` says."""
        return error_answer(status, message, self._company.switches)

    def with_rows_of_others(self, answer: Answer, employee: int | None) -> Answer:  # noqa: ARG002
        """The answer as it is: the switch `employee_filter` makes a list hold the shifts of others."""
        return answer

    def _number(self, guid: str) -> int | None:
        employee: Employee | None = self._company.employees.get(guid)
        return _as_number(employee.pos_key or "") if employee else None


def _guid(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return ""


def _as_number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 19 else None
