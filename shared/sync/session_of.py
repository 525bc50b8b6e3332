"""Which upstream session a clock-out means: that of its clock-in, or one begun elsewhere."""

from datetime import timedelta

from shared.domain.delivery import Closure, OutboxRow, RowState, compare_clock_out, session_to_close, times_agree
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE
from shared.ports import UpstreamSession
from shared.store import outbox
from shared.store.database import Store
from shared.sync.delivery import LOOK_BACK, Delivery
from shared.sync.sessions_seen import SessionsSeen, theirs
from shared.upstream.errors import UpstreamError

LOOK_AGAIN_S = 60.0


class SessionOf:
    """Finds the session of a clock-out row that has none yet."""

    def __init__(self, delivery: Delivery, store: Store, seen: SessionsSeen) -> None:
        self._delivery = delivery
        self._store = store
        self._seen = seen

    def find(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """The row with its session, or waiting for one, or parked."""
        if row.work_session == ELSEWHERE:
            return self._begun_elsewhere(row, event)
        clock_in = outbox.find(self._store, row.work_session, row.upstream)
        if clock_in is None:
            return self._begun_elsewhere(row, event)
        if clock_in.session_id is not None:
            return self._delivery.change(row, session_id=clock_in.session_id)
        if clock_in.state in (RowState.DROPPED, RowState.HANDED_OVER):
            return self._delivery.park(row, event, f"its clock-in was {clock_in.state}")
        return self._waits(row, "its clock-in was not delivered")

    def _begun_elsewhere(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """The newest open session at our account that began before this clock-out."""
        delivery = self._delivery
        try:
            sessions, _ = self._seen.since(row.at - LOOK_BACK)
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=False)
        delivery.link.answered()
        free = self._free(row, sessions)
        closed = self._closed_by_us(row, event, free) if row.state is RowState.UNKNOWN else None
        if closed is not None:
            return delivery.change(row, session_id=closed)
        fitting = session_to_close(row.at, event.draft.account_id, [theirs(one) for one in free])
        if len(fitting) > 1:
            ids = [session.session_id for session in fitting]
            return delivery.park(row, event, "several open sessions fit", sessions=ids)
        if fitting:
            state = RowState.UNKNOWN if row.state is RowState.UNKNOWN else RowState.DUE
            return delivery.change(row, state=state, session_id=fitting[0].session_id)
        waited = delivery.clock.read().wall - event.recorded_at
        if waited > timedelta(hours=delivery.rules.waiting_h):
            return delivery.park(row, event, "no open session was found")
        return self._waits(row, "no open session yet")

    def _free(self, row: OutboxRow, sessions: list[UpstreamSession]) -> list[UpstreamSession]:
        """Sessions of no other event of ours; what began before an earlier clock-out that still waits is that one's."""
        bound = outbox.bound_sessions(self._store, row.upstream, [one.session_id for one in sessions], row.event_id)
        earlier = outbox.waiting_elsewhere(self._store, row)
        return [
            session
            for session in sessions
            if session.session_id not in bound and (earlier is None or session.started_at > earlier)
        ]

    def _closed_by_us(self, row: OutboxRow, event: ClockEvent, free: list[UpstreamSession]) -> int | None:
        """After a restore: the session that this clock-out closed before, as the ledger has forgotten."""
        for session in free:
            ours = compare_clock_out(theirs(session)) is Closure.BY_US and session.account_id == event.draft.account_id
            if ours and times_agree(row.at, session.ended_at, self._delivery.rules.tolerance_s):
                return session.session_id
        return None

    def _waits(self, row: OutboxRow, reason: str) -> OutboxRow:
        state = RowState.UNKNOWN if row.state is RowState.UNKNOWN else RowState.WAITING
        return self._delivery.waits(row, state, LOOK_AGAIN_S, reason)
