"""A break that is due, was not taken or runs over: on the idle screen by initials, and to its person at their tap."""

import pytest

from kiosk.break_watch import LOOK_EVERY_S
from kiosk.views import ChoiceView, IdleView, OutcomeView, Tone
from shared.domain.rules import Rules
from tests.kiosk.break_office import MEAL, PLANNED, takes_break
from tests.kiosk.conftest import Front

A_MINUTE_S = 60.0
assert A_MINUTE_S > LOOK_EVERY_S


@pytest.fixture
def planned(make_front) -> Front:
    return make_front(rules=PLANNED)


def idle(front: Front) -> IdleView:
    """The idle screen a minute later: its clock has moved on, and the next look was taken."""
    front.idle()
    since = len(front.screen.views)
    front.clock.advance(A_MINUTE_S)
    return front.screen.wait(lambda view: isinstance(view, IdleView), since)


def breaks(view: IdleView) -> list[str]:
    return [status.text for status in view.statuses if status.text.startswith("Break")]


def test_nothing_is_said_before_a_break_is_due(planned: Front) -> None:
    planned.on_duty("1053", for_h=1)
    assert breaks(idle(planned)) == []


def test_a_break_that_is_due_is_told_by_initials_alone(planned: Front) -> None:
    planned.on_duty("1053", for_h=2)
    view = idle(planned)
    assert breaks(view) == ["Break due: AR"]
    assert [status.tone for status in view.statuses if status.text.startswith("Break")] == [Tone.WARN]
    assert "Ana" not in str(view)


def test_it_goes_once_the_break_is_taken_and_comes_when_it_runs_over(planned: Front) -> None:
    planned.on_duty("1053", for_h=2)
    planned.badge("1053")
    planned.touch("Start break")
    assert breaks(idle(planned)) == []
    planned.clock.advance(20 * 60)
    assert breaks(idle(planned)) == ["Break over: AR"]
    planned.badge("1053")
    assert breaks(idle(planned)) == []


def test_without_planned_breaks_nothing_is_read(make_front) -> None:
    front = make_front(rules=Rules())
    front.on_duty("1053", for_h=9)
    assert breaks(idle(front)) == []


def test_whoever_taps_is_told_what_is_due(planned: Front) -> None:
    planned.on_duty("1053", for_h=2.05)
    view = planned.badge("1053")
    assert isinstance(view, ChoiceView)
    assert view.note.startswith("Your rest break is due since ")


def test_whoever_did_not_take_it_is_reminded(planned: Front) -> None:
    planned.on_duty("1053", for_h=3)
    view = planned.badge("1053")
    assert isinstance(view, ChoiceView)
    assert view.note.endswith("and was not taken")


def test_whoever_comes_back_late_is_told_since_when(planned: Front) -> None:
    planned.on_duty("1053", for_h=2)
    view = takes_break(planned, minutes=25)
    assert isinstance(view, OutcomeView)
    assert any(line.startswith("Your rest break should have ended at ") for line in view.lines)


def test_whoever_comes_back_in_time_is_told_nothing(planned: Front) -> None:
    planned.on_duty("1053", for_h=2)
    view = takes_break(planned, minutes=10)
    assert isinstance(view, OutcomeView)
    assert not any("rest break" in line for line in view.lines)


def test_a_french_speaker_hears_it_in_french(make_front) -> None:
    front = make_front(rules=Rules(breaks=(MEAL,)), languages={"1053": "fr"})
    front.on_duty("1053", for_h=4.1)
    view = front.badge("1053")
    assert isinstance(view, ChoiceView)
    assert view.note.startswith("Votre pause repas")
