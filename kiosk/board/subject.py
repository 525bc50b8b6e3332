"""What an act at the desk is about, gathered for a form: one entry or one person, and the answers that fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kiosk.board.front import Front
from kiosk.desk.asking import choices_for
from shared.board_now import site_board
from shared.desk_now import Correctable, DeskNow, badges_of, desk_now, events_of, people_of, positions_of
from shared.domain.board_row import BoardRow
from shared.domain.desk_entry import NEEDS, DeskAct, Entry, Need
from shared.domain.site import Site
from shared.domain.tap import Choice
from shared.store.badge_desk import HeldBadge
from shared.store.database import Store

LONGEST_KEY: Final = 200
PERSON_ACTS: Final = (
    DeskAct.CLOCK,
    DeskAct.CORRECT,
    DeskAct.ONE_TIME_PIN,
    DeskAct.UNLOCK,
    DeskAct.LOST,
    DeskAct.FOUND,
)
"""A new badge needs the reader: here one is paired from the claim that its tap left."""


@dataclass(frozen=True, slots=True)
class Subject:
    """`entry` is None for an act about a person; `number` is whom it is about, "" where that is still to be said.

    `row` is the person's line of the board, `people` are number and name of everybody who could be meant.
    """

    now: datetime
    entry: Entry | None
    number: str
    name: str
    row: BoardRow | None
    people: tuple[tuple[str, str], ...]
    positions: Mapping[int, str]
    events: tuple[Correctable, ...]
    badges: tuple[HeldBadge, ...]

    @property
    def key(self) -> str:
        """The entry's key, "" for a person."""
        return self.entry.key if self.entry is not None else ""

    @property
    def acts(self) -> tuple[DeskAct, ...]:
        """What can be done: nobody loses a badge that they do not have."""
        if self.entry is not None:
            return self.entry.acts
        fits = {
            DeskAct.CORRECT: bool(self.events),
            DeskAct.LOST: any(not badge.lost for badge in self.badges),
            DeskAct.FOUND: any(badge.lost for badge in self.badges),
        }
        return tuple(one for one in PERSON_ACTS if fits.get(one, True))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What it can have been: what the question offered, else what fits where the person stands."""
        if self.entry is not None and self.entry.choices:
            return self.entry.choices
        return tuple(choices_for(self.row.standing if self.row is not None else None))

    def needs_of(self, act: DeskAct) -> tuple[Need, ...]:
        """What the act needs to be told, in the order of asking."""
        return tuple(need for need in NEEDS[act] if not (need is Need.PERSON and self.number))


def entries_of(store: Store, front: Front, site: Site) -> DeskNow:
    """What waits at the site."""
    return desk_now(store, [site], front.clock.read().wall)


def of_entry(store: Store, front: Front, site: Site, key: str) -> Subject | None:
    """The entry of this key at this site; None where there is none (any more)."""
    found = entries_of(store, front, site)
    entry = next((one for one in (*found.entries, *found.older) if one.key == key), None)
    return _subject(store, front, site, entry, entry.number) if entry is not None else None


def of_person(store: Store, front: Front, site: Site, number: str) -> Subject | None:
    """Somebody of the register or of the board; None for a number that nobody here has."""
    found = _subject(store, front, site, None, number)
    return found if found.row is not None or any(number == one for one, _ in found.people) else None


def _subject(store: Store, front: Front, site: Site, entry: Entry | None, number: str) -> Subject:
    now = front.clock.read().wall
    known = tuple(people_of(store, site, now))
    board = site_board(store, site, front.terminal_of(site), now).board if number else None
    row = next((one for one in board.rows if one.number == number), None) if board is not None else None
    name = next((one for other, one in known if other == number), "") or (row.name if row is not None else "")
    return Subject(
        now,
        entry,
        number,
        name,
        row,
        known,
        dict(positions_of(store, site)),
        tuple(reversed(events_of(store, number, site, now))) if number else (),
        tuple(badges_of(store, number)) if number else (),
    )
