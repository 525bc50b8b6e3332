"""What a supervisor changed is told to its person after their tap, and what they say to it is kept.

Rule 1: the outcome of the tap comes first; the next badge wins, and so does whoever was typing or counting meanwhile.
Rule 2: what is shown is stored as not answered before it is shown. Only a touch makes it agreed or disputed, so that
whoever walks away, is interrupted, or sees the power go has said nothing and is told again.
Rule 3: a touch counts after the time that reading takes at least; one meant for the screen before answers nothing.
"""

from dataclasses import replace

import structlog

from kiosk.doorkeeper import Doorkeeper
from kiosk.muster_state import Mustering
from kiosk.notice_state import Noticing
from kiosk.stage import Stage
from kiosk.states import Keypad, State, Told
from kiosk.views import Act, Intent, OutcomeView
from kiosk.wording import notices as wording
from kiosk.wording.setting import Setting
from shared.domain.model import Person
from shared.domain.notice import Notice, NoticeAnswer
from shared.recording import Outcome
from shared.store.errors import StoreError
from shared.words import words_for

LOG = structlog.get_logger()
AT_ONE_TAP = 3
READING_S = 1.0
"""Nobody has read a notice before: a finger that comes down sooner was meant for something else."""


class NoticeDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting
        stage.teller = self

    # As the stage's teller

    def announced(self, outcome: Outcome, view: OutcomeView) -> OutcomeView:
        """The same with a line that something follows, where something does."""
        if self._gives_way() or not self._waiting(outcome.person):
            return view
        receipt, *others = view.lines
        line = wording.follows(words_for(outcome.person.language or self._setting.language))
        return replace(view, lines=(receipt, line, *others))

    def tells_after(self, state: State) -> bool:
        """The notices of whoever tapped, one after another. Whoever left one unanswered has gone: it is the last."""
        match state:
            case Told(outcome=Outcome(person=person)) if not self._gives_way():
                waiting = self._waiting(person)
                now, later = waiting[:AT_ONE_TAP], waiting[AT_ONE_TAP:]
                return self._tell(person, now, len(now), len(later))
            case Noticing(notice=None):
                return self._tell(state.person, state.others, state.of, state.more)
            case _:
                return False

    def takes(self, intent: Intent) -> bool:
        """A touch, if it is on a notice: then it was done."""
        state = self._stage.state
        if not isinstance(state, Noticing):
            return False
        if intent.act is Act.CHOOSE and state.notice is not None:
            self._answered(state, NoticeAnswer(intent.value.partition(":")[0]), state.notice)
        else:
            self._stage.idle()
        return True

    def _answered(self, state: Noticing, said: NoticeAnswer, notice: Notice) -> None:
        try:
            done = self._doorkeeper.say_to_notice(state.person, notice.event_id, said)
        except StoreError as error:
            LOG.error("kiosk.notice_not_kept", error=str(error))  # noqa: TRY400  the sentence says it all
            # Their tap stands: the screen must not say that it was not recorded.
            self._stage.broken(str(error), tapped=False)
            return
        if said is NoticeAnswer.DISPUTED and isinstance(done, Notice):
            view = wording.disputed(self._stage.words, self._setting, state.person.name)
            self._stage.put(replace(state, notice=None), view)
        elif not self._tell(state.person, state.others, state.of, state.more):
            self._stage.idle()

    def _tell(self, person: Person, notices: tuple[Notice, ...], of: int, more: int) -> bool:
        """Show the first of them; False where there is none, or it cannot be kept as shown."""
        if not notices:
            return False
        notice, *others = notices
        try:
            self._doorkeeper.say_to_notice(person, notice.event_id, NoticeAnswer.NOT_ANSWERED)
            background = self._doorkeeper.behind_notice(notice)
        except StoreError as error:
            LOG.warning("kiosk.notice_not_told", error=str(error))
            return False
        self._stage.words = words_for(person.language or self._setting.language)
        state = Noticing(person, notice, tuple(others), of, more)
        view = wording.told(self._stage.words, self._setting, state, background, self._doorkeeper.now())
        self._stage.deafen(READING_S)
        self._stage.put(state, view)
        return True

    def _waiting(self, person: Person) -> tuple[Notice, ...]:
        try:
            return tuple(self._doorkeeper.notices_for(person))
        except StoreError as error:
            # The tap is committed: nothing that follows it may say otherwise.
            LOG.warning("kiosk.notices_not_read", error=str(error))
            return ()

    def _gives_way(self) -> bool:
        """Somebody typed or counted when this badge came: they are waiting for the screen."""
        return isinstance(self._stage.set_aside, Keypad | Mustering)
