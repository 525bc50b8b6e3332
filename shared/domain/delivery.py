"""Exactly one effect upstream: what to do next with a row of the outbox, and what a look found.

Rule 1: after a timeout, a 5xx, a lost connection or a crash of ours a row is unknown, never failed.
Rule 2: look before sending again. Finding our record counts at any time; not finding it counts only when the look
        began `settle_s` after the attempt began.
Rule 3: order is inside a work session, and by work session per employee. A parked row holds back only its own session.
        Events of elsewhere share a name but no session: none of them holds back another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.model import ELSEWHERE, Kind

NEAR = timedelta(minutes=15)
OUR_METHODS = frozenset({"KIOSK", "PHONE", "DELAYED"})
WALL_WAS_MOVED_S = 2 * 3600
"""A deadline further away than any back-off: the wall clock was set back since it was written."""


class RowState(StrEnum):
    HELD = "held"
    DUE = "due"
    SENDING = "sending"
    UNKNOWN = "unknown"
    WAITING = "waiting"
    DELIVERED = "delivered"
    PARKED = "parked"
    HANDED_OVER = "handed_over"
    DROPPED = "dropped"


UNFINISHED = (RowState.HELD, RowState.DUE, RowState.SENDING, RowState.UNKNOWN, RowState.WAITING)
FINAL = (RowState.DELIVERED, RowState.HANDED_OVER, RowState.DROPPED)
"""Nobody will do anything about it any more; what is parked waits for a supervisor."""


class Step(StrEnum):
    """A late clock-out has two durable steps: the session is closed, then its time is settled.

    A correction of what was delivered is a step of its own, which holds nobody else's record back.
    """

    SEND = "send"
    SETTLE_TIME = "settle_time"
    CORRECT_TIME = "correct_time"


class Remedy(StrEnum):
    """What a supervisor told delivery to do with a row, beyond its own rules."""

    NONE = ""
    SEND_ANYWAY = "send_anyway"  # an overlapping session is no reason to wait any more
    SAME_AS = "same_as"  # the session `wanted_session` stands for this event


class Found(StrEnum):
    """How a delivered row came to its session."""

    SENT = "sent"
    ADOPTED = "adopted"  # our own record, found by looking
    AS_FOUND = "as_found"  # somebody else closed it; both times are kept
    LINKED = "linked"  # somebody else's record of the same arrival


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """One event on its way to one upstream. Seconds since the epoch where a name ends in `_wall`.

    `session_id` is the upstream's id where that is a number, `their_id` where it is text.
    """

    event_id: str
    upstream: str
    seq: int
    employee: str
    work_session: str
    kind: Kind
    at: datetime
    state: RowState
    step: Step = Step.SEND
    reason: str = ""
    not_before: float = 0.0
    body: str | None = None
    method: str | None = None
    sends: int = 0
    looks: int = 0
    failures: int = 0
    attempt_wall: float | None = None
    attempt_boottime: float | None = None
    attempt_boot: str | None = None
    session_id: int | None = None
    their_started: datetime | None = None
    their_ended: datetime | None = None
    their_method: str | None = None
    found: str = ""
    answer: str = ""
    by_whom: str = ""
    remedy: Remedy = Remedy.NONE
    wanted_session: int | None = None
    their_id: str = ""


@dataclass(frozen=True, slots=True)
class Instant:
    """Now, by all clocks."""

    wall: float
    boottime_s: float
    boot_id: str


def is_ready(row: OutboxRow, now: Instant) -> bool:
    """Has the row's time come? A deadline absurdly far away is one too: the wall clock was moved."""
    return now.wall >= row.not_before or row.not_before - now.wall > WALL_WAS_MOVED_S


def next_row(rows: Sequence[OutboxRow], now: Instant) -> OutboxRow | None:
    """The one row of an employee that may be worked on now, or None.

    `rows` are this employee's unfinished and parked rows in ledger order.
    """
    stopped_sessions: set[str] = set()
    for row in rows:
        session = row.work_session if row.work_session != ELSEWHERE else row.event_id
        if session in stopped_sessions or _is_late_correction(row, now):
            continue
        match row.state:
            case RowState.PARKED:
                stopped_sessions.add(session)
            case RowState.WAITING if not is_ready(row, now):
                stopped_sessions.add(session)
            case RowState.HELD if row.reason == "clock":
                stopped_sessions.add(session)
            case _:
                return row if is_ready(row, now) else None
    return None


def _is_late_correction(row: OutboxRow, now: Instant) -> bool:
    """A correction that cannot be made now: what was delivered stands, so nothing has to wait for it."""
    return row.step is Step.CORRECT_TIME and (row.state is RowState.PARKED or not is_ready(row, now))


def age_since_attempt_s(row: OutboxRow, now: Instant) -> float | None:
    """Seconds that have surely passed since the last attempt began; None when it was never stamped.

    After a restart the wall clock may show any time, but an attempt of an earlier boot is at least as old as this boot.
    """
    if row.attempt_boot is None:
        return None
    if row.attempt_boot == now.boot_id and row.attempt_boottime is not None:
        return now.boottime_s - row.attempt_boottime
    return now.boottime_s


@dataclass(frozen=True, slots=True)
class TheirSession:
    """A work session as far as comparing goes."""

    session_id: int
    account_id: int | None
    started_at: datetime
    ended_at: datetime | None
    is_open: bool
    clock_out_method: str = ""


class Likeness(StrEnum):
    SAME = "same"
    NEAR = "near"
    OVERLAP = "overlap"
    NONE = "none"


def compare_clock_in(
    at: datetime,
    account_id: int,
    sessions: Sequence[TheirSession],
    bound: frozenset[int],
    *,
    until: datetime | None = None,
) -> tuple[Likeness, TheirSession | None]:
    """What the upstream already has for a clock-in at `at`.

    `bound` are the sessions that belong to other events of ours: they are never a match. Same: begun in the same
    second, whatever its status, method and shift. Near: at the account within 15 minutes. Overlap: `at` lies inside, or
    it began before `until`, where our own session ends: hours typed in by hand for a terminal that was away.
    """
    others = [session for session in sessions if session.session_id not in bound]
    second = at.replace(microsecond=0)
    same = [session for session in others if session.started_at.replace(microsecond=0) == second]
    if same:
        return Likeness.SAME, max(same, key=lambda session: session.session_id)
    near = [s for s in others if s.account_id == account_id and abs(s.started_at - at) <= NEAR]
    if near:
        return Likeness.NEAR, min(near, key=lambda session: abs(session.started_at - at))
    last = at if until is None else max(at, until - timedelta(seconds=1))
    over = [s for s in others if s.started_at <= last and (s.is_open or (s.ended_at is not None and s.ended_at > at))]
    if over:
        return Likeness.OVERLAP, max(over, key=lambda session: session.started_at)
    return Likeness.NONE, None


class Closure(StrEnum):
    OPEN = "open"
    BY_US = "by_us"
    BY_OTHERS = "by_others"


def compare_clock_out(session: TheirSession) -> Closure:
    """Who closed this session, if anybody."""
    if session.is_open:
        return Closure.OPEN
    return Closure.BY_US if session.clock_out_method in OUR_METHODS else Closure.BY_OTHERS


def session_to_close(at: datetime, account_id: int, sessions: Sequence[TheirSession]) -> list[TheirSession]:
    """The open sessions at our account that a clock-out without a session id may mean, newest first."""
    fitting = [s for s in sessions if s.is_open and s.account_id == account_id and s.started_at <= at]
    return sorted(fitting, key=lambda session: session.started_at, reverse=True)


def method_now(own_method: str, age_s: float | None, delayed_after_s: float) -> str:
    """KIOSK or PHONE when sent in time; DELAYED when late, or when the age is unknown or negative."""
    return own_method if age_s is not None and 0 <= age_s <= delayed_after_s else "DELAYED"


def times_agree(at: datetime, theirs: datetime | None, tolerance_s: float) -> bool:
    """Is the upstream's time of a clock-out near enough to ours to leave it?"""
    return theirs is not None and abs(theirs - at) <= timedelta(seconds=tolerance_s)
