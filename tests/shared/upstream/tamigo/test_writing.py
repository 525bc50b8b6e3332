from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from shared.upstream.errors import NotAsItIs, OutcomeUnknown
from shared.upstream.tamigo.bodies import ShiftDraft
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.settings import TokenIn
from shared.upstream.tamigo.shift import ShiftKind

SHIFT_ID = UUID("fb60311f-e88c-4a6a-9bc4-6ad09fd6a7b5")
AT = datetime(2011, 9, 2, 10, 37, tzinfo=UTC)
DRAFT = ShiftDraft(None, AT, None, "P")


@pytest.mark.parametrize(("kind", "word"), [(ShiftKind.PLANNED, "planned"), (ShiftKind.WORKED, "actual")])
def test_a_shift_is_added_as_what_it_is_with_the_body_that_was_kept(
    tamigo: Tamigo, portal: Any, reply: Any, printed: Any, server: Any, kind: Any, word: str
) -> None:
    portal.routes[f"POST /Shifts/{word}/"] = reply(200, printed("i_add_reply.json"))
    body = tamigo.add_body(DRAFT)
    tamigo.add_shift(kind, body)
    assert server.asked[-1].body == body


def test_a_shift_is_replaced_with_the_body_that_was_kept(
    tamigo: Tamigo, portal: Any, reply: Any, printed: Any, server: Any
) -> None:
    portal.routes[f"PUT /Shifts/{SHIFT_ID}/"] = reply(200, printed("h_update_reply.json"))
    body = tamigo.update_body(SHIFT_ID, DRAFT)
    tamigo.update_shift(SHIFT_ID, body)
    assert server.asked[-1].body == body
    assert server.asked[-1].json()["ShiftId"] == str(SHIFT_ID)


def test_a_shift_is_deleted(tamigo: Tamigo, portal: Any, reply: Any, printed: Any, server: Any) -> None:
    portal.routes[f"DELETE /Shifts/{SHIFT_ID}/"] = reply(200, printed("j_delete_reply.json"))
    tamigo.delete_shift(SHIFT_ID)
    assert server.asked[-1].body == ""


@pytest.mark.parametrize("answer", ['{"Message":"No","Success":false}', "<R><Success>false</Success></R>"])
def test_a_deletion_that_was_refused_is_a_failure(tamigo: Tamigo, portal: Any, reply: Any, answer: str) -> None:
    portal.routes[f"DELETE /Shifts/{SHIFT_ID}/"] = reply(200, answer)
    with pytest.raises(NotAsItIs):
        tamigo.delete_shift(SHIFT_ID)


def test_each_service_names_the_token_as_its_document_does(
    connect: Any, settings: Any, portal: Any, reply: Any, server: Any
) -> None:
    done = reply(200, {"Message": None, "Success": True})
    portal.routes = {
        f"DELETE /Shifts/{SHIFT_ID}/": done,
        f"PUT /Shifts/{SHIFT_ID}/": done,
        "POST /attendance/checkin/": done,
        "GET /shifts/all/2011-09-02/2011-09-02/": reply(200, []),
    }
    tamigo = connect(replace(settings, token_in=TokenIn.QUERY))
    tamigo.delete_shift(SHIFT_ID)
    tamigo.update_shift(SHIFT_ID, "{}")
    tamigo.check_in("{}")
    tamigo.employee_days(AT.date(), AT.date())
    assert [next(iter(asked.query)) for asked in server.asked[1:]] == [
        "securityToken",
        "securitytoken",
        "token",
        "securityToken",
    ]


@pytest.mark.parametrize(
    ("content", "rounded"),
    [
        ('"2011-09-02T12:30:00"', datetime(2011, 9, 2, 10, 30, tzinfo=UTC)),
        ('{"CheckInTime":"\\/Date(1314959400000+0200)\\/"}', datetime(2011, 9, 2, 10, 30, tzinfo=UTC)),
        ('{"Message":null,"Success":true}', None),
        ('{"ServerTime":"soon"}', None),
        ("null", None),
        ("[]", None),
        ("", None),
    ],
)
def test_a_check_in_tells_the_rounded_time_where_tamigo_does(
    tamigo: Tamigo, portal: Any, reply: Any, content: str, rounded: datetime | None
) -> None:
    portal.routes["POST /attendance/checkin/"] = reply(200, content)
    told = tamigo.check_in(tamigo.check_in_body("A123", "1053", AT))
    assert (told.at if told else None) == rounded


def test_a_check_out_goes_where_its_name_says(tamigo: Tamigo, portal: Any, reply: Any, server: Any) -> None:
    portal.routes["POST /attendance/checkout/"] = reply(200, '"2011-09-02T12:30:00"')
    assert tamigo.check_out(tamigo.check_out_body("A123", "1053", AT)) is not None
    assert server.asked[-1].json()["CheckOutTime"] == "2011-09-02T12:37:00"


@pytest.mark.parametrize("answer", [(200, '{"Message":"Unknown key","Success":false}'), (400, "{}")])
def test_a_check_in_that_was_refused_is_a_failure(tamigo: Tamigo, portal: Any, reply: Any, answer: Any) -> None:
    portal.routes["POST /attendance/checkin/"] = reply(*answer)
    with pytest.raises(NotAsItIs):
        tamigo.check_in("{}")


def test_a_check_in_answered_by_something_else_settles_nothing(tamigo: Tamigo, portal: Any, reply: Any) -> None:
    portal.routes["POST /attendance/checkin/"] = reply(200, "<html><br></html>")
    with pytest.raises(OutcomeUnknown):
        tamigo.check_in("{}")


def test_a_new_shift_names_its_department_as_the_other_services_take_it(
    tamigo: Tamigo, portal: Any, reply: Any, printed: Any, server: Any
) -> None:
    portal.routes["POST /Shifts/actual/"] = reply(200, printed("i_add_reply.json"))
    tamigo.add_shift(ShiftKind.WORKED, tamigo.add_body(DRAFT), str(SHIFT_ID))
    tamigo.add_shift(ShiftKind.WORKED, tamigo.add_body(DRAFT))
    assert [one.query.get("departmentId") for one in server.asked[-2:]] == [str(SHIFT_ID), None]


def test_another_zone_is_written_over_the_same_session(tamigo: Tamigo, portal: Any, reply: Any, printed: Any) -> None:
    portal.routes["POST /Shifts/actual/"] = reply(200, printed("i_add_reply.json"))
    montreal = tamigo.writing_in(ZoneInfo("America/Montreal"))
    body = montreal.add_body(DRAFT)
    assert "-0400" in body
    montreal.add_shift(ShiftKind.WORKED, body)
    tamigo.add_shift(ShiftKind.WORKED, tamigo.add_body(DRAFT))
    assert portal.given == 1
