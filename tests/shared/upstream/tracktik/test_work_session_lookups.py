from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.ports import ClockInOrder
from shared.upstream.errors import NotAsItIs, Unreadable
from shared.upstream.tracktik.client import TrackTik

AT = datetime(2022, 12, 16, 15, 17, 0, 700_000, tzinfo=UTC)
ORDER = ClockInOrder(employee_id=1053, account_id=687, position_id=382, shift_id=100594, started_at=AT)
DATE = {"Date": "Fri, 16 Dec 2022 15:17:01 GMT"}
Rows = Callable[..., dict[str, Any]]


def test_a_session_is_read_by_its_id(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put("GET /work-sessions/4592", row())
    found = tracktik.session(4592)
    assert found is not None
    assert found.session_id == 4592


def test_a_404_means_there_is_no_such_session(tracktik: TrackTik) -> None:
    assert tracktik.session(4592) is None


@pytest.mark.parametrize("data", [None, [], {"id": 4592}])
def test_a_200_without_the_session_settles_nothing(tracktik: TrackTik, put: Any, data: Any) -> None:
    put("GET /work-sessions/4592", data)
    with pytest.raises(Unreadable):
        tracktik.session(4592)


def test_another_session_settles_nothing(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put("GET /work-sessions/4592", row(id=1))
    with pytest.raises(Unreadable):
        tracktik.session(4592)


def test_a_400_is_not_a_404(tracktik: TrackTik, portal: Any, reply: Any) -> None:
    portal.routes["GET /work-sessions/4592"] = reply(400, {})
    with pytest.raises(NotAsItIs):
        tracktik.session(4592)


def test_a_look_names_employee_time_and_order(tracktik: TrackTik, put: Any, server: Any) -> None:
    put("GET /work-sessions", [])
    assert tracktik.sessions_since(1053, AT).sessions == ()
    query = server.asked[-1].query
    assert query["employee.id"] == "1053"
    assert query["sort"] == "-id"
    assert query["limit"] == "1000"
    assert "status" not in query
    asked_from = datetime.fromisoformat(query["startDateTime:after"] + "+00:00")
    assert AT - timedelta(days=2) < asked_from <= AT - timedelta(hours=14)


def test_the_session_of_the_very_event_is_found_although_it_has_no_fraction(
    tracktik: TrackTik, put: Any, row: Rows
) -> None:
    put("GET /work-sessions", [row()])
    assert [found.session_id for found in tracktik.sessions_since(1053, AT).sessions] == [4592]
    assert tracktik.sessions_since(1053, AT + timedelta(seconds=1)).sessions == ()


def test_sessions_come_newest_first_with_any_status(tracktik: TrackTik, put: Any, row: Rows) -> None:
    starts = {
        1: "2022-12-16T18:00:00Z",
        2: "2022-12-16T16:00:00Z",
        3: "2022-12-16T17:00:00Z",
        4: "2022-12-16T17:00:00Z",
    }
    put("GET /work-sessions", [row(id=number, startedOn=at, status="X") for number, at in starts.items()])
    assert [found.session_id for found in tracktik.sessions_since(1053, AT).sessions] == [1, 4, 3, 2]


def test_what_the_portal_failed_to_filter_is_filtered_here(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put("GET /work-sessions", [row(), row(id=4000, startedOn="2021-01-01T00:00:00Z")])
    assert [found.session_id for found in tracktik.sessions_since(1053, AT).sessions] == [4592]


@pytest.mark.parametrize("at", ["2022-12-16T15:17:00Z", "2000-01-01T00:00:00Z"])
def test_rows_of_anybody_else_settle_nothing(tracktik: TrackTik, put: Any, row: Rows, at: str) -> None:
    put("GET /work-sessions", [row(), row(id=4593, employee={"id": 1054}, startedOn=at)])
    with pytest.raises(Unreadable, match="of another"):
        tracktik.sessions_since(1053, AT)


def test_a_row_that_cannot_be_read_settles_nothing(tracktik: TrackTik, put: Any, row: Rows) -> None:
    put("GET /work-sessions", [row(), row(id=4593, startedOn="soon")])
    with pytest.raises(Unreadable, match="soon"):
        tracktik.sessions_since(1053, AT)


def test_a_400_to_a_look_settles_nothing(tracktik: TrackTik, portal: Any, reply: Any) -> None:
    portal.routes["GET /work-sessions"] = reply(400, {"message": "at least one filter"})
    with pytest.raises(NotAsItIs):
        tracktik.sessions_since(1053, AT)


def test_a_bare_list_is_read_too(tracktik: TrackTik, portal: Any, reply: Any, row: Rows) -> None:
    portal.routes["GET /work-sessions"] = reply(200, [row()], **DATE)
    page = tracktik.sessions_since(1053, AT)
    assert len(page.sessions) == 1
    assert page.upstream_date == datetime(2022, 12, 16, 15, 17, 1, tzinfo=UTC)


def test_open_sessions_are_asked_for_by_account_status_and_time(tracktik: TrackTik, put: Any, server: Any) -> None:
    put("GET /work-sessions", [])
    tracktik.open_sessions(687, AT)
    query = server.asked[-1].query
    assert (query["account.id"], query["status"]) == ("687", "OPEN")
    assert "startDateTime:after" in query


def test_only_open_ones_of_the_account_and_the_time_are_kept(tracktik: TrackTik, put: Any, row: Rows) -> None:
    others = [
        row(id=2, status="CLOSED"),
        row(id=3, account=688),
        row(id=4, account=None),
        row(id=5, startedOn="2022-12-16T15:16:59Z"),
    ]
    put("GET /work-sessions", [row(id=1, employee=7), *others, row(id=6, employee=8)])
    assert [found.session_id for found in tracktik.open_sessions(687, AT).sessions] == [6, 1]
