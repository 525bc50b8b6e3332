"""At the workstation: in, out and breaks become cards; some reach the cloud late; business dates roll."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import requests

from shared.sandbox.changes import Changes
from shared.sandbox.oracle.enterprise import Enterprise
from shared.sandbox.oracle.posting import catch_up, post
from shared.sandbox.oracle.punches import Kind, Punch

Rows = list[dict[str, Any]]
ClockBy = Callable[..., Rows]
Turn = Callable[..., None]


@pytest.fixture
def punch(operator: requests.Session, nobody: None) -> ClockBy:
    def punch(kind: str, at: str = "now", **more: object) -> Rows:
        answer = operator.post("/punches", json={"empNum": 1053, "punch": kind, "at": at} | more)
        assert answer.status_code == 201, answer.text
        return list(answer.json())

    return punch


def kept(operator: requests.Session) -> Rows:
    return list(operator.get("/cards").json())


def test_in_and_out_make_one_card(operator: requests.Session, punch: ClockBy) -> None:
    [begun] = punch("in", "now-3h", jcNum=383, rvcNum=2, status=69, authEmpNum=1057)
    assert (begun["clkOutUTC"], begun["clkOutStatus"], begun["jcNum"], begun["payRt"]) == (None, None, 383, 22.75)
    assert (begun["clkInStatus"], begun["clkInAuthEmpNum"]) == (69, 1057)
    [ended] = punch("out", status=76, authEmpNum=1054)
    assert (ended["clkOutStatus"], ended["clkOutAuthEmpNum"], ended["clkInAuthEmpNum"]) == (76, 1054, 1057)
    assert kept(operator) == [ended]


@pytest.mark.parametrize(("paid", "kind", "left"), [(True, 1, 80), (False, 2, 66)])
def test_a_break_lies_between_two_working_cards(punch: ClockBy, paid: bool, kind: int, left: int) -> None:
    [first] = punch("in", "now-3h")
    ended, rest = punch("break_start", "now-2h", paid=paid)
    assert (ended["tcId"], ended["clkOutStatus"]) == (first["tcId"], left)
    assert (rest["shftType"], rest["clkInUTC"], rest["clkOutUTC"]) == (kind, ended["clkOutUTC"], None)
    over, again = punch("break_end", "now-90m", status=67)
    assert (over["tcId"], over["clkOutUTC"]) == (rest["tcId"], again["clkInUTC"])
    assert (again["shftType"], again["clkInStatus"], again["clkOutUTC"]) == (0, 67, None)
    assert first["shftNum"] == rest["shftNum"] == again["shftNum"]


def test_a_break_may_lie_inside_the_working_card(operator: requests.Session, punch: ClockBy, turn: Turn) -> None:
    turn(break_cards="inside")
    [work] = punch("in", "now-3h")
    [rest] = punch("break_start", "now-2h")
    [over] = punch("break_end", "now-1h")
    assert (rest["tcId"], rest["shftType"], over["clkOutStatus"]) == (over["tcId"], 2, 84)
    assert [card["clkOutUTC"] is None for card in kept(operator)] == [True, False]
    [done] = punch("out")
    assert done["tcId"] == work["tcId"]


def test_leaving_from_a_break_ends_everything(operator: requests.Session, punch: ClockBy, turn: Turn) -> None:
    turn(break_cards="inside")
    punch("in", "now-3h")
    punch("break_start", "now-2h")
    assert len(punch("out")) == 2
    assert not [card for card in kept(operator) if card["clkOutUTC"] is None]


def test_the_shift_number_increments_with_every_shift(punch: ClockBy) -> None:
    numbers = []
    for hours in (9, 5, 2):
        numbers.append(punch("in", f"now-{hours}h")[0]["shftNum"])
        punch("out", f"now-{hours - 1}h")
    assert numbers == [1, 2, 3]


@pytest.mark.parametrize(
    ("before", "body", "sentence"),
    [
        ((), {"punch": "out"}, "no time card"),
        ((), {"punch": "break_end"}, "no time card"),
        (("in",), {"punch": "in"}, "at work already"),
        (("in", "break_start"), {"punch": "break_start"}, "no time card"),
        ((), {"punch": "in", "empNum": 7}, "does not exist"),
        ((), {"punch": "in", "jcNum": 7}, "job code 7 does not exist"),
        ((), {"punch": "in", "rvcNum": 7}, "revenue center"),
        ((), {"punch": "in", "locRef": "7"}, "no location"),
        ((), {"punch": "in", "status": 77}, "clkInStatus"),
        ((), {"punch": "dance"}, "punch"),
        ((), {"punch": "in", "at": "soon"}, "not a time"),
        (("in",), {"punch": "out", "at": "now-9h"}, "before clkInUTC"),
    ],
)
def test_a_punch_that_fits_no_card_is_refused(
    operator: requests.Session, punch: ClockBy, before: tuple[str, ...], body: dict[str, Any], sentence: str
) -> None:
    for kind in before:
        punch(kind)
    cards = kept(operator)
    answer = operator.post("/punches", json={"empNum": 1053} | body)
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]
    assert kept(operator) == cards


def test_a_late_punch_is_not_in_the_cloud_yet(operator: requests.Session, punch: ClockBy, turn: Turn) -> None:
    [card] = punch("in", "now-2h")
    turn(posting_delay_s=86_400)
    answer = operator.post("/punches", json={"empNum": 1053, "punch": "out"})
    assert (answer.status_code, set(answer.json())) == (202, {"due"})
    assert kept(operator) == [card]
    assert len(operator.get("").json()["waiting"]) == 1


def test_a_late_punch_arrives_with_its_own_time() -> None:
    enterprise, now = Enterprise(Changes()), datetime(2026, 5, 1, 12, tzinfo=UTC)
    enterprise.cards.clear()
    enterprise.run_at = now
    due = now + timedelta(seconds=90)
    for minute, kind in ((0, Kind.IN), (1, Kind.OUT), (2, Kind.BREAK_END)):
        at = now + timedelta(minutes=minute)
        done = post(enterprise, Punch(emp_num=1053, punch=kind, at=at, posted=due + timedelta(minutes=minute)), now)
        assert done == due + timedelta(minutes=minute)
    catch_up(enterprise, due - timedelta(seconds=1))
    assert not enterprise.cards
    catch_up(enterprise, due)
    [card] = enterprise.cards.values()
    assert (card.clk_in_utc, card.added_utc, card.is_open) == (now, due, True)
    catch_up(enterprise, now + timedelta(minutes=10))
    [card] = enterprise.cards.values()
    assert (card.clk_out_utc, card.hours) == (now + timedelta(minutes=1), None)
    assert card.last_updated_utc == due + timedelta(minutes=1)
    catch_up(enterprise, now + timedelta(hours=1))
    [card] = enterprise.cards.values()
    assert card.hours is not None
    assert card.last_updated_utc == now + timedelta(hours=1)
    assert [item["reason"] for item in enterprise.refused] == ["employee 1053 has no time card for break_end"]
    assert not enterprise.waiting


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 5, 2, 7, 59, tzinfo=UTC), date(2026, 5, 1)),  # 03:59 in Montreal
        (datetime(2026, 5, 2, 8, 0, tzinfo=UTC), date(2026, 5, 2)),
        (datetime(2026, 11, 1, 8, 59, tzinfo=UTC), date(2026, 10, 31)),  # 03:59 after the hour that came twice
        (datetime(2026, 11, 1, 9, 0, tzinfo=UTC), date(2026, 11, 1)),
    ],
)
def test_a_business_date_begins_at_four_in_the_store(at: datetime, day: date) -> None:
    enterprise = Enterprise(Changes())
    assert enterprise.business_date(enterprise.locations["687"], at) == day


def test_a_business_date_rolls_on_request(operator: requests.Session, punch: ClockBy, turn: Turn) -> None:
    before = operator.get("").json()["business_dates"]
    punch("in", "now-8h")
    rolled = operator.post("/business-date", json={"clockOut": True}).json()
    assert date.fromisoformat(rolled["busDt"]) - date.fromisoformat(before["687"]) == timedelta(days=1)
    [card] = kept(operator)
    assert (card["clkOutStatus"], card["busDt"] <= before["687"]) == (85, True)
    [late] = punch("in")
    assert late["busDt"] == rolled["busDt"]
    assert operator.get("").json()["business_dates"]["688"] == before["688"]
    back = {"busDt": "2024-05-31"}
    assert operator.post("/business-date", json=back).status_code == 400
    turn(date_roll="manual")
    assert operator.post("/business-date", json=back).status_code == 200
    assert punch("break_start")[1]["busDt"] == "2024-05-31"
    assert operator.post("/business-date", json={"locRef": "7"}).status_code == 400
