"""A supervisor authorises a refused clock-in where it stands: by badge, or by number and PIN, at the prompt for it.

Rule 1: the refusal was kept before it was told. Whatever ends the prompt (a touch, time, a badge) leaves it so, for the
desk.
Rule 2: a supervisor's badge at the prompt is their word and no tap of theirs; so is the same badge once more while what
it led to stands on the screen.
Rule 3: whoever else shows a badge at the prompt taps, as on every screen; that it authorises nothing is said beside it.
Rule 4: a number and PIN typed at the prompt are nobody's tap, and authorise only while the prompt still stands.
"""

from dataclasses import replace

import structlog

from kiosk.authorising_state import Authorising
from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import Keypad, Told
from kiosk.views import Act, Intent
from kiosk.wording import authorising as wording
from kiosk.wording.choices import MORE
from kiosk.wording.keypad import Typing
from kiosk.wording.setting import Setting
from shared.domain.acceptance import NotAccepted, WhyNot
from shared.domain.decision import Accepted, Ask, Refused
from shared.domain.model import Person
from shared.domain.tap import Question, Unidentified
from shared.identify import Identified, Identity, NotIdentified
from shared.recording import Outcome
from shared.store.errors import StoreError
from shared.words import words_for

LOG = structlog.get_logger()


class AuthorisingDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, setting: Setting) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting

    # Touches

    def takes(self, intent: Intent) -> bool:
        """A touch, if it is about authorising: then it was done."""
        match intent.act, self._stage.state:
            case Act.AUTHORISE, Told(outcome=Outcome() as refused):
                self._stage.deafen()
                self._stage.keypad(Keypad(Typing(refused=refused)))
            case Act.CHOOSE, Authorising() as state:
                self._position_chosen(intent.value, state)
            case Act.CLOSE, Authorising():
                self._stage.idle()
            case _:
                return False
        return True

    def _position_chosen(self, value: str, state: Authorising) -> None:
        if value == MORE:
            self._ask(replace(state, page=state.page + 1))
        else:
            self._authorise(state.refused, state.by, int(value.removeprefix("position:")))

    # Badges

    def takes_badge_of(self, person: Person) -> bool:
        """A badge, if it is a supervisor's word on what stands on the screen: then it was done."""
        refused = self._prompted()
        if refused is None or self._objection(person, refused) is not None:
            return self.takes_again((person.number,))
        self._authorise(refused, person)
        return True

    def takes_again(self, numbers: tuple[str, ...]) -> bool:
        """The badge of whoever said the word that stands, shown once more: told again. `numbers`: who may hold it."""
        match self._stage.state:
            case Told(outcome=Outcome(decision=Refused()) as refused, by=Person(number=number) as by) if (
                number in numbers
            ):
                self._authorise(refused, by)
            case Told(outcome=Outcome() as done, by=Person(number=number) as by) if number in numbers:
                self._stage.tell(done, self._beside(done, by), by=by)
            case Authorising(by=Person(number=number)) as state if number in numbers:
                self._ask(state)
            case _:
                return False
        return True

    def beside(self, person: Person, refused: Outcome | None = None) -> str:
        """The line for somebody whose badge at the prompt was their own tap; "" where no prompt stood.

        `refused` is what the prompt was about, where another screen stands by now.
        """
        refused = refused or self._prompted()
        why = self._objection(person, refused) if refused is not None else None
        if why is None:
            return ""
        words = words_for(person.language or self._setting.language)
        return wording.own_tap(words, why, self._setting.site)

    # Number and PIN

    def takes_pin(self, identity: Identity | StoreError, typing: Typing, *, is_standing: bool) -> bool:
        """What came of a PIN at the prompt, unless it was somebody's tap or could not be checked: then it was done."""
        refused = typing.refused
        if refused is None or not isinstance(identity, Identified | NotIdentified):
            return False
        person = identity.person if isinstance(identity, Identified) else None
        why = self._objection(person, refused) if person is not None else None
        if typing.by_badge and (person is None or why is not None):
            return False
        if typing.by_badge:
            self._doorkeeper.explain(typing.claim_id)
        if not is_standing:
            LOG.info("authorising.prompt_was_over")
        elif person is not None and why is None:
            self._authorise(refused, person)
        else:
            self._typed_in_vain(refused, why or _reason(identity))
        return True

    def _typed_in_vain(self, refused: Outcome, why: WhyNot | Unidentified) -> None:
        said = wording.typed_in_vain(self._stage.words, why, self._setting.site)
        self._stage.keypad(Keypad(Typing(refused=refused), said))

    # The word

    def _authorise(self, refused: Outcome, by: Person, position_id: int | None = None) -> None:
        done = self._doorkeeper.authorise(refused.tap.tap_id, by, position_id)
        became = done.reason if isinstance(done, NotAccepted) else type(done.decision).__name__
        LOG.info("authorising.said", by=by.number, person=refused.person.number, became=became)
        if isinstance(done, NotAccepted):
            self._not_authorised(refused, by, done.reason)
        elif not isinstance(done.decision, Ask):
            self._stage.tell(done, self._beside(done, by), by=by)
        elif done.decision.question is Question.WHICH_POSITION:
            self._ask(Authorising(refused, by, done.decision))
        else:
            # Another door moved this person meanwhile: what they meant no longer fits.
            self._not_authorised(refused, by, WhyNot.OVERTAKEN)

    def _ask(self, state: Authorising) -> None:
        words = words_for(state.refused.person.language or self._setting.language)
        self._stage.words = words
        self._stage.deafen()
        self._stage.put(state, wording.which_position(words, self._setting, state.refused, state.ask, state.page))

    def _not_authorised(self, refused: Outcome, by: Person, why: WhyNot) -> None:
        words = words_for(refused.person.language or self._setting.language)
        self._stage.put(Told(refused, by=by), wording.not_authorised(words, self._setting, refused, why))

    def _beside(self, outcome: Outcome, by: Person) -> str:
        """Whose word it was; nobody's where it was an event already."""
        words = words_for(outcome.person.language or self._setting.language)
        is_theirs = isinstance(outcome.decision, Accepted)
        return wording.authorised_by(words, by.name or by.number) if is_theirs else ""

    def _prompted(self) -> Outcome | None:
        """The refused clock-in whose prompt stands."""
        state = self._stage.state
        return state.typing.refused if isinstance(state, Keypad) else None

    def _objection(self, person: Person, refused: Outcome) -> WhyNot | None:
        return self._doorkeeper.objection_to_authorising(person, refused.person)


def _reason(identity: Identified | NotIdentified) -> Unidentified:
    return identity.reason if isinstance(identity, NotIdentified) else Unidentified.WRONG_PIN
