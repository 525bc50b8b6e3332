"""Breaks to TrackTik: one record a break, after its session is known there.

Rule 1: the exact body is committed before it goes out; after a lost answer it is looked for before anything is sent.
Rule 2: where the settings name no look, a lost answer waits for a supervisor: it is never sent again by itself.
Rule 3: a record that is there is never changed: what was corrected or taken back since is put on the desk.
"""

from dataclasses import replace

import structlog

from shared.domain.break_record import BreakFacts, body_of, filled, is_of, tells_apart
from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, age_since_attempt_s
from shared.domain.event import ClockEvent
from shared.store import corrections, ledger, outbox
from shared.store.database import Store
from shared.sync.break_moves import BreakMoves
from shared.sync.break_told import facts_of, since_sent
from shared.sync.lane import doubt, interrupted, run_steps
from shared.sync.rows import attempted, moved_row
from shared.upstream.errors import NotAsItIs, UpstreamError

LOG = structlog.get_logger()
ASK_SESSION_AGAIN_S = 15.0


def run_break_lane(moves: BreakMoves, store: Store, employee: str) -> int:
    """Work this employee's breaks until none is ready; how many steps were made."""
    return run_steps(moves, store, employee, _Stepping(moves, store).step)


class _Stepping:
    def __init__(self, moves: BreakMoves, store: Store) -> None:
        self._moves = moves
        self._store = store

    def step(self, row: OutboxRow) -> OutboxRow | None:
        moves, stored = self._moves, ledger.find(self._store, row.event_id)
        if stored is None or stored.event is None:
            return moves.change(row, state=RowState.PARKED, reason="its event is not in the ledger")
        if row.state is RowState.SENDING:
            return interrupted(moves, row)
        if stored.voided and row.state is RowState.UNKNOWN and row.body is not None:
            return self._moves.may_be_there(row, stored.event)
        if stored.voided:
            return moves.drop_voided(row, stored.event)
        try:
            return self._step(row, corrections.corrected(self._store, stored.event), stored.event)
        except Exception:
            LOG.exception("delivery.row_failed", row=row.event_id, state=row.state)
            return doubt(moves, self._store, row, stored.event)

    def _step(self, row: OutboxRow, counted: ClockEvent, event: ClockEvent) -> OutboxRow | None:
        facts = facts_of(self._moves, self._store, row, counted)
        if isinstance(facts, str):
            return self._not_yet(row, event, facts)
        if row.state is RowState.UNKNOWN and row.remedy is not Remedy.SEND_ANYWAY:
            return self._look(row, event, facts)
        return self._send(row, event, facts)

    def _not_yet(self, row: OutboxRow, event: ClockEvent, why: str) -> OutboxRow:
        moves = self._moves
        waited_h = (moves.clock.read().wall - event.recorded_at).total_seconds() / 3600
        if waited_h > moves.rules.waiting_h:
            return moves.park(row, event, why)
        state = RowState.UNKNOWN if row.state is RowState.UNKNOWN else RowState.WAITING
        return moves.waits(row, state, ASK_SESSION_AGAIN_S, why)

    def _look(self, row: OutboxRow, event: ClockEvent, facts: BreakFacts) -> OutboxRow | None:
        moves, form = self._moves, self._moves.form
        # A restored ledger doubts what it never sent as well: by then it may have gone out.
        body = row.body or body_of(form.body, facts)
        if not form.look:
            return moves.park(row, event, "cannot be looked up: its answer was lost", row.answer)
        age_s = age_since_attempt_s(row, moves.instant())
        try:
            there = moves.client.breaks(form.path, filled(form.look, facts))
        except UpstreamError as error:
            return moves.put_off(row, event, error, sent=False)
        moves.link.answered()
        if there and not any(tells_apart(body, facts, one) for one in there):
            return moves.park(row, event, "cannot be looked up: their list does not tell breaks apart", row.answer)
        bound = outbox.their_ids(self._store, moves.upstream, row.event_id)
        free = [one for one in there if str(one.get(form.id_field, "")) not in bound]
        found = next((one for one in free if is_of(body, facts, one)), None)
        if found is not None:
            return self._delivered(replace(row, body=body), event, str(found.get(form.id_field, "")), Found.ADOPTED)
        settling = moves.settling(row, age_s)
        if settling is not None:
            return settling
        if ledger.is_voided(self._store, row.event_id):
            return moves.drop_voided(row, event)
        if moves.gave_up(row):
            return moves.park(row, event, "lost too often", row.answer)
        return self._send(row, event, facts)

    def _send(self, row: OutboxRow, event: ClockEvent, facts: BreakFacts) -> OutboxRow | None:
        moves, form = self._moves, self._moves.form
        body = body_of(form.body, facts)
        frozen = self._frozen(row, body, facts)
        if frozen is None or frozen.state is not RowState.SENDING:
            return None
        try:
            their_id = moves.client.add_break(form.path, body, form.id_field)
        except NotAsItIs as refused:
            moves.link.answered()
            return moves.park(frozen, event, str(refused)[:500], refused.answer)
        except UpstreamError as error:
            return moves.put_off(frozen, event, error, sent=True)
        moves.link.answered()
        return self._delivered(frozen, event, their_id, Found.SENT)

    def _delivered(self, row: OutboxRow, event: ClockEvent, their_id: str, found: Found) -> OutboxRow:
        moves = self._moves
        return moves.delivered(row, event, their_id, found, lambda store: since_sent(moves, store, row, event))

    def _frozen(self, row: OutboxRow, body: str, facts: BreakFacts) -> OutboxRow | None:
        """The row with its body, committed; None where something else counts by now."""
        moves, now = self._moves, self._moves.clock.read().wall
        columns = {
            "state": RowState.SENDING,
            "body": body,
            "sends": row.sends + 1,
            "remedy": Remedy.NONE,
            **attempted(moves.instant()),
        }

        def commit(store: Store) -> OutboxRow | None:
            stored = ledger.find(store, row.event_id)
            if stored is None or stored.event is None or stored.voided:
                return None
            if facts_of(moves, store, row, corrections.corrected(store, stored.event)) != facts:
                return None
            return moved_row(store, row, now, columns)

        return moves.writer.write(commit)
