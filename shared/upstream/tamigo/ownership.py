"""Whose shift is whose. No I/O.

Services b) and c) may send an EmployeeId or not. Where they do not, service d) asked for one employee says what is
theirs, and what of the day's list then belongs to nobody asked for is kept apart, not dropped.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from shared.upstream.tamigo.fields import Misread
from shared.upstream.tamigo.shift import TamigoShift

_Key = tuple[datetime | None, datetime | None]


@dataclass(frozen=True, slots=True)
class Owned:
    """Shifts whose owner is known or who are nobody's, and those whose owner nobody told."""

    shifts: tuple[TamigoShift, ...]
    unowned: tuple[TamigoShift, ...] = ()


def tells_owners(lists: Iterable[Sequence[TamigoShift]]) -> bool:
    """Whether every shift of these days says whose it is."""
    return all(shift.tells_employee for shifts in lists for shift in shifts)


def owned_as_told(lists: Iterable[Sequence[TamigoShift]]) -> Owned:
    """The shifts of days that say whose they are; one that stands under two days is one shift."""
    found: dict[object, TamigoShift] = {}
    for shifts in lists:
        seen: Counter[object] = Counter()
        for shift in shifts:
            identity = shift.shift_id or (shift.employee, shift.starts_at, shift.ends_at)
            # Two open shifts of one day may be alike in everything that is told.
            seen[identity] += 1
            found.setdefault((identity, seen[identity] if shift.employee is None else 1), shift)
    return Owned(tuple(found.values()))


def owned_as_asked(lists: Sequence[Sequence[TamigoShift]], asked: Mapping[UUID, Sequence[TamigoShift]]) -> Owned:
    """The shifts each employee was given when asked for, and the rest of the days' lists.

    Raises Misread where more people were given a shift than the day has of it: then the filter was not obeyed.
    """
    owned: dict[object, TamigoShift] = {}
    for employee, shifts in asked.items():
        for shift in shifts:
            mine = replace(shift, employee=employee, tells_employee=True)
            owned[shift.shift_id or (employee, shift.starts_at, shift.ends_at), employee] = mine
    there: Counter[_Key] = Counter()
    for shifts in lists:
        there |= Counter(_times(shift) for shift in shifts)
    given = Counter(_times(shift) for shift in owned.values())
    if any(count > there[times] > 0 for times, count in given.items()):
        raise Misread("asked for one employee, answered with shifts of others")
    left, unowned = there - given, []
    for shift in (shift for shifts in lists for shift in shifts):
        if left[_times(shift)] > 0:
            left[_times(shift)] -= 1
            unowned.append(shift)
    return Owned(tuple(owned.values()), tuple(unowned))


def _times(shift: TamigoShift) -> _Key:
    return shift.starts_at, shift.ends_at
