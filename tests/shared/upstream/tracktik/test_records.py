import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ports import UpstreamAccount, UpstreamEmployee, UpstreamPosition, UpstreamSession, UpstreamShift
from shared.upstream.tracktik import records
from shared.upstream.tracktik.fields import Misread

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KEYS = ["id", "employee", "account", "position", "shift", "startedOn", "endedOn", "status", "name", "clockInMethod"]
OPEN = UpstreamSession(
    session_id=4592,
    employee_id=1053,
    account_id=687,
    position_id=382,
    shift_id=100594,
    started_at=datetime(2022, 12, 16, 15, 17, tzinfo=UTC),
    ended_at=None,
    status="OPEN",
    clock_in_method="API",
    clock_out_method="LIVE",
)


def printed(folder: Path, name: str) -> Any:
    return json.loads((folder / "tracktik" / f"{name}.json").read_text())


@pytest.mark.parametrize("wrap", [lambda row: row, lambda row: {"meta": {}, "data": row}], ids=["bare", "enveloped"])
def test_the_documents_open_session_is_read(replies: Path, wrap: Callable[[Any], Any]) -> None:
    row = records.row_in(wrap(printed(replies, "work_session_open")))
    assert row is not None
    assert replace(records.session(row), raw="") == OPEN


def test_the_documents_closed_session_is_read(replies: Path) -> None:
    ended_at = datetime(2022, 12, 16, 20, 39, 43, tzinfo=UTC)
    closed = replace(OPEN, ended_at=ended_at, status="CLOSED", clock_out_method="API")
    assert replace(records.session(printed(replies, "work_session_closed")), raw="") == closed


def test_a_session_keeps_what_it_was_read_from(replies: Path) -> None:
    row = printed(replies, "work_session_open")
    assert json.loads(records.session(row).raw) == row


def test_the_documents_employee_is_read(replies: Path) -> None:
    row = records.row_in(printed(replies, "employee_enveloped"))
    assert row is not None
    assert records.employee(row) == UpstreamEmployee(3064, "3064", "John Doe", active=True)


def test_the_documents_list_tells_how_much_there_is(replies: Path) -> None:
    assert records.page_in(printed(replies, "list_meta")) == records.Page([], count=3357, limit=1000)


def test_relations_that_were_expanded_are_read_the_same(row: Callable[..., dict[str, Any]]) -> None:
    expanded = row(
        employee={"id": 1053, "name": "John Doe"},
        account={"id": "687"},
        position={"id": 382, "account": {"id": 687}},
        shift={"id": "100594"},
        id="4592",
    )
    assert replace(records.session(expanded), raw="") == OPEN


def test_words_nobody_told_us_of_are_kept(row: Callable[..., dict[str, Any]]) -> None:
    session = records.session(row(status="PAUSED", clockInMethod="SHIFT_APP", clockOutMethod=None))
    assert (session.status, session.clock_in_method, session.clock_out_method) == ("PAUSED", "SHIFT_APP", "")


@pytest.mark.parametrize(
    "broken",
    [
        {"id": None},
        {"id": "x"},
        {"employee": None},
        {"employee": "John"},
        {"startedOn": None},
        {"startedOn": "2022-12-16 15:17:00"},
        {"endedOn": "later"},
        {"status": None},
        {"status": []},
        {"account": "Harbour Tower"},
        {"clockInMethod": {}},
    ],
    ids=str,
)
def test_a_session_that_lacks_what_matters_is_misread(row: Callable[..., dict[str, Any]], broken: Any) -> None:
    with pytest.raises(Misread):
        records.session(row(**broken))


@pytest.mark.parametrize("answer", [None, [], {}, {"meta": {}, "data": None}, {"meta": {}, "data": []}])
def test_an_empty_answer_holds_no_record(answer: Any) -> None:
    assert records.row_in(answer) is None


@pytest.mark.parametrize("answer", ["OK", 1, True, [{"id": 1}], {"data": "OK"}, {"data": [1]}])
def test_an_answer_that_holds_something_else_is_misread(answer: Any) -> None:
    with pytest.raises(Misread):
        records.row_in(answer)


@pytest.mark.parametrize(
    ("answer", "page"),
    [
        ([], records.Page([])),
        ([{"id": 1}], records.Page([{"id": 1}])),
        ({"data": [{"id": 1}]}, records.Page([{"id": 1}])),
        ({"meta": None, "data": []}, records.Page([])),
        ({"meta": {"count": 0, "limit": 0}, "data": []}, records.Page([], count=0)),
        ({"meta": {"count": "12", "limit": "100"}, "data": []}, records.Page([], count=12, limit=100)),
    ],
)
def test_a_list_is_read_bare_and_enveloped(answer: Any, page: records.Page) -> None:
    assert records.page_in(answer) == page


@pytest.mark.parametrize(
    "answer",
    [
        None,
        {},
        {"id": 1},
        {"data": None},
        {"data": {"id": 1}},
        [1],
        [{"id": 1}, None],
        {"meta": {"count": -1}, "data": []},
    ],
)
def test_a_list_of_another_form_is_misread(answer: Any) -> None:
    with pytest.raises(Misread):
        records.page_in(answer)


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (
            {"id": 1, "customId": 17, "firstName": "Ana", "lastName": "Ruiz", "status": "ACTIVE"},
            (1, "17", "Ana Ruiz", True),
        ),
        ({"id": 1, "customId": "0017", "name": "Ana", "status": "INACTIVE"}, (1, "0017", "Ana", False)),
        ({"id": 1}, (1, "", "", False)),
    ],
)
def test_an_employee_is_read_with_what_there_is(row: Any, found: Any) -> None:
    assert records.employee(row) == UpstreamEmployee(*found)


def test_positions_and_accounts_are_read() -> None:
    assert records.position({"id": 382, "name": "Gate"}, 687) == UpstreamPosition(382, 687, "Gate")
    assert records.position({"id": 382, "account": {"id": 9}}, 687) == UpstreamPosition(382, 9, "")
    assert records.account({"id": 687, "name": "Harbour Tower"}) == UpstreamAccount(687, "Harbour Tower")


def test_a_shift_nobody_has_taken_is_read() -> None:
    row = {
        "id": 5,
        "employee": None,
        "position": 382,
        "startDateTime": "2022-12-16T22:00:00-05:00",
        "endDateTime": "2022-12-17T06:00:00-05:00",
    }
    starts_at, ends_at = datetime(2022, 12, 17, 3, tzinfo=UTC), datetime(2022, 12, 17, 11, tzinfo=UTC)
    assert records.shift(row, 687) == UpstreamShift(5, None, 382, 687, starts_at, ends_at)


@given(JSON, st.dictionaries(st.sampled_from(KEYS), JSON))
def test_nothing_that_json_can_hold_fails_in_any_other_way(answer: Any, row: dict[str, Any]) -> None:
    readings: list[Callable[[], object]] = [
        lambda: records.row_in(answer),
        lambda: records.page_in(answer),
        lambda: records.session(row),
        lambda: records.employee(row),
        lambda: records.position(row, 1),
        lambda: records.account(row),
        lambda: records.shift(row, 1),
    ]
    for reading in readings:
        try:
            reading()
        except Misread as error:
            assert str(error)  # noqa: PT017
