"""Our sessions against their cards, by tables: nights, breaks, open cards, changes by a manager."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.clock_status import ClockStatus
from shared.domain.hours import Worked
from shared.domain.time_card import Adjustment, CardType, TimeCard
from shared.domain.time_card_match import Found, card_sessions, compared
from tests.shared.domain.cast import HARBOUR, SITE, at

ANA = "1053"


def card(
    number: int,
    came: datetime,
    left: datetime | None,
    *,
    kind: CardType = CardType.WORK,
    status: ClockStatus = ClockStatus.ON_TIME,
    day: date = date(2026, 3, 2),
    changes: tuple[Adjustment, ...] = (),
    updated: datetime | None = None,
) -> TimeCard:
    return TimeCard(
        number,
        53,
        day,
        kind,
        came,
        ClockStatus.ON_TIME,
        left,
        status if left else None,
        1,
        1,
        updated or came,
        adjustments=changes,
    )


def ours(came: datetime | None, left: datetime | None) -> Worked:
    return Worked(ANA, SITE, HARBOUR, None, None, f"{came or left}", came, left, (), (), (), (), ())


def verdicts(mine: list[Worked], cards: list[TimeCard]) -> list[Found]:
    return [one.found for one in compared(mine, card_sessions(ANA, cards), 60)]


@pytest.mark.parametrize(
    ("came_s", "left_s", "expected"),
    [
        (0, 0, Found.AGREES),
        (60, -60, Found.AGREES),
        (61, 0, Found.DIFFERS),
        (0, -61, Found.DIFFERS),
        (3600, 0, Found.DIFFERS),
    ],
)
def test_times_agree_within_what_counts_as_the_same(came_s: int, left_s: int, expected: Found) -> None:
    theirs = card(1, at("06:00") + timedelta(seconds=came_s), at("14:00") + timedelta(seconds=left_s))
    (line,) = compared([ours(at("06:00"), at("14:00"))], card_sessions(ANA, [theirs]), 60)
    assert (line.found, line.came_off_s, line.left_off_s) == (expected, came_s, left_s)


def test_what_one_side_lacks_is_missing_there_or_here() -> None:
    assert verdicts([ours(at("06:00"), at("14:00"))], []) == [Found.MISSING_THERE]
    assert verdicts([], [card(1, at("06:00"), at("14:00"))]) == [Found.MISSING_HERE]


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)])
def test_a_night_shift_agrees_whatever_business_date_it_stands_under(day: date) -> None:
    night = (at("22:00"), at("06:00", 1))
    assert verdicts([ours(*night)], [card(1, *night, day=day)]) == [Found.AGREES]


def test_an_open_card_is_no_difference_and_a_closed_one_for_somebody_still_here_is() -> None:
    assert verdicts([ours(at("06:00"), None)], [card(1, at("06:00"), None)]) == [Found.OPEN]
    assert verdicts([ours(at("06:00"), at("14:00"))], [card(1, at("06:00"), None)]) == [Found.OPEN]
    assert verdicts([ours(at("06:00"), None)], [card(1, at("06:00"), at("14:00"))]) == [Found.DIFFERS]


def test_a_break_splits_their_cards_and_not_the_work() -> None:
    cards = [
        card(1, at("06:00"), at("10:00"), status=ClockStatus.ON_BREAK),
        card(2, at("10:00"), at("10:30"), kind=CardType.UNPAID_BREAK),
        card(3, at("10:30"), at("14:00")),
    ]
    (line,) = compared([ours(at("06:00"), at("14:00"))], card_sessions(ANA, cards), 60)
    assert line.found is Found.AGREES
    assert line.theirs is not None
    assert [one.card_id for one in line.theirs.breaks] == [2]


def test_somebody_on_a_break_there_has_not_left() -> None:
    cards = [
        card(1, at("06:00"), at("10:00"), status=ClockStatus.PAID_BREAK),
        card(2, at("10:00"), None, kind=CardType.PAID_BREAK),
    ]
    assert verdicts([ours(at("06:00"), None)], cards) == [Found.OPEN]


def test_a_double_shift_is_two() -> None:
    mine = [ours(at("06:00"), at("14:00")), ours(at("14:00"), at("22:00"))]
    cards = [card(1, at("06:00"), at("14:00")), card(2, at("14:00"), at("22:00"))]
    assert verdicts(mine, cards) == [Found.AGREES, Found.AGREES]
    assert verdicts(mine, cards[1:]) == [Found.MISSING_THERE, Found.AGREES]


def test_a_card_returned_again_counts_once_in_its_newest_form() -> None:
    old = card(1, at("06:00"), None, updated=at("07:00"))
    new = card(1, at("06:00"), at("14:00"), updated=at("15:00"))
    for cards in ([old, new], [new, old]):
        (session,) = card_sessions(ANA, cards)
        assert session.left_at == at("14:00")


def test_what_a_manager_changed_is_told_whether_or_not_it_agrees() -> None:
    change = Adjustment(7, at("15:00"), "J Doe", "Clocked out late", left_at=at("14:02"))
    (line,) = compared(
        [ours(at("06:00"), at("14:02"))], card_sessions(ANA, [card(1, at("06:00"), at("14:30"), changes=(change,))]), 60
    )
    assert (line.found, line.is_adjusted, line.left_off_s) == (Found.DIFFERS, True, 28 * 60)
    assert line.theirs is not None
    assert line.theirs.adjustments == (change,)


def test_a_session_that_began_elsewhere_is_found_by_its_end() -> None:
    assert verdicts([ours(None, at("14:00"))], [card(1, at("06:00"), at("14:00"))]) == [Found.AGREES]


SPANS = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 20)), max_size=6)


def spans(told: list[tuple[int, int]]) -> list[tuple[datetime, datetime]]:
    """Pieces of work one after another, in quarters of an hour."""
    found, clock = [], at("00:00")
    for gap, length in told:
        came = clock + timedelta(minutes=15 * gap)
        clock = came + timedelta(minutes=15 * length)
        found.append((came, clock))
    return found


@given(SPANS, SPANS)
def test_every_session_and_every_card_is_in_exactly_one_line(
    mine: list[tuple[int, int]], theirs: list[tuple[int, int]]
) -> None:
    own = [ours(*span) for span in spans(mine)]
    cards = [card(number, *span) for number, span in enumerate(spans(theirs), start=1)]
    lines = compared(own, card_sessions(ANA, cards), 60)
    assert [one.ours for one in lines if one.ours] == own
    told = [piece.card_id for one in lines if one.theirs for piece in one.theirs.cards]
    assert sorted(told) == [one.card_id for one in cards]


@given(SPANS)
def test_the_same_on_both_sides_agrees(told: list[tuple[int, int]]) -> None:
    own = [ours(*span) for span in spans(told)]
    cards = [card(number, *span) for number, span in enumerate(spans(told), start=1)]
    assert set(verdicts(own, cards)) <= {Found.AGREES}
