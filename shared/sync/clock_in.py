"""Delivering a clock-in: look where we must, send, and know what came of it."""

from shared.domain.delivery import (
    Found,
    Likeness,
    OutboxRow,
    RowState,
    TheirSession,
    age_since_attempt_s,
    compare_clock_in,
    method_now,
)
from shared.domain.event import ClockEvent
from shared.ports import ClockInOrder, UpstreamSession
from shared.store import outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.ages import event_age_s
from shared.sync.delivery import LOOK_BACK, Delivery, is_settled_no, theirs
from shared.sync.sessions_seen import SessionsSeen
from shared.upstream.errors import UpstreamError


class ClockInDelivery:
    """Moves one employee's clock-in rows forward, one step a call."""

    def __init__(
        self, delivery: Delivery, store: Store, seen: SessionsSeen, employee_id: int, shown_open: bool
    ) -> None:
        self._delivery = delivery
        self._store = store
        self._seen = seen
        self._employee_id = employee_id
        self._shown_open = shown_open

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when somebody else moved it meanwhile."""
        method = self._method(event)
        if row.state is RowState.UNKNOWN:
            return self._look(row, event, method)
        if method == "DELAYED" or self._shown_open:
            return self._look(row, event, method)
        return self._send(row, event, method)

    def _method(self, event: ClockEvent) -> str:
        delivery = self._delivery
        age_s = event_age_s(event, delivery.clock.read())
        return method_now(delivery.own_methods[event.door], age_s, delivery.rules.delayed_after_s)

    def _look(self, row: OutboxRow, event: ClockEvent, method: str) -> OutboxRow | None:
        delivery = self._delivery
        unknown = row.state is RowState.UNKNOWN
        begun_after = delivery.instant().boottime_s if unknown else None
        age_s = age_since_attempt_s(row, delivery.instant())
        try:
            sessions, _ = self._seen.since(row.at - LOOK_BACK, begun_after=begun_after)
        except UpstreamError as error:
            return delivery.put_off(row, error, sent=False)
        delivery.link.answered()
        likeness, found = self._compare(row, event, sessions)
        if likeness is Likeness.SAME and found is not None:
            return self._take(row, event, found, Found.ADOPTED)
        settling = delivery.settling(row, age_s) if unknown else None
        if settling is not None:
            return settling
        match likeness, found:
            case Likeness.NEAR, TheirSession():
                return self._link(row, event, found)
            case Likeness.OVERLAP, TheirSession() if delivery.rules.overlap == "park":
                return delivery.park(row, event, "overlap", session=found.session_id)
            case _ if unknown and delivery.gave_up(row):
                return delivery.park(row, event, "lost too often", answer=row.answer)
            case _:
                return self._send(row, event, method)

    def _compare(
        self, row: OutboxRow, event: ClockEvent, sessions: list[UpstreamSession]
    ) -> tuple[Likeness, TheirSession | None]:
        ids = [session.session_id for session in sessions]
        bound = outbox.bound_sessions(self._store, row.upstream, ids, row.event_id)
        return compare_clock_in(row.at, event.draft.account_id, [theirs(one) for one in sessions], bound)

    def _send(self, row: OutboxRow, event: ClockEvent, method: str) -> OutboxRow | None:
        delivery, draft = self._delivery, event.draft
        order = ClockInOrder(self._employee_id, draft.account_id, draft.position_id, draft.shift_id, row.at)
        body = delivery.client.clock_in_body(order, method)
        frozen = delivery.begin_attempt(row, body, method)
        if frozen is None:
            return None
        try:
            session = delivery.client.clock_in(body)
        except UpstreamError as error:
            if is_settled_no(error):
                delivery.link.answered()
                return delivery.park(frozen, event, str(error)[:500], error.answer)
            return delivery.put_off(frozen, error, sent=True)
        delivery.link.answered()
        self._seen.add(session)
        return delivery.delivered(frozen, event, session, Found.SENT)

    def _take(self, row: OutboxRow, event: ClockEvent, found: TheirSession, how: Found) -> OutboxRow:
        session = self._seen.fresh(found.session_id)
        assert session is not None
        return self._delivery.delivered(row, event, session, how)

    def _link(self, row: OutboxRow, event: ClockEvent, found: TheirSession) -> OutboxRow:
        """Somebody else's record of the same arrival stands for ours; a second one would double the hours."""
        linked = self._take(row, event, found, Found.LINKED)
        self._delivery.note_for_desk(
            DeskKind.LINKED,
            event,
            session=found.session_id,
            ours=row.at.isoformat(),
            theirs=found.started_at.isoformat(),
        )
        return linked
