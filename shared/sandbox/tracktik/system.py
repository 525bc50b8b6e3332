"""What the shell's fault layer needs to know of TrackTik's requests and answers."""

import json
import re
from typing import Any
from urllib.parse import parse_qsl

from shared.sandbox.answer import Answer
from shared.sandbox.tracktik.directory import Row
from shared.sandbox.tracktik.portal import Portal
from shared.sandbox.tracktik.query import whole
from shared.sandbox.tracktik.rejected import Rejected
from shared.sandbox.tracktik.replies import error_answer
from shared.sandbox.tracktik.sessions import session_row

SESSION_PATH = re.compile(r"/work-sessions/(\d{1,18})(?!\d)")
EMPLOYEE_KEYS = ("employee", "employee.id")
ROWS_OF_OTHERS = 5


class TracktikSystem:
    """TrackTik, as one of the sandbox's systems."""

    prefix = "/rest/"

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def employee_of(self, path: str, query: bytes, body: bytes) -> int | None:
        """The employee of the session in the path, of the body, or of the query's filter."""
        in_path = SESSION_PATH.search(path)
        if in_path:
            session = self._portal.sessions.get(int(in_path[1]))
            return None if session is None else session.employee
        if b'"employee"' in body:
            return _employee_in(body)
        pairs = parse_qsl(query.decode("latin-1"))
        return next((whole(value) for key, value in pairs if key in EMPLOYEE_KEYS), None)

    def error(self, status: int, message: str) -> Answer:
        """An error in the form that the switch `error_body` says."""
        return error_answer(Rejected(status, message), self._portal.switches.error_body)

    def with_rows_of_others(self, answer: Answer, employee: int | None) -> Answer:
        """The list answer with the newest rows of other employees; an answer that is no list stays as it is."""
        content = _object(answer.body)
        if not isinstance(content.get("data"), list) or not isinstance(content.get("meta"), dict):
            return answer
        rows = self._rows_of_others(employee)
        meta = {**content["meta"], "count": len(rows), "itemCount": len(rows)}
        return Answer(answer.status, json.dumps({"meta": meta, "data": rows}).encode(), answer.headers)

    def _rows_of_others(self, employee: int | None) -> list[Row]:
        others = [session for session in self._portal.sessions if session.employee != employee]
        return [session_row(session) for session in others[-ROWS_OF_OTHERS:]] or [_strangers_row(employee)]


def _employee_in(body: bytes) -> int | None:
    employee = _object(body).get("employee")
    if isinstance(employee, str):
        return whole(employee)
    return employee if isinstance(employee, int) else None


def _object(body: bytes) -> dict[str, Any]:
    try:
        content = json.loads(body)
    except ValueError:
        return {}
    return content if isinstance(content, dict) else {}


def _strangers_row(employee: int | None) -> Row:
    """A row of somebody else for when nobody else has one: an old session of the employee numbered after."""
    time = "2022-12-16T15:17:00+00:00"
    times = {"startedOn": time, "endedOn": time, "startDateTime": time, "endDateTime": time}
    methods = dict.fromkeys(("initiationMethod", "clockInMethod", "terminationMethod", "clockOutMethod"), "API")
    places = {"employee": (employee or 0) + 1, "shift": None, "position": 382, "account": 687}
    return {**times, **methods, "status": "CLOSED", **places, "id": 1}
