"""What a manager changed is read from what was before, whichever of the two ways an adjustment is written in."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.card_change import Side, card_changes
from shared.domain.card_people import CardPlace, card_place
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Kind
from shared.domain.time_card import Adjustment, CardType, TimeCard

CAME = datetime(2026, 3, 2, 7, tzinfo=UTC)
LEFT = CAME + timedelta(hours=8)
CARD = TimeCard(
    1, 53, date(2026, 3, 2), CardType.WORK, CAME, ClockStatus.ON_TIME, LEFT, ClockStatus.ON_TIME, 382, 1, LEFT
)
Step = tuple[str, Any]


def minutes(count: float) -> timedelta:
    return timedelta(minutes=count)


def adjusted(card: TimeCard, step: Step, number: int, *, lists_all: bool) -> TimeCard:
    """The card after a manager's change of one value, as one of the two ways writes it."""
    name, value = step
    before: dict[str, Any] = {"came_at": card.came_at, "left_at": card.left_at}
    before |= {"job_code": card.job_code, "revenue_centre": card.revenue_centre}
    told = before if lists_all else {name: before[name]}
    was = Adjustment(number, LEFT + minutes(number), "J Doe", "why", **told)
    changed = replace(card, **{name: value}, adjustments=(*card.adjustments, was))
    if name == "left_at":
        status = None if value is None else card.left_status or ClockStatus.MANAGER_CLOCK_OUT
        changed = replace(changed, left_status=status)
    return changed


def after(card: TimeCard, *steps: Step, lists_all: bool) -> TimeCard:
    for number, step in enumerate(steps, start=1):
        card = adjusted(card, step, number, lists_all=lists_all)
    return card


def told(card: TimeCard) -> list[tuple[Side, datetime | None, datetime | None]]:
    return [(one.side, one.old_at, one.new_at) for one in card_changes(card)]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("came_at"), st.integers(1, 60).map(lambda count: CAME + minutes(count))),
        st.tuples(st.just("left_at"), st.integers(1, 60).map(lambda count: LEFT + minutes(count))),
        st.tuples(st.just("job_code"), st.integers(1, 5)),
    ),
    max_size=6,
)


@given(STEPS, st.booleans())
def test_every_change_is_told_once_in_its_order_with_what_it_was_and_became(steps: list[Step], lists_all: bool) -> None:
    card, expected = CARD, []
    for number, (name, value) in enumerate(steps, start=1):
        before = getattr(card, name)
        if before == value:
            continue  # no manager changes a thing to what it is
        card = adjusted(card, (name, value), number, lists_all=lists_all)
        if name == "job_code":
            expected.append((Side.PLACE, card.came_at, card.came_at))
        else:
            expected.append((Side.CAME if name == "came_at" else Side.LEFT, before, value))
    found = [(side, old, new) for side, old, new in told(card) if side is not Side.PLACE]
    assert found == [one for one in expected if one[0] is not Side.PLACE]
    assert len([one for one in told(card) if one[0] is Side.PLACE]) == len(
        [one for one in expected if one[0] is Side.PLACE]
    )


@pytest.mark.parametrize("lists_all", [True, False])
def test_a_clock_out_that_was_not_there_before_is_one_that_a_manager_made(lists_all: bool) -> None:
    still_open = replace(CARD, left_at=None, left_status=None)
    made = after(still_open, ("left_at", LEFT), ("left_at", LEFT + minutes(5)), lists_all=lists_all)
    assert told(made) == [(Side.LEFT, None, LEFT), (Side.LEFT, LEFT, LEFT + minutes(5))]


def test_a_card_that_was_opened_again_has_no_clock_out_now() -> None:
    assert told(after(CARD, ("left_at", None), lists_all=True)) == [(Side.LEFT, LEFT, None)]
    again = after(CARD, ("left_at", None), ("left_at", LEFT + minutes(9)), lists_all=True)
    assert told(again) == [(Side.LEFT, LEFT, None), (Side.LEFT, None, LEFT + minutes(9))]


@pytest.mark.parametrize("lists_all", [True, False])
def test_what_a_break_counts_for_is_not_told(lists_all: bool) -> None:
    assert [side for side, *_ in told(after(CARD, ("job_code", 7), lists_all=lists_all))] == [Side.PLACE]
    pause = replace(CARD, card_type=CardType.PAID_BREAK)
    assert told(after(pause, ("job_code", 7), lists_all=lists_all)) == []


@pytest.mark.parametrize("status", [ClockStatus.ON_TIME, ClockStatus.MANAGER_CLOCK_OUT])
def test_tips_alone_are_nobodys_matter_here(status: ClockStatus) -> None:
    listed = Adjustment(1, LEFT, "J Doe", "tips", CAME, LEFT, 382, 1)
    assert told(replace(CARD, left_status=status, adjustments=(listed,))) == []
    assert told(replace(CARD, adjustments=(Adjustment(1, LEFT, "J Doe", "tips"),))) == []


@pytest.mark.parametrize(
    ("change", "kinds"),
    [
        ({}, (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)),
        ({"left_status": ClockStatus.ON_BREAK}, (Kind.CLOCKED_IN, Kind.BREAK_STARTED)),
        ({"left_status": ClockStatus.PAID_BREAK}, (Kind.CLOCKED_IN, Kind.BREAK_STARTED)),
        ({"came_status": ClockStatus.LATE_FROM_BREAK}, (Kind.BREAK_ENDED, Kind.CLOCKED_OUT)),
        ({"card_type": CardType.PAID_BREAK}, (Kind.BREAK_STARTED, Kind.BREAK_ENDED)),
        ({"card_type": CardType.UNPAID_BREAK}, (Kind.BREAK_STARTED, Kind.BREAK_ENDED)),
    ],
)
def test_the_ends_of_a_card_are_named_as_the_employee_knows_them(
    change: dict[str, Any], kinds: tuple[Kind, ...]
) -> None:
    was = Adjustment(1, LEFT, "J Doe", "", CAME - minutes(5), LEFT - minutes(5))
    card = replace(CARD, **change, adjustments=(was,))
    assert tuple(one.kind for one in card_changes(card)) == kinds
    assert card_changes(card, after_break=True)[0].kind is not Kind.CLOCKED_IN


def test_where_a_card_is_kept_reads_back() -> None:
    for location in ("687", "Store: 12", "a:b:c"):
        place = CardPlace("oracle", location, 15253)
        assert card_place(str(place)) == place
    for other in ("", "n1", "card:oracle:687", "card:oracle::5", "card:oracle:687:x", "event:oracle:687:5"):
        assert card_place(other) is None
