"""The desk's screens by where somebody stands at it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from kiosk.desk import cards, lists, pads
from kiosk.desk.frame import Frame
from kiosk.desk_state import Stand
from kiosk.views import BoardView, CardView, KeypadView

DeskView = BoardView | CardView | KeypadView


def _card(frame: Frame) -> CardView:
    return cards.entry_card(frame) if frame.desk.entry is not None else cards.person_card(frame)


VIEWS: Final[Mapping[Stand, Callable[[Frame], DeskView]]] = MappingProxyType(
    {
        Stand.LIST: lists.waiting,
        Stand.CARD: _card,
        Stand.PEOPLE: lists.people,
        Stand.EVENTS: lists.events,
        Stand.ANSWERS: cards.answers_card,
        Stand.WHEN: cards.when_card,
        Stand.TIME: pads.pad,
        Stand.DAY: cards.day_card,
        Stand.TWICE: cards.twice_card,
        Stand.NUMBER: pads.pad,
        Stand.BADGE: cards.badge_card,
        Stand.CONFIRM: cards.confirm_card,
        Stand.DONE: cards.done_card,
    }
)


def view_of(frame: Frame) -> DeskView:
    """The view of the screen that stands."""
    return VIEWS[frame.desk.stand](frame)
