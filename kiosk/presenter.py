"""What the kiosk does when: one thread that takes badges, touches and time, and shows one view after another.

Rule 1: the next badge always wins, on every screen; a keypad or a board that was in use comes back after it.
Rule 2: "recorded" is shown after the commit and never before. What cannot be written says so.
Rule 3: nothing here waits for the network, the reader or gpsd; PINs are hashed in a thread beside this one.
"""

import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

import structlog

from kiosk.about_desk import AboutDesk
from kiosk.after_tap import AfterTap
from kiosk.authorising import AuthorisingDesk
from kiosk.board_desk import BoardDesk
from kiosk.board_room import BoardRoom
from kiosk.desk.desk import SupervisorsDesk
from kiosk.doorkeeper import Doorkeeper
from kiosk.health import HealthWatch
from kiosk.muster_desk import MusterDesk, MusterMeans
from kiosk.muster_paper import PaperDone
from kiosk.muster_room import MusterRoom
from kiosk.not_right import NotRight
from kiosk.notice_desk import NoticeDesk
from kiosk.opening import open_at_last
from kiosk.pin_entry import PinChecked, PinDesk, PinEntry
from kiosk.stage import Show, Stage
from kiosk.states import Asking, Board, Doubting, Idle, Keypad, Told
from kiosk.summary_desk import SummaryDesk
from kiosk.views import Act, Intent
from kiosk.wording.about import NOTHING_TOLD, AboutTold
from kiosk.wording.choices import MORE
from kiosk.wording.idle import cannot_record
from kiosk.wording.keypad import Typing
from kiosk.wording.setting import Setting
from shared.domain.tap import Choice
from shared.identify import Identified, NotIdentified, PinWanted
from shared.ports import BadgeRead, Clock
from shared.recording import Outcome
from shared.store.errors import StoreError
from shared.words import words_for

LOG = structlog.get_logger()
TICK_S = 0.5


Message = BadgeRead | Intent | PinChecked | PaperDone | None


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
        muster: MusterMeans | None = None,
        came_round: Callable[[], None] = lambda: None,
        about: Callable[[], AboutTold] = lambda: NOTHING_TOLD,
    ) -> None:
        self._tell_about = about
        self._came_round = came_round
        self._clock = clock
        self._muster_means = muster or MusterMeans()
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
        opened = open_at_last(self._make_doorkeeper, self._messages, self._cannot_open)
        if opened is None:
            return
        self._doorkeeper = opened
        health = self._make_health(self._doorkeeper)
        room = BoardRoom(self._doorkeeper, self._monotonic)
        self._stage = Stage(self._doorkeeper, health, room, self._setting, self._show, self._theme, self._monotonic)
        self._not_right = NotRight(self._doorkeeper, self._stage, self._setting)
        after_tap = AfterTap(self._stage, self._setting)
        self._summary = SummaryDesk(self._doorkeeper, self._stage, self._setting, after_tap)
        self._notices = NoticeDesk(self._doorkeeper, self._stage, self._setting, after_tap)
        self._board_desk = BoardDesk(self._doorkeeper, self._stage, room)
        self._desk = SupervisorsDesk(self._doorkeeper, self._stage, room, self._setting)
        list_room = MusterRoom(self._doorkeeper, self._monotonic)
        answers = self._messages.put
        self._muster = MusterDesk(self._doorkeeper, self._stage, list_room, self._muster_means, self._setting, answers)
        self._authorising = AuthorisingDesk(self._doorkeeper, self._stage, self._setting)
        self._about = AboutDesk(self._doorkeeper, self._stage, self._setting, self._tell_about)
        self._desks = self._muster, self._summary, self._notices, self._about, self._desk, self._authorising
        prompts = self._board_desk, self._muster, self._authorising
        self._pin_entry = PinEntry(self._doorkeeper, self._stage, *prompts, self._pins, answers)
        self._guarded(self._doorkeeper.leave_open, tapped=False)
        self._guarded(self._stage.idle, tapped=False)
        try:
            while True:
                self._came_round()
                try:
                    message = self._messages.get(timeout=self._stage.wait_s(TICK_S))
                except queue.Empty:
                    self._guarded(self._stage.on_time, tapped=False)
                    self._guarded(self._muster.keeps_ready, tapped=False)
                    continue
                if message is None:
                    break
                self._guarded(partial(self._on, message))
        finally:
            self._guarded(self._doorkeeper.leave_open, tapped=False)
            self._doorkeeper.store.close()

    def _cannot_open(self, error: Exception, read: BadgeRead | None) -> None:
        LOG.error("kiosk.cannot_open", error=str(error))
        words, now = words_for(self._setting.language), self._clock.read().wall
        view = cannot_record(words, self._setting, str(error), read.reading.wall if read else None)
        self._safely(partial(self._show, view, self._theme(now)))

    def _guarded(self, act: Callable[[], object], *, tapped: bool = True) -> None:
        """Do it; what fails is shown, to somebody who tapped or touched as their own."""
        try:
            act()
        except StoreError as error:
            LOG.error("kiosk.cannot_record", error=str(error))  # noqa: TRY400  the sentence says it all
            self._safely(partial(self._stage.broken, str(error), tapped=tapped))
        except Exception:
            LOG.exception("kiosk.fault")
            self._safely(partial(self._stage.faulty, tapped=tapped))

    def _safely(self, show: Callable[[], object]) -> None:
        try:
            show()
        except Exception:
            # The screen is out of reach, the ledger may not be: the next badge is served all the same.
            LOG.exception("kiosk.cannot_show")

    def _on(self, message: Message) -> None:
        match message:
            case BadgeRead():
                self._on_badge(message)
            case Intent():
                self._on_intent(message)
            case PinChecked():
                self._pin_entry.checked(message)
            case PaperDone():
                self._muster.paper_done(message)

    # Badges

    def _on_badge(self, read: BadgeRead) -> None:
        if self._desk.takes_badge(read):
            return
        for_site = self._board_desk.is_prompting()
        opens = self._muster if self._muster.is_prompting() else self._board_desk
        self._stage.somebody_comes()
        identity = self._doorkeeper.identify(read)
        match identity:
            case Identified(person=person) if for_site and opens.may_open(person):
                opens.open(person)
            case Identified(person=person) if self._authorising.takes_badge_of(person):
                return
            case Identified(person=person, presented=presented):
                beside = self._authorising.beside(person)
                self._stage.tell(self._doorkeeper.tap(person, presented, read.reading), beside)
            case PinWanted(numbers=numbers) if self._authorising.takes_again(numbers):
                return
            case PinWanted():
                self._pin_entry.wanted(identity, read.reading, for_site=for_site)
            case NotIdentified():
                self._stage.claimed(self._doorkeeper.keep_claim(identity, read.reading))

    # Touches

    def _on_intent(self, intent: Intent) -> None:
        if not self._stage.offers(intent):
            # A touch that was on its way while the screen changed: it meant the screen before.
            LOG.info("kiosk.touch_too_late", act=intent.act)
        elif not any(desk.takes(intent) for desk in self._desks):
            self._act(intent)

    def _act(self, intent: Intent) -> None:
        match intent.act, self._stage.state:
            case (Act.NO_BADGE | Act.SITE) as act, Idle():
                self._stage.keypad(Keypad(Typing(for_site=act is Act.SITE)))
            case _, Board() as board:
                self._board_desk.touched(intent, board)
            case ((Act.KEY | Act.CLEAR | Act.BACKSPACE | Act.NEXT), Keypad()):
                self._pin_entry.touched(intent, self._stage.state.typing)
            case Act.CLOSE, Keypad():
                self._stage.idle()
            case Act.CHOOSE, Asking():
                self._on_choice(intent.value, self._stage.state)
            case Act.NOT_ME, Asking():
                self._doorkeeper.answer(self._stage.state.outcome, Choice.NOT_ME)
                self._stage.idle()
            case Act.NOT_RIGHT, Told():
                self._not_right.asked(intent.value, self._stage.state)
            case Act.CHOOSE, Told(outcome=Outcome() as outcome):
                self._stage.tell(self._doorkeeper.follow_up(outcome, Choice(intent.value)))
            case Act.CHOOSE, Doubting():
                self._not_right.answered(intent.value, self._stage.state)
            case _:
                LOG.warning("kiosk.touch_means_nothing", act=intent.act)

    def _on_choice(self, value: str, asking: Asking) -> None:
        if value == MORE:
            self._stage.turn(replace(asking, page=asking.page + 1))
        elif value.startswith("position:"):
            chosen = asking.outcome.tap.answer.choice if asking.outcome.tap.answer else Choice.CLOCK_IN
            self._stage.tell(self._doorkeeper.answer(asking.outcome, chosen, int(value.removeprefix("position:"))))
        else:
            self._stage.tell(self._doorkeeper.answer(asking.outcome, Choice(value)))
