from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from xml.sax.saxutils import escape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.upstream.tamigo.document import read_document
from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.records import Reader
from shared.upstream.tamigo.shift import AvailableShift, DayShift, Duty, EmployeeDay, ShiftKind, TamigoShift
from shared.upstream.tamigo.times import Doubt

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
DEPARTMENT = UUID("dc1a04be-fb08-443f-aa3f-06b0a7bffb28")
ACTIVITY = UUID("11111111-2222-3333-4444-555555555555")
SOMEBODY = UUID("4a6b1e63-666d-4955-b42b-20a289da3414")
SHIFT = {"StartTime": "/Date(1318831200000+0200)/", "EndTime": "/Date(1318860000000+0200)/"}
KEYS = ["ShiftId", "EmployeeId", "StartTime", "EndTime", "BreakCode", "Comment", "IsAvailable", "ShiftActivityId"]
KEYS += ["Date", "OriginalShift", "PlannedShift", "Shift", "WageNumber", "EmployeePosKey", "Week", "IsAbsenceShift"]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(KEYS), inner),
    max_leaves=10,
)
Rows = Callable[[str], Any]


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_the_documents_upcoming_shifts_are_read(rows: Rows, reader: Reader) -> None:
    first, second = [reader.planned_shift(row) for row in rows("a_future.json")]
    assert first == TamigoShift(
        ShiftKind.PLANNED, at(2011, 10, 17, 6), at(2011, 10, 17, 14), department_name="Ny Bistro", break_code="Q"
    )
    assert (second.starts_at, second.ends_at) == (at(2011, 10, 18, 6), at(2011, 10, 18, 14))


def test_the_same_service_in_xml_is_read_in_the_departments_zone(rows: Rows, reader: Reader) -> None:
    (shift,) = [reader.planned_shift(row) for row in rows("a_future.xml")]
    assert shift == TamigoShift(
        ShiftKind.PLANNED,
        at(2011, 12, 18, 22),
        at(2011, 12, 19, 5),
        shift_id=UUID("2f5e8bcc-a419-4c2b-891a-54fa4592bd52"),
        department_name="Herning",
        break_code="Q",
    )


@pytest.mark.parametrize("name", ["b_today.json", "c_day.json", "d_period.json"])
def test_the_documents_rotas_are_read(rows: Rows, reader: Reader, name: str) -> None:
    shifts = [reader.planned_shift(row) for row in rows(name)]
    assert [(one.starts_at, one.ends_at, one.tells_employee) for one in shifts] == [
        (at(2011, 9, 22, 6), at(2011, 9, 22, 14), False)
    ] * 2


@pytest.mark.parametrize("name", ["b_today.xml", "d_period.xml"])
def test_the_documents_rotas_in_xml_are_read(rows: Rows, reader: Reader, name: str) -> None:
    (shift,) = [reader.planned_shift(row) for row in rows(name)]
    assert (shift.starts_at, shift.ends_at) == (at(2011, 12, 13, 7), at(2011, 12, 13, 15))
    assert shift.department_name == "København"


@pytest.mark.parametrize(
    ("name", "day", "hours", "pos_key"),
    [("e_all.json", date(2016, 1, 18), "7.25", "E100"), ("e_all.xml", date(2016, 1, 5), "9.00", "")],
)
def test_the_documents_three_kinds_are_read(
    rows: Rows, reader: Reader, name: str, day: date, hours: str, pos_key: str
) -> None:
    (told,) = [reader.employee_day(row) for row in rows(name)]
    assert told == EmployeeDay(
        day=day,
        department=DEPARTMENT,
        department_key="835",
        department_name="Copenhagent",
        employee=None,
        pos_key=pos_key,
        wage_number="",
        custom_id="",
        original=DayShift(ShiftKind.ORIGINAL, Decimal(hours), Duty.WORK, None),
        planned=DayShift(ShiftKind.PLANNED, Decimal(hours), Duty.WORK, None),
        worked=DayShift(ShiftKind.WORKED, None, Duty.WORK, None),
    )


@pytest.mark.parametrize(
    ("name", "starts_at"), [("f_relevant.json", at(2011, 9, 22, 6)), ("f_relevant.xml", at(2011, 12, 13, 7))]
)
def test_the_documents_relevant_shift_is_read(rows: Rows, reader: Reader, name: str, starts_at: datetime) -> None:
    assert reader.planned_shift(rows(name)).starts_at == starts_at


def test_the_documents_available_shift_is_read_without_the_dates_that_mean_nothing(rows: Rows, reader: Reader) -> None:
    (shift,) = [reader.available_shift(row) for row in rows("g_available.xml")]
    assert shift == AvailableShift(
        shift_id=UUID("d54f1963-bdd4-4929-a053-4efb947f96b2"),
        starts_at=at(2011, 12, 13, 7),
        ends_at=at(2011, 12, 13, 15),
        department=DEPARTMENT,
        department_name="København",
        break_code="Q",
        comment="",
        week=50,
        provider=None,
        is_bid_placed=False,
        others_have_bid=False,
        has_shift_same_day=False,
        is_extended=False,
        extended_starts_at=None,
        extended_ends_at=None,
    )


def test_no_name_and_no_address_is_kept(reader: Reader) -> None:
    row = {**SHIFT, "EmployeeName": "Ana Ruiz", "Comment": "Ana comes late", "BreakCode": "Ø"}
    day = {"Date": SHIFT["StartTime"], "FirstName": "Ana", "Email": "ana@example.com", "EmployeePosKey": "1053"}
    shown = repr(reader.planned_shift(row)) + repr(reader.employee_day(day))
    assert "Ana" not in shown
    assert "ana@" not in shown
    assert "1053" not in shown
    assert reader.planned_shift(row).break_code == "Ø"


def test_a_comment_is_kept_to_be_sent_back(reader: Reader) -> None:
    assert reader.planned_shift({**SHIFT, "Comment": "Early"}).comment == "Early"


@pytest.mark.parametrize(
    ("told", "duty", "activity"),
    [
        ({}, Duty.WORK, None),
        ({"ShiftActivityId": "00000000-0000-0000-0000-000000000000"}, Duty.WORK, None),
        ({"ShiftActivityName": "Sick"}, Duty.ABSENCE, None),
        ({"ShiftActivityName": " sick ", "ShiftActivityId": str(ACTIVITY)}, Duty.ABSENCE, None),
        ({"ShiftActivityName": "Front desk", "ShiftActivityId": str(ACTIVITY)}, Duty.UNSAID, ACTIVITY),
        ({"ShiftActivityId": str(ACTIVITY)}, Duty.UNSAID, ACTIVITY),
        ({"ShiftActivityId": str(SOMEBODY)}, Duty.ABSENCE, None),
        ({"ShiftActivityId": str(ACTIVITY), "IsAbsenceShift": True}, Duty.ABSENCE, None),
        ({"ShiftActivityId": str(ACTIVITY), "IsAbsenceShift": "false"}, Duty.WORK, ACTIVITY),
        ({"ShiftActivityName": "Sick", "IsAbsenceShift": False}, Duty.ABSENCE, None),
    ],
)
def test_an_activity_is_work_or_absence_by_tamigos_mark_or_the_settings(
    told: dict[str, Any], duty: Duty, activity: UUID | None
) -> None:
    reader = Reader(COPENHAGEN, frozenset({"Sick", str(SOMEBODY)}))
    shift = reader.planned_shift({**SHIFT, **told})
    assert (shift.duty, shift.activity) == (duty, activity)


@pytest.mark.parametrize("blank", ["/Date(-2208988800000+0000)/", "1900-01-01T00:00:00", None])
def test_a_shift_may_have_no_end(reader: Reader, blank: object) -> None:
    assert reader.planned_shift({**SHIFT, "EndTime": blank}).ends_at is None


@pytest.mark.parametrize(
    ("start", "end", "starts_at", "ends_at", "doubts"),
    [
        ("24T22:00", "25T02:30", at(2026, 10, 24, 20), at(2026, 10, 25, 0, 30), 1),
        ("25T02:30", "25T08:00", at(2026, 10, 25, 0, 30), at(2026, 10, 25, 7), 1),
        ("25T02:45", "25T02:15", at(2026, 10, 25, 0, 45), at(2026, 10, 25, 1, 15), 2),
        ("25T02:30", "25T02:30", at(2026, 10, 25, 0, 30), at(2026, 10, 25, 1, 30), 2),
        ("24T22:00", "25T06:00", at(2026, 10, 24, 20), at(2026, 10, 25, 5), 0),
    ],
)
def test_a_time_in_the_repeated_hour_is_marked_and_an_end_comes_after_its_start(
    reader: Reader, start: str, end: str, starts_at: datetime, ends_at: datetime, doubts: int
) -> None:
    shift = reader.planned_shift({"StartTime": f"2026-10-{start}:00", "EndTime": f"2026-10-{end}:00"})
    assert (shift.starts_at, shift.ends_at) == (starts_at, ends_at)
    assert shift.doubts == (Doubt.REPEATED_HOUR,) * doubts


def test_a_shift_says_whether_it_told_whose_it_is(reader: Reader) -> None:
    nobodys = reader.planned_shift({**SHIFT, "EmployeeId": None})
    somebodys = reader.planned_shift({**SHIFT, "EmployeeId": str(SOMEBODY).upper()})
    assert (nobodys.employee, nobodys.tells_employee) == (None, True)
    assert (somebodys.employee, somebodys.tells_employee) == (SOMEBODY, True)


@pytest.mark.parametrize(
    "broken",
    [
        {"StartTime": "later"},
        {"EndTime": 5},
        {"ShiftId": "7"},
        {"EmployeeId": "Ana"},
        {"Comment": []},
        {"IsAvailable": "perhaps"},
        {"IsExchange": 2},
    ],
    ids=str,
)
def test_a_shift_with_a_part_of_another_form_is_misread(reader: Reader, broken: dict[str, Any]) -> None:
    with pytest.raises(Misread, match=next(iter(broken))):
        reader.planned_shift({**SHIFT, **broken})


@pytest.mark.parametrize("row", [{}, {"EndTime": SHIFT["EndTime"]}])
def test_a_shift_without_a_start_is_none(reader: Reader, row: dict[str, Any]) -> None:
    with pytest.raises(Misread, match="StartTime"):
        reader.planned_shift(row)


@pytest.mark.parametrize("hours", [float("nan"), float("inf"), "much", True, {}])
def test_hours_are_a_number(reader: Reader, hours: object) -> None:
    with pytest.raises(Misread, match="Shift"):
        reader.employee_day({"Date": SHIFT["StartTime"], "PlannedShift": {"Shift": hours}})


@given(st.dictionaries(st.sampled_from(KEYS) | st.text(), JSON))
def test_nothing_that_json_can_hold_fails_in_any_other_way(row: dict[str, Any]) -> None:
    check(row)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(KEYS), st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="￾￿"))
        )
    )
)
def test_nothing_that_xml_can_hold_fails_in_any_other_way(parts: list[tuple[str, str]]) -> None:
    elements = "".join(f"<{key}>{escape(text)}</{key}>" for key, text in parts)
    row = read_document(f"<Shift>{elements}</Shift>".encode())
    if isinstance(row, dict):
        check(row)


def check(row: dict[str, Any]) -> None:
    reader = Reader(COPENHAGEN, frozenset({"Sick"}))
    for read in (reader.planned_shift, reader.worked_shift, reader.available_shift, reader.employee_day):
        try:
            read(row)
        except Misread as error:
            assert str(error)  # noqa: PT017
