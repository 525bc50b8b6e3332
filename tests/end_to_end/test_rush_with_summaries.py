"""Two hundred people leave through one terminal, one every two seconds, with break summaries on: all get out.

The real presenter, ledger and register, on a clock that the test moves: badges come at their instants whatever stands
on the screen, and nobody waits for anybody's summary.
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from kiosk.views import IdleView, OutcomeView, SummaryView
from shared.badges import BadgeKeys
from shared.domain.model import Kind, Person
from shared.domain.rules import Rules, TapOut
from shared.store.people import RegisterRow
from shared.verify import verify
from tests.kiosk.break_office import MEAL, REST, answers, question, reads_and_touches
from tests.kiosk.conftest import Front, badge_keys, badge_number, make_front, pin_hash, register

__all__ = ["badge_keys", "make_front", "pin_hash", "register"]
MANY = [str(number) for number in range(2001, 2201)]
EVERY_S = 2.0
SEVEN_MINUTES_S = 420.0
WORKED_S = 6 * 3600


@pytest.fixture
def crowd(make_front: Callable[..., Front], register: Callable[..., None], badge_keys: BadgeKeys) -> Front:
    """Two hundred people who came six hours ago; a meal and a rest were due, and some took one."""
    rules = Rules(breaks=(MEAL, REST), tap_out=TapOut.ALWAYS)
    front = make_front(rules=rules, filled=False)
    more = [
        RegisterRow(
            Person(number, f"Guard {number}", sites=("Harbour Tower",)),
            "",
            "",
            ((*badge_keys.hashes("em4100", "", badge_number(number))[0], False),),
        )
        for number in MANY
    ]
    register(front.store, more=more)
    for number in MANY:
        front.badge(number)
        front.clock.advance(1.0)
    front.idle()
    front.clock.advance(WORKED_S)
    return front


@pytest.mark.timeout(300)
def test_two_hundred_badges_at_two_second_intervals_are_all_out_within_seven_minutes(crowd: Front) -> None:
    began, shown = crowd.clock.wall, {}
    for place, number in enumerate(MANY):
        due_at = began + timedelta(seconds=EVERY_S * place)
        crowd.clock.advance((due_at - crowd.clock.wall).total_seconds())
        view = crowd.badge(number)
        assert isinstance(view, OutcomeView), (number, view)
        assert view.what.startswith("Clocked out"), (number, view)
        assert view.who == f"Guard {number}"
        shown[number] = due_at
    assert (crowd.clock.wall - began).total_seconds() <= SEVEN_MINUTES_S
    for number, at in shown.items():
        last = crowd.kept(number)[-1]
        assert (last.draft.kind, last.draft.at) == (Kind.CLOCKED_OUT, at.replace(microsecond=0)), number
    assert not any(isinstance(view, SummaryView) for view in crowd.screen.views)
    assert {question(crowd, number=number).answer for number in MANY} == {""}
    # Only the last one stands there long enough to be asked; everybody else is asked at their next tap.
    crowd.closes(SummaryView)
    reads_and_touches(crowd, "Right")
    assert answers(crowd, MANY[-1]) == [("not_answered", ""), ("agreed", "")]
    assert verify(crowd.store).intact


@pytest.mark.timeout(300)
def test_whoever_could_not_be_asked_in_the_rush_is_asked_at_their_next_tap(crowd: Front) -> None:
    for number in MANY[:20]:
        crowd.badge(number)
        crowd.clock.advance(EVERY_S)
    crowd.badge("2050")
    crowd.idle()
    crowd.clock.advance(14 * 3600)
    for number in MANY[:5]:
        assert crowd.badge(number).what.startswith("Clocked in")
        view = crowd.closes(SummaryView)
        assert view.who == f"Guard {number}"
        assert isinstance(reads_and_touches(crowd, "Right"), IdleView)
        assert question(crowd, number=number).answer == "agreed"


@pytest.mark.timeout(300)
def test_badges_win_over_summaries_that_stand_on_the_screen(crowd: Front) -> None:
    for number in MANY[:30]:
        assert crowd.badge(number).what.startswith("Clocked out")
        crowd.closes(SummaryView)
        crowd.clock.advance(0.3)
    assert {question(crowd, number=number).answer for number in MANY[:30]} == {"not_answered"}
