import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.errors import NotAsItIs
from shared.upstream.tamigo import bodies
from shared.upstream.tamigo.bodies import ShiftDraft, draft_of
from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.records import Reader
from shared.upstream.tamigo.shift import Duty, ShiftKind, TamigoShift
from shared.upstream.tamigo.times import EPOCH, Doubt

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
SHIFT_ID = UUID("fb60311f-e88c-4a6a-9bc4-6ad09fd6a7b5")
PRINTED = ShiftDraft(
    employee=UUID("4a6b1e63-666d-4955-b42b-20a289da3414"),
    starts_at=datetime(2012, 12, 20, 7, 0, 47, tzinfo=UTC),
    ends_at=datetime(2012, 12, 20, 13, 0, 47, tzinfo=UTC),
    break_code="P",
    comment="Early",
)
ZONES = st.sampled_from(sorted(available_timezones() - {"localtime"})).map(ZoneInfo)
CHANGES = st.sampled_from([datetime(2026, 3, 29, 1, tzinfo=UTC), datetime(2026, 10, 25, 1, tzinfo=UTC)])
INSTANTS = st.integers(-631_152_000_000, 3_786_912_000_000).map(
    lambda ms: EPOCH + timedelta(milliseconds=ms)
) | st.builds(lambda change, ms: change + timedelta(milliseconds=ms), CHANGES, st.integers(-20_000_000, 20_000_000))
DRAFTS = st.builds(
    ShiftDraft,
    employee=st.none() | st.uuids(allow_nil=False),
    starts_at=INSTANTS,
    ends_at=st.none() | INSTANTS,
    break_code=st.text(max_size=3),
    comment=st.text(st.characters(exclude_categories=["Cs"])),
    is_available=st.booleans(),
    is_exchange=st.booleans(),
    activity=st.none() | st.uuids(allow_nil=False),
)


def test_the_documents_requests_are_written(printed: Callable[[str], str]) -> None:
    assert json.loads(bodies.update_body(SHIFT_ID, PRINTED, COPENHAGEN)) == json.loads(printed("h_update_request.json"))
    assert json.loads(bodies.add_body(PRINTED, COPENHAGEN)) == json.loads(printed("i_add_request.json"))


def test_dates_are_written_with_escaped_slashes_as_the_document_prints_them() -> None:
    assert r'"StartTime":"\/Date(1355986847000+0100)\/"' in bodies.add_body(PRINTED, COPENHAGEN)


@given(DRAFTS, ZONES)
def test_a_shift_that_was_written_reads_back_as_it_was(draft: ShiftDraft, zone: ZoneInfo) -> None:
    row = json.loads(bodies.update_body(SHIFT_ID, draft, zone))
    shift = Reader(COPENHAGEN).planned_shift(row)
    assert shift.shift_id == SHIFT_ID
    assert draft_of(shift) == draft


def test_a_missing_end_is_a_date_before_1900() -> None:
    (end,) = [json.loads(bodies.add_body(replace(PRINTED, ends_at=None), COPENHAGEN))["EndTime"]]
    assert int(end[6:-7]) < -2208988800000


def test_a_shift_of_nobody_is_sent_with_null() -> None:
    assert json.loads(bodies.add_body(replace(PRINTED, employee=None), COPENHAGEN))["EmployeeId"] is None


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"starts_at": None}, "no start"),
        ({"tells_employee": False, "employee": None}, "available to everybody"),
        ({"duty": Duty.ABSENCE}, "absence"),
        ({"doubts": (Doubt.REPEATED_HOUR,)}, "twice"),
    ],
)
def test_a_shift_that_is_not_known_whole_is_not_sent_back(changes: dict[str, Any], why: str) -> None:
    whole = TamigoShift(ShiftKind.WORKED, PRINTED.starts_at, PRINTED.ends_at, SHIFT_ID, tells_employee=True)
    assert draft_of(whole).starts_at == PRINTED.starts_at
    with pytest.raises(NotAsItIs, match=why):
        draft_of(replace(whole, **changes))


def test_an_attendance_is_written_in_local_time_without_a_zone() -> None:
    at = datetime(2011, 9, 2, 10, 37, 0, 999_999, tzinfo=UTC)
    assert json.loads(bodies.check_in_body("A123", "1234567", at, COPENHAGEN, "Lunch")) == {
        "DepartmentKey": "A123",
        "EmployeeKey": "1234567",
        "CheckInTime": "2011-09-02T12:37:00",
        "ActivityName": "Lunch",
    }
    assert json.loads(bodies.check_out_body("A123", "1234567", at, COPENHAGEN)) == {
        "DepartmentKey": "A123",
        "EmployeeKey": "1234567",
        "CheckOutTime": "2011-09-02T12:37:00",
    }


@given(draft=DRAFTS, zone=ZONES, department=st.uuids(allow_nil=False))
def test_what_was_kept_tells_its_times_its_employee_and_its_department(
    draft: ShiftDraft, zone: ZoneInfo, department: UUID
) -> None:
    body = bodies.add_body(replace(draft, department=department), zone)
    start, end = bodies.sent_times(body, zone)
    assert bodies.sent_employee(body) == draft.employee
    assert (start.at if start else None, end.at if end else None) == (draft.starts_at, draft.ends_at)
    told = json.loads(body)
    assert told.pop("DepartmentId") == str(department)
    assert told == json.loads(bodies.add_body(draft, zone))


def test_a_kept_check_in_tells_its_time_and_the_other_one_of_the_hour_that_comes_twice() -> None:
    second = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    came = bodies.check_in_body("687", "1053", second, COPENHAGEN)
    start, end = bodies.sent_times(came, COPENHAGEN)
    assert start is not None
    assert (start.at, start.second, end) == (second - timedelta(hours=1), second, None)
    left = bodies.check_out_body("687", "1053", second + timedelta(hours=8), COPENHAGEN)
    start, end = bodies.sent_times(left, COPENHAGEN)
    assert end is not None
    assert (start, end.at, bodies.sent_employee(left)) == (None, second + timedelta(hours=8), None)


@pytest.mark.parametrize("body", ["", "no", "[]", "{", '"2026-10-25"'])
def test_a_kept_text_that_is_no_body_tells_nothing(body: str) -> None:
    with pytest.raises(Misread):
        bodies.sent_times(body, COPENHAGEN)
