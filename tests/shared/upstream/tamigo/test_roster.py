import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.errors import Unreadable
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.join import JoinKey, Unjoined, Why
from shared.upstream.tamigo.role import NotForOurRole
from shared.upstream.tamigo.roster import MOST_DAYS_ASKED, TamigoRoster, _spans
from shared.upstream.tamigo.rota import Absence
from shared.upstream.tamigo.times import wire_time

ANA, BEN, DEV = (UUID(int=number) for number in (1, 2, 3))
POS = {ANA: "1053", BEN: "1057", DEV: "E100"}
DEPARTMENT = "dc1a04be-fb08-443f-aa3f-06b0a7bffb28"
SINCE = datetime(2026, 1, 5, 12, tzinfo=UTC)
UNTIL = SINCE + timedelta(days=1)
FIRST, LAST = date(2026, 1, 4), date(2026, 1, 6)


class Office:
    """Answers c), d) and e) from one table of (employee, start in UTC, hours); `tells` whether c) says who."""

    def __init__(self, portal: Any, reply: Any, zone: Any) -> None:
        self.reply, self.zone = reply, zone
        self.rota: list[tuple[UUID, datetime, float]] = []
        self.absent: set[UUID] = set()
        self.tells, self.obeys = True, True
        days = [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]
        for day in days:
            portal.routes[f"GET /shifts/day/{day}/"] = lambda _asked, day=day: self._reply(self._day(day))
        portal.routes[f"GET /shifts/period/{FIRST}/{LAST}/"] = lambda asked: self._reply(self._of(asked.query))
        portal.routes[f"GET /shifts/all/{FIRST}/{LAST}/"] = lambda _asked: self._reply(self._all())

    def _reply(self, rows: Any) -> Any:
        return self.reply(200, json.dumps(rows))

    def _row(self, employee: UUID, starts_at: datetime, hours: float) -> dict[str, Any]:
        times = [wire_time(at, self.zone) for at in (starts_at, starts_at + timedelta(hours=hours))]
        told = {"EmployeeId": str(employee)} if self.tells else {}
        return {"StartTime": times[0], "EndTime": times[1], "EmployeeName": "", "BreakCode": "Q", **told}

    def _day(self, day: date) -> Any:
        return [self._row(*one) for one in self.rota if one[1].astimezone(self.zone).date() == day]

    def _of(self, query: dict[str, str]) -> Any:
        return [self._row(*one) for one in self.rota if not self.obeys or str(one[0]) == query["employeeId"]]

    def _all(self) -> Any:
        return [
            {
                "Date": f"{starts_at.astimezone(self.zone).date()}T00:00:00",
                "EmployeeId": str(employee),
                "EmployeePosKey": POS[employee],
                "PlannedShift": {"Shift": hours, "ActivityName": "Sick" if employee in self.absent else None},
            }
            for employee, starts_at, hours in self.rota
        ]


@pytest.fixture
def office(portal: Any, reply: Any, tamigo: Tamigo) -> Office:
    made = Office(portal, reply, tamigo.zone)
    made.rota = [
        (ANA, datetime(2026, 1, 5, 6, tzinfo=UTC), 8),
        (BEN, datetime(2026, 1, 4, 22, tzinfo=UTC), 8),
        (BEN, datetime(2026, 1, 5, 22, tzinfo=UTC), 8),
        (DEV, datetime(2026, 1, 5, 14, tzinfo=UTC), 8),
    ]
    return made


@pytest.fixture
def roster(connect: Any, settings: Any, office: Office) -> TamigoRoster:
    tamigo = connect(replace(settings, absences=frozenset({"sick"})))
    return TamigoRoster(tamigo, DEPARTMENT, JoinKey.POS, lambda: {"1053": 11, "1057": 12, "1060": 13})


@pytest.mark.parametrize("tells", [True, False], ids=["told", "asked"])
def test_the_rota_is_the_same_whether_the_days_say_who_or_each_is_asked_for(
    roster: TamigoRoster, office: Office, tells: bool
) -> None:
    office.tells = tells
    found = roster.rota(687, SINCE, UNTIL)
    assert [(one.employee_id, one.account_id, one.starts_at) for one in found.shifts] == [
        (11, 687, datetime(2026, 1, 5, 6, tzinfo=UTC)),
        (12, 687, datetime(2026, 1, 5, 22, tzinfo=UTC)),
    ]
    assert found.unjoined == (Unjoined(DEV, "E100", Why.NOT_IN_REGISTER),)
    assert [one.starts_at for one in found.unowned] == [datetime(2026, 1, 5, 14, tzinfo=UTC)]
    assert roster.shifts(687, SINCE, UNTIL) == list(found.shifts)


def test_each_employee_is_asked_for_only_where_the_days_do_not_say_who(
    roster: TamigoRoster, office: Office, server: Any
) -> None:
    roster.rota(687, SINCE, UNTIL)
    assert not any("period" in asked.path for asked in server.asked)
    office.tells = False
    roster.rota(687, SINCE, UNTIL)
    asked = [asked.query for asked in server.asked if "period" in asked.path]
    assert asked == [{"employeeId": str(who), "departmentId": DEPARTMENT} for who in (ANA, BEN)]


def test_only_one_department_is_asked_for_and_a_day_more_than_the_window(roster: TamigoRoster, server: Any) -> None:
    roster.rota(687, SINCE, UNTIL)
    calls = server.asked[1:]
    assert {asked.query["departmentId"] for asked in calls} == {DEPARTMENT}
    assert [asked.path for asked in calls] == [
        f"/shifts/all/{FIRST}/{LAST}/",
        *(f"/shifts/day/2026-01-0{number}/" for number in (4, 5, 6)),
    ]


@pytest.mark.parametrize("tells", [True, False])
def test_an_absence_by_the_activity_of_the_day_is_no_shift(roster: TamigoRoster, office: Office, tells: bool) -> None:
    office.tells, office.absent = tells, {ANA}
    found = roster.rota(687, SINCE, UNTIL)
    assert [one.employee_id for one in found.shifts] == [12]
    starts_at = datetime(2026, 1, 5, 6, tzinfo=UTC)
    assert found.absences == (Absence(11, date(2026, 1, 5), starts_at, starts_at + timedelta(hours=8)),)


def test_a_server_that_does_not_obey_the_filter_leaves_the_old_rota_in_force(
    roster: TamigoRoster, office: Office, failure: Any
) -> None:
    office.tells, office.obeys = False, False
    assert isinstance(failure(lambda: roster.shifts(687, SINCE, UNTIL)), Unreadable)


def test_a_user_login_cannot_join_anybody(connect: Any, as_user: Any, failure: Any) -> None:
    roster = TamigoRoster(connect(as_user), DEPARTMENT, JoinKey.POS, dict)
    assert isinstance(failure(lambda: roster.shifts(687, SINCE, UNTIL)), NotForOurRole)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(0, 400))
def test_spans_cover_every_date_once_and_none_is_too_long(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    spans = list(_spans(first, last))
    assert (spans[0][0], spans[-1][1]) == (first, last)
    assert all(0 <= (end - begin).days < MOST_DAYS_ASKED for begin, end in spans)
    assert all(later[0] - earlier[1] == timedelta(days=1) for earlier, later in pairwise(spans))
