"""Whoever comes back early from a planned break is asked whether they chose so, after their tap is committed."""

import pytest

from kiosk.summary_desk import READING_S
from kiosk.views import ChoiceView, IdleView, SummaryView
from shared.domain.clock_status import ClockStatus
from shared.domain.model import Kind
from tests.kiosk.break_office import PLANNED, answers, leaves, question, reads_and_touches, takes_break
from tests.kiosk.conftest import Front


@pytest.fixture
def planned(make_front) -> Front:
    return make_front(rules=PLANNED)


def back_early(front: Front) -> ChoiceView:
    """Five of ten minutes; the question."""
    front.on_duty("1053", for_h=2)
    assert takes_break(front, minutes=5).what.startswith("Break ended")
    return front.closes(ChoiceView)


def test_it_is_asked_after_the_outcome(planned: Front) -> None:
    view = back_early(planned)
    assert planned.kept("1053")[-2].draft.status is ClockStatus.EARLY_FROM_BREAK
    assert view.question == "Did you end your break early by your own choice?"
    assert view.where.startswith("Break 07:58 to 08:03: 5 min instead of 10 min")
    assert [button.text for button in view.choices] == ["Yes", "No"]
    assert answers(planned) == [("not_answered", "")]


def test_yes_is_voluntary(planned: Front) -> None:
    back_early(planned)
    assert isinstance(reads_and_touches(planned, "Yes"), IdleView)
    assert answers(planned) == [("not_answered", ""), ("voluntary", "")]
    assert question(planned, Kind.BREAK_ENDED).answer == "voluntary"


@pytest.mark.parametrize(
    ("text", "reason"),
    [("Called back to work", "called_back"), ("Emergency", "emergency"), ("Another reason", "other")],
)
def test_no_asks_why(planned: Front, text: str, reason: str) -> None:
    back_early(planned)
    view = reads_and_touches(planned, "No")
    assert view.question == "Why did your break end early?"
    assert isinstance(reads_and_touches(planned, text), IdleView)
    assert answers(planned)[1:] == [("not_voluntary", ""), ("not_voluntary", reason)]
    assert question(planned, Kind.BREAK_ENDED).reason == reason


def test_no_counts_without_a_reason(planned: Front) -> None:
    back_early(planned)
    reads_and_touches(planned, "No")
    assert isinstance(planned.closes(), IdleView)
    assert answers(planned)[1:] == [("not_voluntary", "")]


def test_a_double_touch_on_no_gives_no_reason(planned: Front) -> None:
    back_early(planned)
    why = reads_and_touches(planned, "No")
    planned.clock.advance(READING_S - 0.1)
    planned.late(why.choices[1].intent)
    planned.settled()
    assert answers(planned)[1:] == [("not_voluntary", "")]


def test_not_answered_it_is_asked_again_before_the_summary(planned: Front) -> None:
    back_early(planned)
    planned.closes()
    planned.clock.advance(3600)
    leaves(planned)
    view = planned.closes(ChoiceView)
    assert (view.question[:8], view.note) == ("Did you ", "1 of 2")
    summary = reads_and_touches(planned, "Yes")
    assert isinstance(summary, SummaryView)
    assert summary.note == "2 of 2"


@pytest.mark.parametrize("minutes", [9, 10, 30])
def test_a_break_within_its_grace_or_longer_asks_nothing(planned: Front, minutes: float) -> None:
    planned.on_duty("1053", for_h=2)
    takes_break(planned, minutes=minutes)
    assert isinstance(planned.closes(), IdleView)
    assert answers(planned) == []


def test_an_unmanaged_break_asks_nothing(make_front) -> None:
    front = make_front()
    front.on_duty("1053", for_h=2)
    takes_break(front, minutes=5)
    assert isinstance(front.closes(), IdleView)


def test_whoever_leaves_from_a_break_is_asked_for_the_summary_alone(planned: Front) -> None:
    planned.on_duty("1053", for_h=2)
    planned.badge("1053")
    planned.touch("Start break")
    planned.idle()
    planned.clock.advance(300)
    leaves(planned)
    assert planned.closes(SummaryView).rows[0].what.startswith("5 min instead of 10 min")
    assert planned.now.note == ""
