"""A work session that is not known to be in tamigo yet: looked for, then added as one worked shift by i).

i) gives no id back. What was added is looked for, and the id that is found is kept in the row.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from shared.domain.corrections import Span
from shared.domain.delivery import Found, Likeness, OutboxRow, Remedy, RowState, Step, age_since_attempt_s
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.worked_shift import Target, TheirShift, compare_shift
from shared.store import worked_shifts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.note import Note
from shared.sync.tamigo.shift_moves import ADD, ShiftMoves
from shared.sync.tamigo.succession import predecessor
from shared.sync.tamigo.there import Found as There
from shared.sync.tamigo.there import look
from shared.sync.tamigo.what_counts import NO_CLOCK_IN, is_voided, waits_for_clock
from shared.upstream.errors import NotAsItIs, UpstreamError
from shared.upstream.tamigo.bodies import ShiftDraft
from shared.upstream.tamigo.request import ALL
from shared.upstream.tamigo.shift import ShiftKind

ASK_AGAIN_S = 10.0


class NewShift:
    """Moves the rows of one employee that have no `their_id` yet, one step a call."""

    def __init__(self, moves: ShiftMoves, store: Store, employee: UUID) -> None:
        self._moves = moves
        self._store = store
        self._employee = employee

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when what it should say changed meanwhile."""
        moves = self._moves
        target = moves.target(self._store, row)
        if row.state is RowState.UNKNOWN:
            return self._look(row, event, target)
        if target.withdrawn:
            return self._not_to_be_there(row, event, target)
        if target.started_at is None:
            return moves.park(row, event, NO_CLOCK_IN)
        if waits_for_clock(self._store, row) and row.remedy is not Remedy.SEND_ANYWAY:
            return moves.waits(row, RowState.WAITING, ASK_AGAIN_S, "its clock-in waits for its clock")
        before = predecessor(self._store, row)
        if before is not None and before.kind is Kind.CLOCKED_IN and before.state is RowState.DELIVERED:
            # Attendance has begun this session: the same shift gets its end.
            return moves.change(row, step=Step.CORRECT_TIME, their_id=before.their_id, found=before.found)
        if before is not None:
            return moves.waits(row, RowState.WAITING, ASK_AGAIN_S, "what this session was before is not settled yet")
        try:
            there = self._there(event, (target.started_at, target.ended_at))
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        return self._add_unless_there(row, event, target, there)

    def _look(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow | None:
        """What came of an addition that got no answer, or a good one: found at any time, missed once it is settled."""
        moves, zone = self._moves, self._moves.zone_of(event)
        age_s = age_since_attempt_s(row, moves.instant())
        sent = moves.sent(row, zone)
        meant = (sent.started_at, sent.ended_at) if sent is not None else (target.started_at, target.ended_at)
        try:
            there = self._there(event, (*meant, target.started_at, target.ended_at))
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        likeness, found = self._compare(row, meant, there)
        if likeness is Likeness.SAME and found is not None:
            return moves.arrived(row, event, found, Found.ADOPTED)
        settling = moves.settling(row, age_s)
        if settling is not None:
            return settling
        if target.withdrawn:
            return self._not_to_be_there(row, event, target)
        if target.started_at is None:
            return moves.park(row, event, NO_CLOCK_IN)
        if moves.gave_up(row):
            return moves.park(row, event, "lost too often", row.answer)
        return self._add_unless_there(row, event, target, there)

    def _not_to_be_there(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow:
        if is_voided(self._store, row):
            return self._moves.withdrawn(row, target.withdrawn)
        return self._moves.park(row, event, target.withdrawn)

    def _add_unless_there(self, row: OutboxRow, event: ClockEvent, target: Target, there: There) -> OutboxRow | None:
        moves = self._moves
        likeness, found = self._compare(row, (target.started_at, target.ended_at), there)
        match likeness:
            case Likeness.SAME if found is not None:
                return moves.arrived(row, event, found, Found.ADOPTED)
            case Likeness.NEAR if found is not None and row.remedy is not Remedy.SEND_ANYWAY:
                return moves.arrived(row, event, found, Found.LINKED, _linked(target, found))
            case Likeness.OVERLAP if found is not None and row.remedy is not Remedy.SEND_ANYWAY:
                return moves.park(row, event, "overlap", shift=found.shift_id)
            case _:
                return self._add(row, event, target)

    def _add(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow | None:
        moves, place = self._moves, self._moves.place_of(event.draft.site)
        assert target.started_at is not None
        department = place.department if place.department != ALL else ""
        draft = ShiftDraft(
            employee=self._employee,
            starts_at=target.started_at,
            ends_at=target.ended_at,
            break_code=moves.break_code,
            department=UUID(department) if department else None,
        )
        body = moves.client.writing_in(place.zone).add_body(draft)
        frozen = moves.freeze(row, body, ADD, target)
        if frozen is None:
            return None
        try:
            moves.client.add_shift(ShiftKind.WORKED, body, department)
        except NotAsItIs as refused:
            return self._refused(frozen, event, target, refused)
        except UpstreamError as error:
            return moves.put_off(frozen, event, error, sent=True)
        moves.link.answered()
        return moves.change(frozen, state=RowState.UNKNOWN, reason="", found=Found.SENT, not_before=0.0)

    def _refused(self, row: OutboxRow, event: ClockEvent, target: Target, error: NotAsItIs) -> OutboxRow:
        """A refusal says that nothing was done; what is there says it for certain."""
        moves, zone = self._moves, self._moves.zone_of(event)
        meant = (target.started_at, target.ended_at)
        try:
            there = self._there(event, meant)
        except UpstreamError as looking:
            return moves.put_off(row, event, looking, sent=True)
        likeness, found = self._compare(row, meant, there)
        if likeness is Likeness.SAME and found is not None:
            return moves.arrived(row, event, found, Found.ADOPTED)
        days = {at.astimezone(zone).date() for at in (target.started_at,) if at is not None}
        return moves.refused(row, event, error, days)

    def _there(self, event: ClockEvent, times: Sequence[datetime | None]) -> There:
        return look(self._moves.client, self._employee, times, self._moves.zone_of(event))

    def _compare(
        self, row: OutboxRow, meant: tuple[datetime | None, datetime | None], there: There
    ) -> tuple[Likeness, TheirShift | None]:
        started_at, ended_at = meant
        if started_at is None:
            return Likeness.NONE, None
        shifts = there.told()
        bound = worked_shifts.bound(self._store, row.upstream, [one.shift_id for one in shifts], row.work_session)
        return compare_shift(Span(started_at, ended_at), shifts, bound)


def _linked(target: Target, found: TheirShift) -> Note:
    facts = {
        "shift": found.shift_id,
        "ours": target.started_at.isoformat() if target.started_at else None,
        "theirs": found.started_at.isoformat(),
    }
    return Note(DeskKind.LINKED, facts)
