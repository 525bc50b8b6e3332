"""Hours and pay: the quarter of an hour they wait for, four levels of overtime, the premium by night, breaks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.sandbox.oracle.card import PAID_BREAK, UNPAID_BREAK, WORK, Hours, TimeCard
from shared.sandbox.oracle.engine import calculate, run_before
from shared.sandbox.oracle.world import PayRules

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MONTREAL = {"687": ZoneInfo("America/Montreal")}
LEVELS = ("reg", "ovt1", "ovt2", "ovt3", "ovt4")
Cards = Callable[..., list[dict[str, Any]]]
Add = Callable[..., dict[str, Any]]


def card(
    number: int, begin_h: float, end_h: float | None, kind: int = WORK, *, rate: float = 10, start: datetime = NOON
) -> TimeCard:
    """A card that begins and ends so many hours after `start`."""
    begin = start + timedelta(hours=begin_h)
    return TimeCard(
        tc_id=number,
        loc_ref="687",
        emp_num=1053,
        jc_num=1,
        rvc_num=1,
        bus_dt=date(2026, 5, 1),
        shft_type=kind,
        clk_in_utc=begin,
        clk_out_utc=None if end_h is None else start + timedelta(hours=end_h),
        clk_out_status=None if end_h is None else 84,
        pay_rt=rate,
        added_utc=begin,
        last_updated_utc=begin,
    )


def calculated(*cards: TimeCard, run: datetime = NOON + timedelta(days=9)) -> list[Hours]:
    found = calculate(cards, PayRules(), MONTREAL, run)
    return [found[item.tc_id] for item in cards]


@pytest.mark.parametrize(
    ("length_h", "hours", "pay"),
    [
        (0, (0, 0, 0, 0, 0), (0, 0, 0, 0, 0)),
        (8, (8, 0, 0, 0, 0), (80, 0, 0, 0, 0)),
        (9.25, (8, 1.25, 0, 0, 0), (80, 18.75, 0, 0, 0)),
        (14.5, (8, 2, 2, 2, 0.5), (80, 30, 40, 50, 15)),
    ],
)
def test_hours_go_through_the_levels(length_h: float, hours: tuple[float, ...], pay: tuple[float, ...]) -> None:
    [found] = calculated(card(1, 0, length_h))
    assert tuple(getattr(found, f"{level}_hrs") for level in LEVELS) == hours
    assert tuple(getattr(found, f"{level}_pay") for level in LEVELS) == pay


def test_overtime_counts_on_through_the_cards_of_a_day() -> None:
    second, first = calculated(card(2, 6, 10), card(1, 0, 6))
    assert (first.reg_hrs, first.ovt1_hrs) == (6, 0)
    assert (second.reg_hrs, second.ovt1_hrs) == (2, 2)


@pytest.mark.parametrize(
    ("cards", "hours"),
    [
        ((card(1, 0, 3), card(2, 3, 4, UNPAID_BREAK), card(3, 4, 7)), (3, 0, 3)),
        ((card(1, 0, 3), card(2, 3, 4, PAID_BREAK), card(3, 4, 7)), (3, 1, 3)),
        ((card(1, 0, 7), card(2, 3, 4, UNPAID_BREAK)), (6, 0)),
        ((card(1, 0, 7), card(2, 3, 4, PAID_BREAK)), (6, 1)),
        ((card(1, 0, 7), card(2, 6, 8, UNPAID_BREAK)), (6, 0)),
    ],
    ids=["unpaid between", "paid between", "unpaid inside", "paid inside", "over the end"],
)
def test_a_break_is_paid_or_not(cards: tuple[TimeCard, ...], hours: tuple[float, ...]) -> None:
    assert tuple(found.reg_hrs for found in calculated(*cards)) == hours


@pytest.mark.parametrize(
    ("begin", "length_h", "premium"),
    [
        (datetime(2026, 5, 1, 14, tzinfo=UTC), 8, 0),  # 10:00 to 18:00 in Montreal
        (datetime(2026, 5, 2, 1, tzinfo=UTC), 8, 7),  # 21:00 to 05:00
        (datetime(2026, 5, 2, 8, tzinfo=UTC), 8, 2),  # 04:00 to 12:00
        (datetime(2026, 11, 1, 2, tzinfo=UTC), 10, 9),  # the night that has 02:00 twice: 22:00 to 07:00
        (datetime(2026, 3, 8, 3, tzinfo=UTC), 8, 7),  # the night that has none: 22:00 to 07:00
        (datetime(2026, 11, 1, 1, tzinfo=UTC), 12, 9),  # all of the longer night, and some of both evenings
    ],
)
def test_the_premium_is_for_hours_between_ten_and_six(begin: datetime, length_h: float, premium: float) -> None:
    [found] = calculated(card(1, 0, length_h, start=begin))
    assert (found.prem_hrs, found.prem_pay) == (premium, premium * 2.5)


def test_an_open_card_counts_up_to_the_run() -> None:
    assert calculated(card(1, 0, None), run=NOON + timedelta(minutes=90))[0].reg_hrs == 1.5
    assert calculated(card(1, 2, None), run=NOON)[0] == Hours()


@settings(max_examples=50)
@given(st.lists(st.tuples(st.integers(1, 300), st.sampled_from((WORK, PAID_BREAK, UNPAID_BREAK))), max_size=6))
def test_hours_add_up(lengths: list[tuple[int, int]]) -> None:
    """Whatever the day: the levels sum up to the paid time, and no card has less than nothing."""
    cards, at = [], 0
    for number, (minutes, kind) in enumerate(lengths, 1):
        cards.append(card(number, at / 60, (at + minutes) / 60, kind))
        at += minutes
    found = calculated(*cards)
    told = [getattr(item, f"{level}_hrs") for item in found for level in LEVELS]
    paid_h = sum(minutes for minutes, kind in lengths if kind != UNPAID_BREAK) / 60
    assert abs(sum(told) - paid_h) <= 0.005 * len(told)
    assert all(hours >= 0 for hours in told)


@pytest.mark.parametrize(
    ("every_s", "run"), [(900, "12:30:00"), (600, "12:40:00"), (86_400, "00:00:00"), (1, "12:44:59")]
)
def test_a_run_is_at_a_full_quarter(every_s: int, run: str) -> None:
    assert run_before(NOON.replace(minute=44, second=59), every_s).time().isoformat() == run


def test_hours_wait_for_the_engine(operator: requests.Session, cards: Cards, add: Add) -> None:
    assert operator.delete("/switches").json()["tick_s"] == 900
    operator.put("/switches", json={"tick_s": 86_400})
    tc_id = add(lastUpdatedUTC="2024-05-31T18:30:00")["tcId"]
    assert not {"regHrs", "regPay"} & set(cards()[0])
    operator.post("/engine")
    [row] = cards()
    assert (row["tcId"], row["payRt"], row["regHrs"], row["regPay"]) == (tc_id, 21.5, 4.5, 96.75)
    assert row["lastUpdatedUTC"] > "2025"
    before = row
    operator.post("/engine")
    assert cards() == [before]


def test_the_engine_has_not_met_what_was_added_after_its_run(
    operator: requests.Session, cards: Cards, add: Add
) -> None:
    add(addedUTC="2024-05-31T14:00:00")
    add()
    known, unknown = operator.get("/cards").json()
    assert operator.put("/world", json={"cards": [known, unknown]}).status_code == 200
    assert [row.get("regHrs") for row in cards()] == [4.5, None]


def test_the_engine_runs_by_itself(operator: requests.Session, cards: Cards, add: Add) -> None:
    add()
    operator.put("/switches", json={"tick_s": 1})
    assert cards()[0]["regHrs"] == 4.5


@pytest.mark.parametrize(("word", "is_touched"), [("changed", True), ("nothing", False)])
def test_new_hours_may_leave_the_last_update_alone(
    operator: requests.Session, cards: Cards, add: Add, word: str, is_touched: bool
) -> None:
    add(addedUTC="2024-05-31T14:00:00", lastUpdatedUTC="2024-05-31T18:30:00")
    operator.put("/switches", json={"tick_touches": word, "tick_s": 1})
    [row] = cards()
    assert row["regHrs"] == 4.5
    assert (row["lastUpdatedUTC"] > "2025") is is_touched
    assert len(cards(changedSinceUTC="2025-01-01T00:00:00")) == is_touched
