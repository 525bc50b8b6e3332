"""A door whose site plans breaks, and people who work there."""

from kiosk.summary_desk import READING_S
from kiosk.views import ChoiceView, SummaryView, View
from shared.domain.break_rules import BreakKind, BreakRule
from shared.domain.break_summary import BreakQuestion
from shared.domain.model import Kind
from shared.domain.rules import Rules
from shared.store import break_answers
from tests.kiosk.conftest import Front

MEAL = BreakRule(BreakKind.MEAL, 4 * 3600, 1800)
REST = BreakRule(BreakKind.REST, 2 * 3600, 600, paid=True)
PLANNED = Rules(breaks=(MEAL, REST))


def takes_break(front: Front, *, minutes: float, number: str = "1053") -> View:
    """A break by their own taps; what the screen shows for its end."""
    front.badge(number)
    front.touch("Start break")
    front.idle()
    front.clock.advance(minutes * 60 - 5)
    return front.badge(number)


def leaves(front: Front, number: str = "1053") -> View:
    """Out by their own tap; the outcome."""
    front.badge(number)
    return front.touch("Clock out")


def left_after_a_short_rest(front: Front, number: str = "1053") -> View:
    """A day of six hours: the rest was short and the meal was not taken. The summary's screen."""
    front.on_duty(number, for_h=2)
    takes_break(front, minutes=5, number=number)
    front.closes(ChoiceView)
    reads_and_touches(front, "Yes")
    front.clock.advance(4 * 3600)
    leaves(front, number)
    return front.closes(SummaryView)


def left_without_a_break(front: Front, number: str = "1053", *, hours: float = 3) -> View:
    """The rest was due and not taken; the summary's screen."""
    front.on_duty(number, for_h=hours)
    leaves(front, number)
    return front.closes(SummaryView)


def reads_and_touches(front: Front, text: str) -> View:
    front.clock.advance(READING_S)
    return front.touch(text)


def answers(front: Front, number: str = "1053") -> list[tuple[str, str]]:
    """What the ledger tells that this person said, oldest first, with the reason."""
    kept = [event.about for event in front.kept(number) if event.draft.kind is Kind.BREAK_ANSWER]
    return [(about.new, about.reason) for about in kept if about is not None]


def question(front: Front, kind: Kind = Kind.CLOCKED_OUT, number: str = "1053") -> BreakQuestion:
    """What is kept about the newest event of that kind."""
    target = next(event for event in reversed(front.kept(number)) if event.draft.kind is kind)
    found = break_answers.find(front.store, target.event_id)
    assert found is not None
    return found
