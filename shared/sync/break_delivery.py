"""Breaks to TrackTik: one record a break, after its session is known there.

Rule 1: the exact body is committed before it goes out; after a lost answer it is looked for before anything is sent.
Rule 2: where the settings name no look, a lost answer waits for a supervisor: it is never sent again by itself.
Rule 3: a record that is there is never changed: what was corrected or taken back since is put on the desk.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

import structlog

from shared.domain.break_record import BreakFacts, body_of, filled, is_of, tells_apart
from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, Step, age_since_attempt_s
from shared.domain.event import ClockEvent
from shared.domain.model import Break
from shared.domain.site import Site
from shared.store import break_facts, corrections, desk, ledger, outbox
from shared.store.database import Store
from shared.sync.break_changes import since_sent
from shared.sync.lane import doubt, interrupted, run_steps, upstream_identity
from shared.sync.moves import Moves
from shared.sync.note import to_desk
from shared.sync.rows import attempted, moved_row
from shared.sync.sites import names_of
from shared.upstream.errors import NotAsItIs, UpstreamError
from shared.upstream.tracktik.fields import wire_time

LOG = structlog.get_logger()
ASK_SESSION_AGAIN_S = 15.0


class Client(Protocol):
    """What takes breaks. Both calls may raise an `UpstreamError`."""

    def add_break(self, path: str, body: str, id_field: str) -> str: ...

    def breaks(self, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class BreakForm:
    """The settings' own words for a break. `look` is the query that lists a session's breaks, empty for none."""

    path: str
    body: Mapping[str, Any]
    look: Mapping[str, str] = field(default_factory=dict)
    id_field: str = "id"


@dataclass(slots=True, kw_only=True)
class BreakMoves(Moves):
    """What the lanes of breaks share. `sessions_upstream` is where their sessions go."""

    client: Client
    form: BreakForm
    sessions_upstream: str
    sites: tuple[Site, ...]

    def delivered(self, row: OutboxRow, event: ClockEvent, their_id: str, found: Found) -> OutboxRow:
        """It is there; what was corrected or taken back meanwhile is told on the desk."""
        now = self.clock.read().wall
        self.delivered_wall = now.timestamp()
        columns = {
            "state": RowState.DELIVERED,
            "step": Step.SEND,
            "reason": "",
            "their_id": their_id,
            "found": found,
            "remedy": Remedy.NONE,
        }

        def finish(store: Store) -> OutboxRow:
            note = since_sent(store, row, event)
            moved = moved_row(store, row, now, columns)
            desk.close_parked(store, row.event_id, row.upstream, now, "delivered")
            if note is not None:
                to_desk(store, note, event, self.upstream, now)
            return moved

        return self.writer.write(finish)


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
        if stored.voided and row.state is not RowState.UNKNOWN:
            return moves.drop_voided(row, stored.event)
        try:
            return self._step(row, corrections.corrected(self._store, stored.event), stored.event)
        except Exception:
            LOG.exception("delivery.row_failed", row=row.event_id, state=row.state)
            return doubt(moves, self._store, row, stored.event)

    def _step(self, row: OutboxRow, counted: ClockEvent, event: ClockEvent) -> OutboxRow | None:
        facts = self._facts(row, counted)
        if isinstance(facts, str):
            return self._not_yet(row, event, facts)
        if row.state is RowState.UNKNOWN and row.remedy is not Remedy.SEND_ANYWAY:
            return self._look(row, event, facts)
        return self._send(row, event, facts)

    def _facts(self, row: OutboxRow, counted: ClockEvent) -> BreakFacts | str:
        """What is told of this break, or why it cannot be told yet."""
        came = outbox.find(self._store, row.work_session, self._moves.sessions_upstream)
        if came is None or came.session_id is None or came.state is not RowState.DELIVERED:
            return "its clock-in was not delivered"
        who = upstream_identity(self._store, names_of(self._moves.sites), row.employee)
        if who is None:
            return "the upstream does not know this number yet"
        taken = self._taken(row, counted.draft.at)
        if taken is None:
            return "its beginning is not in the ledger"
        if break_facts.is_beginning_undated(self._store, row.employee, row.work_session, taken.started_at):
            return "the time of its beginning is not known"
        length_min = round((counted.draft.at - taken.started_at).total_seconds() / 60)
        started, ended = wire_time(taken.started_at), wire_time(counted.draft.at)
        account = counted.draft.account_id
        return BreakFacts(came.session_id, who.employee_id, account, started, ended, length_min, row.event_id)

    def _taken(self, row: OutboxRow, ended_at: datetime) -> Break | None:
        every: Sequence[Break] = break_facts.breaks_of(self._store, row.employee, row.work_session)
        return next((one for one in every if one.ended_at == ended_at), None)

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
        found = next((one for one in there if is_of(body, facts, one)), None)
        if found is not None:
            return moves.delivered(row, event, str(found.get(form.id_field, "")), Found.ADOPTED)
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
        return moves.delivered(frozen, event, their_id, Found.SENT)

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
            if wire_time(corrections.corrected(store, stored.event).draft.at) != facts.ended_on:
                return None
            return moved_row(store, row, now, columns)

        return moves.writer.write(commit)
