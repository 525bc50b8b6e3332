"""What a roster board tells of one person, of one day, and of one outage: values for screen, page and terminal alike.

An absence has a span and nothing else here: why somebody is away is nobody's business at a wall.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from shared.domain.absence import Absence
from shared.domain.card_finding import CardFinding
from shared.domain.chase_attempt import ChaseTold
from shared.domain.flags import Flag
from shared.domain.model import Door, Shift
from shared.domain.roster_entry import Note


class Standing(StrEnum):
    """Where a person stands, in the words of the board."""

    LATE = "late"
    ABSENT = "absent"  # nobody expects them to walk in any more, or the rota says that they are away
    UNSURE = "unsure"  # what is known cannot be believed
    IN = "in"
    ON_BREAK = "on_break"
    DUE = "due"  # the early window has opened
    PLANNED = "planned"  # a shift of later today or of tomorrow
    GONE = "gone"


class Rota(StrEnum):
    """What the rota says of a row."""

    SHIFT = "shift"
    NOT_SCHEDULED = "not_scheduled"  # the rota covers this time and has no shift of theirs
    NO_ROTA = "no_rota"  # no stored rota covers this time
    AWAY = "away"  # it has an absence of theirs, and no shift


class Place(StrEnum):
    """Which part of the board a row stands in."""

    FIRST = "first"  # somebody must look at it
    EARLIER = "earlier"  # it began on a day before: the night that is still worked
    TODAY = "today"
    TOMORROW = "tomorrow"


@dataclass(frozen=True, slots=True)
class EventTold:
    """One event of the ledger as a board tells it."""

    door: Door
    terminal: str
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the word on `BoardRow.since` comes from.

    A door of ours with its terminal, or the upstream's word for how a session of elsewhere began: "" for no word.
    """

    door: Door | None = None
    terminal: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one person beside their entry in the roster.

    `shifts` are theirs at the site, from the ones just over to those of tomorrow. `began` is the clock-in of the work
    session they are in, `last` their newest event. `method` is the upstream's for a session of elsewhere.
    """

    name: str
    shifts: tuple[Shift, ...] = ()
    used_shift_ids: tuple[int, ...] = ()
    began: EventTold | None = None
    last: EventTold | None = None
    method: str = ""
    open_tap_at: datetime | None = None
    absences: tuple[Absence, ...] = ()
    chase: ChaseTold | None = None
    cards: tuple[CardFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One person: now, or on a later day that plans them. Instants are aware UTC, `day` is the site's.

    `since` is when they came, began the break or left. `late_by_s` and `past_end_s` are seconds, None where they mean
    nothing. `then` are further shifts of the same day. `announced`: the rota itself says that they are away.
    `cards` are sessions of the last days that another system's time cards tell otherwise, by time.
    """

    number: str
    name: str
    standing: Standing
    place: Place
    day: date
    is_now: bool = True
    since: datetime | None = None
    late_by_s: float | None = None
    past_end_s: float | None = None
    shift: Shift | None = None
    then: tuple[Shift, ...] = ()
    rota: Rota = Rota.SHIFT
    position_id: int | None = None
    origin: Origin | None = None
    flags: tuple[Flag, ...] = ()
    notes: tuple[Note, ...] = ()
    open_tap_at: datetime | None = None
    other_site: str = ""
    announced: bool = False
    chase: ChaseTold | None = None
    cards: tuple[CardFinding, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A heading of the board. `is_night`: a shift that began on this earlier day reaches into the next.

    `has_rota`: the stored rota reaches to the end of the day.
    """

    place: Place
    day: date
    is_night: bool = False
    has_rota: bool = True


@dataclass(frozen=True, slots=True)
class Outage:
    """A span in which a terminal was off: taps of the people it `touched` (employee numbers) may be missing."""

    outage_id: str
    terminal: str
    began_at: datetime
    ended_at: datetime
    touched: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The rows in the order they are read, and the headings they stand under: those without a row stand too."""

    at: datetime
    rows: tuple[BoardRow, ...]
    days: tuple[Day, ...]

    @property
    def counts(self) -> Mapping[Standing, int]:
        """How many people stand where at this instant; later days are not counted."""
        found = dict.fromkeys(Standing, 0)
        for row in self.rows:
            found[row.standing] += row.is_now
        return found
