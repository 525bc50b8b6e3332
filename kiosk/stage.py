"""The screen as it stands: puts one view after another, and knows when each closes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from kiosk.board_room import BoardRoom
from kiosk.break_watch import BreakWatch
from kiosk.desk_state import Desk
from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.muster_state import Mustering
from kiosk.offered import is_offered
from kiosk.resident import Resident
from kiosk.states import Asking, Board, Broken, Idle, Keypad, State, Told
from kiosk.teller import Teller
from kiosk.views import ChoiceView, Intent, OutcomeView, View
from kiosk.wording import choices, outcomes
from kiosk.wording.authorising import with_line
from kiosk.wording.board import board
from kiosk.wording.idle import cannot_record, fault, idle
from kiosk.wording.keypad import KEYPAD_S, keypad
from kiosk.wording.setting import Setting
from shared.clocking import Claim
from shared.domain.decision import Accepted, Ask, Kept, Refused, Repeated
from shared.domain.model import Person
from shared.recording import Outcome
from shared.store.errors import StoreError
from shared.words import words_for

LOG = structlog.get_logger()
Show = Callable[[View, str], None]
FINGER_S = 0.3
"""A finger that was coming down on one person's question must not answer the next person's."""
TRY_AGAIN_S = 5.0
LONGEST_ASIDE_S = 120.0
"""A board that many people walked past belongs to a supervisor who has left."""


class Stage:
    """Used by the presenter's thread alone. `show(view, theme)` brings a view to the screen and returns at once."""

    def __init__(
        self,
        doorkeeper: Doorkeeper,
        health: HealthWatch,
        room: BoardRoom,
        setting: Setting,
        show: Show,
        theme: Callable[[datetime], str],
        monotonic: Callable[[], float],
    ) -> None:
        self._doorkeeper = doorkeeper
        self._health = health
        self._room = room
        self._setting = setting
        self._show = show
        self._theme = theme
        self._monotonic = monotonic
        self._closes_at: float | None = None
        self._shown: View | None = None
        self.words = words_for(setting.language)
        self.state: State = Idle()
        self.set_aside: Keypad | Board | Desk | Mustering | None = None
        """What a badge interrupted: it comes back when the badge's outcome closes."""
        self.residents: dict[type, Resident] = {}
        self.teller: Teller | None = None
        self.breaks = BreakWatch(doorkeeper.store, doorkeeper.door.site, monotonic)
        self._aside_until = self._left_s = 0.0
        self._deaf_until = float("-inf")
        self._cannot_record = False
        self._try_again_at = 0.0

    def wait_s(self, most_s: float) -> float:
        """Seconds until something must happen by itself, at most `most_s`."""
        if self._closes_at is None:
            return most_s
        return min(most_s, max(0.0, self._closes_at - self._monotonic()))

    def somebody_comes(self) -> None:
        """A tap takes the screen: a keypad in use steps aside, and touches meant for the last screen are late."""
        now, state = self._monotonic(), self.state
        if not isinstance(state, Idle | Broken):
            self.deafen()
        # A prompt for a supervisor asked for a badge: it has had its answer.
        is_in_use = isinstance(state, Keypad) and not state.typing.is_prompt
        if isinstance(state, Keypad) and is_in_use and self.set_aside is None:
            self.set_aside, self._aside_until = state, self._closes_at or 0.0
        elif isinstance(state, Board | Desk | Mustering):
            self._left_s = (self._closes_at or now) - now
            # A whole site may walk past a muster: it waits for as long as it would have stood.
            longest_s = self._left_s if isinstance(state, Mustering) else LONGEST_ASIDE_S
            self.set_aside, self._aside_until = state, now + longest_s
        self.words = words_for(self._setting.language)

    def deafen(self, seconds: float = FINGER_S) -> None:
        """Another question is about to be shown: a finger that was coming down on the last one must not answer it."""
        self._deaf_until = self._monotonic() + seconds

    def offers(self, intent: Intent) -> bool:
        """Was this touch meant for what stands on the screen?"""
        if self._monotonic() < self._deaf_until:
            return False
        return is_offered(self._shown, intent)

    def on_time(self) -> None:
        """Close what has stood for its time; keep the idle screen true."""
        if self._closes_at is not None and self._monotonic() >= self._closes_at:
            self._close()
        elif isinstance(self.state, Idle):
            self.idle()
        elif isinstance(self.state, Board) and self._room.is_stale():
            self.board(self.state, left_s=(self._closes_at or 0.0) - self._monotonic())
        elif (there := self.residents.get(type(self.state))) is not None and there.is_stale(self.state):
            there.tells_anew(self.state, (self._closes_at or 0.0) - self._monotonic())

    def tell(self, outcome: Outcome, beside: str = "", *, by: Person | None = None) -> None:
        """Show what a tap became, in the person's language. `beside` is one line more, `by` whose word made it."""
        self._recorded()
        self.words = words_for(outcome.person.language or self._setting.language)
        words, setting = self.words, self._setting
        state: State = Told(outcome, by=by)
        match outcome.decision:
            case Accepted() as decision:
                plain = outcomes.accepted(words, setting, outcome, decision, link_up=self._health.link_up())
                view: OutcomeView | ChoiceView = self.teller.announced(outcome, plain) if self.teller else plain
            case Repeated() as decision:
                view = outcomes.repeated(words, setting, outcome, decision)
            case Refused() as decision:
                view = outcomes.refused(words, setting, outcome, decision)
            case Ask() as decision:
                state, view = Asking(outcome, decision), choices.asked(words, setting, outcome, decision)
            case Kept() as decision:
                view = outcomes.kept(words, setting, outcome, decision)
            case _:
                self.idle()
                return
        self.put(state, with_line(view, beside or self.breaks.line(words, setting.local, outcome)))

    def claimed(self, claim: Claim) -> None:
        """Show that a tap named nobody and is kept."""
        self._recorded()
        self.words = words_for(self._setting.language)
        self.put(Told(None, claim), outcomes.claimed(self.words, self._setting, claim))

    def turn(self, asking: Asking) -> None:
        """Show another page of a question."""
        view = choices.asked(self.words, self._setting, asking.outcome, asking.ask, page=asking.page)
        self.put(asking, view)

    def keypad(self, state: Keypad, closes_after_s: float = KEYPAD_S) -> None:
        """Show the keypad as it stands."""
        self.words = words_for(self._setting.language)
        view = keypad(self.words, self._setting, state.typing, state.error)
        self.put(state, replace(view, closes_after_s=closes_after_s))

    def board(self, state: Board, *, touched: bool = False, left_s: float | None = None, anew: bool = False) -> None:
        """Show the board as it stands, for its whole time or for `left_s`; gathered `anew` or where it is stale."""
        self.words = words_for(state.by.language or self._setting.language)
        known = self._room.known(anew=anew)
        waiting = self._room.waiting
        view = board(self.words, self._setting, known, state.look, state.opened, touched=touched, waiting=waiting)
        self.put(state, view if left_s is None else replace(view, closes_after_s=left_s))

    def stay(self) -> None:
        """Somebody reads: what stands gets its whole time again."""
        if isinstance(self.state, Board):
            self.board(self.state)

    def idle(self) -> None:
        """Nobody is there, or what a badge interrupted comes back for the rest of its time."""
        aside, self.set_aside = self.set_aside, None
        left_s = self._aside_until - self._monotonic()
        if isinstance(aside, Board) and left_s > 0:
            self.board(aside, left_s=self._left_s, anew=True)
            return
        if isinstance(aside, Keypad) and left_s > 0:
            self.keypad(aside, left_s)
            return
        if (there := self.residents.get(type(aside))) is not None and left_s > 0:
            there.comes_back(aside, self._left_s)
            return
        self.words = words_for(self._setting.language)
        self.state, self._closes_at = Idle(), None
        self._try_to_record()
        now, health = self._doorkeeper.now(), self._health.now()
        called, cannot = self.breaks.now(now), self._cannot_record
        view = idle(self.words, self._setting, now, health, called=called, cannot_record=cannot)
        if view != self._shown:
            self._bring(view)

    def broken(self, why: str, *, tapped: bool) -> None:
        """The ledger cannot be written, and the screen says so, to somebody who tapped or to nobody yet."""
        self._cannot_record, self._try_again_at = True, self._monotonic() + TRY_AGAIN_S
        self._in_trouble()
        now = self._doorkeeper.now()
        self._bring(cannot_record(self.words, self._setting, why, now if tapped else None))

    def faulty(self, *, tapped: bool) -> None:
        """Something of ours broke, while a tap was served or while nobody was there."""
        self._in_trouble()
        now = self._doorkeeper.now()
        self._bring(fault(words_for(self._setting.language), self._setting, now if tapped else None))

    def _in_trouble(self) -> None:
        self.state, self._closes_at = Broken(), self._monotonic() + self._setting.idle_s * 3

    def _recorded(self) -> None:
        self._cannot_record = False
        self._health.invalidate()

    def _try_to_record(self) -> None:
        """Nobody taps at a terminal that says it cannot record: it must find out by itself that it can again."""
        if not self._cannot_record or self._monotonic() < self._try_again_at:
            return
        self._try_again_at = self._monotonic() + TRY_AGAIN_S
        try:
            self._doorkeeper.try_to_record()
        except StoreError as error:
            LOG.warning("kiosk.still_cannot_record", error=str(error))
        else:
            self._cannot_record = False

    def put(self, state: State, view: View) -> None:
        """Show a view and remember what it stands for."""
        seconds = getattr(view, "closes_after_s", None)
        self.state = state
        self._closes_at = None if seconds is None else self._monotonic() + seconds
        self._bring(view)

    def _close(self) -> None:
        if not isinstance(self.state, Asking):
            if self.teller is None or not self.teller.tells_after(self.state):
                self.idle()
            return
        outcome, question = self.state.outcome, self.state.ask.question
        self._doorkeeper.leave_open()
        view = outcomes.left_open(self.words, self._setting, outcome.person.name, question, outcome.tap.at)
        self.put(Told(None), view)

    def _bring(self, view: View) -> None:
        self._shown = view
        self._show(view, self._theme(self._doorkeeper.now()))
