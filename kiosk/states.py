"""What stands on the screen, as the presenter remembers it."""

from dataclasses import dataclass

from kiosk.authorising_state import Authorising
from kiosk.desk_state import Desk
from kiosk.muster_state import Mustering
from kiosk.notice_state import Noticing
from kiosk.summary_state import Reviewing
from kiosk.wording.board_look import Look
from kiosk.wording.keypad import Typing
from shared.clocking import Claim
from shared.domain.decision import Ask
from shared.domain.model import Kind, Person
from shared.recording import Outcome


@dataclass(frozen=True, slots=True)
class Idle:
    """Nobody is there."""


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome is shown. `outcome` is None for a claim that named nobody. `by`: the supervisor whose word it was."""

    outcome: Outcome | None
    claim: Claim | None = None
    by: Person | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """A question is shown."""

    outcome: Outcome
    ask: Ask
    page: int = 0


@dataclass(frozen=True, slots=True)
class Doubting:
    """ "Not right?" was touched. `event_ids` are what may be taken back; none for a claim or a refusal."""

    told: Told
    event_ids: tuple[str, ...]
    kind: Kind | None


@dataclass(frozen=True, slots=True)
class Keypad:
    typing: Typing
    error: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """A supervisor looks at the site. `opened` counts the openings."""

    by: Person
    opened: int
    look: Look


@dataclass(frozen=True, slots=True)
class About:
    """Somebody asks which terminal this is."""


@dataclass(frozen=True, slots=True)
class Broken:
    """The ledger could not be written."""


State = (
    Idle
    | Told
    | Authorising
    | Asking
    | Doubting
    | Keypad
    | Board
    | Desk
    | Mustering
    | Noticing
    | Reviewing
    | About
    | Broken
)
