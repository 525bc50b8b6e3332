"""A muster as values: who may be in the building, how sure that is, and who was seen at the muster point."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from shared.domain.model import Door

NOT_KEPT: Final = 0
"""The number of a muster that could not be written down: people's lives come before the record."""


class Stand(StrEnum):
    """Where somebody is, as far as anybody knows."""

    IN = "in"
    ON_BREAK = "on_break"
    UNSURE = "unsure"


class Why(StrEnum):
    """Why that is not sure."""

    OPEN_TAP = "open_tap"  # tapped, and left the question unanswered
    CLAIM = "claim"  # a tap that named nobody, or was refused
    RELEASED = "released"  # on duty for so long that they must have forgotten to clock out
    NOT_HEARD = "not_heard"  # they may have left by another door, and no download says
    TERMINAL_OFF = "terminal_off"  # the terminal was off since: a clock-out may be missing


@dataclass(frozen=True, slots=True)
class Seen:
    """When and where somebody was last seen. `method` is the upstream's word for a session of elsewhere."""

    at: datetime | None = None
    door: Door | None = None
    terminal: str = ""
    method: str = ""
    by_supervisor: bool = False


@dataclass(frozen=True, slots=True)
class MusterEntry:
    """One person. `key` is their number, or "tap:ID" for somebody whom no tap named: no number and no name, then."""

    key: str
    number: str
    name: str
    stand: Stand
    seen: Seen = Seen()
    why: Why | None = None
    position: str = ""


@dataclass(frozen=True, slots=True)
class Tick:
    """Somebody was seen at the muster point, or that is taken back. `by` is who says so, "" for nobody named."""

    tick_id: str
    key: str
    ticked: bool
    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Ages:
    """How old in seconds what is known was at the freeze; None where nothing was ever downloaded.

    `sessions_s` matters where people also clock at other doors, and is None elsewhere too: `other_doors` tells which.
    """

    rota_s: float | None = None
    sessions_s: float | None = None
    register_s: float | None = None
    other_doors: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """How many stand how, and how many of all were seen at the muster point."""

    inside: int
    on_break: int
    unsure: int
    ticked: int
    of: int


@dataclass(frozen=True, slots=True)
class Muster:
    """A frozen list, entries by name. `ticks` are those that count, by key.

    `by` is a supervisor's number, "" where a code or nobody was asked for. Visitors are never on it.
    """

    number: int
    site: str
    terminal: str
    at: datetime
    by: str
    entries: tuple[MusterEntry, ...]
    ages: Ages = Ages()
    ticks: Mapping[str, Tick] = field(default_factory=dict)

    @property
    def is_kept(self) -> bool:
        """Is it in the ledger file, with a number?"""
        return self.number != NOT_KEPT

    def is_ticked(self, key: str) -> bool:
        """Was this one seen at the muster point?"""
        return key in self.ticks and self.ticks[key].ticked

    @property
    def counts(self) -> Counts:
        """The numbers over the list."""
        stands = [entry.stand for entry in self.entries]
        return Counts(
            stands.count(Stand.IN),
            stands.count(Stand.ON_BREAK),
            stands.count(Stand.UNSURE),
            sum(self.is_ticked(entry.key) for entry in self.entries),
            len(stands),
        )


@dataclass(frozen=True, slots=True)
class Since:
    """What happened after the freeze: who left, by key and when, and who came."""

    left: Mapping[str, datetime | None] = field(default_factory=dict)
    later: tuple[MusterEntry, ...] = ()


def merged(ticks: Iterable[Tick]) -> dict[str, Tick]:
    """The tick that counts for each key: the newest by its own time, whatever order they came in.

    Two of the same instant: the greater id, so that every screen comes to the same.
    """
    counts: dict[str, Tick] = {}
    for tick in ticks:
        standing = counts.get(tick.key)
        if standing is None or (tick.at, tick.tick_id) > (standing.at, standing.tick_id):
            counts[tick.key] = tick
    return counts
