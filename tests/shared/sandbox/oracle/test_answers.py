"""How an answer is written where the documents are silent or contradict themselves, and the forms of an error."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.shared.sandbox.oracle.conftest import DAY, Details

Turn = Callable[..., None]
Cards = Callable[..., list[dict[str, Any]]]
Add = Callable[..., dict[str, Any]]
NOTHING_IN = {"locRef": "687", "searchCriteria": "equals(num,0)"}


@pytest.mark.parametrize(("word", "shown"), [("empty", []), ("null", None), ("left_out", "missing")])
def test_a_list_without_rows(api: requests.Session, details: Details, turn: Turn, word: str, shown: object) -> None:
    turn(empty_list=word)
    assert details(busDt=DAY).json().get("businessDates", "missing") == shown
    assert api.post("/getEmployeeDimensions", json=NOTHING_IN).json().get("employees", "missing") == shown


@pytest.mark.parametrize(("word", "cards"), [("empty", []), ("null", None)])
def test_a_business_date_without_cards(details: Details, turn: Turn, word: str, cards: object) -> None:
    turn(empty_business_date=word, empty_list="null")
    assert details(busDt=DAY).json()["businessDates"] == [{"busDt": DAY, "timeCardDetails": cards}]
    assert details(postedDt=DAY).json()["businessDates"] is None


def test_an_open_card_has_no_key_of_a_clock_out(cards: Cards, add: Add) -> None:
    add(clkOutUTC=None)
    assert not [name for name in cards()[0] if name.startswith("clkOut")]


def test_zeros_are_left_out_null_or_there(cards: Cards, add: Add, turn: Turn) -> None:
    add(drctTips=5, clkInStatus=0)
    [row] = cards()
    assert not {"ovt4Hrs", "tipsPd", "clkInAuthEmpNum"} & set(row)
    assert (row["drctTips"], row["shftType"], row["clkInStatus"]) == (5, 0, 0)
    turn(zero_fields="null")
    [row] = cards()
    assert [row["ovt4Hrs"], row["tipsPd"], row["clkInAuthEmpNum"], row["shftType"]] == [None, None, None, 0]
    turn(zero_fields="zero")
    [row] = cards()
    assert [row["ovt4Hrs"], row["tipsPd"], row["clkInAuthEmpNum"]] == [0, 0, 0]


def test_a_job_code_reference_is_a_number_or_text(cards: Cards, add: Add, turn: Turn) -> None:
    add()
    assert cards(include="jobCodeRef") == [{"jobCodeRef": 3}]
    turn(job_code_ref="string")
    assert cards(include="jobCodeRef") == [{"jobCodeRef": "3"}]
    assert "jobCodeRef" not in cards()[0]
    turn(job_code_ref_shown="always")
    assert cards()[0]["jobCodeRef"] == "3"


@pytest.mark.parametrize(("form", "end"), [("bare", ""), ("Z", "Z"), ("+00:00", "+00:00"), ("milliseconds", ".000")])
def test_times_in_utc_and_on_the_stores_clock(details: Details, add: Add, turn: Turn, form: str, end: str) -> None:
    turn(utc_form=form)
    add()
    told = details(busDt=DAY).json()
    [row] = told["businessDates"][0]["timeCardDetails"]
    assert (row["clkInUTC"], row["clkInLcl"]) == ("2024-05-31T14:00:00" + end, "2024-05-31T10:00:00")
    assert (row["clkOutUTC"], row["clkOutLcl"]) == ("2024-05-31T18:30:00" + end, "2024-05-31T14:30:00")
    assert all(text.endswith(end) for text in (told["curUTC"], row["addedUTC"], row["lastUpdatedUTC"]))


def test_both_nights_of_the_hour_that_moves(cards: Cards, add: Add) -> None:
    add(clkInUTC="2026-11-01T05:30:00", clkOutUTC="2026-11-01T06:30:00")
    add(clkInUTC="2026-03-08T06:59:00", clkOutUTC="2026-03-08T07:01:00")
    twice, none = cards()
    assert (twice["clkInLcl"], twice["clkOutLcl"]) == ("2026-11-01T01:30:00", "2026-11-01T01:30:00")
    assert (none["clkInLcl"], none["clkOutLcl"]) == ("2026-03-08T01:59:00", "2026-03-08T03:01:00")


def test_dates_come_in_order_with_their_cards(details: Details, add: Add) -> None:
    stamp = {"lastUpdatedUTC": "2024-06-03T00:00:00"}
    second, first = add(busDt="2024-06-02", **stamp)["tcId"], add(busDt="2024-06-01", **stamp)["tcId"]
    dates = details(postedDt="2024-06-03").json()["businessDates"]
    found = [(day["busDt"], [row["tcId"] for row in day["timeCardDetails"]]) for day in dates]
    assert found == [("2024-06-01", [first]), ("2024-06-02", [second])]


def test_without_payroll_preprocessing_there_are_no_cards(details: Details, add: Add, turn: Turn) -> None:
    add()
    turn(payroll_preprocessing="403")
    assert details(busDt=DAY).status_code == 403
    turn(payroll_preprocessing="empty")
    assert details(busDt=DAY).json()["businessDates"] == []


def test_a_403_can_have_the_title_one_expects(details: Details, turn: Turn) -> None:
    turn(payroll_preprocessing="403", forbidden_title="expected")
    assert details(busDt=DAY).json()["title"] == "Forbidden"


@pytest.mark.parametrize(
    ("form", "kind", "keys"),
    [
        ("required_only", "application/json", {"type", "title", "o:errorCode"}),
        ("text", "text/plain; charset=utf-8", None),
        ("html", "text/html; charset=utf-8", None),
        ("empty", None, None),
    ],
)
def test_an_error_may_have_another_body(
    details: Details, turn: Turn, form: str, kind: str | None, keys: set[str] | None
) -> None:
    turn(error_body=form)
    answer = details()
    assert (answer.status_code, answer.headers.get("Content-Type")) == (400, kind)
    if keys:
        assert set(answer.json()) == keys


def test_the_number_of_an_error_may_be_text(details: Details, turn: Turn) -> None:
    turn(error_code="string")
    assert details(locRef="x", busDt=DAY).json()["o:errorCode"] == "33109"


@pytest.mark.parametrize("word", ["404", "403", "401"])
def test_another_organisation(stranger: requests.Session, api: requests.Session, turn: Turn, word: str) -> None:
    turn(unknown_org=word)
    path = "/bi/v1/other/getLocationDimensions"
    assert stranger.post(path, json={}, headers=dict(api.headers)).status_code == int(word)


@pytest.mark.parametrize("path", ["/bi/v1/harbour", "/bi/v2/harbour/getTimeCardDetails", "/", "/bi/v1/harbour/x/y"])
def test_other_paths_lead_nowhere(stranger: requests.Session, api: requests.Session, path: str) -> None:
    assert stranger.post(path, json={}, headers=dict(api.headers)).status_code == 404


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer"}, {"Authorization": "Basic eA=="}])
def test_nothing_is_told_without_a_token(stranger: requests.Session, headers: dict[str, str]) -> None:
    for operation in ("getTimeCardDetails", "getLocationDimensions", "getNothing"):
        assert stranger.post(f"/bi/v1/harbour/{operation}", json={}, headers=headers).status_code == 401
