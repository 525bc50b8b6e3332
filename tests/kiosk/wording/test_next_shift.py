"""Whoever leaves sees when they come again, or how far the rota is known; nothing where there is none."""

from datetime import timedelta

import pytest

from kiosk.wording.next_shift import with_next_shift
from shared.store import roster
from shared.store.roster import Part
from shared.words import words_for
from tests.kiosk.conftest import ACCOUNT, Front

HOUR = 3600.0


def leaves(front: Front, *, after_h: float = 8) -> tuple[str, ...]:
    """In and out again by their own taps; the small print of the clock-out."""
    front.on_duty("1053", for_h=after_h)
    front.badge("1053")
    return front.touch("Clock out").lines


def leaves_with_position(front: Front) -> tuple[str, ...]:
    """The same for somebody whose position nobody knows."""
    front.badge("1053")
    front.touch("Gate 2")
    front.clock.advance(8 * HOUR)
    front.idle()
    front.badge("1053")
    return front.touch("Clock out").lines


@pytest.mark.parametrize(
    ("in_h", "told"),
    [
        (9, "Next: today 14:58, Harbour Tower"),
        (24, "Next: tomorrow 05:58, Harbour Tower"),
        (18.05, "Next: tomorrow 00:01, Harbour Tower"),
        (24 * 4, "Next: Saturday 05:58, Harbour Tower"),
        (24 * 8, "Next: Wednesday 11 March 06:58, Harbour Tower"),
    ],
)
def test_the_next_shift_is_named_by_its_day(front: Front, in_h: float, told: str) -> None:
    front.shift("1053", 0, 8)
    front.shift("1053", in_h, 8)
    assert leaves(front)[1] == told


def test_of_several_the_nearest_is_told_and_not_the_one_just_worked(front: Front) -> None:
    for in_h in (48, 26, 0):
        front.shift("1053", in_h, 8)
    assert leaves(front, after_h=0.2)[1] == "Next: tomorrow 07:58, Harbour Tower"


def test_no_shift_says_how_far_the_rota_is_known(front: Front) -> None:
    front.roster()
    assert leaves_with_position(front)[1] == "No shift for you: rota known up to Tuesday 17 March"


def test_a_rota_that_ended_says_so(front: Front) -> None:
    front.shift("1053", 0, 8)
    now = front.clock.wall
    roster.replace(front.store, front.site, Part.SHIFTS, [], began_at=now, covers_until=now + timedelta(hours=1))
    assert leaves_with_position(front)[1] == "Next shift not known: no rota for the coming days"


def test_an_old_rota_says_how_old(front: Front) -> None:
    front.shift("1053", 0, 8)
    front.shift("1053", 72, 8)
    front.clock.advance(40 * HOUR)
    told = leaves_with_position(front)
    assert told[1] == "Next: tomorrow 05:58, Harbour Tower (rota 2 days old)"


def test_without_a_rota_nothing_is_said(front: Front) -> None:
    assert not any("Next" in line or "rota" in line for line in leaves(front))


def test_a_clock_in_and_a_break_say_nothing_of_it(front: Front) -> None:
    front.shift("1053", 0, 8)
    front.shift("1053", 24, 8)
    assert not any("Next" in line for line in front.badge("1053").lines)
    front.clock.advance(HOUR)
    front.idle()
    front.badge("1053")
    assert not any("Next" in line for line in front.touch("Start break").lines)


def test_a_shift_of_another_site_is_not_promised_here(front: Front) -> None:
    front.roster()
    now = front.clock.wall
    begins, ends = (now + timedelta(hours=hours) for hours in (22, 30))
    elsewhere = (1053, begins.isoformat(), 7, ends.isoformat(), ACCOUNT + 1, 1)
    covers = now + timedelta(days=14)
    roster.replace(front.store, front.site, Part.SHIFTS, [elsewhere], began_at=now, covers_until=covers)
    assert leaves_with_position(front)[1] == "Next: tomorrow 03:58, another site"


def test_where_more_must_be_told_the_next_shift_gives_way(front: Front) -> None:
    front.shift("1053", 24, 8)
    words, others = words_for("en"), ("Nobody here knew that you were on duty.", "Not checked: no position.")
    assert with_next_shift(words, front.setting, None, None, others) == others
