"""Opening a muster at the door, and what touches on it do. Neither a network nor a working ledger file is needed."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count

import structlog

from kiosk.doorkeeper import Doorkeeper
from kiosk.muster_code import CodeAnswer, MusterCode
from kiosk.muster_paper import MusterPaper, PaperDone
from kiosk.muster_room import MusterRoom
from kiosk.muster_state import Asks, Mustering, Wanted
from kiosk.stage import Stage
from kiosk.states import Idle, Keypad
from kiosk.views import Act, Intent
from kiosk.wording import muster as wording
from kiosk.wording.keypad import SUPERVISOR, Typing
from kiosk.wording.keypad import Stage as TypingStage
from kiosk.wording.paper import said_of
from kiosk.wording.setting import Setting
from shared.domain.acceptance import is_supervisor_of
from shared.domain.model import Person
from shared.domain.tap import Unidentified
from shared.words import words_for
from shared.words.calendar import rough_age

LOG = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class MusterMeans:
    """Who may open a muster ("free", "code" or "supervisor"), and where its page goes: None for no paper."""

    opens: str = SUPERVISOR
    code: MusterCode | None = None
    paper: MusterPaper | None = None
    shown_s: float = 1800.0


@dataclass(slots=True)
class MusterDesk:
    """Used by the presenter's thread alone. `answered` takes what came of printing, from any thread."""

    doorkeeper: Doorkeeper
    stage: Stage
    room: MusterRoom
    means: MusterMeans
    setting: Setting
    answered: Callable[[PaperDone], None]
    openings: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.stage.residents[Mustering] = self

    def keeps_ready(self) -> None:
        """Nobody is there: a moment to look who would be on the list."""
        if isinstance(self.stage.state, Idle):
            self.room.keep_ready()

    def takes(self, intent: Intent) -> bool:
        """A touch, if it is the muster's: then it was done."""
        match intent.act, self.stage.state:
            case _, Mustering() as state:
                self._touched(intent, state)
            case Act.MUSTER, (Idle() | Keypad()):
                self.wanted(by_supervisor=intent.value == SUPERVISOR)
            case Act.NEXT, Keypad(typing=Typing(stage=TypingStage.CODE) as typing):
                self._code_given(typing)
            case _:
                return False
        return True

    # Opening

    def wanted(self, *, by_supervisor: bool = False) -> None:
        """Somebody touched the muster's button; or, where a code is asked for, wants to give number and PIN instead."""
        code = self.means.code
        if self.means.opens == "free":
            self.open(None)
        elif self.means.opens == "code" and code is not None and code.is_set() and not by_supervisor:
            self.stage.keypad(Keypad(Typing(TypingStage.CODE, for_site=True, for_muster=True)))
        else:
            self.stage.keypad(Keypad(Typing(for_site=True, for_muster=True)))

    def is_prompting(self) -> bool:
        """Does a supervisor's badge now open the muster?"""
        return isinstance(self.stage.state, Keypad) and self.stage.state.typing.for_muster

    def may_open(self, person: Person) -> bool:
        """Is this a supervisor of the site where the terminal hangs?"""
        return is_supervisor_of(person, self.doorkeeper.door.site, self.doorkeeper.now())

    def _code_given(self, typing: Typing) -> None:
        """A code and Next."""
        code, words = self.means.code, self.stage.words
        if not typing.pin or code is None:
            return
        match code.check(typing.pin):
            case CodeAnswer.RIGHT:
                self.open(None)
            case CodeAnswer.WRONG:
                self.stage.keypad(Keypad(replace(typing, pin=""), words.say("This code is wrong")))
            case CodeAnswer.WAIT:
                wait = rough_age(words, code.left_s + 59)
                said = words.say("Too many wrong codes. Wait {wait}, or ask a supervisor.", wait=wait)
                self.stage.keypad(Keypad(replace(typing, pin=""), said))

    def refused(self, reason: Unidentified | None) -> None:
        """The number and PIN open no muster: ask again. `reason` is None for somebody who is no supervisor here."""
        words = self.stage.words
        said = words.say("Number or PIN is wrong")
        if reason is None:
            said = words.say("Only supervisors of {site} can see it.", site=self.doorkeeper.door.site.name)
        elif reason is Unidentified.LOCKED:
            said = words.say("Too many wrong PINs")
        self.stage.keypad(Keypad(Typing(for_site=True, for_muster=True), said))

    def open(self, by: Person | None) -> None:
        """Show the site's list: a new one, or a young one that stands already and the question whether it is meant."""
        number = by.number if by is not None else ""
        self.stage.set_aside = None
        asks = Asks.GO_ON if self.room.young() else Asks.NOTHING
        if asks is Asks.NOTHING:
            self.room.freeze(number)
        LOG.info("muster.opened", number=self.room.muster.number, by=number)
        self._show(Mustering(next(self.openings), number, asks=asks))

    # On the list

    def _touched(self, intent: Intent, state: Mustering) -> None:
        """A touch on the list."""
        match intent.act:
            case Act.TICK:
                self._tick(intent.value, state)
            case Act.NARROW:
                chosen = Wanted(intent.value)
                wanted = Wanted.ALL if chosen is state.wanted else chosen
                self._show(replace(state, wanted=wanted, held=frozenset(), said=""), touched=True)
            case Act.CLOSE:
                self._show(replace(state, asks=Asks.CLOSE, said=""), touched=True)
            case Act.PICK:
                self._picked(intent.value, state)
            case _:
                self._show(state)

    def paper_done(self, done: PaperDone) -> None:
        """The page is on paper or on a stick, or it is not: told where the list still stands."""
        state, words = self.stage.state, self.stage.words
        if isinstance(state, Mustering):
            self._show(replace(state, said=said_of(words, done.said)))

    # As one of the stage's residents

    def comes_back(self, state: Mustering, left_s: float) -> None:
        """A badge was served: the list stands again."""
        self.room.look_again()
        self._show(state, left_s=left_s)

    def is_stale(self, state: Mustering) -> bool:  # noqa: ARG002  all openings look at the same list
        """Would it tell something else?"""
        return self.room.is_stale()

    def tells_anew(self, state: Mustering, left_s: float) -> None:
        """Ticks of other screens, and who left or came."""
        self.room.look_again()
        self._show(state, left_s=left_s)

    def _tick(self, value: str, state: Mustering) -> None:
        sign, key = value[:1], value[1:]
        self.room.tick(key, state.by, ticked=sign == wording.TICK)
        self._show(replace(state, held=state.held | {key}, said=""), touched=True)

    def _picked(self, value: str, state: Mustering) -> None:
        match value:
            case wording.CLOSE:
                LOG.info("muster.closed", number=self.room.muster.number, by=state.by)
                self.stage.idle()
            case wording.NEW:
                self.room.freeze(state.by)
                self._show(Mustering(next(self.openings), state.by), touched=True)
            case wording.PRINT | wording.SAVE:
                self._to_paper(value, state)
            case _:
                self._show(replace(state, asks=Asks.NOTHING), touched=True)

    def _to_paper(self, value: str, state: Mustering) -> None:
        words, paper = self.stage.words, self.means.paper
        if paper is None:
            self._show(replace(state, said=words.say("Not printed: no printer is set up.")), touched=True)
            return
        begin = paper.print if value == wording.PRINT else paper.save
        told = words, self.setting.local, self.room.muster, self.room.since
        said = words.say("Printing\u2026") if value == wording.PRINT else words.say("Saving\u2026")
        if not begin(*told, self.answered):
            said = words.say("The last page is still under way.")
        self._show(replace(state, said=said), touched=True)

    def _show(self, state: Mustering, *, touched: bool = False, left_s: float | None = None) -> None:
        room, means = self.room, self.means
        self.stage.words = words_for(self.setting.language)
        view = wording.muster_view(
            self.stage.words,
            self.setting,
            room.muster,
            room.since,
            state,
            means.shown_s if left_s is None else left_s,
            not_kept=room.is_unkept,
            touched=touched,
        )
        self.stage.put(state, view)
