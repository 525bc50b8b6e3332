"""Delivering a clock-out: find its session, close it, then settle the time it was closed with."""

from datetime import datetime, timedelta

from shared.domain.delivery import (
    Closure,
    Found,
    OutboxRow,
    RowState,
    Step,
    age_since_attempt_s,
    compare_clock_out,
    method_now,
    session_to_close,
    times_agree,
)
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE
from shared.ports import UpstreamSession
from shared.store import outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.ages import event_age_s
from shared.sync.delivery import LOOK_BACK, Delivery, is_settled_no, theirs
from shared.sync.sessions_seen import SessionsSeen
from shared.sync.settle_time import SettleTime
from shared.upstream.errors import UpstreamError

LOOK_AGAIN_S = 60.0
LINKED_SESSION = "its session is somebody else's"


class ClockOutDelivery:
    """Moves one employee's clock-out rows forward, one step a call."""

    def __init__(self, delivery: Delivery, store: Store, seen: SessionsSeen) -> None:
        self._delivery = delivery
        self._store = store
        self._seen = seen
        self._settle = SettleTime(delivery)

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when somebody else moved it meanwhile."""
        if row.session_id is None:
            return self._find_session(row, event)
        if row.step is Step.SETTLE_TIME:
            return self._settle.step(row, event)
        method = self._method(event)
        if row.state is RowState.UNKNOWN or method == "DELAYED" or row.reason == LINKED_SESSION:
            return self._look(row, event, method)
        return self._send(row, event, method)

    def _method(self, event: ClockEvent) -> str:
        delivery = self._delivery
        age_s = event_age_s(event, delivery.clock.read())
        return method_now(delivery.own_methods[event.door], age_s, delivery.rules.delayed_after_s)

    def _find_session(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        if row.work_session == ELSEWHERE:
            return self._newest_open(row, event)
        clock_in = outbox.find(self._store, row.work_session, row.upstream)
        if clock_in is None:
            return self._newest_open(row, event)
        if clock_in.session_id is not None:
            reason = LINKED_SESSION if clock_in.found == Found.LINKED else ""
            return self._delivery.change(row, session_id=clock_in.session_id, reason=reason)
        if clock_in.state in (RowState.DROPPED, RowState.HANDED_OVER):
            return self._delivery.park(row, event, f"its clock-in was {clock_in.state}")
        return self._delivery.waits(row, RowState.WAITING, LOOK_AGAIN_S, "its clock-in was not delivered")

    def _newest_open(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """Begun elsewhere: the newest open session at our account that began before this clock-out."""
        delivery = self._delivery
        try:
            sessions, _ = self._seen.since(row.at - LOOK_BACK)
        except UpstreamError as error:
            return delivery.put_off(row, error, sent=False)
        delivery.link.answered()
        bound = outbox.bound_sessions(self._store, row.upstream, [one.session_id for one in sessions], row.event_id)
        free = [theirs(one) for one in sessions if one.session_id not in bound]
        fitting = session_to_close(row.at, event.draft.account_id, free)
        if len(fitting) > 1:
            ids = [session.session_id for session in fitting]
            return delivery.park(row, event, "several open sessions fit", sessions=ids)
        if fitting:
            return delivery.change(row, state=RowState.DUE, session_id=fitting[0].session_id)
        waited = delivery.clock.read().wall - event.recorded_at
        if waited > timedelta(hours=delivery.rules.waiting_h):
            return delivery.park(row, event, "no open session was found")
        return delivery.waits(row, RowState.WAITING, LOOK_AGAIN_S, "no open session yet")

    def _look(self, row: OutboxRow, event: ClockEvent, method: str) -> OutboxRow | None:
        delivery = self._delivery
        age_s = age_since_attempt_s(row, delivery.instant())
        try:
            session = self._session(row)
        except UpstreamError as error:
            return delivery.put_off(row, error, sent=False)
        delivery.link.answered()
        if session is None:
            return delivery.park(row, event, "the session is gone upstream", session=row.session_id)
        match compare_clock_out(theirs(session)):
            case Closure.BY_US if row.sends > 0:
                return self._closed(row, event, session, Found.ADOPTED)
            case Closure.BY_US | Closure.BY_OTHERS:
                return self._closed(row, event, session, Found.AS_FOUND)
            case Closure.OPEN:
                return self._still_open(row, event, method, age_s)

    def _session(self, row: OutboxRow) -> UpstreamSession | None:
        assert row.session_id is not None
        if row.state is not RowState.UNKNOWN:
            known = self._seen.fresh(row.session_id)
            if known is not None:
                return known
        session = self._delivery.client.session(row.session_id)
        if session is not None:
            self._seen.add(session)
        return session

    def _still_open(self, row: OutboxRow, event: ClockEvent, method: str, age_s: float | None) -> OutboxRow | None:
        delivery = self._delivery
        if row.state is RowState.UNKNOWN:
            settling = delivery.settling(row, age_s)
            if settling is not None:
                return settling
            if delivery.gave_up(row):
                return delivery.park(row, event, "lost too often", row.answer)
        return self._send(row, event, method)

    def _send(self, row: OutboxRow, event: ClockEvent, method: str) -> OutboxRow | None:
        delivery = self._delivery
        ended_at = self._ended_at(row)
        body = delivery.client.clock_out_body(method, ended_at)
        frozen = delivery.begin_attempt(row, body, method)
        if frozen is None:
            return None
        assert frozen.session_id is not None
        try:
            session = delivery.client.clock_out(frozen.session_id, body)
        except UpstreamError as error:
            if is_settled_no(error):
                delivery.link.answered()
                return self._refused(frozen, event, error, sent_time=ended_at is not None)
            return delivery.put_off(frozen, error, sent=True)
        delivery.link.answered()
        self._seen.add(session)
        if ended_at is not None:
            exact = times_agree(row.at, session.ended_at, 1.0)
            delivery.learnt.note("ended_on", "taken" if exact else "ignored")
        return self._closed(frozen, event, session, Found.SENT)

    def _ended_at(self, row: OutboxRow) -> datetime | None:
        rules, learnt = self._delivery.rules, self._delivery.learnt
        if rules.late_clock_out in ("edit", "report") or learnt.of("ended_on") == "refused":
            return None
        return row.at

    def _refused(self, row: OutboxRow, event: ClockEvent, error: UpstreamError, *, sent_time: bool) -> OutboxRow:
        delivery = self._delivery
        if sent_time and "endedon" in f"{error} {error.answer}".lower():
            delivery.learnt.note("ended_on", "refused")
            return delivery.change(row, state=RowState.DUE, sends=row.sends - 1, reason="without endedOn")
        assert row.session_id is not None
        try:
            session = delivery.client.session(row.session_id)
        except UpstreamError as looking:
            return delivery.put_off(row, looking, sent=True)
        if session is None or compare_clock_out(theirs(session)) is Closure.OPEN:
            return delivery.park(row, event, str(error)[:500], error.answer, session=row.session_id)
        self._seen.add(session)
        ours = row.sends > 1 and compare_clock_out(theirs(session)) is Closure.BY_US
        return self._closed(row, event, session, Found.ADOPTED if ours else Found.AS_FOUND)

    def _closed(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        delivery = self._delivery
        if found is Found.AS_FOUND:
            done = delivery.delivered(row, event, session, found)
            delivery.note_for_desk(
                DeskKind.CLOSED_BY_OTHERS,
                event,
                session=session.session_id,
                ours=row.at.isoformat(),
                theirs=session.ended_at.isoformat() if session.ended_at else None,
                method=session.clock_out_method,
            )
            return done
        if times_agree(row.at, session.ended_at, delivery.rules.tolerance_s):
            return delivery.delivered(row, event, session, found)
        return self._settle.begin(row, event, session, found)
