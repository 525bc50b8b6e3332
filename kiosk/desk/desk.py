"""A supervisor at the desk: which screen a touch leads to, and what is done by their word."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

import structlog

from kiosk.board_room import BoardRoom
from kiosk.desk.asking import (
    begun,
    gone_back,
    is_another_question,
    picked,
    stand_for,
    told,
    with_nothing_begun,
    with_position_asked,
)
from kiosk.desk.flow import Move, move_of
from kiosk.desk.frame import Frame
from kiosk.desk.pad_steps import after_day, after_key, after_time
from kiosk.desk.room import DeskRoom
from kiosk.desk.stated import time_to_begin_with
from kiosk.desk.views import view_of
from kiosk.desk_state import NOW, Desk, Stand, Typing, Wish
from kiosk.doorkeeper import Doorkeeper
from kiosk.stage import Stage
from kiosk.states import Board
from kiosk.views import Act, Intent
from kiosk.wording.desk_answers import obstacle_text
from kiosk.wording.setting import Setting
from shared.clock import new_id
from shared.domain.desk_entry import DeskAct, Need
from shared.domain.supervision import NotDone, Obstacle
from shared.ports import BadgeRead
from shared.words import words_for

LOG = structlog.get_logger()


class SupervisorsDesk:
    """Used by the presenter's thread alone."""

    def __init__(self, doorkeeper: Doorkeeper, stage: Stage, board: BoardRoom, setting: Setting) -> None:
        self._doorkeeper = doorkeeper
        self._stage = stage
        self._setting = setting
        self._room = DeskRoom(doorkeeper, board)
        self._moves: Mapping[Move, Callable[[Desk, Intent], Desk | None]] = {
            Move.LOOK: self._look,
            Move.OLDER: lambda desk, _: replace(desk, is_older=not desk.is_older),
            Move.BOARD: self._board_again,
            Move.LEAVE: self._leave,
            Move.STAY: lambda desk, _: desk,
            Move.AWAY: self._away,
            Move.TURN: lambda desk, _: replace(desk, page=desk.page + 1),
            Move.BEGIN: self._begin,
            Move.TELL: self._tell,
            Move.RETREAT: lambda desk, _: self._standing(gone_back(desk)),
            Move.KEY: after_key,
            Move.TIME: self._time,
            Move.DAYS: lambda desk, _: replace(desk, stand=Stand.DAY, said=""),
            Move.DAY: after_day,
            Move.PAD: lambda desk, _: replace(desk, stand=Stand.TIME, said=""),
            Move.INSTANT: self._instant,
            Move.WHEN: self._when,
            Move.NUMBER: self._number,
            Move.DO: self._do,
        }
        stage.residents[Desk] = self

    # From outside

    def takes(self, intent: Intent) -> bool:
        """Was this touch the desk's? Of the board's, those that lead here are."""
        match self._stage.state:
            case Desk() as desk:
                self._touched(intent, desk)
            case Board() as board if intent.act in (Act.DESK, Act.PERSON):
                self._opens(intent, board)
            case _:
                return False
        return True

    def _opens(self, intent: Intent, board: Board) -> None:
        """From the board: to what waits, or to one person of it."""
        desk = Desk(board.by, board.opened, board.look)
        if intent.act is Act.PERSON:
            desk = replace(desk, stand=Stand.CARD, whom=self._room.whom(intent.value))
        LOG.info("desk.opened", by=board.by.number, person=intent.value)
        self._show(desk, is_another=True, anew=True)

    def _touched(self, intent: Intent, desk: Desk) -> None:
        move = move_of(desk.stand, intent.act)
        if move is None:
            LOG.warning("kiosk.touch_means_nothing", act=intent.act, stand=desk.stand)
            return
        after = self._moves[move](desk, intent)
        if after is not None:
            self._show(after, is_another=is_another_question(desk, after), touched=move is not Move.STAY)

    def takes_badge(self, read: BadgeRead) -> bool:
        """Is this badge the one that is to be paired? It is nobody's tap, then."""
        desk = self._stage.state
        if not isinstance(desk, Desk) or desk.stand is not Stand.BADGE or desk.wish is None:
            return False
        hashed = self._room.hashed(read)
        if isinstance(hashed, NotDone):
            self._refused(desk, hashed)
            return True
        digest, key_id = hashed
        wish = told(desk.wish, badge=digest, badge_key_id=key_id)
        self._show(self._asked_next(desk, wish), is_another=True, touched=True)
        return True

    def comes_back(self, state: Desk, left_s: float) -> None:
        """The desk as it stood before a badge."""
        self._show(state, left_s=left_s, anew=True)

    def is_stale(self, state: Desk) -> bool:
        """Only the list is told anew by itself: nothing moves under a finger that is about to confirm."""
        return state.stand is Stand.LIST and self._room.is_stale()

    def tells_anew(self, state: Desk, left_s: float) -> None:
        """The list, as it is now."""
        self._show(state, left_s=left_s)

    # What touches lead to

    def _look(self, desk: Desk, intent: Intent) -> Desk | None:
        entry = self._room.entry(intent.value)
        if entry is None:
            return replace(desk, said=self._said(NotDone(Obstacle.SETTLED)))
        return replace(desk, stand=Stand.CARD, entry=entry, whom=None, page=0, said="")

    def _board_again(self, desk: Desk, _: Intent) -> None:
        self._stage.deafen()
        self._stage.board(Board(desk.by, desk.opened, desk.look), touched=True, anew=True)

    def _leave(self, _: Desk, __: Intent) -> None:
        self._stage.idle()

    def _away(self, desk: Desk, intent: Intent) -> Desk | None:
        if desk.entry is None:
            self._board_again(desk, intent)
            return None
        return replace(with_nothing_begun(desk), stand=Stand.LIST, entry=None)

    def _begin(self, desk: Desk, intent: Intent) -> Desk:
        wish = begun(DeskAct(intent.value), desk.entry, desk.whom, new_id(self._doorkeeper.now()))
        given = replace(wish.given, badge_key_id=self._room.newest_key_id())
        return self._asked_next(desk, replace(wish, given=given))

    def _tell(self, desk: Desk, intent: Intent) -> Desk | None:
        if desk.wish is None:
            return None
        if desk.wish.need is Need.PERSON:
            whom = self._room.whom(intent.value)
            wish: Wish | None = replace(told(desk.wish, number=whom.number), whom=whom)
        else:
            wish = picked(desk.wish, intent.value)
        return None if wish is None else self._asked_next(desk, wish)

    def _when(self, desk: Desk, intent: Intent) -> Desk | None:
        if desk.wish is None:
            return None
        if intent.value == NOW:
            return self._asked_next(desk, told(desk.wish, at=None))
        return self._standing(replace(desk, stand=Stand.TIME))

    def _time(self, desk: Desk, _: Intent) -> Desk:
        after = after_time(self._stage.words, self._setting.local.zone, desk)
        return after if isinstance(after, Desk) else self._timed(desk, after)

    def _instant(self, desk: Desk, intent: Intent) -> Desk:
        return self._timed(desk, desk.typing.instants[int(intent.value)])

    def _timed(self, desk: Desk, at: datetime) -> Desk:
        assert desk.wish is not None
        return self._asked_next(desk, told(desk.wish, at=at))

    def _number(self, desk: Desk, _: Intent) -> Desk | None:
        if desk.wish is None or not desk.typing.keys:
            return None
        return self._asked_next(desk, told(desk.wish, session=int(desk.typing.keys)))

    # The word

    def _do(self, desk: Desk, _: Intent) -> Desk | None:
        wish = desk.wish
        if wish is None:
            return None
        done = self._room.does(desk.by, desk.entry, wish)
        if isinstance(done, NotDone):
            return self._not_done(desk, wish, done)
        return replace(desk, stand=Stand.DONE, done=done, said="")

    def _not_done(self, desk: Desk, wish: Wish, why: NotDone) -> Desk:
        if why.obstacle is Obstacle.NEEDS_A_POSITION:
            return self._asked_next(desk, with_position_asked(wish))
        return replace(desk, said=self._said(why))

    def _asked_next(self, desk: Desk, wish: Wish) -> Desk:
        """The next question of the act, or its confirmation, which may turn out to need a position."""
        stand = stand_for(wish, desk.entry)
        if stand is Stand.CONFIRM and wish.given.position_id is None:
            how = self._room.how(desk.by, desk.entry, wish)
            if isinstance(how, NotDone) and how.obstacle is Obstacle.NEEDS_A_POSITION:
                wish = with_position_asked(wish)
                stand = stand_for(wish, desk.entry)
        return self._standing(replace(desk, stand=stand, wish=wish, page=0, said=""))

    def _standing(self, desk: Desk) -> Desk:
        """What is typed on this screen begins with what was told before, or with the likeliest."""
        if desk.stand is Stand.TIME and desk.wish is not None:
            at = self._room.time_to_begin_with(desk.entry, desk.wish)
            return replace(desk, typing=time_to_begin_with(at, self._setting.local.zone))
        return replace(desk, typing=Typing())

    def _refused(self, desk: Desk, why: NotDone) -> None:
        self._show(replace(desk, said=self._said(why)), touched=True)

    # Showing

    def _said(self, why: NotDone) -> str:
        return obstacle_text(self._stage.words, why)

    def _show(
        self,
        desk: Desk,
        *,
        is_another: bool = False,
        touched: bool = False,
        anew: bool = False,
        left_s: float | None = None,
    ) -> None:
        """Bring the desk to the screen, for its whole time or for `left_s`.

        `is_another`: another screen than the one that stood: what was touched before was not meant for it.
        """
        stage = self._stage
        if is_another:
            stage.deafen()
            desk = replace(desk, turn=desk.turn + 1)
        stage.words = words_for(desk.by.language or self._setting.language)
        seen = self._room.seen(desk, anew=anew)
        view = view_of(Frame(stage.words, self._setting, desk, seen, touched))
        stage.put(desk, view if left_s is None else replace(view, closes_after_s=left_s))
