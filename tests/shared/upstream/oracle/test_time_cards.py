"""Time cards: the document's example, its limits, what is left out, and what never gets in."""

import copy
import json
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clock_status import ClockStatus
from shared.domain.time_card import CardType
from shared.upstream.errors import Unreadable
from shared.upstream.oracle.client import Oracle
from shared.upstream.oracle.dimensions import Named
from shared.upstream.oracle.fields import Misread
from shared.upstream.oracle.query import QueryError, TimeCardQuery
from shared.upstream.oracle.records import time_cards

DAY = date(2024, 5, 31)


def at(hour: int, minute: int = 0) -> datetime:
    return datetime(2024, 5, 31, hour, minute, tzinfo=UTC)


def card(printed: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = printed["businessDates"][0]["timeCardDetails"][0]
    return row


def test_the_document_s_example_is_read(printed: dict[str, Any]) -> None:
    found = time_cards(printed)
    (one,) = found.cards
    assert (found.location, found.asked_at, found.unread) == ("1234", datetime(2024, 5, 31, 17, 59, 59, tzinfo=UTC), ())
    assert (one.card_id, one.employee_num, one.payroll_id, one.external_payroll_id) == (15253, 1234, "12345", "123789")
    assert (one.business_date, one.card_type, one.is_open) == (DAY, CardType.PAID_BREAK, False)
    assert (one.came_at, one.left_at) == (at(10), at(14, 30))
    assert (one.came_status, one.left_status) == (ClockStatus.ON_TIME, ClockStatus.ON_TIME)
    assert (one.job_code, one.revenue_centre, one.came_by, one.left_by) == (123, 1, 12345, 12345)
    (change,) = one.adjustments
    assert (change.manager, change.reason, change.left_at, change.job_code) == ("J Doe", "Clocked out late", at(10), 1)


def test_pay_tips_and_receipts_are_nowhere_in_what_is_kept(printed: dict[str, Any]) -> None:
    row = card(printed)
    amounts = {name: value for name, value in row.items() if isinstance(value, float)}
    assert len(amounts) > 15
    for place, name in enumerate(sorted(amounts)):
        row[name] = 7_770_000 + place
    row["adjustments"][0]["prevDrctTips"] = 7_779_999
    assert "777" not in json.dumps(asdict(time_cards(printed).cards[0]), default=str)


@pytest.mark.parametrize("told", [3, "3", 3.0, " 3 "])
def test_the_old_job_code_serves_where_it_is_all_there_is(printed: dict[str, Any], told: object) -> None:
    del card(printed)["jcNum"]
    card(printed)["jobCodeRef"] = told
    assert time_cards(printed).cards[0].job_code == 3


def test_an_open_card_has_neither_a_time_nor_a_status_of_leaving(printed: dict[str, Any]) -> None:
    for name in ("clkOutLcl", "clkOutUTC", "clkOutStatus", "clkOutAuthEmpNum"):
        del card(printed)[name]
    one = time_cards(printed).cards[0]
    assert (one.is_open, one.left_at, one.left_status, one.left_by) == (True, None, None, None)


@pytest.mark.parametrize("how", ["null", "left out", "zero"])
def test_zero_null_and_left_out_are_alike(printed: dict[str, Any], how: str) -> None:
    row = card(printed)
    for name in ("clkInAuthEmpNum", "clkOutStatus", "shftNum"):
        if how == "left out":
            del row[name]
        else:
            row[name] = None if how == "null" else 0
    one = time_cards(printed).cards[0]
    assert (one.came_by, one.left_status) == (None, ClockStatus.NONE)


def test_arrays_may_be_null(printed: dict[str, Any]) -> None:
    card(printed)["adjustments"] = None
    assert time_cards(printed).cards[0].adjustments == ()
    printed["businessDates"][0]["timeCardDetails"] = None
    assert time_cards(printed).cards == ()
    printed["businessDates"] = None
    assert time_cards(printed).cards == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("clkInUTC", "yesterday"),
        ("clkInUTC", None),
        ("tcId", "x"),
        ("empNum", True),
        ("clkInStatus", 12),
        ("shftType", 3),
        ("clkOutUTC", 5),
        ("adjustments", {}),
        ("adjustments", [{"adjId": 1}]),
        ("payrollID", []),
    ],
)
def test_a_card_that_cannot_be_read_is_listed_and_loses_no_other(
    printed: dict[str, Any], name: str, value: object
) -> None:
    rows = printed["businessDates"][0]["timeCardDetails"]
    rows.append(copy.deepcopy(rows[0]))
    rows[0][name] = value
    found = time_cards(printed)
    assert (len(found.cards), len(found.unread)) == (1, 1)


@pytest.mark.parametrize(
    "told", [None, [], "x", {}, {"curUTC": "x"}, {"curUTC": "2024-05-31T10:00:00", "businessDates": 4}]
)
def test_an_answer_that_is_none_is_misread(told: object) -> None:
    with pytest.raises(Misread):
        time_cards(told)


def test_every_part_of_a_question_is_sent_as_the_document_names_it() -> None:
    query = TimeCardQuery(
        "1234",
        DAY,
        date(2024, 6, 1),
        at(10) + timedelta(seconds=0.9),
        employee_num=1234,
        include="businessDates.timeCardDetails.tcId",
        search="where equals(shftType,0)",
        with_adjustments=True,
    )
    assert query.body("Clockpost") == {
        "applicationName": "Clockpost",
        "locRef": "1234",
        "busDt": "2024-05-31",
        "postedDt": "2024-06-01",
        "changedSinceUTC": "2024-05-31T10:00:00",
        "empNum": 1234,
        "include": "businessDates.timeCardDetails.tcId",
        "searchCriteria": "where equals(shftType,0)",
        "includeAdjustments": True,
    }
    assert TimeCardQuery("1", posted_date=DAY, external_payroll_id="7").body("") == {
        "locRef": "1",
        "postedDt": "2024-05-31",
        "extPayrollID": "7",
    }


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"location": ""}, "locRef"),
        ({"business_date": None}, "busDt or postedDt"),
        ({"business_date": None, "changed_since": at(10)}, "busDt or postedDt"),
        ({"employee_num": 1, "external_payroll_id": "1"}, "not both"),
        ({"employee_num": 10_000_000_000}, "10 digits"),
        ({"employee_num": 0}, "10 digits"),
        ({"location": "x" * 100}, "locRef has at most 99"),
        ({"external_payroll_id": "x" * 33}, "extPayrollID has at most 32"),
        ({"include": "x" * 2001}, "include has at most 2000"),
        ({"search": "x" * 2001}, "searchCriteria has at most 2000"),
        ({"changed_since": datetime(2024, 5, 31)}, "aware"),  # noqa: DTZ001
    ],
)
def test_what_the_document_does_not_allow_is_not_asked(wrong: dict[str, Any], said: str) -> None:
    with pytest.raises(QueryError, match=said):
        TimeCardQuery(**{"location": "1234", "business_date": DAY, **wrong})


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_a_delta_never_begins_later_than_the_last_answer(when: datetime) -> None:
    told = TimeCardQuery("1", DAY, changed_since=when).body("")["changedSinceUTC"]
    read = datetime.fromisoformat(str(told)).replace(tzinfo=UTC)
    assert timedelta(0) <= when - read < timedelta(seconds=1)


def test_cards_are_asked_for_over_the_wire_and_the_next_delta_begins_at_their_answer(
    oracle: Oracle, portal: Any, printed: dict[str, Any], server: Any
) -> None:
    portal.routes["getTimeCardDetails"] = portal.reply(200, printed)
    found = oracle.time_cards(TimeCardQuery("1234", DAY))
    oracle.time_cards(TimeCardQuery("1234", posted_date=DAY, changed_since=found.asked_at))
    assert server.asked[-1].path == "/bi/v1/ACME/getTimeCardDetails"
    assert server.asked[-1].json()["changedSinceUTC"] == "2024-05-31T17:59:59"


def test_an_answer_that_cannot_be_read_settles_nothing(oracle: Oracle, portal: Any) -> None:
    portal.routes["getTimeCardDetails"] = portal.reply(200, {"curUTC": "soon"})
    with pytest.raises(Unreadable, match="curUTC"):
        oracle.time_cards(TimeCardQuery("1234", DAY))


def test_the_lists_tell_numbers_zones_and_payroll_ids_and_no_names_of_people(oracle: Oracle, portal: Any) -> None:
    portal.routes |= {
        "getLocationDimensions": portal.reply(
            200, {"locations": [{"locRef": "1", "tz": "Mars/Base", "active": False}]}
        ),
        "getEmployeeDimensions": portal.reply(200, {"employees": [{"num": 7, "payrollID": 12, "firstName": "Ana"}]}),
        "getJobCodeDimensions": portal.reply(200, {"jobCodes": None}),
        "getRevenueCenterDimensions": portal.reply(200, {"revenueCenters": [{"num": 1, "name": "Gate"}]}),
    }
    (location,) = oracle.locations()
    assert (location.zone, location.active) == (None, False)
    (employee,) = oracle.employees("1")
    assert (employee.num, employee.payroll_id, employee.external_payroll_id) == (7, "12", "")
    assert oracle.job_codes("1") == []
    assert oracle.revenue_centres("1") == [Named(1, "Gate")]
