"""What the kiosk does when: one thread that takes badges, touches and time, and shows one view after another.

Rule 1: the next badge always wins, on every screen; a keypad that was in use comes back after it.
Rule 2: "recorded" is shown after the commit and never before. What cannot be written says so.
Rule 3: nothing here waits for the network, the reader or gpsd; PINs are hashed in a thread beside this one.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Protocol

import structlog

from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.not_right import NotRight
from kiosk.stage import Show, Stage
from kiosk.states import Asking, Doubting, Idle, Keypad, Told
from kiosk.views import Act, Intent
from kiosk.wording.choices import MORE
from kiosk.wording.idle import cannot_record
from kiosk.wording.keypad import Stage as TypingStage
from kiosk.wording.keypad import Typing, typed
from kiosk.wording.setting import Setting
from shared.clock import Reading
from shared.domain.tap import Choice
from shared.identify import Identified, Identity, NotIdentified, PinWanted
from shared.ports import BadgeRead, Clock
from shared.recording import Outcome
from shared.store.errors import StoreError
from shared.words import words_for

LOG = structlog.get_logger()
TICK_S = 0.5
OPEN_AGAIN_S = 5.0


class PinDesk(Protocol):
    """Checks a number and PIN elsewhere and calls back with who it is."""

    def check(self, number: str, pin: str, answer: Callable[[Identity | StoreError, Reading], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class PinChecked:
    identity: Identity | StoreError
    reading: Reading
    typing: Typing


Message = BadgeRead | Intent | PinChecked | None


class Presenter:
    """Owns the screen's state. `show(view, theme)` brings a view to the screen and returns at once."""

    def __init__(
        self,
        doorkeeper: Callable[[], Doorkeeper],
        health: Callable[[Doorkeeper], HealthWatch],
        pins: PinDesk,
        setting: Setting,
        theme: Callable[[datetime], str],
        monotonic: Callable[[], float],
        clock: Clock,
    ) -> None:
        self._clock = clock
        self._make_doorkeeper, self._make_health = doorkeeper, health
        self._pins = pins
        self._setting = setting
        self._theme = theme
        self._monotonic = monotonic
        self._messages: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="presenter", daemon=True)

    def start(self, show: Show) -> None:
        """Begin to show; the store is opened in the presenter's own thread."""
        self._show = show
        self._thread.start()

    def stop(self) -> None:
        """Leave what is asked as open taps, and end."""
        self._messages.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def badge(self, read: BadgeRead) -> None:
        """A badge was read; from any thread."""
        self._messages.put(read)

    def intent(self, intent: Intent) -> None:
        """A button was touched; from any thread."""
        self._messages.put(intent)

    # The loop

    def _run(self) -> None:
        opened = self._opened()
        if opened is None:
            return
        self._doorkeeper = opened
        health = self._make_health(self._doorkeeper)
        self._stage = Stage(self._doorkeeper, health, self._setting, self._show, self._theme, self._monotonic)
        self._not_right = NotRight(self._doorkeeper, self._stage, self._setting)
        self._guarded(self._doorkeeper.leave_open)
        self._guarded(self._stage.idle)
        try:
            while True:
                try:
                    message = self._messages.get(timeout=self._stage.wait_s(TICK_S))
                except queue.Empty:
                    self._guarded(self._stage.on_time)
                    continue
                if message is None:
                    break
                self._guarded(partial(self._on, message))
        finally:
            self._guarded(self._doorkeeper.leave_open)
            self._doorkeeper.store.close()

    def _opened(self) -> Doorkeeper | None:
        """The ledger, tried again until it opens; the screen says meanwhile that nothing can be recorded."""
        while True:
            try:
                return self._make_doorkeeper()
            except StoreError as error:
                LOG.error("kiosk.cannot_open", error=str(error))  # noqa: TRY400  the sentence says it all
                words, now = words_for(self._setting.language), self._clock.read().wall
                self._show(cannot_record(words, self._setting, str(error), now), self._theme(now))
            if self._stopped_within(OPEN_AGAIN_S):
                return None

    def _stopped_within(self, seconds: float) -> bool:
        until = self._monotonic() + seconds
        while (left_s := until - self._monotonic()) > 0:
            try:
                if self._messages.get(timeout=left_s) is None:
                    return True
            except queue.Empty:
                break
        return False

    def _guarded(self, act: Callable[[], object]) -> None:
        try:
            act()
        except StoreError as error:
            LOG.error("kiosk.cannot_record", error=str(error))  # noqa: TRY400  the sentence says it all
            self._stage.broken(str(error))
        except Exception:
            LOG.exception("kiosk.fault")
            self._stage.faulty()

    def _on(self, message: Message) -> None:
        match message:
            case BadgeRead():
                self._on_badge(message)
            case Intent():
                self._on_intent(message)
            case PinChecked():
                self._on_pin(message)

    # Badges and PINs

    def _on_badge(self, read: BadgeRead) -> None:
        if isinstance(self._stage.state, Keypad) and not self._stage.state.typing.by_badge:
            self._stage.set_aside = self._stage.state
        identity = self._doorkeeper.identify(read)
        match identity:
            case Identified():
                self._stage.tell(self._doorkeeper.tap(identity.person, identity.presented, read.reading))
            case PinWanted():
                self._want_pin(identity)
            case NotIdentified():
                self._claimed(identity, read.reading)

    def _want_pin(self, wanted: PinWanted) -> None:
        self._doorkeeper.leave_open()
        one = len(wanted.numbers) == 1
        typing = Typing(
            TypingStage.PIN if one else TypingStage.NUMBER,
            wanted.numbers[0] if one else "",
            numbers=wanted.numbers,
            presented=wanted.presented,
            by_badge=True,
        )
        self._stage.keypad(Keypad(typing))

    def _claimed(self, identity: NotIdentified, reading: Reading) -> None:
        self._stage.claimed(self._doorkeeper.keep_claim(identity, reading))

    def _on_pin(self, checked: PinChecked) -> None:
        if isinstance(checked.identity, StoreError):
            raise checked.identity
        mine = isinstance(self._stage.state, Keypad) and self._stage.state.typing.checking
        if self._stage.set_aside is not None and self._stage.set_aside.typing.checking:
            self._stage.set_aside = None
        elif not mine:
            # Closed meanwhile: a right PIN with nobody waiting for it records nothing.
            return
        match checked.identity:
            case Identified(person=person, presented=presented):
                self._stage.tell(self._doorkeeper.tap(person, checked.typing.presented or presented, checked.reading))
            case NotIdentified() as nobody:
                self._claimed(nobody, checked.reading)
            case PinWanted():
                raise AssertionError("a PIN was given")

    # Touches

    def _on_intent(self, intent: Intent) -> None:
        match intent.act, self._stage.state:
            case Act.NO_BADGE, Idle():
                self._stage.keypad(Keypad(Typing()))
            case ((Act.KEY | Act.CLEAR | Act.BACKSPACE | Act.NEXT), Keypad()):
                self._on_key(intent, self._stage.state)
            case Act.CLOSE, Keypad():
                self._stage.set_aside = None
                self._stage.idle()
            case Act.CHOOSE, Asking():
                self._on_choice(intent.value, self._stage.state)
            case Act.NOT_ME, Asking():
                self._doorkeeper.answer(self._stage.state.outcome, Choice.NOT_ME)
                self._stage.idle()
            case Act.NOT_RIGHT, Told():
                self._not_right.asked(intent.value, self._stage.state)
            case Act.CHOOSE, Told(outcome=Outcome()):
                assert self._stage.state.outcome is not None
                self._stage.tell(self._doorkeeper.follow_up(self._stage.state.outcome, Choice(intent.value)))
            case Act.CHOOSE, Doubting():
                self._not_right.answered(intent.value, self._stage.state)
            case _:
                # A touch that was on its way while the screen changed: it meant the screen before.
                LOG.info("kiosk.touch_too_late", act=intent.act)

    def _on_choice(self, value: str, asking: Asking) -> None:
        if value == MORE:
            self._stage.turn(replace(asking, page=asking.page + 1))
        elif value.startswith("position:"):
            chosen = asking.outcome.tap.answer.choice if asking.outcome.tap.answer else Choice.CLOCK_IN
            self._stage.tell(self._doorkeeper.answer(asking.outcome, chosen, int(value.removeprefix("position:"))))
        else:
            self._stage.tell(self._doorkeeper.answer(asking.outcome, Choice(value)))

    def _on_key(self, intent: Intent, state: Keypad) -> None:
        typing = state.typing
        if typing.checking:
            return
        if intent.act is Act.NEXT:
            if typing.current:
                self._next(typing)
            return
        self._stage.keypad(Keypad(typed(typing, intent)))

    def _next(self, typing: Typing) -> None:
        if typing.stage is TypingStage.NUMBER:
            if typing.numbers and typing.number not in typing.numbers:
                error = self._stage.words.say("This badge is not of that number.")
                self._stage.keypad(Keypad(replace(typing, number=""), error))
                return
            self._stage.keypad(Keypad(replace(typing, stage=TypingStage.PIN)))
            return
        checking = replace(typing, checking=True)
        self._stage.keypad(Keypad(checking))
        self._pins.check(
            typing.number,
            typing.pin,
            lambda identity, reading: self._messages.put(PinChecked(identity, reading, typing)),
        )
