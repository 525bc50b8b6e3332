"""What the rule of chase calls says: reach somebody, wait, or do nothing and why."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from shared.domain.chase_attempt import Way


class Why(StrEnum):
    """Why nobody is called now."""

    OFF = "off"
    NOT_LATE = "not_late"
    CLOCKED_IN = "clocked_in"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"  # what is known cannot be believed
    AT_OTHER_SITE = "at_other_site"  # on duty there
    SHIFT_ENDED = "shift_ended"
    NO_CONSENT = "no_consent"
    NO_PHONE = "no_phone"
    OUTSIDE_HOURS = "outside_hours"
    NOT_YET = "not_yet"
    UNSETTLED = "unsettled"  # what became of the attempt before is not known
    GIVEN_UP = "given_up"  # everybody was tried


@dataclass(frozen=True, slots=True)
class Reach:
    """Reach the person of this employee number, now."""

    way: Way
    callee: str
    is_employee: bool


@dataclass(frozen=True, slots=True)
class Wait:
    """Not now. `until` is aware UTC, None where something else must be known first."""

    until: datetime | None
    why: Why


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody is called."""

    why: Why


Step = Reach | Wait | Nothing
