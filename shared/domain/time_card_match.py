"""Our work sessions against another system's time cards: what agrees, what differs, what is missing on either side.

Rule 1: matched by instants, never by the business date: a night shift stands under the day that they choose.
Rule 2: a card that ends in a break and the one that goes on after it are one piece of work; break cards are breaks.
Rule 3: an open card is no difference: it is told again and again until somebody clocks out.
Rule 4: what a manager changed is told with who, when and why, whether or not it agrees with us.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.clock_status import ClockStatus
from shared.domain.hours import Worked
from shared.domain.time_card import Adjustment, CardType, TimeCard

INTO_BREAK: Final = (ClockStatus.ON_BREAK, ClockStatus.PAID_BREAK)
LONGEST_BREAK: Final = timedelta(hours=4)
NEAR: Final = timedelta(hours=2)
"""Two beginnings further apart are not the same coming, unless the two lie over each other."""


class Found(StrEnum):
    """What the comparison of one session shows."""

    AGREES = "agrees"
    DIFFERS = "differs"
    OPEN = "open"  # on either side somebody is still clocked in, and the beginnings agree
    MISSING_THERE = "missing_there"
    MISSING_HERE = "missing_here"


@dataclass(frozen=True, slots=True)
class CardSession:
    """A piece of work as their cards tell it. `breaks` are their break cards, `cards` all of it by coming."""

    employee: str
    came_at: datetime
    left_at: datetime | None
    business_date: date
    cards: tuple[TimeCard, ...]
    breaks: tuple[TimeCard, ...]

    @property
    def adjustments(self) -> tuple[Adjustment, ...]:
        """Every change by a manager, oldest first."""
        found = [change for card in (*self.cards, *self.breaks) for change in card.adjustments]
        return tuple(sorted(found, key=lambda change: (change.at, change.adjustment_id)))

    @property
    def came_by(self) -> int | None:
        """Who authorised coming, None where nobody had to."""
        return self.cards[0].came_by

    @property
    def left_by(self) -> int | None:
        """Who authorised leaving."""
        return self.cards[-1].left_by


@dataclass(frozen=True, slots=True)
class Compared:
    """One session on one side or both. `came_off_s` and `left_off_s` are theirs minus ours, None where one lacks."""

    employee: str
    found: Found
    ours: Worked | None
    theirs: CardSession | None
    came_off_s: int | None = None
    left_off_s: int | None = None

    @property
    def begins(self) -> datetime:
        """The instant by which it belongs to a day: ours, where we have one."""
        if self.ours is not None:
            return self.ours.begins
        assert self.theirs is not None
        return self.theirs.came_at

    @property
    def is_adjusted(self) -> bool:
        """Did a manager change it there?"""
        return self.theirs is not None and bool(self.theirs.adjustments)


def card_sessions(employee: str, cards: Iterable[TimeCard]) -> list[CardSession]:
    """The pieces of work that one employee's cards tell, by coming; each card counts once, in its newest form."""
    newest: dict[int, TimeCard] = {}
    for card in cards:
        if card.card_id not in newest or newest[card.card_id].updated_at <= card.updated_at:
            newest[card.card_id] = card
    ordered = sorted(newest.values(), key=lambda card: (card.came_at, card.card_id))
    breaks = [card for card in ordered if card.card_type is not CardType.WORK]
    chains: list[list[TimeCard]] = []
    for card in ordered:
        if card.card_type is not CardType.WORK:
            continue
        if chains and goes_on(chains[-1][-1], card):
            chains[-1].append(card)
        else:
            chains.append([card])
    return [_session(employee, chain, breaks) for chain in chains]


def compared(ours: Sequence[Worked], theirs: Sequence[CardSession], differs_s: int) -> list[Compared]:
    """Both sides of one employee, by coming, each session in exactly one line; `differs_s` off is the same time."""
    left = list(theirs)
    lines = []
    for session in sorted(ours, key=lambda one: one.begins):
        match = _nearest(session, left)
        if match is not None:
            left.remove(match)
        lines.append(_line(session, match, differs_s))
    lines += [_line(None, one, differs_s) for one in left]
    return sorted(lines, key=lambda line: line.begins)


def goes_on(before: TimeCard, card: TimeCard) -> bool:
    """Is `card` the work after the break that `before` ended in?"""
    if before.left_at is None or before.left_status not in INTO_BREAK:
        return False
    return timedelta(0) <= card.came_at - before.left_at <= LONGEST_BREAK


def _session(employee: str, chain: list[TimeCard], breaks: list[TimeCard]) -> CardSession:
    came_at, left_at = chain[0].came_at, chain[-1].left_at
    # Whoever is on a break now has left the card before it, and not their work.
    is_on_break = chain[-1].left_status in INTO_BREAK
    ends_at = None if is_on_break else left_at
    inside = tuple(card for card in breaks if came_at <= card.came_at and (ends_at is None or card.came_at <= ends_at))
    return CardSession(employee, came_at, ends_at, chain[0].business_date, tuple(chain), inside)


def _nearest(session: Worked, theirs: Sequence[CardSession]) -> CardSession | None:
    fitting = [one for one in theirs if _is_near(session, one)]
    return min(fitting, key=lambda one: abs(_anchor(session, one)), default=None)


def _anchor(session: Worked, one: CardSession) -> timedelta:
    if session.started_at is not None:
        return one.came_at - session.started_at
    # A session that began elsewhere is known by its end alone.
    return (one.left_at or one.came_at) - session.begins


def _is_near(session: Worked, one: CardSession) -> bool:
    return abs(_anchor(session, one)) <= NEAR or _lies_over(session, one)


def _lies_over(session: Worked, one: CardSession) -> bool:
    if session.started_at is None or session.ended_at is None or one.left_at is None:
        return False
    return session.started_at < one.left_at and one.came_at < session.ended_at


def _line(ours: Worked | None, theirs: CardSession | None, differs_s: int) -> Compared:
    if ours is None or theirs is None:
        known = ours or theirs
        assert known is not None
        return Compared(known.employee, Found.MISSING_THERE if theirs is None else Found.MISSING_HERE, ours, theirs)
    came_off_s, left_off_s = _off_s(ours.started_at, theirs.came_at), _off_s(ours.ended_at, theirs.left_at)
    found = _found(ours, theirs, came_off_s, left_off_s, differs_s)
    return Compared(ours.employee, found, ours, theirs, came_off_s, left_off_s)


def _found(ours: Worked, theirs: CardSession, came_off_s: int | None, left_off_s: int | None, differs_s: int) -> Found:
    if any(off is not None and abs(off) > differs_s for off in (came_off_s, left_off_s)):
        return Found.DIFFERS
    if ours.ended_at is None and theirs.left_at is not None:
        return Found.DIFFERS  # there they have left, here they have not
    return Found.OPEN if theirs.left_at is None else Found.AGREES


def _off_s(ours: datetime | None, theirs: datetime | None) -> int | None:
    return None if ours is None or theirs is None else round((theirs - ours).total_seconds())
