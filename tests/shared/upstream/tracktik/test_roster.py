from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition
from shared.upstream.errors import Unreadable
from shared.upstream.tracktik.client import TrackTik
from shared.upstream.tracktik.roster import MOST_DAYS_ASKED, _spans

NOW = datetime(2022, 12, 16, 6, 0, tzinfo=UTC)
DATES = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def shift(number: int, starts_at: str, ends_at: str, **values: Any) -> dict[str, Any]:
    times = {"startDateTime": f"{starts_at}:00+00:00", "endDateTime": f"{ends_at}:00+00:00"}
    return {"id": number, "employee": 1053, "position": 382, "account": 687, **times, **values}


def test_all_employees_come_with_their_number_and_whether_they_still_work_here(
    tracktik: TrackTik, portal: Any, enveloped: Any, server: Any
) -> None:
    ana = {"id": 1, "customId": "0017", "name": "Ana Ruiz", "status": "ACTIVE"}
    ben = {"id": 2, "customId": "18", "name": "Ben Ode", "status": "INACTIVE"}
    portal.routes["GET /employees"] = enveloped([ana, ben])
    assert tracktik.employees() == [
        UpstreamEmployee(1, "0017", "Ana Ruiz", active=True),
        UpstreamEmployee(2, "18", "Ben Ode", active=False),
    ]
    assert server.asked[-1].query["sort"] == "id"


def test_accounts_are_the_clients(tracktik: TrackTik, portal: Any, enveloped: Any) -> None:
    portal.routes["GET /clients"] = enveloped([{"id": 687, "name": "Harbour Tower"}])
    assert tracktik.accounts() == [UpstreamAccount(687, "Harbour Tower")]


def test_positions_of_another_account_are_dropped(tracktik: TrackTik, portal: Any, enveloped: Any, server: Any) -> None:
    rows = [{"id": 1, "name": "Gate", "account": {"id": 687}}, {"id": 2, "name": "Quay", "account": 688}]
    portal.routes["GET /positions"] = enveloped([*rows, {"id": 3, "name": "Lobby"}])
    assert tracktik.positions(687) == [UpstreamPosition(1, 687, "Gate"), UpstreamPosition(3, 687, "Lobby")]
    assert server.asked[-1].query["account.id"] == "687"


def test_shifts_are_kept_by_overlap_and_not_by_date(tracktik: TrackTik, portal: Any, enveloped: Any) -> None:
    portal.routes["GET /shifts"] = enveloped(
        [
            shift(1, "2022-12-16T14:00", "2022-12-16T22:00"),
            shift(2, "2022-12-15T22:00", "2022-12-16T06:01"),
            shift(3, "2022-12-15T22:00", "2022-12-16T06:00"),
            shift(4, "2022-12-17T06:00", "2022-12-17T14:00"),
            shift(5, "2022-12-17T05:59", "2022-12-17T14:00"),
            shift(6, "2022-12-16T14:00", "2022-12-16T22:00", account=688),
            shift(7, "2022-12-14T00:00", "2022-12-20T00:00"),
        ]
    )
    found = tracktik.shifts(687, NOW, NOW + timedelta(days=1))
    assert [one.shift_id for one in found] == [7, 2, 1, 5]


def test_the_usual_window_is_one_question(tracktik: TrackTik, portal: Any, enveloped: Any, server: Any) -> None:
    portal.routes["GET /shifts"] = enveloped([])
    tracktik.shifts(687, NOW - timedelta(hours=36), NOW + timedelta(days=14))
    asked = [asked.query for asked in server.asked[1:]]
    assert [(query["account.id"], query["startDateTime:between"]) for query in asked] == [
        ("687", "2022-12-12|2023-01-01")
    ]


def test_a_longer_window_is_asked_in_spans_and_a_shift_in_two_of_them_comes_once(
    tracktik: TrackTik, portal: Any, enveloped: Any, server: Any
) -> None:
    portal.routes["GET /shifts"] = enveloped([shift(1, "2023-01-20T14:00", "2023-01-20T22:00")])
    assert len(tracktik.shifts(687, NOW, NOW + timedelta(days=70))) == 1
    spans = [asked.query["startDateTime:between"] for asked in server.asked[1:]]
    assert spans == ["2022-12-14|2023-01-13", "2023-01-13|2023-02-12", "2023-02-12|2023-02-26"]


def test_one_shift_that_cannot_be_read_leaves_the_old_rota_in_force(
    tracktik: TrackTik, portal: Any, enveloped: Any
) -> None:
    good, bad = shift(1, "2022-12-16T14:00", "2022-12-16T22:00"), shift(2, "2022-12-16T14:00", "2022-12-16T22:00")
    portal.routes["GET /shifts"] = enveloped([good, {**bad, "endDateTime": None}])
    with pytest.raises(Unreadable, match="record 2 has no endDateTime"):
        tracktik.shifts(687, NOW, NOW + timedelta(days=1))


@given(DATES, st.integers(0, 400))
def test_spans_cover_every_date_and_none_is_too_long(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    spans = list(_spans(first, last))
    assert (spans[0][0], spans[-1][1]) == (first, last)
    assert all((end - begin).days < MOST_DAYS_ASKED for begin, end in spans)
    assert all(earlier[1] == later[0] for earlier, later in pairwise(spans))
