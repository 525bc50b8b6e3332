"""The words of the trade as values. Times are aware UTC datetimes; ids of the upstream are its own integers."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from shared.domain.clock_status import ClockStatus

ELSEWHERE: Final = "elsewhere"
"""The work session of an event whose clock-in this ledger does not hold."""


class Kind(StrEnum):
    """What a ledger row records. The first four move presence; the rest speak about other rows."""

    CLOCKED_IN = "clocked_in"
    BREAK_STARTED = "break_started"
    BREAK_ENDED = "break_ended"
    CLOCKED_OUT = "clocked_out"
    CORRECTED = "corrected"
    VOIDED = "voided"
    BREAK_ANSWER = "break_answer"
    CORRECTION_ANSWER = "correction_answer"


class Door(StrEnum):
    KIOSK = "kiosk"
    PHONE = "phone"


class Role(StrEnum):
    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"


class PresenceState(StrEnum):
    OFF = "off"
    WORKING = "working"
    ON_BREAK = "on_break"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the people register. `number` is the customer's own employee number, as text."""

    number: str
    name: str
    language: str = ""
    role: Role = Role.EMPLOYEE
    sites: tuple[str, ...] = ()
    upstream_id: int | None = None
    valid_from: date | None = None
    valid_until: date | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """One planned shift of one person."""

    shift_id: int
    account_id: int
    position_id: int | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class PositionOption:
    """A position that can be worked at the site."""

    position_id: int
    name: str


@dataclass(frozen=True, slots=True)
class Presence:
    """Where a person stands. `work_session` is the id of its ClockedIn, or ELSEWHERE.

    `seq` is the ledger sequence of the event that last moved it (0: an upstream's word). `method` is the upstream's
    word for how a session of elsewhere began.
    """

    state: PresenceState
    since: datetime | None = None
    break_since: datetime | None = None
    site: str = ""
    account_id: int | None = None
    position_id: int | None = None
    shift_id: int | None = None
    shift_ends_at: datetime | None = None
    work_session: str = ""
    upstream_session: int | None = None
    method: str = ""
    seq: int = 0

    @property
    def on_duty(self) -> bool:
        """Working or on a break."""
        return self.state in (PresenceState.WORKING, PresenceState.ON_BREAK)


OFF_DUTY: Final = Presence(PresenceState.OFF)


@dataclass(frozen=True, slots=True)
class Break:
    """A break that was taken; without an end while it goes on, or where nobody ended it."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LastEvent:
    """The newest clock event of a person that was not voided."""

    event_id: str
    kind: Kind
    at: datetime
    recorded_at: datetime
    receipt: str
    boot_id: str = ""
    boottime_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Draft:
    """A clock event that `decide` wants recorded; ids and hashes come with the commit.

    `work_session` is empty for a ClockedIn, which opens its own. `status` is how punctual it was judged to be, None
    where that is not a question; `shift_starts_at` is what a clock-in was measured by.
    """

    kind: Kind
    at: datetime
    site: str
    account_id: int
    position_id: int | None = None
    shift_id: int | None = None
    shift_ends_at: datetime | None = None
    work_session: str = ""
    status: ClockStatus | None = None
    shift_starts_at: datetime | None = None
