"""A supervisor at the door: who may open the roster board, and what touches on it do."""

from dataclasses import replace
from itertools import count

import structlog

from kiosk.board_room import BoardRoom
from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import Board, Keypad
from kiosk.views import Act, Intent
from kiosk.wording.board import ANY_POSITION, KEYS, MORE
from kiosk.wording.board_look import Look, Panel
from kiosk.wording.keypad import Typing
from shared.domain.acceptance import is_supervisor_of
from shared.domain.board_row import Standing
from shared.domain.board_search import MOST_TYPED, Sought
from shared.domain.model import Person
from shared.domain.supervision import NotDone
from shared.domain.tap import Unidentified

LOG = structlog.get_logger()


class BoardDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, room: BoardRoom) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._room = room
        self._openings = count(1)

    def is_prompting(self) -> bool:
        """Does a badge now mean "show me the site", if a supervisor's?"""
        return isinstance(self._stage.state, Keypad) and self._stage.state.typing.for_site

    def may_open(self, person: Person) -> bool:
        """Is this a supervisor of the site where the terminal hangs?"""
        return is_supervisor_of(person, self._doorkeeper.door.site, self._doorkeeper.now())

    def open(self, person: Person) -> None:
        """Show the board to this supervisor."""
        LOG.info("board.opened", by=person.number)
        self._stage.set_aside = None
        self._room.known(anew=True)
        self._stage.board(Board(person, next(self._openings), Look()))

    def refused(self, reason: Unidentified | None) -> None:
        """The number and PIN open no board: ask again. `reason` is None for somebody who is no supervisor here."""
        words = self._stage.words
        said = words.say("Number or PIN is wrong")
        if reason is None:
            said = words.say("Only supervisors of {site} can see it.", site=self._doorkeeper.door.site.name)
        elif reason is Unidentified.LOCKED:
            said = words.say("Too many wrong PINs")
        self._stage.keypad(Keypad(Typing(for_site=True), said))

    def touched(self, intent: Intent, board: Board) -> None:
        """A touch on the board."""
        match intent.act:
            case Act.CLOSE:
                self._stage.idle()
            case Act.STAY:
                self._stage.stay()
            case Act.CLOSE_OUTAGES:
                self._close_outages(board)
            case _:
                self._stage.board(replace(board, look=looked(board.look, intent)), touched=True)

    def _close_outages(self, board: Board) -> None:
        done = self._room.close_outages(board.by)
        if isinstance(done, NotDone):
            # Somebody who was a supervisor when the board was opened: it is not theirs to see any more either.
            LOG.warning("board.not_allowed", by=board.by.number, obstacle=done.obstacle)
            self._stage.idle()
            return
        LOG.info("board.outages_closed", by=board.by.number, closed=done)
        self._stage.board(board, touched=True)


def looked(look: Look, intent: Intent) -> Look:
    """How the board is looked at after a touch on its counts, its keys or its positions."""
    sought, value = look.sought, intent.value
    match intent.act:
        case Act.KEY | Act.BACKSPACE | Act.CLEAR:
            return replace(look, sought=replace(sought, typed=_typed(sought, intent)))
        case Act.NARROW if value.startswith(ANY_POSITION):
            number = value.removeprefix(ANY_POSITION)
            chosen = replace(sought, position_id=int(number) if number else None)
            return replace(look, sought=chosen, panel=Panel.NONE)
        case Act.NARROW:
            wanted = frozenset({Standing(value)})
            kept = frozenset() if sought.standings == wanted else wanted
            return replace(look, sought=replace(sought, standings=kept))
        case Act.PANEL if value == MORE:
            return replace(look, page=look.page + 1)
        case _:
            panel = Panel.KEYS if value == KEYS else Panel.POSITIONS
            if look.panel is not panel:
                return replace(look, panel=panel, page=0)
            # Whoever puts the keys away is done with what they typed.
            return replace(look, panel=Panel.NONE, sought=replace(sought, typed=""))


def _typed(sought: Sought, intent: Intent) -> str:
    if intent.act is Act.CLEAR:
        return ""
    if intent.act is Act.BACKSPACE:
        return sought.typed[:-1]
    return (sought.typed + intent.value)[:MOST_TYPED]
