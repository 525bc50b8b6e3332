"""What waits on a supervisor's desk and what may be done about it: one vocabulary for wall, web page and command.

`shared.desk_now` makes entries, a screen lets somebody choose an act and what it needs, and
`shared.supervision.desk_acting` does it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final

from shared.domain.supervision import Reason
from shared.domain.tap import Choice


class Topic(StrEnum):
    """What an entry is about, in the order in which a desk shows them."""

    CLAIM = "claim"  # a tap that named nobody
    REFUSED = "refused"  # a clock-in that a rule refused
    OPEN_TAP = "open_tap"  # somebody walked away from a question
    LEFT_EARLIER = "left_earlier"  # "I left earlier": the time is still to be told
    PARKED = "parked"  # a delivery that the upstream refused for good
    DOUBTFUL = "doubtful"  # a delivery that nobody knows the end of yet
    DIFFERENCES = "differences"  # upstream's times are others than ours: one entry a group
    DISPUTE = "dispute"  # an employee disputes a correction
    VOICE = "voice"  # a caller spoke because the line could not serve them
    NEWS = "news"  # to be read and put away


class DeskAct(StrEnum):
    """What a supervisor can do, about an entry or about a person."""

    # Kept taps
    ACCEPT = "accept"  # make an event of it, at its own time
    PAIR = "pair"  # its badge belongs to somebody; with a choice, an event is made of it too
    GIVE_TIME = "give_time"  # when they left
    DISMISS = "dismiss"
    # Deliveries
    RETRY = "retry"
    SEND_ANYWAY = "send_anyway"
    OTHER_PLACE = "other_place"
    CORRECT_TIME = "correct_time"
    WAS_CLOCK_OUT = "was_clock_out"
    SAME_AS = "same_as"
    HAND_OVER = "hand_over"
    # Differences
    OURS = "ours"  # our times are right: upstream's are corrected, or reported
    THEIRS = "theirs"  # upstream's times are right: ours are corrected
    AS_IT_IS = "as_it_is"  # both stay
    # Items
    NOTE = "note"  # read: put away
    HEARD = "heard"
    # A person
    CLOCK = "clock"  # clock somebody in or out, now or at a stated time
    CORRECT = "correct"  # the time of one of their events
    LOST = "lost"
    FOUND = "found"
    PAIR_BADGE = "pair_badge"  # a badge that is held to the reader now
    ONE_TIME_PIN = "one_time_pin"
    UNLOCK = "unlock"


class Need(StrEnum):
    """What an act needs to be told, asked in this order."""

    PERSON = "person"
    CHOICE = "choice"  # what it was: one of `Entry.choices`, or of those that fit the person
    POSITION = "position"  # only where the answer to the act was "needs a position", or for OTHER_PLACE
    EVENT = "event"
    TIME = "time"
    SESSION = "session"  # one of `Entry.sessions`, or typed
    BADGE = "badge"
    CAME_OF = "came_of"
    BECAUSE = "because"


NEEDS: Final[Mapping[DeskAct, tuple[Need, ...]]] = MappingProxyType(
    {
        DeskAct.ACCEPT: (Need.PERSON, Need.CHOICE, Need.BECAUSE),
        DeskAct.PAIR: (Need.PERSON, Need.CHOICE, Need.BECAUSE),
        DeskAct.GIVE_TIME: (Need.TIME, Need.BECAUSE),
        DeskAct.DISMISS: (Need.BECAUSE,),
        DeskAct.RETRY: (Need.BECAUSE,),
        DeskAct.SEND_ANYWAY: (Need.BECAUSE,),
        DeskAct.OTHER_PLACE: (Need.POSITION, Need.BECAUSE),
        DeskAct.CORRECT_TIME: (Need.TIME, Need.BECAUSE),
        DeskAct.WAS_CLOCK_OUT: (Need.BECAUSE,),
        DeskAct.SAME_AS: (Need.SESSION, Need.BECAUSE),
        DeskAct.HAND_OVER: (Need.BECAUSE,),
        DeskAct.OURS: (Need.BECAUSE,),
        DeskAct.THEIRS: (Need.BECAUSE,),
        DeskAct.AS_IT_IS: (Need.BECAUSE,),
        DeskAct.NOTE: (),
        DeskAct.HEARD: (Need.CAME_OF,),
        DeskAct.CLOCK: (Need.CHOICE, Need.TIME, Need.BECAUSE),
        DeskAct.CORRECT: (Need.EVENT, Need.TIME, Need.BECAUSE),
        DeskAct.LOST: (Need.BADGE, Need.BECAUSE),
        DeskAct.FOUND: (Need.BADGE, Need.BECAUSE),
        DeskAct.PAIR_BADGE: (Need.BADGE,),
        DeskAct.ONE_TIME_PIN: (),
        DeskAct.UNLOCK: (),
    }
)
"""What each act needs. An entry that names its person already needs no PERSON."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that waits. `key` finds it again: "tap:…", "row:UPSTREAM:EVENT", "item:…", "voice:…", "group:…".

    `number` and `name` are whom it is about, "" where nobody knows. `reason` is a word of its topic's closed set: of
    `Unidentified`, `Refusal`, `Question`, `Why` or `DeskKind`. `parts` are the items of a group, newest last.
    """

    key: str
    topic: Topic
    at: datetime
    site: str
    number: str = ""
    name: str = ""
    reason: str = ""
    terminal: str = ""
    acts: tuple[DeskAct, ...] = ()
    choices: tuple[Choice, ...] = ()
    sessions: tuple[int, ...] = ()
    parts: tuple[str, ...] = ()
    answer: str = ""
    """What the upstream said, for people."""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody chose for an act. `parts` are those of a group's items that it is for; empty: all of them.

    `at` is aware UTC; None means "now" for CLOCK. `badge` is a hash, never a number. `order_id` is made once by whoever
    asks, so that a second touch does nothing twice.
    """

    act: DeskAct
    reason: Reason = field(default_factory=Reason)
    number: str = ""
    choice: Choice | None = None
    position_id: int | None = None
    event_id: str = ""
    at: datetime | None = None
    session: int | None = None
    badge: str = ""
    badge_key_id: str = ""
    came_of: str = ""
    parts: tuple[str, ...] = ()
    order_id: str = ""
    work_session: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What came of an act. `how` says how it goes out: a `GoesOut` by upstream. `pin` is a one-time PIN, shown once.

    `left` are parts of a group that could not be settled, each with the word of its `Obstacle`.
    """

    act: DeskAct
    how: Mapping[str, str] = field(default_factory=dict)
    event_ids: tuple[str, ...] = ()
    at: datetime | None = None
    pin: str = field(default="", repr=False)
    left: Mapping[str, str] = field(default_factory=dict)
