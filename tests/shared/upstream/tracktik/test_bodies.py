import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.ports import ClockInOrder, UpstreamSession
from shared.upstream.tracktik.bodies import clock_in_body, clock_out_body, employee_in, times_body, whole_body

AT = datetime(2022, 12, 16, 15, 17, 0, 250_000, tzinfo=UTC)
ORDER = ClockInOrder(employee_id=1053, account_id=687, position_id=382, shift_id=100594, started_at=AT)


def test_a_clock_in_says_what_the_document_says(replies: Path) -> None:
    printed = json.loads((replies / "tracktik" / "clock_in_request.json").read_text())
    assert json.loads(clock_in_body(ORDER, "API")) == printed


def test_a_clock_out_says_what_the_document_says(replies: Path) -> None:
    printed = json.loads((replies / "tracktik" / "clock_out_request.json").read_text())
    assert json.loads(clock_out_body("API", None)) == printed


def test_a_body_has_sorted_keys_and_no_spaces() -> None:
    assert clock_in_body(ORDER, "KIOSK") == (
        '{"account":687,"clockInMethod":"KIOSK","employee":1053,"position":382,"shift":100594,'
        '"startedOn":"2022-12-16 15:17:00","status":"OPEN"}'
    )


@pytest.mark.parametrize("known", ["position_id", "shift_id"])
def test_what_is_not_known_is_left_out(known: str) -> None:
    order = ClockInOrder(1053, 687, **{"position_id": None, "shift_id": None, known: 5}, started_at=AT)
    told = json.loads(clock_in_body(order, "DELAYED"))
    assert set(told) & {"position", "shift"} == {known.removesuffix("_id")}


def test_a_late_clock_out_carries_its_time_in_utc() -> None:
    left = datetime(2022, 12, 16, 21, 39, 43, tzinfo=timezone(timedelta(hours=1)))
    assert clock_out_body("DELAYED", left) == '{"clockOutMethod":"DELAYED","endedOn":"2022-12-16 20:39:43"}'
    assert times_body(None, left) == '{"endedOn":"2022-12-16 20:39:43"}'


def test_a_whole_session_is_written_in_the_words_of_a_clock_in() -> None:
    session = UpstreamSession(4592, 1053, 687, None, None, AT, None, "CLOSED", "KIOSK", "", "{}")
    assert json.loads(whole_body(session, None, AT + timedelta(hours=8))) == {
        "startedOn": "2022-12-16 15:17:00",
        "endedOn": "2022-12-16 23:17:00",
        "status": "CLOSED",
        "clockInMethod": "KIOSK",
        "employee": 1053,
        "account": 687,
    }


@given(st.integers(1, 2**63 - 1))
def test_whom_a_body_is_about_can_be_read_from_it(employee_id: int) -> None:
    order = ClockInOrder(employee_id, 687, None, None, AT)
    assert employee_in(clock_in_body(order, "PHONE")) == employee_id
