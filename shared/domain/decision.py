"""What `decide` answers. "No" is a value here, never an exception."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.flags import Flag
from shared.domain.model import Draft, LastEvent, PositionOption, Shift
from shared.domain.tap import Choice, Question, Refusal


@dataclass(frozen=True, slots=True)
class Accepted:
    """Record these events, in this order and in one transaction.

    `candidates` are all the shifts that could have been meant. `offer` is what the outcome may offer next.
    `settles_open_tap` names the open tap that became an event or was explained by this answer.
    """

    drafts: tuple[Draft, ...]
    flags: tuple[Flag, ...] = ()
    shift: Shift | None = None
    candidates: tuple[Shift, ...] = ()
    offer: tuple[Choice, ...] = ()
    settles_open_tap: str = ""


@dataclass(frozen=True, slots=True)
class Refused:
    """A clock-in that the site does not take. The tap is kept as a claim."""

    reason: Refusal
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """The same person again, shortly after: answered again, not recorded again."""

    of: LastEvent


@dataclass(frozen=True, slots=True)
class AlreadySo:
    """What the caller wishes is so already: told again with `of`, not recorded again. `offer` is for who insists."""

    of: LastEvent | None
    offer: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """The person must choose; the tap is kept as an open tap until then. Choices stand likeliest first."""

    question: Question
    choices: tuple[Choice, ...]
    positions: tuple[PositionOption, ...] = ()
    open_tap_at: datetime | None = None
    shift: Shift | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """No event, but a claim for the desk: the person left earlier and cannot say here when."""

    offer: tuple[Choice, ...] = ()
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The badge was somebody else's: nothing happens, the tap stays in the record as that."""


@dataclass(frozen=True, slots=True)
class StillHere:
    """The open tap was not a clock-out: it is closed, and the person is asked what they want now."""

    tap_id: str
    then: "Accepted | Refused | Ask"


Decision = Accepted | Refused | Repeated | AlreadySo | Ask | Kept | Withdrawn | StillHere
