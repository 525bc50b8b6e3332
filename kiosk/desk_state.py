"""What stands of a supervisor's desk on the screen, as the presenter remembers it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kiosk.wording.board_look import Look
from shared.domain.desk_entry import Done, Entry, Given, Need
from shared.domain.model import Person

NOW = "now"
"""The answer to "when?" that needs no time."""


class Stand(StrEnum):
    """Which of the desk's screens."""

    LIST = "list"  # all that waits
    CARD = "card"  # one entry, or one person, and what can be done
    PEOPLE = "people"
    EVENTS = "events"
    ANSWERS = "answers"
    WHEN = "when"  # now, or at a time
    TIME = "time"
    DAY = "day"
    TWICE = "twice"  # which of two instants, in the hour that comes twice
    NUMBER = "number"  # an upstream's session, typed
    BADGE = "badge"  # the next badge is meant for a person
    CONFIRM = "confirm"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Whom:
    """Somebody of the board or the register."""

    number: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """An act that is being put together. `place` counts the needs that were told; all of them: it can be confirmed.

    What was told stays in `given` whoever goes back, and what stands against it later loses none of it.
    """

    given: Given
    needs: tuple[Need, ...]
    place: int = 0
    whom: Whom | None = None
    """Whom the act is for, once somebody said so."""

    has_reason: bool = False
    """Was a reason chosen, or does the one of `given` only stand for none?"""

    @property
    def need(self) -> Need | None:
        """What is asked now; None where everything was told."""
        return self.needs[self.place] if self.place < len(self.needs) else None


@dataclass(frozen=True, slots=True)
class Typing:
    """Keys that narrow a list, or digits of a time or a number. `is_prefilled`: the next digit begins anew."""

    keys: str = ""
    is_prefilled: bool = False
    day: date | None = None
    instants: tuple[datetime, ...] = ()
    """Both that may be meant, in the hour that comes twice."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A supervisor at the desk. `opened` and `look` are the board's that they came from.

    `entry` or `whom` is what a card is about; `page` turns its buttons; `said` is what stands against it.
    `turn` counts what was shown: a touch that was meant for another screen is told by it.
    """

    by: Person
    opened: int
    look: Look
    stand: Stand = Stand.LIST
    entry: Entry | None = None
    whom: Whom | None = None
    wish: Wish | None = None
    typing: Typing = field(default_factory=Typing)
    page: int = 0
    is_older: bool = False
    said: str = ""
    done: Done | None = None
    turn: int = 0
