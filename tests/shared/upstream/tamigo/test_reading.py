from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from shared.upstream.errors import Unreadable
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.request import ALL
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.settings import Format, TamigoSettings
from shared.upstream.tamigo.shift import Keyed, ShiftKind

FIRST, LAST = date(2011, 9, 22), date(2011, 9, 30)
SOMEBODY = UUID("4a6b1e63-666d-4955-b42b-20a289da3414")
DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
PERIOD = "GET /shifts/period/2011-09-22/2011-09-30/"
SERVICES: list[Any] = [
    ("a_future", "/shifts/future/", lambda one, _where: one.my_shifts()),
    ("b_today", "/shifts/today/", lambda one, where: one.shifts_today(where)),
    ("c_day", "/shifts/day/2011-09-22/", lambda one, where: one.shifts_on(FIRST, where)),
    ("d_period", PERIOD[4:], lambda one, where: one.shifts_of(SOMEBODY, FIRST, LAST, where)),
    ("e_all", "/shifts/all/2011-09-22/2011-09-30/", lambda one, where: one.employee_days(FIRST, LAST, where)),
    ("f_relevant", "/shifts/planned/relevant/", lambda one, _where: [one.my_relevant_shift()]),
    ("g_available", "/Shifts/available/", lambda one, where: one.available_shifts(where)),
]


PRINTED = [
    pytest.param(*service, form, id=f"{service[0]}.{form}")
    for service in SERVICES
    for form in ("json", "xml")
    if (service[0], form) not in {("c_day", "xml"), ("g_available", "json")}
]


@pytest.mark.parametrize(("name", "path", "call", "form"), PRINTED)
def test_every_service_is_asked_as_the_document_says_and_its_example_read(
    tamigo: Tamigo, portal: Any, reply: Any, printed: Any, server: Any, name: str, path: str, call: Any, form: str
) -> None:
    portal.routes[f"GET {path}"] = reply(200, printed(f"{name}.{form}"))
    assert len(call(tamigo, "")) == (2 if form == "json" and name[0] in "abcd" else 1)
    assert server.asked[-1].query == ({"employeeId": str(SOMEBODY)} if name == "d_period" else {})


@pytest.mark.parametrize(
    ("name", "path", "call"), [one for one in SERVICES if one[0][0] in "bcdeg"], ids=lambda part: str(part)[:9]
)
@pytest.mark.parametrize("department", [DEPARTMENT, ALL])
def test_a_department_or_all_of_them_can_be_asked_for(
    tamigo: Tamigo, portal: Any, reply: Any, server: Any, name: str, path: str, call: Any, department: str
) -> None:
    portal.routes[f"GET {path}"] = reply(200, [])
    call(tamigo, department)
    assert server.asked[-1].query["departmentId"] == department


def test_a_user_may_not_read_all_kinds_and_nobody_is_asked(
    connect: Callable[..., Tamigo], as_user: TamigoSettings, server: Any, failure: Any
) -> None:
    error = failure(lambda: connect(as_user).employee_days(FIRST, LAST))
    assert isinstance(error, NotForOurRole)
    assert "application" in str(error)
    assert server.asked == []


@pytest.mark.parametrize("content", ["null", "[]", "{}", "<Shift/>"])
def test_there_may_be_no_relevant_shift(tamigo: Tamigo, portal: Any, reply: Any, content: str) -> None:
    portal.routes["GET /shifts/planned/relevant/"] = reply(200, content)
    assert tamigo.my_relevant_shift() is None


def test_shifts_of_somebody_else_settle_nothing(tamigo: Tamigo, portal: Any, reply: Any, failure: Any) -> None:
    row = {"StartTime": "/Date(1316671200000+0200)/", "EndTime": None, "EmployeeId": DEPARTMENT}
    portal.routes[PERIOD] = reply(200, [{**row, "EmployeeId": str(SOMEBODY)}])
    assert len(tamigo.shifts_of(SOMEBODY, FIRST, LAST)) == 1
    portal.routes[PERIOD] = reply(200, [{**row, "EmployeeId": str(SOMEBODY)}, row])
    assert isinstance(failure(lambda: tamigo.shifts_of(SOMEBODY, FIRST, LAST)), Unreadable)


def test_one_row_that_cannot_be_read_leaves_the_old_rota_in_force(
    tamigo: Tamigo, portal: Any, reply: Any, rows: Any, failure: Any
) -> None:
    portal.routes["GET /shifts/today/"] = reply(200, [*rows("b_today.json"), {"StartTime": "soon"}])
    error = failure(tamigo.shifts_today)
    assert isinstance(error, Unreadable)
    assert "StartTime" in str(error)


def test_worked_shifts_are_read_with_the_ids_that_adding_them_did_not_tell(
    tamigo: Tamigo, portal: Any, reply: Any
) -> None:
    row = {"StartTime": "/Date(1316671200000+0200)/", "EndTime": "/Date(-2208992400000+0100)/", "ShiftId": DEPARTMENT}
    portal.routes["GET /actualshifts/day/2011-09-22/"] = reply(200, [row])
    (shift,) = tamigo.worked_on(FIRST)
    assert (shift.kind, shift.shift_id, shift.ends_at) == (ShiftKind.WORKED, UUID(DEPARTMENT), None)


@pytest.mark.parametrize(("text", "closed"), [("true", True), ("True", True), ("false", False), (None, False)])
def test_a_closed_day_is_told_by_the_message(tamigo: Tamigo, portal: Any, reply: Any, text: Any, closed: bool) -> None:
    portal.routes["GET /actualshifts/status/day/2011-09-22/"] = reply(200, {"Message": text, "Success": True})
    assert tamigo.is_closed(FIRST) is closed


def test_departments_of_another_zone_are_read_over_the_same_session(
    tamigo: Tamigo, portal: Any, reply: Any, printed: Any
) -> None:
    portal.routes["GET /shifts/today/"] = reply(200, printed("b_today.xml"))
    (there,) = tamigo.in_zone(ZoneInfo("America/Montreal")).shifts_today()
    (here,) = tamigo.shifts_today()
    assert here.starts_at == datetime(2011, 12, 13, 7, tzinfo=UTC)
    assert there.starts_at == datetime(2011, 12, 13, 13, tzinfo=UTC)
    assert portal.given == 1


def test_a_base_address_may_end_in_a_slash(connect: Any, settings: Any, portal: Any, reply: Any) -> None:
    portal.routes["GET /shifts/future/"] = reply(200, [])
    assert connect(replace(settings, base_url=f"{settings.base_url}/")).my_shifts() == []


def test_making_one_reads_no_file_and_asks_nobody(connect: Any, settings: Any, server: Any) -> None:
    settings.login.key_file.unlink()
    assert connect(settings).last_date is None
    assert server.connections == 0


def test_employees_are_told_by_their_pos_key(tamigo: Tamigo, portal: Any, reply: Any) -> None:
    row = {"EmployeeId": DEPARTMENT, "PosKey": " A100 ", "Name": "x", "Email": "y", "IsPlanner": False}
    portal.routes["GET /Employees/"] = reply(200, [row, {**row, "EmployeeId": None, "PosKey": None}])
    assert tamigo.employees() == [Keyed(UUID(DEPARTMENT), "A100"), Keyed(None, "")]


def test_instants_are_asked_for_as_json_whatever_the_settings_say(
    connect: Any, settings: Any, portal: Any, reply: Any, server: Any
) -> None:
    portal.routes["GET /actualshifts/day/2011-09-22/"] = reply(200, [])
    tamigo = connect(replace(settings, answers=Format.XML))
    tamigo.worked_on(FIRST)
    tamigo.instants_in(ZoneInfo("America/Montreal")).worked_on(FIRST)
    assert [one.headers["accept"] for one in server.asked[-2:]] == ["application/xml", "application/json"]
    assert portal.given == 1
