"""What of a comparison stands beside a name: what differs, and no card that may simply be on its way."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.card_finding import USUAL_DELAY, card_finding
from shared.domain.clock_status import ClockStatus
from shared.domain.hours import Worked
from shared.domain.time_card import Adjustment, CardType, TimeCard
from shared.domain.time_card_match import CardSession, Compared, Found

CAME = datetime(2026, 3, 2, 7, tzinfo=UTC)
LEFT = CAME + timedelta(hours=8)
DAY = date(2026, 3, 2)
NOW = LEFT + timedelta(hours=1)
CARD = TimeCard(1, 53, DAY, CardType.WORK, CAME, ClockStatus.ON_TIME, LEFT, ClockStatus.ON_TIME, 1, 1, LEFT)
CHANGES = (Adjustment(1, LEFT, "J Doe"), Adjustment(2, NOW, "K Roe"))
OURS = Worked("1053", "Tower", 687, None, None, "w1", CAME, LEFT, (), (), (), (), ())


def line(found: Found, card: TimeCard | None = CARD, ours: Worked | None = OURS) -> Compared:
    theirs = CardSession("1053", card.came_at, card.left_at, DAY, (card,), ()) if card is not None else None
    return Compared("1053", found, ours, theirs)


@pytest.mark.parametrize("found", [Found.AGREES, Found.OPEN])
def test_what_agrees_is_no_finding_unless_a_manager_changed_it(found: Found) -> None:
    assert card_finding(line(found), DAY, NOW) is None
    changed = card_finding(line(found, replace(CARD, adjustments=CHANGES)), DAY, NOW)
    assert changed is not None
    assert changed.adjusted_by == "K Roe"


def test_both_sides_are_told() -> None:
    found = card_finding(line(Found.DIFFERS), DAY, NOW)
    assert found is not None
    assert (found.came_at, found.left_at, found.their_came_at, found.their_left_at) == (CAME, LEFT, CAME, LEFT)
    alone = card_finding(line(Found.MISSING_HERE, ours=None), DAY, NOW)
    assert alone is not None
    assert (alone.came_at, alone.their_came_at) == (None, CAME)


@pytest.mark.parametrize(("after", "is_told"), [(-1, False), (0, True)])
def test_a_card_that_may_be_on_its_way_is_not_missed(after: int, is_told: bool) -> None:
    now = CAME + USUAL_DELAY + timedelta(seconds=after)
    assert (card_finding(line(Found.MISSING_THERE, None), DAY, now) is not None) is is_told
