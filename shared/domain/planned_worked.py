"""Planned against worked: what the rota's system has of a person's day beside what our ledger has.

Rule 1: a session belongs to the site's day on which it began, as the rota's shifts do.
Rule 2: nothing is invented. Where our own time cannot be told there is no difference, and neither for a day of which
the rota's system was not asked.
Rule 3: the rota's hours are without its breaks, ours without the breaks that were clocked.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from shared.domain.hours import Worked

DAYS_ASKED_BEHIND: Final = 30
"""How far back the rota's system is asked, today not counted: with it, the longest span of one request."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """One person's day in the rota's system, in minutes; None for a kind of shift that it has none of."""

    number: str
    day: date
    original_min: int | None
    planned_min: int | None
    worked_min: int | None


@dataclass(frozen=True, slots=True)
class Asked:
    """The days that the rota's system was asked for, both included."""

    first: date
    last: date


@dataclass(frozen=True, slots=True)
class DayCompared:
    """One person's day. `ours_min` is None where a session of that day has no time that can be told.

    `difference_min` is ours minus what the rota's system has as worked, `over_plan_min` ours minus what it planned;
    None where one of the two is not known. No shift and no session count as no minutes.
    """

    number: str
    day: date
    original_min: int | None
    planned_min: int | None
    worked_min: int | None
    ours_min: int | None
    difference_min: int | None
    over_plan_min: int | None


def compared(
    days: Iterable[DayHours], ours: Iterable[Worked], zone: ZoneInfo, asked: Asked | None
) -> list[DayCompared]:
    """Every day on which either side has something, by day and number. `asked` is None where nothing ever came."""
    theirs = {(one.number, one.day): one for one in days if _is_told(one)}
    sessions: dict[tuple[str, date], list[Worked]] = defaultdict(list)
    for one in ours:
        sessions[one.employee, one.begins.astimezone(zone).date()].append(one)
    keys = sorted({*theirs, *sessions}, key=lambda key: (key[1], key[0]))
    return [_compared(*key, theirs.get(key), sessions.get(key, []), asked) for key in keys]


def _is_told(one: DayHours) -> bool:
    return (one.original_min, one.planned_min, one.worked_min) != (None, None, None)


def _compared(
    number: str, day: date, theirs: DayHours | None, sessions: list[Worked], asked: Asked | None
) -> DayCompared:
    told = theirs or DayHours(number, day, None, None, None)
    is_known = asked is not None and asked.first <= day <= asked.last
    ours_min = _minutes(sessions)

    def more_than(their_min: int | None) -> int | None:
        return ours_min - (their_min or 0) if is_known and ours_min is not None else None

    return DayCompared(
        number,
        day,
        told.original_min,
        told.planned_min,
        told.worked_min,
        ours_min,
        more_than(told.worked_min),
        more_than(told.planned_min),
    )


def _minutes(sessions: list[Worked]) -> int | None:
    seconds = [one.worked_s for one in sessions]
    whole = [one for one in seconds if one is not None]
    return round(sum(whole) / 60) if len(whole) == len(seconds) else None
