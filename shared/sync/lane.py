"""One employee's deliveries, in their order, for as long as something can be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import structlog

from shared.domain.delivery import UNFINISHED, OutboxRow, RowState, Step, next_row
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.store import corrections, ledger, outbox, people, roster
from shared.store.database import Store
from shared.store.roster import Part
from shared.sync.clock_in import ClockInDelivery
from shared.sync.clock_out import ClockOutDelivery
from shared.sync.delivery import Delivery
from shared.sync.moves import Moves
from shared.sync.rows import attempted
from shared.sync.sessions_seen import SessionsSeen
from shared.sync.sites import names_of

LOG = structlog.get_logger()
ASK_ROSTER_AGAIN_S = 30.0
"""The roster is asked here, not upstream: soon enough for a new person's first tap to go out in time."""

MOST_FAULTS = 20
"""Faults of ours over one row, a minute apart, before a person must look."""


@dataclass(frozen=True, slots=True)
class UpstreamIdentity:
    """Who an employee is upstream, and whether the last downloads showed them with an open session anywhere."""

    employee_id: int
    shown_open: bool


def run_lane(delivery: Delivery, store: Store, employee: str) -> int:
    """Work this employee's rows until none is ready; how many steps were made."""
    identity = upstream_identity(store, names_of(delivery.sites), employee)
    return run_steps(delivery, store, employee, _Stepping(delivery, store, identity).step)


def run_steps(moves: Moves, store: Store, employee: str, step: Callable[[OutboxRow], OutboxRow | None]) -> int:
    """Take `step` after `step` on whichever row of the employee is next, until none is ready; how many were made."""
    rows = outbox.lane(store, moves.upstream, employee)
    steps = 0
    while not moves.stopping.is_set():
        row = next_row(rows, moves.instant())
        # The link is asked last: after a pause it lets one request through, and only one that is made can tell.
        if row is None or not moves.link.allows():
            break
        moved = step(row)
        steps += 1
        moves.steps += 1
        if moved is None:
            rows = outbox.lane(store, moves.upstream, employee)
            continue
        rows = [moved if one.event_id == row.event_id else one for one in rows]
        rows = [one for one in rows if one.state in (*UNFINISHED, RowState.PARKED)]
        if not any(one.state in UNFINISHED for one in rows):
            rows = outbox.lane(store, moves.upstream, employee)
    return steps


class _Stepping:
    def __init__(self, delivery: Delivery, store: Store, identity: UpstreamIdentity | None) -> None:
        self._delivery = delivery
        self._store = store
        self._identity = identity
        if identity is not None:
            seen = SessionsSeen(delivery.client, delivery.clock, identity.employee_id)
            self._clock_in = ClockInDelivery(delivery, store, seen, identity.employee_id, identity.shown_open)
            self._clock_out = ClockOutDelivery(delivery, store, seen, identity.employee_id)

    def step(self, row: OutboxRow) -> OutboxRow | None:
        stored = ledger.find(self._store, row.event_id)
        if stored is None or stored.event is None:
            return self._delivery.change(row, state=RowState.PARKED, reason="its event is not in the ledger")
        if row.state is RowState.SENDING:
            return interrupted(self._delivery, row)
        not_sent = row.step is Step.SEND and row.state in (RowState.HELD, RowState.DUE, RowState.WAITING)
        if stored.voided and not_sent:
            return self._delivery.drop_voided(row, stored.event)
        if self._identity is None:
            return self._nobody_upstream(row, stored.event)
        event = corrections.corrected(self._store, stored.event)
        try:
            if row.kind is Kind.CLOCKED_IN:
                return self._clock_in.step(row, event)
            return self._clock_out.step(row, event)
        except Exception:
            LOG.exception("delivery.row_failed", row=row.event_id, state=row.state)
            return doubt(self._delivery, self._store, row, stored.event)

    def _nobody_upstream(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        delivery = self._delivery
        waited_h = (delivery.clock.read().wall - event.recorded_at).total_seconds() / 3600
        if waited_h > delivery.rules.waiting_h:
            return delivery.park(row, event, "the upstream does not know this employee number")
        state = RowState.UNKNOWN if row.state is RowState.UNKNOWN else RowState.WAITING
        return delivery.waits(row, state, ASK_ROSTER_AGAIN_S, "the upstream does not know this number yet")


def interrupted(moves: Moves, row: OutboxRow) -> OutboxRow:
    """Nobody else works on this employee: what came of this attempt could not be written down."""
    return moves.change(row, state=RowState.UNKNOWN, reason="interrupted", not_before=0.0, **attempted(moves.instant()))


def doubt(moves: Moves, store: Store, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
    """A fault of ours must not stop the others; whether it was sent is unknown."""
    stored = outbox.find(store, row.event_id, row.upstream)
    if stored is None:
        return None
    if stored.failures >= MOST_FAULTS:
        return moves.park(stored, event, "a fault in delivery came back each time; see the log")
    state = RowState.UNKNOWN if stored.state is RowState.SENDING else stored.state
    stored = moves.change(stored, failures=stored.failures + 1)
    return moves.waits(stored, state, 60.0, "a fault in delivery; see the log")


def upstream_identity(store: Store, sites: Sequence[str], employee: str) -> UpstreamIdentity | None:
    """Who this employee number is upstream, by register and the roster of these sites; None when neither tells."""
    registered = people.by_number(store, employee)
    upstream_id = registered[0].upstream_id if registered else None
    for snapshot in roster.current(store, Part.EMPLOYEES, sites)[:1]:
        known = roster.employee(store, snapshot, number=employee, upstream_id=upstream_id)
        if known is not None:
            upstream_id = known.employee_id
    if upstream_id is None:
        return None
    snapshots = roster.current(store, Part.OPEN_SESSIONS, sites)
    shown_open = any(roster.open_session_ids(store, snapshot, upstream_id) for snapshot in snapshots)
    return UpstreamIdentity(upstream_id, shown_open)
