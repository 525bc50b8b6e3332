"""What a roster tells: one entry for each person, in the group where they stand now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.model import Shift


class Group(StrEnum):
    """Where an entry stands."""

    DUE = "due"  # the early window has opened, and the grace after the start has not passed
    HERE = "here"
    ON_BREAK = "on_break"
    LATE = "late"
    MISSING = "missing"
    GONE = "gone"  # clocked out of the shift, or since it began
    ABSENT = "absent"  # the rota itself says that they are away
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Where the word on a presence comes from."""

    OWN_EVENT = "own_event"
    UPSTREAM = "upstream"
    NOTHING = "nothing"  # neither an event nor a session is known


class Note(StrEnum):
    """What a supervisor should know beside the group."""

    AT_OTHER_SITE = "at_other_site"  # on duty there: `RosterEntry.other_site` names it
    FORGOTTEN_CLOCK_OUT = "forgotten_clock_out"  # on duty for so long that it must be one
    LEFT_EARLY = "left_early"  # gone before the shift's end, by more than the grace
    NOT_CERTAIN = "not_certain"  # due or gone, and may be there by another door
    NOT_IN_REGISTER = "not_in_register"  # known to the upstream only


@dataclass(frozen=True, slots=True)
class RosterEntry:
    """One person in one group.

    `since` is when they came, began the break or left, by group, or came to the other site; None where not known.
    `shift` is None for work without a shift. `position_id` is the one worked, else the one planned.
    """

    number: str
    group: Group
    since: datetime | None = None
    shift: Shift | None = None
    position_id: int | None = None
    source: Source = Source.NOTHING
    notes: tuple[Note, ...] = ()
    other_site: str = ""


@dataclass(frozen=True, slots=True)
class RosterView:
    """The groups: who is here by their clock-in, all others by the start of their shift."""

    due: tuple[RosterEntry, ...] = ()
    here: tuple[RosterEntry, ...] = ()
    on_break: tuple[RosterEntry, ...] = ()
    late: tuple[RosterEntry, ...] = ()
    missing: tuple[RosterEntry, ...] = ()
    gone: tuple[RosterEntry, ...] = ()
    unknown: tuple[RosterEntry, ...] = ()
    absent: tuple[RosterEntry, ...] = ()

    @property
    def entries(self) -> tuple[RosterEntry, ...]:
        """Everybody, group after group."""
        due_and_here = (*self.due, *self.here, *self.on_break, *self.late, *self.missing)
        return (*due_and_here, *self.gone, *self.unknown, *self.absent)
