"""The seams between Clockpost and the world: what a clock, a reader, a position source and an upstream must offer.

Values cross a seam, never a vendor's object. "Unknown" is `None` or a typed state, never a number that looks real.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from shared.clock import Reading


class Clock(Protocol):
    """Reads all clocks of the machine at one instant."""

    def read(self) -> Reading: ...


@dataclass(frozen=True, slots=True)
class BadgeRead:
    """One badge, seen once by a reader.

    `technology` names the coding of the card ("em4100", "wiegand26", "line"); `facility` is empty where the card has
    none; `number` keeps its leading zeros: "00123" is not "123".
    """

    technology: str
    facility: str
    number: str
    reading: Reading


class ReaderState(StrEnum):
    STARTING = "starting"
    READING = "reading"
    UNPLUGGED = "unplugged"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class ReaderHealth:
    """What the reader's line has lived through since the start of this process."""

    state: ReaderState
    frames: int = 0
    bad_checksums: int = 0
    noise_bytes: int = 0
    reconnects: int = 0
    error: str = ""


class BadgeReader(Protocol):
    """Calls `on_badge` from a thread of its own, once for each presentation of a badge."""

    def start(self, on_badge: Callable[[BadgeRead], None]) -> None: ...

    def stop(self) -> None: ...

    def health(self) -> ReaderHealth: ...


@dataclass(frozen=True, slots=True)
class Fix:
    """A position the terminal was found at. `accuracy_m` is None when the receiver did not say."""

    latitude: float
    longitude: float
    accuracy_m: float | None
    seen: Reading
    simulated: bool = False


class PositionState(StrEnum):
    OFF = "off"  # the site does not use a receiver
    SURVEYED = "surveyed"  # the installer measured where the terminal hangs
    NO_RECEIVER = "no_receiver"  # gpsd does not answer, or has no device
    NO_FIX = "no_fix"
    FIX = "fix"


@dataclass(frozen=True, slots=True)
class Position:
    """What is known of the terminal's place now. `fix` may be old: its reader judges its age.

    `clock_offset_s` is the machine's wall clock minus satellite time (positive: the machine is ahead), with the
    reading at which it was measured; None until a receiver told.
    """

    state: PositionState
    fix: Fix | None = None
    satellites: int | None = None
    clock_offset_s: float | None = None
    clock_offset_at: Reading | None = None
    error: str = ""


class PositionSource(Protocol):
    """Knows the terminal's position at any time, without waiting."""

    def start(self) -> None: ...

    def stop(self) -> None: ...

    def position(self) -> Position: ...


@dataclass(frozen=True, slots=True)
class UpstreamSession:
    """One work session as the upstream tells it. Times are aware UTC; methods are the vendor's own words."""

    session_id: int
    employee_id: int
    account_id: int | None
    position_id: int | None
    shift_id: int | None
    started_at: datetime
    ended_at: datetime | None
    status: str
    clock_in_method: str
    clock_out_method: str
    raw: str = ""


@dataclass(frozen=True, slots=True)
class ClockInOrder:
    """What a clock-in sends. `shift_id` is None where no shift fits: the key is then left out.

    It is negative for a shift of a rota from elsewhere, which the system of record does not know: left out as well.
    """

    employee_id: int
    account_id: int
    position_id: int | None
    shift_id: int | None
    started_at: datetime


@dataclass(frozen=True, slots=True)
class SessionPage:
    """The sessions found for one employee, complete back to the asked instant."""

    sessions: tuple[UpstreamSession, ...]
    upstream_date: datetime | None = None


@dataclass(frozen=True, slots=True)
class UpstreamEmployee:
    employee_id: int
    custom_id: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class UpstreamPosition:
    position_id: int
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class UpstreamAccount:
    account_id: int
    name: str


@dataclass(frozen=True, slots=True)
class UpstreamShift:
    shift_id: int
    employee_id: int | None
    position_id: int | None
    account_id: int
    starts_at: datetime
    ends_at: datetime


class WorkSessions(Protocol):
    """The system of record of work sessions.

    Every call may raise an `UpstreamError` (see `shared.upstream.errors`). `method` is KIOSK, PHONE or DELAYED.
    """

    def clock_in_body(self, order: ClockInOrder, method: str) -> str:
        """The exact body a clock-in would send, as text, to be kept before it is sent."""
        ...

    def clock_in(self, body: str) -> UpstreamSession: ...

    def clock_out_body(self, method: str, ended_at: datetime | None) -> str: ...

    def clock_out(self, session_id: int, body: str) -> UpstreamSession: ...

    def session(self, session_id: int) -> UpstreamSession | None:
        """The session of that id, or None when the upstream says that there is none."""
        ...

    def sessions_since(self, employee_id: int, since: datetime) -> SessionPage:
        """Every session of that employee begun at or after `since`, any status, newest first."""
        ...

    def set_times(
        self, session_id: int, *, started_at: datetime | None = None, ended_at: datetime | None = None
    ) -> UpstreamSession:
        """Move the start or the end of a session; what is None stays."""
        ...

    def open_sessions(self, account_id: int, since: datetime) -> SessionPage: ...


class RosterSource(Protocol):
    """Who may work here, and when. Every call may raise an `UpstreamError`."""

    def employees(self) -> list[UpstreamEmployee]: ...

    def positions(self, account_id: int) -> list[UpstreamPosition]: ...

    def accounts(self) -> list[UpstreamAccount]: ...

    def shifts(self, account_id: int, since: datetime, until: datetime) -> list[UpstreamShift]: ...
