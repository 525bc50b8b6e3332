"""What stands of a muster on the screen, as the presenter remembers it. The list itself is in the muster's room."""

from dataclasses import dataclass
from enum import StrEnum


class Wanted(StrEnum):
    """Whom the list is narrowed to."""

    MISSING = "missing"  # not seen at the muster point yet
    TICKED = "ticked"
    IN = "in"
    ON_BREAK = "on_break"
    UNSURE = "unsure"
    ALL = "all"


class Asks(StrEnum):
    """What stands over the foot of the list."""

    NOTHING = "nothing"
    CLOSE = "close"  # really?
    GO_ON = "go_on"  # this one is a little older: go on with it, or make a new one?


@dataclass(frozen=True, slots=True)
class Mustering:
    """Somebody counts. `opened` counts the openings, `by` is a supervisor's number or "".

    `held` are those ticked since the list was narrowed: they stay where they stand, under the finger. `said` is what
    came of printing or saving.
    """

    opened: int
    by: str
    wanted: Wanted = Wanted.MISSING
    held: frozenset[str] = frozenset()
    asks: Asks = Asks.NOTHING
    said: str = ""
