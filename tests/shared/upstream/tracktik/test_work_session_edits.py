from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from shared.ports import ClockInOrder
from shared.upstream.errors import NotAsItIs
from shared.upstream.tracktik.client import TrackTik

AT = datetime(2022, 12, 16, 15, 17, 0, 700_000, tzinfo=UTC)
ORDER = ClockInOrder(employee_id=1053, account_id=687, position_id=382, shift_id=100594, started_at=AT)
DATE = {"Date": "Fri, 16 Dec 2022 15:17:01 GMT"}
Rows = Callable[..., dict[str, Any]]
PATH = "/work-sessions/4592"
ENDED = datetime(2022, 12, 16, 20, 39, 43, 999, tzinfo=UTC)


def test_an_edit_names_the_end_alone(tracktik: TrackTik, put: Any, row: Rows, server: Any) -> None:
    put(f"PATCH {PATH}", row(status="CLOSED", endedOn="2022-12-16T20:39:43+00:00"))
    assert tracktik.set_times(4592, ended_at=ENDED).ended_at == ENDED.replace(microsecond=0)
    assert server.asked[-1].json() == {"endedOn": "2022-12-16 20:39:43"}


@pytest.mark.parametrize("status", [404, 405])
def test_where_there_is_no_such_call_the_whole_session_is_put_and_that_is_remembered(
    tracktik: TrackTik, put: Any, portal: Any, reply: Any, row: Rows, server: Any, status: int
) -> None:
    portal.routes[f"PATCH {PATH}"] = reply(status, {})
    put(f"GET {PATH}", row(status="CLOSED", clockOutMethod="DELAYED", endedOn="2022-12-17T06:00:00Z"))
    put(f"PUT {PATH}", row(status="CLOSED", endedOn="2022-12-16T20:39:43+00:00"))
    for _ in range(2):
        assert tracktik.set_times(4592, ended_at=ENDED).ended_at == ENDED.replace(microsecond=0)
    assert [asked.method for asked in server.asked[1:]] == ["PATCH", "GET", "PUT", "GET", "PUT"]
    assert server.asked[-1].json() == {
        "startedOn": "2022-12-16 15:17:00",
        "endedOn": "2022-12-16 20:39:43",
        "status": "CLOSED",
        "clockInMethod": "API",
        "clockOutMethod": "DELAYED",
        "employee": 1053,
        "account": 687,
        "position": 382,
        "shift": 100594,
    }


def test_a_session_that_is_gone_is_not_put(tracktik: TrackTik, server: Any) -> None:
    with pytest.raises(NotAsItIs, match="no session 4592") as caught:
        tracktik.set_times(4592, ended_at=ENDED)
    assert caught.value.status == 404
    assert [asked.method for asked in server.asked[1:]] == ["PATCH", "GET"]


def test_a_refused_edit_is_not_tried_in_another_way(tracktik: TrackTik, portal: Any, reply: Any, server: Any) -> None:
    portal.routes[f"PATCH {PATH}"] = reply(422, {"endedOn": "closed period"})
    with pytest.raises(NotAsItIs):
        tracktik.set_times(4592, ended_at=ENDED)
    assert [asked.method for asked in server.asked[1:]] == ["PATCH"]


def test_an_answer_without_the_session_is_completed_by_a_look(
    tracktik: TrackTik, put: Any, portal: Any, reply: Any, row: Rows
) -> None:
    portal.routes[f"PATCH {PATH}"] = reply(204)
    put(f"GET {PATH}", row(endedOn="2022-12-16T20:39:43Z"))
    assert tracktik.set_times(4592, ended_at=ENDED).ended_at == ENDED.replace(microsecond=0)


STARTED = datetime(2022, 12, 16, 15, 0, tzinfo=UTC)


def test_an_edit_of_the_start_names_the_start_alone(tracktik: TrackTik, put: Any, row: Rows, server: Any) -> None:
    put(f"PATCH {PATH}", row(startedOn="2022-12-16T15:00:00+00:00"))
    assert tracktik.set_times(4592, started_at=STARTED).started_at == STARTED
    assert server.asked[-1].json() == {"startedOn": "2022-12-16 15:00:00"}


def test_an_open_session_is_put_with_its_new_start_and_without_an_end(
    tracktik: TrackTik, put: Any, portal: Any, reply: Any, row: Rows, server: Any
) -> None:
    portal.routes[f"PATCH {PATH}"] = reply(405, {})
    put(f"GET {PATH}", row(status="OPEN"))
    put(f"PUT {PATH}", row(status="OPEN", startedOn="2022-12-16T15:00:00+00:00"))
    assert tracktik.set_times(4592, started_at=STARTED).started_at == STARTED
    sent = server.asked[-1].json()
    assert (sent["startedOn"], sent["status"], "endedOn" in sent) == ("2022-12-16 15:00:00", "OPEN", False)
