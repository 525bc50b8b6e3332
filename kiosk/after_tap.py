"""What a person is told after the outcome of their tap: one subject after another, in one order.

Rule 1: the outcome of the tap comes first; the next badge wins, and so does whoever was typing or counting meanwhile.
Rule 2: whoever leaves something unanswered has gone: nothing follows it. Whoever says "later" stands there still.
"""

from dataclasses import replace

from kiosk.muster_state import Mustering
from kiosk.stage import Stage
from kiosk.states import Keypad, State, Told
from kiosk.teller import TellsAfterTap
from kiosk.views import OutcomeView
from kiosk.wording.setting import Setting
from shared.domain.model import Person
from shared.recording import Outcome
from shared.words import words_for


class AfterTap:
    """Used by the presenter's thread alone; registers itself as the stage's teller."""

    def __init__(self, stage: Stage, setting: Setting) -> None:
        self._stage = stage
        self._setting = setting
        self._subjects: list[TellsAfterTap] = []
        stage.teller = self

    def joins(self, subject: TellsAfterTap) -> None:
        """This subject is told after those that joined before it."""
        self._subjects.append(subject)

    def ends(self, subject: TellsAfterTap, person: Person) -> None:
        """All of `subject` is told: what comes after it follows, else nobody is there any more."""
        later = self._subjects[self._subjects.index(subject) + 1 :]
        if not any(one.begins(person) for one in later):
            self._stage.idle()

    # As the stage's teller

    def announced(self, outcome: Outcome, view: OutcomeView) -> OutcomeView:
        """The same with a line that something follows, where something does: that of the first subject."""
        if self._gives_way():
            return view
        words = words_for(outcome.person.language or self._setting.language)
        line = next(filter(None, (one.announces(outcome.person, words) for one in self._subjects)), "")
        receipt, *others = view.lines
        return replace(view, lines=(receipt, line, *others)) if line else view

    def tells_after(self, state: State) -> bool:
        """The first subject with something to tell whoever tapped, or the next thing of the one that stood."""
        match state:
            case Told(outcome=Outcome(person=person)):
                return not self._gives_way() and any(one.begins(person) for one in self._subjects)
            case _:
                return any(one.goes_on(state) for one in self._subjects)

    def _gives_way(self) -> bool:
        """Somebody typed or counted when this badge came: they are waiting for the screen."""
        return isinstance(self._stage.set_aside, Keypad | Mustering)
