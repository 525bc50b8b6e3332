"""Attendance: a check-in begins a worked shift, a check-out ends it; each is looked for before it is sent again.

Both carry their own time (articles 5000793306 and 5000793254), so late ones go out like any other. It is local time
without a zone: in the hour that comes twice tamigo may take the other one, which the look after it finds.
tamigo may round what it takes: within 15 minutes it is ours.
"""

from datetime import datetime
from uuid import UUID

from shared.domain.corrections import Span
from shared.domain.delivery import NEAR, Found, Likeness, OutboxRow, Remedy, RowState, age_since_attempt_s
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.worked_shift import Target, TheirShift, agree, compare_shift
from shared.store import worked_shifts
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.note import Note
from shared.sync.tamigo.begun import Begun
from shared.sync.tamigo.shift_moves import CHECK_IN, CHECK_OUT, Sent, ShiftMoves
from shared.sync.tamigo.there import look
from shared.upstream.errors import NotAsItIs, UpstreamError


class Attendance:
    """Moves one employee's check-ins and check-outs that are not known to be there, one step a call."""

    def __init__(self, moves: ShiftMoves, store: Store, employee: UUID) -> None:
        self._moves = moves
        self._store = store
        self._employee = employee
        self._begun = Begun(moves, store)

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when what it should say changed meanwhile."""
        moves = self._moves
        target = moves.target(self._store, row)
        unknown = row.state is RowState.UNKNOWN
        if not unknown and (target.withdrawn or target.without_end):
            return moves.withdrawn(row, target.withdrawn or "voided at the door")
        age_s = age_since_attempt_s(row, moves.instant())
        sent = moves.sent(row, moves.zone_of(event))
        meant = _meant(sent, target, row)
        around = (*meant, self._begun.started_at(row))
        try:
            there = look(moves.client, self._employee, around, moves.zone_of(event)).told()
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        free = self._free(row, there)
        found = self._found(row, free, meant)
        if found is not None:
            return self._is_there(row, event, found)
        settling = moves.settling(row, age_s) if unknown else None
        if settling is not None:
            return settling
        if target.withdrawn or target.without_end:
            return moves.withdrawn(row, target.withdrawn or "voided at the door")
        if unknown and moves.gave_up(row):
            return moves.park(row, event, "lost too often", row.answer)
        if row.kind is Kind.CLOCKED_IN:
            return self._check_in(row, event, target, free)
        return self._check_out(row, event, target, free)

    def _free(self, row: OutboxRow, there: list[TheirShift]) -> list[TheirShift]:
        ids = [one.shift_id for one in there]
        bound = worked_shifts.bound(self._store, row.upstream, ids, row.work_session)
        return [one for one in there if one.shift_id not in bound]

    def _found(self, row: OutboxRow, free: list[TheirShift], meant: list[datetime]) -> TheirShift | None:
        """The shift that this row's check-in began, or this row's check-out ended."""
        if row.kind is Kind.CLOCKED_IN:
            began = [one for one in free if any(agree(at, one.started_at, NEAR) for at in meant)]
            return min(began, key=lambda one: abs(one.started_at - meant[0]), default=None)
        own = self._begun.shift(row, free)
        return own if own is not None and own.ended_at is not None else None

    def _is_there(self, row: OutboxRow, event: ClockEvent, found: TheirShift) -> OutboxRow:
        theirs = found.started_at if row.kind is Kind.CLOCKED_IN else found.ended_at
        ours, attempted = row.at, row.attempt_boot is not None
        facts = {"shift": found.shift_id, "ours": ours.isoformat(), "theirs": theirs.isoformat() if theirs else None}
        if not attempted:
            if row.kind is Kind.CLOCKED_IN:
                return self._moves.arrived(row, event, found, Found.LINKED, Note(DeskKind.LINKED, facts))
            return self._moves.arrived(row, event, found, Found.AS_FOUND, Note(DeskKind.CLOSED_BY_OTHERS, facts))
        note = None if agree(ours, theirs, NEAR) else Note(DeskKind.TIME_DIFFERS, facts)
        return self._moves.arrived(row, event, found, Found.ADOPTED, note)

    def _check_in(self, row: OutboxRow, event: ClockEvent, target: Target, free: list[TheirShift]) -> OutboxRow | None:
        moves = self._moves
        assert target.started_at is not None
        likeness, found = compare_shift(Span(target.started_at), free, ())
        in_the_way = next((one for one in free if one.ended_at is None), found)
        if in_the_way is not None and likeness is not Likeness.NEAR and row.remedy is not Remedy.SEND_ANYWAY:
            return moves.park(row, event, "overlap", shift=in_the_way.shift_id)
        writing = moves.client.writing_in(moves.zone_of(event))
        body = writing.check_in_body(moves.department_key, moves.joining.pos_key(row.employee), target.started_at)
        return self._sent(row, event, target, body, CHECK_IN)

    def _check_out(self, row: OutboxRow, event: ClockEvent, target: Target, free: list[TheirShift]) -> OutboxRow | None:
        moves = self._moves
        assert target.ended_at is not None
        waiting = self._begun.not_yet(row, event, free)
        if waiting is not None:
            return waiting
        writing = moves.client.writing_in(moves.zone_of(event))
        body = writing.check_out_body(moves.department_key, moves.joining.pos_key(row.employee), target.ended_at)
        return self._sent(row, event, target, body, CHECK_OUT)

    def _sent(self, row: OutboxRow, event: ClockEvent, target: Target, body: str, method: str) -> OutboxRow | None:
        moves = self._moves
        frozen = moves.freeze(row, body, method, target)
        if frozen is None:
            return None
        call = moves.client.check_in if method == CHECK_IN else moves.client.check_out
        try:
            call(body)
        except NotAsItIs as refused:
            at = target.started_at or target.ended_at or row.at
            return moves.refused(frozen, event, refused, {at.astimezone(moves.zone_of(event)).date()})
        except UpstreamError as error:
            return moves.put_off(frozen, event, error, sent=True)
        moves.link.answered()
        return moves.change(frozen, state=RowState.UNKNOWN, reason="", found=Found.SENT, not_before=0.0)


def _meant(sent: Sent | None, target: Target, row: OutboxRow) -> list[datetime]:
    """The times that this row may stand under: those that were sent, else what counts."""
    told = (sent.started_at, sent.ended_at, sent.second) if sent is not None else (target.started_at, target.ended_at)
    return [at for at in told if at is not None] or [row.at]
