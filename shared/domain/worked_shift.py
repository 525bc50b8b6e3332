"""A worked shift in another system: what it should say, and what of what is there it is. To the minute.

Rule 1: one worked shift a work session. What is there already is compared before anything is added.
Rule 2: times agree when they are less than a minute apart: a rota is kept in minutes, cut or rounded.
Rule 3: somebody else's record of the same coming and leaving (15 minutes) stands for ours; one that only shares time
        with it is for a person to look at.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from shared.domain.corrections import Span
from shared.domain.delivery import NEAR, Likeness

TAMIGO: Final = "tamigo"
"""The upstream's name in the outbox."""
MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Target:
    """What a worked shift should say. None for a time that stays as it is there.

    `without_end`: it has none again. `withdrawn`: it should not be there, and why.
    """

    started_at: datetime | None = None
    ended_at: datetime | None = None
    without_end: bool = False
    withdrawn: str = ""


@dataclass(frozen=True, slots=True)
class TheirShift:
    """A worked shift of the employee as the other system has it; `ended_at` is None while it has no end."""

    shift_id: str
    started_at: datetime
    ended_at: datetime | None


def agree(ours: datetime | None, theirs: datetime | None, within: timedelta = MINUTE) -> bool:
    """Are these the same time, as a system that keeps minutes has it? No time agrees with no time."""
    if ours is None or theirs is None:
        return ours is theirs
    return abs(ours - theirs) < within


def is_as(target: Target, theirs: TheirShift, within: timedelta = MINUTE) -> bool:
    """Does the shift say what it should, as far as that is asked for? `within` timedelta(0) asks for the very time."""
    if target.withdrawn:
        return False
    exact = within == timedelta(0)
    pairs = [(target.started_at, theirs.started_at)] if target.started_at is not None else []
    ends: list[tuple[datetime | None, datetime | None]] = (
        [(target.ended_at, theirs.ended_at)] if target.ended_at is not None or target.without_end else []
    )
    return all(ours == told if exact else agree(ours, told, within) for ours, told in (*pairs, *ends))


def compare_shift(
    span: Span, shifts: Sequence[TheirShift], bound: Collection[str]
) -> tuple[Likeness, TheirShift | None]:
    """What is there already for a worked shift. `bound` are those of other work sessions of ours: never a match.

    Same: both times to the minute. Near: both within 15 minutes. Overlap: it shares time; one without an end is known
    by its beginning alone.
    """
    others = [one for one in shifts if one.shift_id not in bound]
    same = [one for one in others if agree(span.started_at, one.started_at) and agree(span.ended_at, one.ended_at)]
    if same:
        return Likeness.SAME, min(same, key=lambda one: one.shift_id)
    near = [one for one in others if _is_near(span, one)]
    if near:
        return Likeness.NEAR, min(near, key=lambda one: abs(one.started_at - span.started_at))
    over = [one for one in others if _shares_time(span, one)]
    if over:
        return Likeness.OVERLAP, max(over, key=lambda one: one.started_at)
    return Likeness.NONE, None


def _is_near(span: Span, one: TheirShift) -> bool:
    ends = agree(span.ended_at, one.ended_at, NEAR + timedelta(microseconds=1))
    return ends and abs(one.started_at - span.started_at) <= NEAR


def _shares_time(span: Span, one: TheirShift) -> bool:
    until = span.ended_at or span.started_at + MINUTE
    if one.ended_at is None:
        return span.started_at - NEAR <= one.started_at < until
    return one.started_at < until and one.ended_at > span.started_at
