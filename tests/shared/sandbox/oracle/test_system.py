"""What can go wrong on the way: faults of the shell, errors in Oracle's words, too many requests; and the page."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.shared.sandbox.oracle.conftest import DAY, Details

Add = Callable[..., dict[str, Any]]


@pytest.mark.parametrize(
    ("kind", "status", "title"),
    [
        ("500_before", 500, "Unexpected Error"),
        ("429", 429, "Unexpected Error"),
        ("403_api", 403, "Service Unavailable"),
        ("token_expired", 401, "Unauthorized"),
    ],
)
def test_a_fault_speaks_as_oracle_does(
    details: Details, control: requests.Session, kind: str, status: int, title: str
) -> None:
    control.post("/faults", json={"kind": kind, "path": "/getTimeCardDetails", "retry_after": 3})
    answer = details(busDt=DAY)
    assert (answer.status_code, answer.json()["title"]) == (status, title)
    assert answer.json()["o:errorCode"]
    assert details(busDt=DAY).status_code == 200


@pytest.mark.parametrize("kind", ["answer_lost", "lost_before", "connection_reset", "truncated"])
def test_an_answer_is_lost(details: Details, control: requests.Session, kind: str) -> None:
    control.post("/faults", json={"kind": kind})
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        details(busDt=DAY)


def test_a_sign_in_can_meet_a_fault(stranger: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "503", "path": "/oauth2/token"})
    assert stranger.post("/oidc-provider/v1/oauth2/token").status_code == 503


def test_wrong_rows_are_cards_of_others(details: Details, control: requests.Session, add: Add) -> None:
    add()
    bens = add(empNum=1054)["tcId"]
    control.post("/faults", json={"kind": "wrong_rows", "employee": 1053})
    told = details(busDt=DAY, extPayrollID="1053").json()
    assert [row["tcId"] for day in told["businessDates"] for row in day["timeCardDetails"]] == [bens]
    assert set(told) == {"curUTC", "locRef", "businessDates"}


def test_wrong_rows_leave_another_answer_as_it_is(api: requests.Session, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "wrong_rows"})
    assert api.post("/getLocationDimensions", json={}).json()["locations"][0]["locRef"] == "687"


def test_a_fault_can_be_meant_for_one_employee(details: Details, control: requests.Session) -> None:
    control.post("/faults", json={"kind": "503", "employee": 1053, "times": None})
    asked: tuple[dict[str, Any], ...] = (
        {"empNum": 1053},
        {"extPayrollID": "1053"},
        {"empNum": 1054},
        {},
        {"empNum": []},
    )
    assert [details(busDt=DAY, **body).status_code for body in asked] == [503, 503, 200, 200, 400]
    control.delete("/faults")
    log = control.get("/records").json()["requests"]["log"]
    assert {item["employee"] for item in log if "getTimeCard" in item["path"]} == {1053, 1054, None}


def test_too_many_requests(details: Details, turn: Callable[..., None]) -> None:
    turn(rate_limit_per_min=1)
    statuses = {details(busDt=DAY).status_code for _ in range(3)}
    assert 429 in statuses


def test_the_log_holds_no_token_and_no_code(
    api: requests.Session, stranger: requests.Session, control: requests.Session
) -> None:
    api.post("/getLocationDimensions", json={})
    text = control.get("/records").text
    token = str(api.headers["Authorization"]).partition(" ")[2]
    assert "code_challenge=***" in text
    assert token not in text
    assert "sandbox-password" not in text


def test_the_page_shows_cards_and_switches(operator: requests.Session, anyone: requests.Session) -> None:
    people = [{"num": 1053, "firstName": "<b>Ana</b>"}]
    operator.put("/world", json={"cards": [], "employees": people})
    assert "No time cards." in anyone.get("/").text
    card = {"empNum": 1053, "clkInUTC": "now-10h", "clkOutUTC": "now", "shftType": 1}
    number = operator.post("/cards", json=card).json()["tcId"]
    operator.post("/engine")
    operator.post(f"/cards/{number}/adjust", json={"jcNum": 383, "mgrName": "<i>"})
    operator.put("/switches", json={"utc_form": "Z"})
    page = anyone.get("/").text
    for word in ("&lt;b&gt;Ana&lt;/b&gt; 1053", "paid break, Patrol", "8.00 h, 2.00 h over", "changed by &lt;i&gt;"):
        assert word in page
    assert "<option selected>Z</option>" in page
    assert 'data-board="/control/oracle/switches"' in page


def test_switches_are_oracles_own(operator: requests.Session, control: requests.Session) -> None:
    assert operator.put("/switches", json={"error_body": "html"}).json()["error_body"] == "html"
    assert control.get("/switches").json()["error_body"] == "json"
