"""A manager's changes, cards that come and go behind a client's back, other worlds, what a restart keeps."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import requests

from shared.clock import SystemClock
from shared.sandbox.changes import Changes
from shared.sandbox.oracle.default_world import OUTDATED_AFTER
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.sandbox import Sandbox
from shared.sandbox.tracktik.default_world import default_world

Cards = Callable[..., list[dict[str, Any]]]
Add = Callable[..., dict[str, Any]]
Turn = Callable[..., None]
LATE = {"clkOutUTC": "2024-05-31T19:00:00", "mgrName": "J Doe", "rsn": "Clocked out late"}


def adjust(operator: requests.Session, card: dict[str, Any], **change: object) -> requests.Response:
    return operator.post(f"/cards/{card['tcId']}/adjust", json=change)


def test_an_adjustment_tells_what_was_before(operator: requests.Session, cards: Cards, add: Add) -> None:
    card = add()
    assert adjust(operator, card, **LATE, authEmpNum=1057).status_code == 200
    assert "adjustments" not in cards()[0]
    assert "adjustments" not in cards(includeAdjustments=False)[0]
    [row] = cards(includeAdjustments=True)
    assert (row["clkOutUTC"], row["clkOutLcl"]) == ("2024-05-31T19:00:00", "2024-05-31T15:00:00")
    assert (row["clkOutStatus"], row["clkOutAuthEmpNum"]) == (84, 1057)
    [was] = row["adjustments"]
    assert was.pop("adjUTC") == row["lastUpdatedUTC"]
    assert was == {
        "adjId": 123456789,
        "mgrName": "J Doe",
        "prevClkOutLcl": "2024-05-31T14:30:00",
        "prevClkOutUTC": "2024-05-31T18:30:00",
        "rsn": "Clocked out late",
    }
    operator.post("/engine")
    assert cards()[0]["regHrs"] == 5


def test_every_value_can_be_adjusted_one_after_the_other(operator: requests.Session, cards: Cards, add: Add) -> None:
    card = add(drctTips=2, indirTips=3)
    adjust(operator, card, clkInUTC="2024-05-31T13:00:00", mgrName="", authEmpNum=1054)
    adjust(operator, card, jcNum=383, rvcNum=2)
    adjust(operator, card, drctTips=4.5, indirTips=0, clkOutUTC="2024-05-31T18:30:00")
    [row] = cards(includeAdjustments=True)
    keys = [set(was) - {"adjUTC", "adjId", "mgrName"} for was in row["adjustments"]]
    assert keys == [{"prevClkInLcl", "prevClkInUTC"}, {"prevJcNum", "prevRVCNum"}, {"prevDrctTips", "prevIndirTipsPd"}]
    assert [was["adjId"] for was in row["adjustments"]] == [123456789, 123456790, 123456791]
    assert "mgrName" not in row["adjustments"][0]
    assert (row["jcNum"], row["rvcNum"], row["drctTips"], row["clkInAuthEmpNum"]) == (383, 2, 4.5, 1054)
    assert (row["adjustments"][2]["prevDrctTips"], row["adjustments"][2]["prevIndirTipsPd"]) == (2, 3)


def test_all_previous_values_can_be_told(operator: requests.Session, cards: Cards, add: Add, turn: Turn) -> None:
    turn(previous_values="all")
    adjust(operator, add(), **LATE)
    [was] = cards(includeAdjustments=True)[0]["adjustments"]
    assert (was["prevJcNum"], was["prevRVCNum"], was["prevClkInUTC"]) == (382, 1, "2024-05-31T14:00:00")


def test_a_manager_ends_an_open_card_and_opens_an_ended_one(operator: requests.Session, cards: Cards, add: Add) -> None:
    card = add(clkOutUTC=None)
    adjust(operator, card, clkOutUTC="2024-05-31T19:00:00")
    [row] = cards(includeAdjustments=True)
    assert row["clkOutStatus"] == 77
    assert not {"prevClkOutUTC", "prevClkOutLcl"} & set(row["adjustments"][0])
    adjust(operator, card, clkOutUTC=None)
    assert "clkOutUTC" not in cards()[0]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({}, "nothing"),
        ({"jcNum": 382}, "nothing"),
        ({"jcNum": 7}, "job code 7"),
        ({"jcNum": None}, "cannot be null"),
        ({"clkOutUTC": "2024-05-31T13:00:00"}, "before clkInUTC"),
        ({"clkOutUTC": "soon"}, "not a time"),
        ({"rsn": "x" * 41}, "rsn"),
        ({"mgrName": "x" * 51}, "mgrName"),
        ({"clockOut": 1}, "no such name"),
    ],
)
def test_an_adjustment_that_cannot_be_is_refused(
    operator: requests.Session, add: Add, change: dict[str, Any], sentence: str
) -> None:
    card = add()
    answer = adjust(operator, card, **change)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert operator.get("/cards").json() == [card]


def test_a_card_comes_changes_and_goes(operator: requests.Session, cards: Cards, add: Add) -> None:
    card = add(lastUpdatedUTC="2024-05-31T18:30:00")
    path = f"/cards/{card['tcId']}"
    assert operator.patch(path, json={"jcNum": 383}).json()["jcNum"] == 383
    [row] = cards(includeAdjustments=True)
    assert (row["jcNum"], "adjustments" in row, row["lastUpdatedUTC"] > "2025") == (383, False, True)
    assert operator.patch(path, json={"clkOutUTC": None}).status_code == 400
    assert operator.post("/cards", json={"empNum": 1053, "tcId": card["tcId"]}).status_code == 400
    assert operator.delete(path).json() == {"deleted": card["tcId"]}
    assert operator.delete(path).status_code == 400
    assert cards() == []


def test_a_card_can_be_posted_hours_late(operator: requests.Session, cards: Cards, add: Add) -> None:
    late, far = add(), add(addedUTC="now+1h")
    [row] = cards()
    assert row["tcId"] == late["tcId"] != far["tcId"]
    assert row["addedUTC"] > "2025" > row["clkInUTC"]


@pytest.mark.parametrize(
    ("method", "path", "body", "sentence"),
    [
        ("PUT", "/world", {"card": []}, "no such name"),
        ("PUT", "/world", {"locations": []}, "locations"),
        ("PUT", "/world", {"employees": []}, "does not exist"),
        ("PUT", "/world", {"locations": [{"locRef": "1", "name": "x", "tz": "Mars"}]}, "time zone"),
        ("PUT", "/world", {"payRules": {"overtimeAfterH": [8, 7, 9, 10]}}, "rise"),
        ("PUT", "/world", {"account": {"permissions": ["everything"]}}, "permissions"),
        ("PUT", "/world", {"cards": [{"tcId": 1}]}, "cards"),
        ("PUT", "/world", {"cards": ["card"]}, "cards"),
        ("PUT", "/world", [], "JSON object"),
        ("POST", "/cards", {"empNum": 7}, "employee 7 does not exist"),
        ("POST", "/cards", {"empNum": 1053, "locRef": "7"}, "no location"),
        ("POST", "/cards", {"empNum": 1053, "clkOutStatus": 84}, "come together"),
        ("POST", "/cards", {"empNum": 1053, "clkInUTC": "soon"}, "not a time"),
        ("POST", "/tokens/expire", {"refresh": 1}, "no such name"),
        ("PUT", "/switches", {"link": "down"}, "no switch is called link"),
        ("PUT", "/switches", {"tick_s": 0}, "tick_s"),
    ],
)
def test_a_mistake_is_named(operator: requests.Session, method: str, path: str, body: object, sentence: str) -> None:
    before = operator.get("/world").json()
    answer = operator.request(method, path, json=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert operator.get("/world").json() == before


def test_what_is_shown_holds_no_secret(operator: requests.Session, api: requests.Session) -> None:
    shown = operator.get("")
    assert shown.json()["signed_in"] == 1
    for secret in ("sandbox-password", str(api.headers["Authorization"]).partition(" ")[2]):
        assert secret not in shown.text


def test_tokens_can_be_ended(operator: requests.Session, api: requests.Session) -> None:
    assert operator.post("/tokens/expire", json={"refresh_too": True}).json() == {"expired": 1}
    assert api.post("/getLocationDimensions", json={}).status_code == 401


def test_a_restart_keeps_everything() -> None:
    before = Sandbox(default_world(SystemClock().now()))
    there, now = before.enterprise, before.enterprise.now()
    there.switchboard.update({"utc_form": "Z"})
    there.grants._tokens["kept"] = ("id", now)
    there.put(next(iter(there.cards.values())).model_copy(update={"drct_tips": 7.0}))
    there.roll("687", now.date() + timedelta(days=3))
    there.waiting.append({"due": (now + timedelta(days=1)).isoformat(), "punch": {"empNum": 1053}})
    there.refused.append({"reason": "test"})
    after = Sandbox(default_world(now))
    after.restore(json.loads(json.dumps(before.snapshot())), with_world=True)
    assert after.enterprise.snapshot() == there.snapshot()
    assert after.enterprise.grants.is_good("kept", now, there.switches)
    assert after.enterprise.uncalculated == there.uncalculated != set()
    older = {name: part for name, part in before.snapshot().items() if name != "oracle"}
    after.restore(older, with_world=True)


@pytest.mark.parametrize(("late", "is_kept"), [(timedelta(minutes=-1), True), (timedelta(minutes=1), False)])
def test_default_cards_of_another_day_give_way_to_new_ones(late: timedelta, is_kept: bool) -> None:
    before, after = Enterprise(Changes()), Enterprise(Changes())
    before.put(next(iter(before.cards.values())).model_copy(update={"drct_tips": 7.0}))
    data = before.snapshot()
    data["default_since"] = (before.now() - OUTDATED_AFTER - late).isoformat()
    after.restore(data)
    assert (after.cards == before.cards) is is_kept
    after.restore(data | {"default_since": None})
    assert after.cards == before.cards
