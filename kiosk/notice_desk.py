"""What a supervisor changed is told to its person after their tap, and what they say to it is kept.

Rule 1: the outcome of the tap comes first; the next badge wins, and so does whoever was typing or counting meanwhile.
Rule 2: what is shown is stored as not answered before it is shown. Only a touch makes it agreed or disputed, so that
whoever walks away, is interrupted, or sees the power go has said nothing and is told again.
Rule 3: a touch counts after the time that reading takes at least; one meant for the screen before answers nothing.
"""

from dataclasses import replace

import structlog

from kiosk.after_tap import AfterTap
from kiosk.doorkeeper import Doorkeeper
from kiosk.notice_state import Noticing
from kiosk.stage import Stage
from kiosk.states import State
from kiosk.views import Act, Intent
from kiosk.wording import notices as wording
from kiosk.wording.setting import Setting
from shared.domain.model import Person
from shared.domain.notice import Notice, NoticeAnswer
from shared.store.errors import StoreError
from shared.words import Words, words_for

LOG = structlog.get_logger()
AT_ONE_TAP = 3
READING_S = 1.0
"""Nobody has read a notice before: a finger that comes down sooner was meant for something else."""


class NoticeDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting, after_tap: AfterTap) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting
        after_tap.joins(self)

    def announces(self, person: Person, words: Words) -> str:
        """The line under the outcome where there is something to tell."""
        return wording.follows(words) if self._waiting(person) else ""

    def begins(self, person: Person) -> bool:
        """The notices of whoever tapped, one after another."""
        waiting = self._waiting(person)
        now, later = waiting[:AT_ONE_TAP], waiting[AT_ONE_TAP:]
        return self._tell(person, now, len(now), len(later))

    def goes_on(self, state: State) -> bool:
        """The next one after what became of "not right". Whoever left one unanswered has gone: it is the last."""
        if not isinstance(state, Noticing) or state.notice is not None:
            return False
        return self._tell(state.person, state.others, state.of, state.more)

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
