"""Every field of the time-card request, with its type, its greatest length, and what goes with what."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.shared.sandbox.oracle.conftest import DAY, Details

Turn = Callable[..., None]
Cards = Callable[..., list[dict[str, Any]]]
Add = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"applicationName": "x" * 129},
        {"applicationName": 7},
        {"busDt": "31/05/2024"},
        {"busDt": "20240531"},
        {"busDt": "2024-02-30"},
        {"busDt": 20240531},
        {"postedDt": "yesterday"},
        {"changedSinceUTC": "2024-05-31"},
        {"changedSinceUTC": "soon"},
        {"changedSinceUTC": 1717171717},
        {"changedSinceUTC": "0001-01-01T00:00:00+23:00"},
        {"empNum": "1053"},
        {"empNum": 10_000_000_000},
        {"empNum": -1},
        {"empNum": 10.5},
        {"empNum": True},
        {"extPayrollID": "x" * 33},
        {"extPayrollID": 1053},
        {"empNum": 1053, "extPayrollID": "1053"},
        {"include": "x" * 2001},
        {"include": ["tcId"]},
        {"includeAdjustments": "true"},
        {"includeAdjustments": 1},
        {"locRef": None},
        {"locRef": ""},
        {"locRef": 687},
        {"locRef": "x" * 100},
        {"searchCriteria": "x" * 2001},
        {"searchCriteria": 1},
    ],
    ids=str,
)
def test_a_field_that_is_wrong_is_a_bad_request(details: Details, wrong: dict[str, Any]) -> None:
    answer = details(**{"busDt": DAY} | wrong)
    assert answer.status_code == 400
    assert answer.json()["detail"]


@pytest.mark.parametrize(
    "right",
    [
        {"applicationName": "x" * 128},
        {"empNum": 9_999_999_999},
        {"extPayrollID": "x" * 32},
        {"include": "tcId," * 400},
        {"changedSinceUTC": "2024-05-31T17:59:59"},
        {"changedSinceUTC": "2024-05-31T17:59:59.123Z"},
        {"applicationName": None, "empNum": None, "postedDt": None, "includeAdjustments": None, "include": ""},
        {"somethingNew": {}},
    ],
    ids=str,
)
def test_a_field_at_its_limit_is_not(details: Details, right: dict[str, Any]) -> None:
    assert details(**{"busDt": DAY} | right).status_code == 200


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'"busDt"', b"\xff", b"[" * 100_000], ids=["none", "{", "[]", "text", "bytes", "deep"]
)
def test_a_body_that_is_no_object_is_a_bad_request(api: requests.Session, body: bytes) -> None:
    assert api.post("/getTimeCardDetails", data=body).status_code == 400


def test_one_of_the_two_dates_must_be_there(details: Details, turn: Turn) -> None:
    assert details().status_code == 400
    assert details(changedSinceUTC="2024-05-31T00:00:00").status_code == 400
    assert details(busDt=DAY).status_code == 200
    assert details(postedDt=DAY).status_code == 200
    turn(bus_dt="required")
    assert details(postedDt=DAY).status_code == 400
    assert details(postedDt=DAY, busDt=DAY).status_code == 200


def test_a_zone_and_an_unknown_field_can_be_refused(details: Details, turn: Turn) -> None:
    turn(changed_since_zone="400", unknown_field="400", unknown_include="400")
    assert details(busDt=DAY, changedSinceUTC="2024-05-31T17:59:59Z").status_code == 400
    assert details(busDt=DAY, changedSinceUTC="2024-05-31T17:59:59").status_code == 200
    assert details(busDt=DAY, somethingNew=1).status_code == 400
    assert details(**{"busDt": DAY, "half a letter \ud800": 1}).json()["detail"] == "Unknown field: half a letter ?."
    assert details(busDt=DAY, include="tcId, nothing").status_code == 400
    assert details(busDt=DAY, include="businessDates.timeCardDetails.tcId").status_code == 200


def test_one_employee_by_either_number(cards: Cards, add: Add) -> None:
    ana, ben = add()["tcId"], add(empNum=1054)["tcId"]
    assert [row["tcId"] for row in cards()] == [ana, ben]
    assert [row["tcId"] for row in cards(empNum=1054)] == [ben]
    assert [row["tcId"] for row in cards(extPayrollID="1053")] == [ana]
    assert cards(extPayrollID="1") == []


@pytest.mark.parametrize(("word", "status"), [("empty", 200), ("400", 400), ("404", 404)])
@pytest.mark.parametrize("asked", [{"empNum": 7}, {"extPayrollID": "7"}])
def test_an_employee_nobody_knows(details: Details, turn: Turn, word: str, status: int, asked: dict[str, Any]) -> None:
    turn(unknown_employee=word)
    assert details(busDt=DAY, **asked).status_code == status


def test_the_dates_are_connected_by_and(cards: Cards, add: Add) -> None:
    early = add(lastUpdatedUTC="2024-05-31T23:59:59")["tcId"]
    late = add(lastUpdatedUTC="2024-06-01T00:00:00")["tcId"]
    other = add(busDt="2024-06-01", lastUpdatedUTC="2024-06-01T00:00:00")["tcId"]
    assert [row["tcId"] for row in cards(postedDt="2024-06-01")] == [late, other]
    assert [row["tcId"] for row in cards(busDt=DAY)] == [early, late]
    assert [row["tcId"] for row in cards(busDt=DAY, postedDt="2024-06-01")] == [late]


def test_a_posted_date_may_be_that_of_the_insertion(cards: Cards, add: Add, turn: Turn) -> None:
    add(addedUTC="2024-06-02T05:00:00", lastUpdatedUTC="2024-06-03T05:00:00")
    assert (len(cards(postedDt="2024-06-02")), len(cards(postedDt="2024-06-03"))) == (0, 1)
    turn(posted_dt="added")
    assert (len(cards(postedDt="2024-06-02")), len(cards(postedDt="2024-06-03"))) == (1, 0)


def test_changes_since_a_moment(cards: Cards, add: Add, turn: Turn) -> None:
    add(lastUpdatedUTC="2024-05-31T20:00:00")
    assert len(cards(changedSinceUTC="2024-05-31T20:00:00")) == 1
    assert len(cards(changedSinceUTC="2024-05-31T16:00:01-04:00")) == 0
    assert len(cards(changedSinceUTC="2024-05-31T20:00:01")) == 0
    assert len(cards(busDt="2024-06-01", changedSinceUTC="2024-05-31T19:00:00")) == 0
    turn(changed_since="after")
    assert len(cards(changedSinceUTC="2024-05-31T20:00:00")) == 0
    assert len(cards(changedSinceUTC="2024-05-31T19:59:59")) == 1


def test_a_card_without_a_clock_out_is_returned_whatever_changed(cards: Cards, add: Add, turn: Turn) -> None:
    add()
    open_card = add(clkOutUTC=None, lastUpdatedUTC="2024-05-31T14:00:00")["tcId"]
    later = {"changedSinceUTC": "9999-01-01T00:00:00"}
    assert [row["tcId"] for row in cards(**later)] == [open_card]
    assert cards(busDt="2024-06-01", **later) == []
    turn(open_cards="since_and_dates")
    assert [row["tcId"] for row in cards(busDt="2024-06-01", **later)] == [open_card]
    assert cards(busDt="2024-06-01") == []
    assert cards(busDt="2024-06-01", empNum=1054, **later) == []


def test_a_card_of_another_location_is_not_shown(cards: Cards, add: Add) -> None:
    add(locRef="688", jcNum=390)
    assert cards() == []
    assert len(cards(locRef="688")) == 1


def test_curutc_of_one_answer_finds_what_changes_later(details: Details, cards: Cards, add: Add) -> None:
    add(lastUpdatedUTC="2024-05-31T20:00:00")
    cursor = details(busDt=DAY).json()["curUTC"]
    assert cards(changedSinceUTC=cursor) == []
    late = add()["tcId"]
    assert [row["tcId"] for row in cards(changedSinceUTC=cursor)] == [late]
