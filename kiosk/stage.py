"""The screen as it stands: puts one view after another, and knows when each closes."""

from collections.abc import Callable
from datetime import datetime

from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.states import Asking, Broken, Idle, Keypad, State, Told
from kiosk.views import View
from kiosk.wording import choices, outcomes
from kiosk.wording.idle import cannot_record, fault, idle
from kiosk.wording.keypad import KEYPAD_S, keypad
from kiosk.wording.setting import Setting
from shared.clocking import Claim
from shared.domain.decision import Accepted, Ask, Kept, Refused, Repeated, Withdrawn
from shared.recording import Outcome
from shared.words import words_for

Show = Callable[[View, str], None]


class Stage:
    """Used by the presenter's thread alone. `show(view, theme)` brings a view to the screen and returns at once."""

    def __init__(
        self,
        doorkeeper: Doorkeeper,
        health: HealthWatch,
        setting: Setting,
        show: Show,
        theme: Callable[[datetime], str],
        monotonic: Callable[[], float],
    ) -> None:
        self._doorkeeper = doorkeeper
        self._health = health
        self._setting = setting
        self._show = show
        self._theme = theme
        self._monotonic = monotonic
        self._closes_at: float | None = None
        self._shown: View | None = None
        self.words = words_for(setting.language)
        self.state: State = Idle()
        self.set_aside: Keypad | None = None
        """A keypad that a badge interrupted: it comes back when the badge's outcome closes."""

    def wait_s(self, most_s: float) -> float:
        """Seconds until something must happen by itself, at most `most_s`."""
        if self._closes_at is None:
            return most_s
        return min(most_s, max(0.0, self._closes_at - self._monotonic()))

    def on_time(self) -> None:
        """Close what has stood for its time; keep the idle screen true."""
        if self._closes_at is not None and self._monotonic() >= self._closes_at:
            self._close()
        elif isinstance(self.state, Idle):
            self.idle()

    def tell(self, outcome: Outcome) -> None:
        """Show what a tap became, in the person's language."""
        self._health.invalidate()
        self.words = words_for(outcome.person.language or self._setting.language)
        words, setting = self.words, self._setting
        match outcome.decision:
            case Accepted() as decision:
                link_up = self._health.link_up()
                self.put(Told(outcome), outcomes.accepted(words, setting, outcome, decision, link_up=link_up))
            case Repeated() as decision:
                self.put(Told(outcome), outcomes.repeated(words, setting, outcome, decision))
            case Refused() as decision:
                self.put(Told(outcome), outcomes.refused(words, setting, outcome, decision))
            case Ask() as decision:
                self.put(Asking(outcome, decision), choices.asked(words, setting, outcome, decision))
            case Kept() as decision:
                self.put(Told(outcome), outcomes.kept(words, setting, outcome, decision))
            case Withdrawn():
                self.idle()

    def claimed(self, claim: Claim) -> None:
        """Show that a tap named nobody and is kept."""
        self._health.invalidate()
        self.words = words_for(self._setting.language)
        self.put(Told(None, claim), outcomes.claimed(self.words, self._setting, claim))

    def turn(self, asking: Asking) -> None:
        """Show another page of a question."""
        view = choices.asked(self.words, self._setting, asking.outcome, asking.ask, page=asking.page)
        self.put(asking, view)

    def keypad(self, state: Keypad) -> None:
        """Show the keypad as it stands."""
        self.words = words_for(self._setting.language)
        self.put(state, keypad(self.words, self._setting, state.typing, state.error), KEYPAD_S)

    def idle(self) -> None:
        """Nobody is there, or the keypad that a badge interrupted comes back."""
        aside, self.set_aside = self.set_aside, None
        if aside is not None:
            self.keypad(aside)
            return
        self.words = words_for(self._setting.language)
        self.state, self._closes_at = Idle(), None
        view = idle(self.words, self._setting, self._doorkeeper.now(), self._health.now())
        if view != self._shown:
            self._bring(view)

    def broken(self, why: str) -> None:
        """The ledger cannot be written, and the screen says so."""
        self._trouble(cannot_record(self.words, self._setting, why, self._doorkeeper.now()))

    def faulty(self) -> None:
        """Something of ours broke while a tap was served."""
        self._trouble(fault(words_for(self._setting.language), self._setting, self._doorkeeper.now()))

    def _trouble(self, view: View) -> None:
        self.state, self._closes_at = Broken(), self._monotonic() + self._setting.idle_s * 3
        self._bring(view)

    def put(self, state: State, view: View, closes_after_s: float | None = None) -> None:
        """Show a view and remember what it stands for."""
        seconds = closes_after_s if closes_after_s is not None else getattr(view, "closes_after_s", None)
        self.state = state
        self._closes_at = None if seconds is None else self._monotonic() + seconds
        self._bring(view)

    def _close(self) -> None:
        if not isinstance(self.state, Asking):
            self.idle()
            return
        outcome, question = self.state.outcome, self.state.ask.question
        self._doorkeeper.leave_open()
        view = outcomes.left_open(self.words, self._setting, outcome.person.name, question, outcome.tap.at)
        self.put(Told(None), view)

    def _bring(self, view: View) -> None:
        self._shown = view
        self._show(view, self._theme(self._doorkeeper.now()))
