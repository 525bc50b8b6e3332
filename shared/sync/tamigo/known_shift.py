"""A worked shift that is ours and whose id we know: brought to what counts by h), or taken away by j).

Rule 1: h) replaces the whole shift, so it is read first and sent back as it was read, with the new times.
Rule 2: both do no harm twice, but one that was lost may still be carried out: nothing else is sent before `settle_s`.
"""

import json
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, Step, age_since_attempt_s
from shared.domain.event import ClockEvent
from shared.domain.worked_shift import Target, is_as
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.corrected_since import NEVER_SENT
from shared.sync.note import Note, to_desk
from shared.sync.tamigo.shift_moves import DELETE, UPDATE, ShiftMoves
from shared.sync.tamigo.succession import hand_on
from shared.sync.tamigo.there import look, theirs
from shared.upstream.errors import NotAsItIs, UpstreamError
from shared.upstream.tamigo.bodies import draft_of
from shared.upstream.tamigo.shift import TamigoShift

GONE = "the worked shift is gone"
EXACTLY = timedelta(0)


class KnownShift:
    """Moves the rows of one employee whose `their_id` is known, one step a call."""

    def __init__(self, moves: ShiftMoves, store: Store, employee: UUID) -> None:
        self._moves = moves
        self._store = store
        self._employee = employee

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when rows have to be read anew."""
        moves = self._moves
        target = moves.target(self._store, row)
        if row.state is RowState.UNKNOWN and row.method in (UPDATE, DELETE):
            return self._look(row, event, target)
        if not target.withdrawn:
            return self._correct(row, event, target)
        if row.found == Found.LINKED:
            return self._not_ours_to_delete(row, event, target)
        return None if hand_on(moves, row) else self._delete(row, event, target)

    def _look(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow | None:
        """What came of an h) or j) that got no answer, or a good one."""
        moves = self._moves
        age_s = age_since_attempt_s(row, moves.instant())
        try:
            shift = self._read(row, event, target)
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        if shift is None:
            return self._gone(row, event, target)
        there = theirs(shift)
        if row.method == UPDATE and there is not None and self._is_as_sent(row, event, shift):
            return moves.arrived(row, event, there, Found.SENT)
        settling = moves.settling(row, age_s)
        if settling is not None:
            return settling
        if moves.gave_up(row):
            return moves.park(row, event, "lost too often", row.answer)
        return moves.change(row, state=RowState.DUE)

    def _is_as_sent(self, row: OutboxRow, event: ClockEvent, shift: TamigoShift) -> bool:
        sent, there = self._moves.sent(row, self._moves.zone_of(event)), theirs(shift)
        if sent is None or there is None:
            return False
        wanted = Target(sent.started_at, sent.ended_at, without_end=sent.ended_at is None)
        return is_as(wanted, there)

    def _gone(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow:
        """What should be away is; what should not was taken away by somebody, and a person must say what then."""
        moves = self._moves
        if target.withdrawn:
            return moves.withdrawn(row, target.withdrawn)
        if row.remedy is Remedy.SEND_ANYWAY:
            anew = {"state": RowState.DUE, "step": Step.SEND, "their_id": None, "body": None, "method": None}
            return moves.change(row, **anew, **NEVER_SENT, found="", their_started=None, their_ended=None)
        return moves.park(row, event, GONE)

    def _correct(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow | None:
        moves = self._moves
        try:
            shift = self._read(row, event, target)
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        there = theirs(shift) if shift is not None else None
        if shift is None or there is None:
            return self._gone(row, event, target)
        if is_as(target, there, EXACTLY):
            return moves.arrived(replace(row, body=None), event, there, Found.ADOPTED)
        try:
            body = self._body(event, shift, target)
        except NotAsItIs as error:
            return moves.park(row, event, str(error)[:500])
        frozen = moves.freeze(row, body, UPDATE, target)
        if frozen is None:
            return None
        try:
            moves.client.update_shift(UUID(row.their_id), body)
        except NotAsItIs as refused:
            return self._refused(frozen, event, target, refused)
        except UpstreamError as error:
            return moves.put_off(frozen, event, error, sent=True)
        moves.link.answered()
        return moves.change(frozen, state=RowState.UNKNOWN, reason="", not_before=0.0)

    def _body(self, event: ClockEvent, shift: TamigoShift, target: Target) -> str:
        ended_at = None if target.without_end else target.ended_at or shift.ends_at
        meant = replace(shift, starts_at=target.started_at or shift.starts_at, ends_at=ended_at)
        return self._moves.client.writing_in(self._moves.zone_of(event)).update_body(
            UUID(str(shift.shift_id)), draft_of(meant)
        )

    def _delete(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow | None:
        moves = self._moves
        frozen = moves.freeze(row, json.dumps({"ShiftId": row.their_id}), DELETE, target)
        if frozen is None:
            return None
        try:
            moves.client.delete_shift(UUID(row.their_id))
        except NotAsItIs as refused:
            return self._refused(frozen, event, target, refused)
        except UpstreamError as error:
            return moves.put_off(frozen, event, error, sent=True)
        moves.link.answered()
        return moves.change(frozen, state=RowState.UNKNOWN, reason="", not_before=0.0)

    def _refused(self, row: OutboxRow, event: ClockEvent, target: Target, error: NotAsItIs) -> OutboxRow:
        """A refusal says that nothing was done; what is there says it for certain."""
        moves = self._moves
        try:
            shift = self._read(row, event, target)
        except UpstreamError as looking:
            return moves.put_off(row, event, looking, sent=True)
        there = theirs(shift) if shift is not None else None
        if shift is None or there is None:
            return self._gone(row, event, target)
        if row.method == UPDATE and self._is_as_sent(row, event, shift):
            return moves.arrived(row, event, there, Found.SENT)
        zone = moves.zone_of(event)
        times = (there.started_at, target.started_at)
        return moves.refused(row, event, error, {at.astimezone(zone).date() for at in times if at is not None})

    def _read(self, row: OutboxRow, event: ClockEvent, target: Target) -> TamigoShift | None:
        moves, zone = self._moves, self._moves.zone_of(event)
        sent = moves.sent(row, zone)
        times = (row.their_started, target.started_at, sent.started_at if sent is not None else None)
        return look(moves.client, self._employee, times, zone).by_id(row.their_id)

    def _not_ours_to_delete(self, row: OutboxRow, event: ClockEvent, target: Target) -> OutboxRow:
        moves, now = self._moves, self._moves.clock.read().wall
        note = Note(DeskKind.VOIDED_AFTER_DELIVERY, {"shift": row.their_id})
        moves.writer.write(lambda store: to_desk(store, note, event, moves.upstream, now))
        return moves.withdrawn(row, target.withdrawn)
