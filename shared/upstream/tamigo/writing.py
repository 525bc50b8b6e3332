"""What is written to tamigo: services h) to j), and attendance.

Bodies are made first and kept, then sent as they were kept. NotAsItIs carries the vendor's own words where it says no.
No service gives back the id of what it added: it is found by reading the day again.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.upstream.call import Answer
from shared.upstream.errors import Unreadable
from shared.upstream.tamigo import bodies
from shared.upstream.tamigo.api import Api
from shared.upstream.tamigo.bodies import ShiftDraft
from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.message import done
from shared.upstream.tamigo.request import TOKEN_OF_ATTENDANCE, TOKEN_OF_E_AND_J, Request, of_department
from shared.upstream.tamigo.shift import ShiftKind
from shared.upstream.tamigo.times import Moment, read_moment

WRITABLE: Mapping[ShiftKind, str] = {ShiftKind.PLANNED: "planned", ShiftKind.WORKED: "actual"}
PLANNERS = "it needs a planner of the department"
DELETERS = "it needs a planner or administrator of the department"


class TamigoWriting:
    """Shifts and attendance of departments in one zone. Every call may raise an `UpstreamError`."""

    def __init__(self, api: Api, zone: ZoneInfo) -> None:
        self._api = api
        self._zone = zone

    def add_body(self, draft: ShiftDraft) -> str:
        """What `add_shift` will send."""
        return bodies.add_body(draft, self._zone)

    def add_shift(self, kind: Literal[ShiftKind.PLANNED, ShiftKind.WORKED], body: str, department: str = "") -> None:
        """i) Add a planned or worked shift.

        `department` is an id, or empty for the employee's own: no document says how this service is told, so it is
        named as the others take it, in the query.
        """
        path, service = f"/Shifts/{WRITABLE[kind]}/", f"POST /Shifts/{WRITABLE[kind]}"
        self._done(Request("POST", path, service, of_department(department), body=body, needs=PLANNERS))

    def update_body(self, shift_id: UUID, draft: ShiftDraft) -> str:
        """What `update_shift` will send: the whole shift, see `bodies.draft_of`."""
        return bodies.update_body(shift_id, draft, self._zone)

    def update_shift(self, shift_id: UUID, body: str) -> None:
        """h) Replace a shift. Bids and exchanges are removed by tamigo where the employee changes."""
        self._done(Request("PUT", f"/Shifts/{shift_id}/", "PUT /Shifts", body=body, needs=PLANNERS))

    def delete_shift(self, shift_id: UUID) -> None:
        """j) Delete a shift."""
        path = f"/Shifts/{shift_id}/"
        self._done(Request("DELETE", path, "DELETE /Shifts", token_name=TOKEN_OF_E_AND_J, needs=DELETERS))

    def check_in_body(self, department_key: str, employee_key: str, at: datetime, activity: str = "") -> str:
        """What `check_in` will send: local time, so that in a repeated hour it is the same for both."""
        return bodies.check_in_body(department_key, employee_key, at, self._zone, activity)

    def check_out_body(self, department_key: str, employee_key: str, at: datetime, activity: str = "") -> str:
        """What `check_out` will send."""
        return bodies.check_out_body(department_key, employee_key, at, self._zone, activity)

    def check_in(self, body: str) -> Moment | None:
        """Check somebody in; the time as tamigo rounded it, where it tells one."""
        return self._attendance("checkin", body)

    def check_out(self, body: str) -> Moment | None:
        """Check somebody out; the time as tamigo rounded it, where it tells one."""
        return self._attendance("checkout", body)

    def _attendance(self, action: str, body: str) -> Moment | None:
        request = Request(
            "POST", f"/attendance/{action}/", f"POST /attendance/{action}", body=body, token_name=TOKEN_OF_ATTENDANCE
        )
        try:
            answer = self._api.call(request)
        except Unreadable as nothing:
            # The rounded time comes back "if time-rounding rules apply": where none do, an empty 200 is a yes.
            if nothing.status == 200 and not nothing.answer.strip():
                return None
            raise
        return _rounded(answer, self._zone)

    def _done(self, request: Request) -> None:
        done(self._api.call(request))


def _rounded(answer: Answer, zone: ZoneInfo) -> Moment | None:
    """The time in an answer whose form is not documented: bare text, or under a name that ends in Time."""
    told = answer.value
    row = told if isinstance(told, Mapping) else {"Time": told}
    for key in row:
        if isinstance(key, str) and key.endswith("Time"):
            try:
                return read_moment(row, key, zone)
            except Misread:
                continue
    return None
