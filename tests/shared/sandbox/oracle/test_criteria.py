"""`searchCriteria` and `include`."""

from collections.abc import Callable
from typing import Any

import pytest
import requests

from shared.sandbox.oracle.criteria import read_criteria
from shared.sandbox.oracle.rejected import Rejected

Cards = Callable[..., list[dict[str, Any]]]
Add = Callable[..., dict[str, Any]]
ROW = {"active": True, "type": 1, "name": "Gate 2", "rate": 21.5}
FIELDS = {*ROW, "absent"}


@pytest.mark.parametrize(
    ("text", "is_met"),
    [
        ("equals(active,1)", True),
        ("where equals(rows.active,Y)", True),
        ("WHERE equals(active, true )", True),
        ("equals(active,N)", False),
        ("(equals(active,1) and equals(type,1))", True),
        ("equals(active,1) AND equals(type,2)", False),
        ("equals(type,2) or equals(type,1)", True),
        ("!(equals(active,1))", False),
        ("!(equals(type,2) or equals(type,3))", True),
        ("!equals(type,2)", True),
        ("equals(type,1) or equals(type,2) and equals(type,3)", True),
        ("(equals(type,1) or equals(type,2)) and equals(type,3)", False),
        ("equals(name,Gate 2)", True),
        ("equals(name,'Gate 2')", True),
        ("equals(name,gate 2)", False),
        ("equals(rate,21.50)", True),
        ("equals(rate,x)", False),
        ("equals(absent,0)", False),
        ("((((equals(type,1)))))", True),
    ],
)
def test_the_grammar(text: str, is_met: bool) -> None:
    assert read_criteria(text, FIELDS)(ROW) is is_met


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "where",
        "active",
        "equals",
        "equals(active)",
        "equals(active,1",
        "equals(active,1) and",
        "equals(active,1) equals(type,1)",
        "(equals(active,1)",
        "equals(active,1))",
        "like(name,Gate)",
        "equals(nothing,1)",
        "equals(active,1);",
        "(" * 900 + "equals(type,1)" + ")" * 900,
        "!" * 1900 + "equals(type,1)",
    ],
    ids=lambda text: text[:30],
)
def test_what_is_none_is_a_bad_request(text: str) -> None:
    with pytest.raises(Rejected, match="searchCriteria") as refused:
        read_criteria(text, FIELDS)
    assert refused.value.status == 400


def test_no_criteria_are_met_by_everything() -> None:
    assert read_criteria(None, FIELDS)({})


def test_cards_and_dimensions_are_searched(api: requests.Session, cards: Cards, add: Add) -> None:
    early = add(clkInStatus=69)["tcId"]
    add()
    assert [row["tcId"] for row in cards(searchCriteria="equals(timeCardDetails.clkInStatus,69)")] == [early]
    body = {"locRef": "687", "searchCriteria": "equals(employees.lName,Ribeiro)"}
    found = api.post("/getEmployeeDimensions", json=body).json()["employees"]
    assert [item["num"] for item in found] == [1053]
    assert api.post("/getEmployeeDimensions", json=body | {"searchCriteria": "like(x,1)"}).status_code == 400
    active = api.post("/getLocationDimensions", json={"searchCriteria": "!(equals(active,1))"}).json()
    assert active == {"locations": []}


@pytest.mark.parametrize(
    ("include", "fields"),
    [
        ("tcId", {"tcId"}),
        ("timeCardDetails.tcId, timeCardDetails.regHrs", {"tcId"}),
        ("businessDates.timeCardDetails.empNum,jcNum", {"empNum", "jcNum"}),
        ("jobCodeRef,tcId", {"tcId", "jobCodeRef"}),
        ("adjustments", set()),
        ("nothing", set()),
    ],
)
def test_only_what_is_included_is_told(cards: Cards, add: Add, include: str, fields: set[str]) -> None:
    add()
    [row] = cards(include=include)
    assert set(row) - {"regHrs"} == fields


def test_the_name_of_a_list_includes_all_of_it(cards: Cards, add: Add) -> None:
    add()
    assert cards(include="businessDates") == cards(include="timeCardDetails") == cards()
    assert "jobCodeRef" in cards(include="timeCardDetails, jobCodeRef")[0]


def test_a_dimension_includes_as_documented(api: requests.Session) -> None:
    body = {"locRef": "687", "include": "revenueCenters.num, revenueCenters.name"}
    told = api.post("/getRevenueCenterDimensions", json=body).json()
    assert told == {"locRef": "687", "revenueCenters": [{"num": 1, "name": "Gate 2"}, {"num": 2, "name": "Patrol"}]}
    told = api.post("/getRevenueCenterDimensions", json=body | {"include": "num"}).json()
    assert told["revenueCenters"] == [{"num": 1}, {"num": 2}]


def test_a_field_is_known_also_where_no_row_has_it(operator: requests.Session, api: requests.Session) -> None:
    operator.put("/switches", json={"unknown_include": "400"})
    operator.put("/world", json={"cards": [], "revenueCenters": []})
    body = {"locRef": "687", "include": "num", "searchCriteria": "equals(name,Gate 2)"}
    assert api.post("/getRevenueCenterDimensions", json=body).json()["revenueCenters"] == []
    assert api.post("/getRevenueCenterDimensions", json=body | {"include": "nothing"}).status_code == 400
