"""The desk as a table: on which of its screens a touch means what. Nothing is done here.

A touch that the table does not name means nothing.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from kiosk.desk_state import Stand
from kiosk.views import Act


class Move(StrEnum):
    """What a touch leads to."""

    LOOK = "look"  # at one entry
    OLDER = "older"  # what waits longer than two days, shown and hidden
    BOARD = "board"
    LEAVE = "leave"
    STAY = "stay"
    AWAY = "away"  # from a card to where it was opened
    TURN = "turn"
    BEGIN = "begin"  # an act
    TELL = "tell"  # what the act needs
    RETREAT = "retreat"  # to the question before
    KEY = "key"
    TIME = "time"  # the digits stand
    DAYS = "days"  # another day is asked
    DAY = "day"
    PAD = "pad"  # back to the digits
    INSTANT = "instant"
    WHEN = "when"
    NUMBER = "number"
    DO = "do"


_EVERYWHERE: Final = {Act.CLOSE: Move.LEAVE, Act.STAY: Move.STAY}
_KEYS: Final = {Act.KEY: Move.KEY, Act.BACKSPACE: Move.KEY, Act.CLEAR: Move.KEY}
_ASKED: Final = {Act.PICK: Move.TELL, Act.MORE: Move.TURN, Act.BACK: Move.RETREAT}

TABLE: Final[Mapping[Stand, Mapping[Act, Move]]] = MappingProxyType(
    {
        Stand.LIST: {Act.ENTRY: Move.LOOK, Act.MORE: Move.OLDER, Act.BACK: Move.BOARD},
        Stand.CARD: {Act.PICK: Move.BEGIN, Act.MORE: Move.TURN, Act.BACK: Move.AWAY},
        Stand.PEOPLE: {**_ASKED, **_KEYS},
        Stand.EVENTS: _ASKED,
        Stand.ANSWERS: _ASKED,
        Stand.WHEN: {Act.PICK: Move.WHEN, Act.BACK: Move.RETREAT},
        Stand.TIME: {**_KEYS, Act.NEXT: Move.TIME, Act.MORE: Move.DAYS, Act.BACK: Move.RETREAT},
        Stand.DAY: {Act.PICK: Move.DAY, Act.BACK: Move.PAD},
        Stand.TWICE: {Act.PICK: Move.INSTANT, Act.BACK: Move.PAD},
        Stand.NUMBER: {**_KEYS, Act.NEXT: Move.NUMBER, Act.BACK: Move.RETREAT},
        Stand.BADGE: {Act.BACK: Move.RETREAT},
        Stand.CONFIRM: {Act.PICK: Move.DO, Act.BACK: Move.RETREAT},
        Stand.DONE: {Act.PICK: Move.AWAY, Act.BACK: Move.AWAY},
    }
)


def move_of(stand: Stand, act: Act) -> Move | None:
    """Where this touch leads from this screen; None: nowhere."""
    return TABLE[stand].get(act) or _EVERYWHERE.get(act)
