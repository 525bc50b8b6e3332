"""What a correction changes: the event as it counts from then on, and what becomes of its row.

Rule 1: the first reading is never rewritten. A correction is an event of its own, and the newest one of a kind counts.
Rule 2: what may be on its way is left alone until it is settled. Only then the correction is carried out.
Rule 3: nobody leaves before they came, and no two work sessions of one person lie over each other.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from shared.domain.delivery import OutboxRow, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.supervision import Obstacle

BY_CLOCK: Final = "clock"
"""By whom a time was corrected that a witness of the clock told, and no person."""
AHEAD: Final = timedelta(seconds=60)
"""Two terminals' clocks may differ by so much; what lies further ahead has not happened yet."""
CORRECTABLE: Final = (Kind.CLOCKED_IN, Kind.BREAK_STARTED, Kind.BREAK_ENDED, Kind.CLOCKED_OUT)
_PLACE: Final = "position "


class GoesOut(StrEnum):
    """How a correction reaches an upstream, told before it is made."""

    WITH_IT = "with_it"  # the event has not been sent: it goes out with the new time
    AFTERWARDS = "afterwards"  # it may be on its way: the correction waits until that is settled
    EDIT = "edit"  # the upstream's record is edited
    AGREES = "agrees"  # the upstream has this very time already
    BY_HAND = "by_hand"  # the upstream takes no edit: somebody must change it there
    NEW_SESSION = "new_session"
    CLOSES_SESSION = "closes_session"
    NOWHERE = "nowhere"  # it stays in the ledger: a break, or no upstream takes it


@dataclass(frozen=True, slots=True)
class Span:
    """A work session of a person; `ended_at` is None while nobody clocked out of it."""

    started_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """One event of a work session, at the time that counts."""

    event_id: str
    kind: Kind
    at: datetime


def told_place(position_id: int | None, shift_id: int | None) -> str:
    """Position and shift as a correction tells them."""
    return f"{_PLACE}{position_id or '-'} shift {shift_id or '-'}"


def is_of_place(correction: ClockEvent) -> bool:
    """Is it about position and shift, and not about the time?"""
    return correction.about is not None and correction.about.new.startswith(_PLACE)


def as_corrected(event: ClockEvent, corrections: Iterable[ClockEvent]) -> ClockEvent:
    """The event as it counts now. `corrections` are Corrected events in ledger order; those of other events are not
    looked at.
    """
    for one in corrections:
        if one.about is None or one.about.target != event.event_id or one.draft.kind is not Kind.CORRECTED:
            continue
        draft, new = event.draft, one.draft
        if is_of_place(one):
            placed = replace(
                draft,
                position_id=new.position_id,
                shift_id=new.shift_id,
                shift_ends_at=new.shift_ends_at,
                status=draft.status if new.status is None else new.status,
                shift_starts_at=new.shift_starts_at,
            )
            event = replace(event, draft=placed)
            continue
        status = draft.status if new.status is None else new.status
        recorded_at = event.recorded_at
        if one.about.by == BY_CLOCK:
            # A clock that was wrong at the tap was as wrong when it was recorded, unless it was set in between: nothing
            # is recorded before it happened, or after it was corrected.
            recorded_at = max(new.at, min(recorded_at + (new.at - draft.at), one.recorded_at))
        event = replace(event, draft=replace(draft, at=new.at, status=status), recorded_at=recorded_at)
    return event


def how_it_goes(row: OutboxRow, new: datetime, *, may_edit: bool) -> GoesOut:
    """What becomes of a row when its event is corrected to `new`. `may_edit`: does this upstream take edits?"""
    edit = GoesOut.EDIT if may_edit else GoesOut.BY_HAND
    match row.state:
        case RowState.SENDING | RowState.UNKNOWN:
            return GoesOut.AFTERWARDS
        case RowState.HELD | RowState.DUE | RowState.WAITING:
            return GoesOut.WITH_IT if row.step is Step.SEND else edit
        case RowState.PARKED:
            # What was attempted once may still turn up with its old time: it is looked for with that first.
            never_sent = row.attempt_boot is None and row.step is Step.SEND
            return GoesOut.WITH_IT if never_sent else GoesOut.AFTERWARDS
        case RowState.DELIVERED:
            theirs = row.their_started if row.kind is Kind.CLOCKED_IN else row.their_ended
            return GoesOut.AGREES if theirs == new else edit
        case RowState.HANDED_OVER:
            return GoesOut.BY_HAND
        case RowState.DROPPED:
            return GoesOut.NOWHERE


def obstacle_to_time(
    target: str, new: datetime, own: Sequence[Moment], others: Sequence[Span], now: datetime
) -> Obstacle | None:
    """Why the event `target` cannot have happened at `new`, or None.

    `own` are the events of its work session in ledger order, `others` the same person's other work sessions. Only the
    neighbours count: an order that is wrong elsewhere is put right by a correction of its own.
    """
    if new > now + AHEAD:
        return Obstacle.IN_THE_FUTURE
    place = next(number for number, moment in enumerate(own) if moment.event_id == target)
    before, after = own[:place][-1:], own[place + 1 :][:1]
    if any(moment.at > new for moment in before) or any(moment.at < new for moment in after):
        return Obstacle.OUT_OF_ORDER
    span = span_of([replace(moment, at=new) if moment.event_id == target else moment for moment in own])
    return Obstacle.OVERLAPS if span is not None and any(lies_over(span, other) for other in others) else None


def span_of(moments: Sequence[Moment]) -> Span | None:
    """The work session of these events; None where its clock-in is not among them."""
    came = next((moment.at for moment in moments if moment.kind is Kind.CLOCKED_IN), None)
    left = next((moment.at for moment in reversed(moments) if moment.kind is Kind.CLOCKED_OUT), None)
    return Span(came, left) if came is not None else None


def lies_over(one: Span, other: Span) -> bool:
    """Do two work sessions share time? One without an end is known by its beginning alone."""
    first, second = sorted((one, other), key=lambda span: span.started_at)
    if first.started_at == second.started_at:
        return True
    return first.ended_at is not None and second.started_at < first.ended_at
