"""What an act still needs, question by question; what was told is kept whoever goes back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from kiosk.desk_state import Desk, Stand, Typing, Whom, Wish
from shared.domain.board_row import Standing
from shared.domain.desk_entry import NEEDS, DeskAct, Entry, Given, Need
from shared.domain.supervision import Because, Reason
from shared.domain.tap import Choice

ONLY_PAIR: Final = "only_pair"
"""Instead of a choice: the badge is paired and no event is made of its tap."""

_STANDS: Final = MappingProxyType(
    {
        Need.PERSON: Stand.PEOPLE,
        Need.CHOICE: Stand.ANSWERS,
        Need.POSITION: Stand.ANSWERS,
        Need.EVENT: Stand.EVENTS,
        Need.TIME: Stand.TIME,
        Need.SESSION: Stand.ANSWERS,
        Need.BADGE: Stand.ANSWERS,
        Need.CAME_OF: Stand.ANSWERS,
        Need.BECAUSE: Stand.ANSWERS,
    }
)

_FORGOTTEN: Final = (Because.FORGOT, Because.TERMINAL_OFF, Because.NO_BADGE, Because.WRONG_CHOICE, Because.AGREED)
_LIKELIEST: Final[Mapping[DeskAct, tuple[Because, ...]]] = MappingProxyType(
    {
        DeskAct.ACCEPT: (Because.NO_BADGE, Because.FORGOT, Because.AGREED, Because.TERMINAL_OFF, Because.OTHER),
        DeskAct.PAIR: (Because.NO_BADGE, Because.AGREED, Because.OTHER),
        DeskAct.GIVE_TIME: _FORGOTTEN,
        DeskAct.CLOCK: _FORGOTTEN,
        DeskAct.CORRECT: _FORGOTTEN,
        DeskAct.CORRECT_TIME: _FORGOTTEN,
        DeskAct.WAS_CLOCK_OUT: (Because.WRONG_CHOICE, Because.FORGOT, Because.AGREED, Because.OTHER),
        DeskAct.DISMISS: (Because.DOUBLE, Because.BADGE_OF_OTHER, Because.WRONG_CHOICE, Because.AGREED, Because.OTHER),
        DeskAct.SAME_AS: (Because.DOUBLE, Because.AS_UPSTREAM, Because.AGREED, Because.OTHER),
        DeskAct.THEIRS: (Because.AS_UPSTREAM, Because.AGREED, Because.FORGOT, Because.OTHER),
        DeskAct.OURS: (Because.AGREED, Because.OTHER, Because.TERMINAL_OFF),
        DeskAct.LOST: (Because.OTHER, Because.NO_BADGE),
    }
)


def needs_of(act: DeskAct, entry: Entry | None, whom: Whom | None) -> tuple[Need, ...]:
    """What this act needs to be told about this entry or person, in the order of asking."""
    is_known = whom is not None or (entry is not None and bool(entry.number))
    return tuple(need for need in NEEDS[act] if not (need is Need.PERSON and is_known))


def begun(act: DeskAct, entry: Entry | None, whom: Whom | None, order_id: str) -> Wish:
    """The act, with what is known already."""
    if whom is None and entry is not None and entry.number:
        whom = Whom(entry.number, entry.name)
    parts = entry.parts if entry is not None else ()
    given = Given(act, number=whom.number if whom else "", order_id=order_id, parts=parts)
    return Wish(given, needs_of(act, entry, whom), whom=whom)


def stand_for(wish: Wish, entry: Entry | None) -> Stand:
    """The screen on which its next question is asked, or all that was told is confirmed."""
    need, act = wish.need, wish.given.act
    if need is None:
        return Stand.CONFIRM
    if need is Need.TIME and act is DeskAct.CLOCK:
        return Stand.WHEN
    if need is Need.SESSION and not (entry and entry.sessions):
        return Stand.NUMBER
    if need is Need.BADGE and act is DeskAct.PAIR_BADGE:
        return Stand.BADGE
    return _STANDS[need]


def told(wish: Wish, **answer: object) -> Wish:
    """One need more is told."""
    return replace(wish, given=replace(wish.given, **answer), place=wish.place + 1)  # type: ignore[arg-type]


def with_position_asked(wish: Wish) -> Wish:
    """The position has turned out to be needed: it is asked last, and nothing else again."""
    needs = wish.needs if Need.POSITION in wish.needs else (*wish.needs, Need.POSITION)
    return replace(wish, needs=needs, place=needs.index(Need.POSITION))


def picked(wish: Wish, value: str) -> Wish | None:
    """One of the shown answers was touched; None for one that means nothing."""
    try:
        after = told(wish, **_answer(wish, value))
    except ValueError:
        return None
    return replace(after, has_reason=after.has_reason or wish.need is Need.BECAUSE)


def _answer(wish: Wish, value: str) -> dict[str, object]:
    match wish.need:
        case Need.CHOICE:
            return {"choice": None if value == ONLY_PAIR else Choice(value)}
        case Need.POSITION:
            return {"position_id": int(value)}
        case Need.EVENT:
            return {"event_id": value}
        case Need.SESSION:
            return {"session": int(value)}
        case Need.BADGE:
            return {"badge": value}
        case Need.CAME_OF:
            return {"came_of": value}
        case Need.BECAUSE:
            return {"reason": Reason(Because(value), wish.given.reason.note)}
        case _:
            raise ValueError(f"{wish.need} is not picked from answers")


def gone_back(desk: Desk) -> Desk:
    """The question before, with what was answered; before the first one stands the card."""
    wish = desk.wish
    if wish is None or wish.place == 0:
        return replace(desk, stand=Stand.CARD, wish=None, page=0, said="")
    wish = replace(wish, place=min(wish.place, len(wish.needs)) - 1)
    return replace(desk, stand=stand_for(wish, desk.entry), wish=wish, page=0, said="")


def reasons_for(act: DeskAct) -> tuple[Because, ...]:
    """Every reason, likeliest first."""
    first = _LIKELIEST.get(act, ())
    return (*first, *(one for one in Because if one not in first))


def choices_for(standing: Standing | None) -> Sequence[Choice]:
    """What somebody who stands like this on the board can be clocked as, likeliest first."""
    match standing:
        case Standing.IN:
            return (Choice.CLOCK_OUT, Choice.START_BREAK)
        case Standing.ON_BREAK:
            return (Choice.END_BREAK, Choice.CLOCK_OUT)
        case Standing.UNSURE:
            return (Choice.CLOCK_OUT, Choice.CLOCK_IN)
        case _:
            return (Choice.CLOCK_IN, Choice.CLOCK_OUT)


def is_another_question(before: Desk, after: Desk) -> bool:
    """Does another question stand there now? Keys of one pad and a list's narrowing are the same one."""
    places = [(one.stand, one.page, one.is_older, one.wish.place if one.wish else -1) for one in (before, after)]
    return places[0] != places[1]


def with_nothing_begun(desk: Desk) -> Desk:
    """The desk without anything begun."""
    return replace(desk, wish=None, done=None, typing=Typing(), page=0, said="")
