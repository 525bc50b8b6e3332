"""What a person is asked about their breaks after their tap, and what they say is kept.

Rule 1: their tap is committed before anything is asked, and the next badge wins.
Rule 2: what is shown is stored as not answered before it is shown. Only a touch answers it, so that whoever walks away,
is interrupted, or sees the power go has said nothing and is asked again.
Rule 3: a touch counts after the time that reading takes at least; one meant for the screen before answers nothing.
"""

from dataclasses import replace

import structlog

from kiosk.after_tap import AfterTap
from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import State
from kiosk.summary_state import Reviewing
from kiosk.views import Act, Intent
from kiosk.wording import summary as wording
from kiosk.wording.setting import Setting
from shared.domain.break_summary import BreakQuestion, BreakSaid, EarlyReason
from shared.domain.model import Person
from shared.domain.supervision import NotDone
from shared.store.errors import StoreError
from shared.words import Words, words_for
from shared.words.break_summary import follows

LOG = structlog.get_logger()
AT_ONE_TAP = 3
READING_S = 1.0
"""Nobody has read a list of breaks before: a finger that comes down sooner was meant for something else."""


class SummaryDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting, after_tap: AfterTap) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting
        self._after_tap = after_tap
        after_tap.joins(self)

    def announces(self, person: Person, words: Words) -> str:
        """The line under the outcome where there is something to ask."""
        return follows(words) if self._waiting(person) else ""

    def begins(self, person: Person) -> bool:
        """The oldest questions, one after another."""
        waiting = self._waiting(person)[:AT_ONE_TAP]
        return self._ask(person, waiting, len(waiting))

    def goes_on(self, state: State) -> bool:
        """After what became of "not right". Whoever left a question unanswered has gone."""
        if not isinstance(state, Reviewing) or state.question is not None:
            return False
        self._next(state)
        return True

    def takes(self, intent: Intent) -> bool:
        """A touch, if it is on a question about breaks: then it was done."""
        state = self._stage.state
        if not isinstance(state, Reviewing):
            return False
        if intent.act is Act.CHOOSE and state.question is not None:
            self._answered(state, state.question, intent.value.partition(":")[0])
        elif intent.act is Act.CLOSE:
            self._after_tap.ends(self, state.person)
        return True

    def _answered(self, state: Reviewing, question: BreakQuestion, value: str) -> None:
        said, reason = (BreakSaid.NOT_VOLUNTARY, value) if value in set(EarlyReason) else (BreakSaid(value), "")
        try:
            done = self._doorkeeper.say_of_breaks(state.person, question.target, said, reason)
        except StoreError as error:
            LOG.error("kiosk.break_answer_not_kept", error=str(error))  # noqa: TRY400  the sentence says it all
            # Their tap stands: the screen must not say that it was not recorded.
            self._stage.broken(str(error), tapped=False)
            return
        words, setting = self._stage.words, self._setting
        if isinstance(done, NotDone):
            # Answered elsewhere meanwhile: nothing was kept, and nothing is said to have been.
            self._next(state)
        elif said is BreakSaid.DISPUTED:
            self._stage.put(replace(state, question=None), wording.disputed(words, setting, state.person.name))
        elif said is BreakSaid.NOT_VOLUNTARY and not reason:
            asked = replace(state, asks_why=True)
            self._stage.deafen(READING_S)
            self._stage.put(asked, wording.why(words, setting, asked))
        else:
            self._next(state)

    def _next(self, state: Reviewing) -> None:
        if not self._ask(state.person, state.others, state.of):
            self._after_tap.ends(self, state.person)

    def _ask(self, person: Person, questions: tuple[BreakQuestion, ...], of: int) -> bool:
        """Show the first that is still worth asking; False where there is none, or it cannot be kept as shown."""
        for place, question in enumerate(questions, 1):
            try:
                told = self._doorkeeper.show_of_breaks(person, question.target)
            except StoreError as error:
                LOG.warning("kiosk.breaks_not_told", error=str(error))
                return False
            if told is None:
                continue
            self._stage.words = words_for(person.language or self._setting.language)
            state = Reviewing(person, question, told, questions[place:], of)
            self._stage.deafen(READING_S)
            self._stage.put(state, wording.asked(self._stage.words, self._setting, state, self._doorkeeper.now()))
            return True
        return False

    def _waiting(self, person: Person) -> tuple[BreakQuestion, ...]:
        try:
            return tuple(self._doorkeeper.breaks_to_ask(person))
        except StoreError as error:
            # The tap is committed: nothing that follows it may say otherwise.
            LOG.warning("kiosk.breaks_not_read", error=str(error))
            return ()
