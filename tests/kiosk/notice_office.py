"""A door whose supervisor Sam corrected somebody's hours, and what is told of it there."""

from collections.abc import Callable
from datetime import timedelta

from kiosk.notice_desk import READING_S
from kiosk.views import ChoiceView
from shared.domain.model import Kind, Person, Role
from shared.domain.supervision import Because, Reason
from shared.gather import Surroundings
from shared.store import notices
from shared.store.people import RegisterRow
from shared.supervision.correcting import correct_time
from shared.supervision.word import Word
from tests.kiosk.conftest import Front

SAM = Person("2001", "Sam Roy", role=Role.SUPERVISOR, sites=("Harbour Tower",))


def office_of(front: Front, register: Callable[..., None], **more: dict[str, str]) -> Front:
    """The door with Sam in its register."""
    register(front.store, more=[RegisterRow(SAM, "", "", ())], **more)
    return front


def corrected(front: Front, number: str = "1053", *, minutes: float = 28) -> str:
    """Their newest event counts that much later; the id of what has to be told."""
    target = front.kept(number)[-1]
    word = Word(SAM, front.door, Surroundings(front.clock.read()), Reason(Because.FORGOT), True)
    done = correct_time(front.store, word, target.event_id, target.draft.at + timedelta(minutes=minutes))
    return done.event.event_id


def left_yesterday(front: Front, number: str = "1053") -> str:
    """Out at 07:58 on Tuesday by their own tap, corrected to 08:26; a day has passed since."""
    front.on_duty(number)
    front.badge(number)
    front.touch("Clock out")
    front.idle()
    front.clock.advance(3600)
    event_id = corrected(front, number)
    front.clock.advance(23 * 3600)
    return event_id


def noticed(view) -> bool:
    return isinstance(view, ChoiceView) and view.corner is not None and view.corner.text == "Later"


def notice_after_tap(front: Front, number: str = "1053") -> ChoiceView:
    """A tap, and its outcome's whole time."""
    front.badge(number)
    view = front.closes(ChoiceView)
    assert noticed(view)
    return view


def said(front: Front, event_id: str) -> str:
    found = notices.find(front.store, event_id)
    assert found is not None
    return found.answer


def answers(front: Front, number: str = "1053") -> list[str]:
    return [event.about.new for event in front.kept(number) if event.draft.kind is Kind.CORRECTION_ANSWER]


def reads_and_touches(front: Front, text: str):
    front.clock.advance(READING_S)
    return front.touch(text)
