"""Who has not answered is asked again, and so is whoever answered before the hours were changed."""

from datetime import timedelta

import pytest

from kiosk.views import IdleView, OutcomeView, SummaryView
from shared.domain.model import Kind, Person, Role
from shared.domain.supervision import Because, Reason
from shared.gather import Surroundings
from shared.store import break_answers
from shared.supervision.correcting import correct_time
from shared.supervision.word import Word
from tests.kiosk.break_office import (
    PLANNED,
    answers,
    left_after_a_short_rest,
    left_without_a_break,
    question,
    reads_and_touches,
)
from tests.kiosk.conftest import Front

SAM = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=("Harbour Tower",))


@pytest.fixture
def planned(make_front) -> Front:
    return make_front(rules=PLANNED)


def change_of(front: Front, kind: Kind, minutes: float) -> None:
    """Sam corrects the newest event of that kind."""
    target = next(event for event in reversed(front.kept("1053")) if event.draft.kind is kind)
    word = Word(SAM, front.door, Surroundings(front.clock.read()), Reason(Because.FORGOT), True)
    correct_time(front.store, word, target.event_id, target.draft.at + timedelta(minutes=minutes))


def test_what_was_agreed_is_asked_again_when_the_hours_are_changed(planned: Front) -> None:
    left_after_a_short_rest(planned)
    reads_and_touches(planned, "Right")
    planned.clock.advance(300)
    change_of(planned, Kind.BREAK_ENDED, 4)
    planned.badge("1053")
    view = planned.closes(SummaryView)
    assert view.rows[0].what == "9 min \u00b7 paid \u00b7 as planned"
    assert answers(planned)[-1] == ("not_answered", "")
    reads_and_touches(planned, "Right")
    assert [said for said, _ in answers(planned)][-4:] == ["not_answered", "agreed", "not_answered", "agreed"]


def test_a_change_that_shows_nothing_new_asks_nothing(planned: Front) -> None:
    left_after_a_short_rest(planned)
    reads_and_touches(planned, "Right")
    planned.clock.advance(300)
    for minutes in (4, 0):
        change_of(planned, Kind.BREAK_ENDED, minutes)
    since = len(planned.screen.views)
    planned.badge("1053")
    planned.closes()
    assert not any(isinstance(view, SummaryView) for view in planned.screen.views[since:])
    assert question(planned).answer == "agreed"


def test_a_change_while_it_stands_on_the_screen_is_asked_at_the_next_tap(planned: Front) -> None:
    left_after_a_short_rest(planned)
    change_of(planned, Kind.BREAK_ENDED, 4)
    reads_and_touches(planned, "Right")
    assert break_answers.waiting(planned.store, "1053", planned.clock.wall)[0].is_doubted
    planned.clock.advance(300)
    planned.badge("1053")
    assert planned.closes(SummaryView).rows[0].what.endswith("as planned")


def test_another_terminal_of_the_ledger_asks_it(planned: Front, make_front) -> None:
    left_without_a_break(planned)
    planned.closes()
    other = make_front(rules=PLANNED, terminal="Terminal 2", filled=False)
    other.clock.advance((planned.clock.wall - other.clock.wall).total_seconds() + 300)
    assert other.badge("1053").what.startswith("Clocked in")
    other.closes(SummaryView)
    assert isinstance(reads_and_touches(other, "Right"), IdleView)
    assert question(planned).answer == "agreed"


def test_after_a_fortnight_nobody_is_asked_any_more(planned: Front) -> None:
    left_without_a_break(planned)
    planned.closes()
    planned.clock.advance(15 * 86400)
    since = len(planned.screen.views)
    outcome = planned.badge("1053")
    assert isinstance(outcome, OutcomeView)
    assert not any("see next" in line for line in outcome.lines)
    planned.closes()
    assert not any(isinstance(view, SummaryView) for view in planned.screen.views[since:])
