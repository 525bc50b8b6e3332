"""A time that a person states: the site's wall clock, which on two nights of the year says too little or too much."""

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo


class Doubt(StrEnum):
    """Why a wall clock time names no instant."""

    TWICE = "twice"  # the hour comes twice that night
    NEVER = "never"  # the clocks were put forward over it


@dataclass(frozen=True, slots=True)
class InDoubt:
    """`instants` are both that may be meant, earlier first; empty for a time that never came."""

    doubt: Doubt
    instants: tuple[datetime, ...] = ()


def stated(at: datetime, zone: ZoneInfo) -> datetime | InDoubt:
    """The instant in UTC of what a person said: with an offset as it is, else by the wall clock in `zone`."""
    if at.tzinfo is not None:
        return at.astimezone(UTC)
    both = tuple(sorted({at.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}))
    if any(one.astimezone(zone).replace(tzinfo=None, fold=0) != at.replace(fold=0) for one in both):
        return InDoubt(Doubt.NEVER)
    return both[0] if len(both) == 1 else InDoubt(Doubt.TWICE, both)
