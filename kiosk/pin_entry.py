"""Number and PIN at the door: what is typed, who checks it, and what comes of it.

A number and a PIN given with Next are a tap like a badge: they are served whatever the screen shows by then.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from kiosk.authorising import AuthorisingDesk
from kiosk.board_desk import BoardDesk
from kiosk.doorkeeper import Doorkeeper
from kiosk.muster_desk import MusterDesk
from kiosk.stage import Stage
from kiosk.states import Keypad
from kiosk.views import Act, Intent
from kiosk.wording.keypad import Stage as TypingStage
from kiosk.wording.keypad import Typing, typed
from shared.clock import Reading
from shared.domain.tap import Unidentified
from shared.identify import Identified, Identity, NotIdentified, PinWanted
from shared.store.errors import StoreError


class PinDesk(Protocol):
    """Checks a number and PIN elsewhere and calls back with who it is."""

    def check(self, number: str, pin: str, answer: Callable[[Identity | StoreError, Reading], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class PinChecked:
    """The desk's answer about what was typed; `reading` is when it was given."""

    identity: Identity | StoreError
    reading: Reading
    typing: Typing


class PinEntry:
    """Used by the presenter's thread alone. `answered` takes the desk's answer from any thread."""

    def __init__(
        self,
        doorkeeper: Doorkeeper,
        stage: Stage,
        board_desk: BoardDesk,
        muster_desk: MusterDesk,
        authorising: AuthorisingDesk,
        pins: PinDesk,
        answered: Callable[[PinChecked], None],
    ) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._board_desk = board_desk
        self._muster_desk = muster_desk
        self._authorising = authorising
        self._pins = pins
        self._answered = answered

    def wanted(self, wanted: PinWanted, read_at: Reading, *, for_site: bool = False) -> None:
        """The badge is not enough: ask for the PIN, and for the number where several people hold the badge.

        The tap is kept first: whoever walks away without a PIN leaves a claim. `for_site`: tapped on the prompt for a
        supervisor.
        """
        self._doorkeeper.leave_open()
        standing = self._stage.state
        if isinstance(standing, Keypad) and standing.typing.presented == wanted.presented:
            # The same badge once more: what was typed stays, and a check that runs is not asked for again.
            self._stage.keypad(standing)
            return
        unproven = NotIdentified(Unidentified.NO_PIN, wanted.presented)
        claim = self._doorkeeper.keep_claim(unproven, read_at)
        one = len(wanted.numbers) == 1
        typing = Typing(
            TypingStage.PIN if one else TypingStage.NUMBER,
            wanted.numbers[0] if one else "",
            numbers=wanted.numbers,
            presented=wanted.presented,
            by_badge=True,
            claim_id=claim.tap.tap_id,
            for_site=for_site,
            for_muster=for_site and isinstance(standing, Keypad) and standing.typing.for_muster,
            refused=standing.typing.refused if isinstance(standing, Keypad) else None,
        )
        self._stage.keypad(Keypad(typing))

    def touched(self, intent: Intent, typing: Typing) -> None:
        """A key of the pad."""
        if typing.checking:
            return
        if intent.act is not Act.NEXT:
            self._stage.keypad(Keypad(typed(typing, intent)))
        elif typing.current:
            self._next(typing)

    def checked(self, checked: PinChecked) -> None:
        """The desk's answer: a tap, whatever happened to the keypad meanwhile."""
        typing, standing, aside = checked.typing, self._stage.state, self._stage.set_aside
        is_standing = isinstance(standing, Keypad) and standing.typing is typing
        if typing.for_site and self._site_is_answered(checked, is_standing=is_standing):
            return
        if self._authorising.takes_pin(checked.identity, typing, is_standing=is_standing):
            return
        if isinstance(aside, Keypad) and aside.typing is typing:
            self._stage.set_aside = None
        if not is_standing:
            self._stage.somebody_comes()
        match checked.identity:
            case Identified(person=person, presented=presented):
                outcome = self._doorkeeper.tap(person, checked.typing.presented or presented, checked.reading)
                self._doorkeeper.explain(checked.typing.claim_id)
                self._stage.tell(outcome, self._authorising.beside(person, typing.refused))
            case NotIdentified() as nobody:
                claim = self._doorkeeper.keep_claim(nobody, checked.reading)
                self._doorkeeper.explain(checked.typing.claim_id)
                self._stage.claimed(claim)
            case StoreError() as error:
                raise error
            case PinWanted():
                raise AssertionError("a PIN was given")

    def _site_is_answered(self, checked: PinChecked, *, is_standing: bool) -> bool:
        """Was this somebody's wish to see the site, and nothing else? A guard's badge with its PIN clocks as always."""
        typing, identity = checked.typing, checked.identity
        desk = self._muster_desk if typing.for_muster else self._board_desk
        if isinstance(identity, Identified) and desk.may_open(identity.person):
            self._doorkeeper.explain(typing.claim_id)
            if is_standing:
                desk.open(identity.person)
            return True
        if typing.by_badge or isinstance(identity, StoreError):
            return False
        if is_standing:
            desk.refused(identity.reason if isinstance(identity, NotIdentified) else None)
        return True

    def _next(self, typing: Typing) -> None:
        if typing.stage is TypingStage.PIN:
            self._check(replace(typing, checking=True))
        elif typing.numbers and typing.number not in typing.numbers:
            error = self._stage.words.say("This badge is not of that number.")
            self._stage.keypad(Keypad(replace(typing, number=""), error))
        else:
            self._stage.keypad(Keypad(replace(typing, stage=TypingStage.PIN)))

    def _check(self, typing: Typing) -> None:
        self._stage.keypad(Keypad(typing))
        self._pins.check(
            typing.number,
            typing.pin,
            lambda identity, reading: self._answered(PinChecked(identity, reading, typing)),
        )
