import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.ports import ClockInOrder
from shared.upstream.errors import NotAllowed, NotAsItIs, OutcomeUnknown, Unreadable
from shared.upstream.tracktik.client import TrackTik

AT = datetime(2022, 12, 16, 15, 17, 0, 700_000, tzinfo=UTC)
ORDER = ClockInOrder(employee_id=1053, account_id=687, position_id=382, shift_id=100594, started_at=AT)
DATE = {"Date": "Fri, 16 Dec 2022 15:17:01 GMT"}
Rows = Callable[..., dict[str, Any]]
CLOCK_OUT = "POST /work-sessions/4592/actions/clock-out"


def test_what_was_kept_is_sent_and_the_session_comes_back(tracktik: TrackTik, put: Any, row: Rows, server: Any) -> None:
    put("POST /work-sessions", row())
    body = tracktik.clock_in_body(ORDER, "KIOSK")
    session = tracktik.clock_in(body)
    assert (session.session_id, session.status, session.started_at) == (4592, "OPEN", AT.replace(microsecond=0))
    assert server.asked[-1].body == body


def test_the_bare_answer_of_the_document_is_as_good(tracktik: TrackTik, portal: Any, row: Rows, reply: Any) -> None:
    portal.routes["POST /work-sessions"] = reply(201, row())
    assert tracktik.clock_in(tracktik.clock_in_body(ORDER, "PHONE")).session_id == 4592


@pytest.mark.parametrize("data", [None, [], {}, {"id": 4592}, "OK"])
def test_an_answer_without_the_new_session_leaves_the_outcome_unknown(tracktik: TrackTik, put: Any, data: Any) -> None:
    put("POST /work-sessions", data)
    with pytest.raises(Unreadable):
        tracktik.clock_in(tracktik.clock_in_body(ORDER, "KIOSK"))


def test_a_session_of_somebody_else_is_not_taken_for_ours(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put("POST /work-sessions", row(employee=1054))
    with pytest.raises(Unreadable, match="employee 1054"):
        tracktik.clock_in(tracktik.clock_in_body(ORDER, "KIOSK"))


def test_a_500_may_be_a_constraint_and_settles_nothing(tracktik: TrackTik, portal: Any, reply: Any) -> None:
    portal.routes["POST /work-sessions"] = reply(500, {"message": "constraint"})
    with pytest.raises(OutcomeUnknown) as caught:
        tracktik.clock_in(tracktik.clock_in_body(ORDER, "KIOSK"))
    assert "constraint" in caught.value.answer


def test_the_closed_session_comes_back(tracktik: TrackTik, put: Any, row: Rows, server: Any) -> None:
    put(CLOCK_OUT, row(status="CLOSED", endedOn="2022-12-16T20:39:43+00:00"))
    session = tracktik.clock_out(4592, tracktik.clock_out_body("KIOSK", None))
    assert (session.status, session.ended_at) == ("CLOSED", datetime(2022, 12, 16, 20, 39, 43, tzinfo=UTC))
    assert json.loads(server.asked[-1].body) == {"clockOutMethod": "KIOSK"}


@pytest.mark.parametrize("data", [None, [], {}, "204"])
def test_an_answer_without_the_session_is_completed_by_a_look(
    tracktik: TrackTik, put: Any, portal: Any, reply: Any, row: Rows, data: Any
) -> None:
    put(CLOCK_OUT, data)
    if data == "204":
        portal.routes[CLOCK_OUT] = reply(204)
    put("GET /work-sessions/4592", row(status="CLOSED"))
    assert tracktik.clock_out(4592, "{}").status == "CLOSED"


@pytest.mark.parametrize("status", [403, 404, 429, 400])
def test_when_that_look_fails_the_outcome_is_unknown_and_never_not_done(
    tracktik: TrackTik, put: Any, portal: Any, reply: Any, status: int
) -> None:
    put(CLOCK_OUT, [])
    portal.routes["GET /work-sessions/4592"] = reply(status, {})
    with pytest.raises(OutcomeUnknown):
        tracktik.clock_out(4592, "{}")


def test_another_session_in_the_answer_settles_nothing(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put(CLOCK_OUT, row(id=4593))
    with pytest.raises(Unreadable, match="4593"):
        tracktik.clock_out(4592, "{}")


@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_refusal_names_its_status(tracktik: TrackTik, portal: Any, reply: Any, status: int) -> None:
    portal.routes[CLOCK_OUT] = reply(status, {"errors": {"endedOn": "not allowed"}})
    with pytest.raises(NotAsItIs) as caught:
        tracktik.clock_out(4592, "{}")
    assert caught.value.status == status
    assert "endedOn" in caught.value.answer


def test_no_rights_are_told_as_such(tracktik: TrackTik, portal: Any, reply: Any) -> None:
    portal.routes["GET /work-sessions"] = reply(403, {})
    with pytest.raises(NotAllowed):
        tracktik.sessions_since(1053, AT)


def test_a_body_changes_with_the_method_alone(tracktik: TrackTik) -> None:
    on_time, late = tracktik.clock_in_body(ORDER, "KIOSK"), tracktik.clock_in_body(ORDER, "DELAYED")
    assert on_time.replace("KIOSK", "DELAYED") == late
    assert tracktik.clock_in_body(replace(ORDER, started_at=AT.replace(microsecond=0)), "KIOSK") == on_time
