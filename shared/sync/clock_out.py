"""Delivering a clock-out: close its session, once it is known, then settle the time it was closed with."""

from datetime import datetime

from shared.domain.delivery import (
    Closure,
    Found,
    OutboxRow,
    Remedy,
    RowState,
    Step,
    age_since_attempt_s,
    compare_clock_out,
    times_agree,
)
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE
from shared.ports import UpstreamSession
from shared.store import outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.delivery import Delivery
from shared.sync.note import Note
from shared.sync.same_as import SameAs
from shared.sync.session_of import SessionOf
from shared.sync.sessions_seen import SessionsSeen, theirs
from shared.sync.settle_time import SettleTime
from shared.upstream.errors import NotAsItIs, OutcomeUnknown, UpstreamError

WITHOUT_TIME = "refused with endedOn, so without"


class ClockOutDelivery:
    """Moves one employee's clock-out rows forward, one step a call."""

    def __init__(self, delivery: Delivery, store: Store, seen: SessionsSeen, employee_id: int) -> None:
        self._delivery = delivery
        self._store = store
        self._seen = seen
        self._session_of = SessionOf(delivery, store, seen)
        self._settle = SettleTime(delivery)
        self._same_as = SameAs(delivery, store, employee_id)

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when there is nothing to send any more."""
        if row.remedy is Remedy.SAME_AS:
            return self._same_as.step(row, event)
        if row.session_id is None:
            return self._session_of.find(row, event)
        if row.step is not Step.SEND:
            return self._settle.step(row, event)
        late = self._delivery.method(self._store, event) == "DELAYED"
        if row.state is RowState.UNKNOWN or late or self._is_linked(row):
            return self._look(row, event)
        return self._send(row, event)

    def _is_linked(self, row: OutboxRow) -> bool:
        """Is its session somebody else's record, which they may have closed themselves?"""
        if row.work_session == ELSEWHERE:
            return False
        clock_in = outbox.find(self._store, row.work_session, row.upstream)
        return clock_in is not None and clock_in.found == Found.LINKED

    def _look(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        age_s = age_since_attempt_s(row, delivery.instant())
        try:
            session = self._session(row)
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=False)
        delivery.link.answered()
        if session is None:
            return delivery.park(row, event, "the session is gone upstream", session=row.session_id)
        if compare_clock_out(theirs(session)) is not Closure.OPEN:
            return self._found_closed(row, event, session)
        if row.state is RowState.UNKNOWN:
            settling = delivery.settling(row, age_s)
            if settling is not None:
                return settling
            if delivery.gave_up(row):
                return delivery.park(row, event, "lost too often", row.answer)
        return self._send(row, event)

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

    def _send(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        method, ended_at = delivery.method(self._store, event), self._ended_at(row)
        body = delivery.client.clock_out_body(method, ended_at)
        frozen = delivery.begin_attempt(row, body, method)
        if frozen is None:
            return None
        assert frozen.session_id is not None
        try:
            session = delivery.client.clock_out(frozen.session_id, body)
        except NotAsItIs as refused:
            delivery.link.answered()
            return self._refused(frozen, event, refused, sent_time=ended_at is not None)
        except UpstreamError as error:
            return delivery.put_off(frozen, event, error, sent=True)
        delivery.link.answered()
        return self._answered(frozen, event, session, sent_time=ended_at is not None)

    def _answered(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, *, sent_time: bool) -> OutboxRow:
        """A 200 may also show a session that was closed before: what is in it counts, not the status."""
        delivery = self._delivery
        self._seen.add(session)
        closure = compare_clock_out(theirs(session))
        if closure is Closure.OPEN:
            open_still = OutcomeUnknown(f"session {session.session_id} was closed and is still open: look again")
            return delivery.put_off(row, event, open_still, sent=True)
        if closure is Closure.BY_OTHERS or session.clock_out_method != row.method:
            return self._found_closed(row, event, session)
        if sent_time:
            exact = times_agree(row.at, session.ended_at, 1.0)
            delivery.learnt.note("ended_on", "taken" if exact else "ignored")
        elif row.reason == WITHOUT_TIME:
            self._learn_refused()
        return self._closed(row, event, session, Found.SENT)

    def _ended_at(self, row: OutboxRow) -> datetime | None:
        rules, learnt = self._delivery.rules, self._delivery.learnt
        if rules.late_clock_out in ("edit", "report") or learnt.of("ended_on") == "refused":
            return None
        return None if row.reason == WITHOUT_TIME else row.at

    def _learn_refused(self) -> None:
        # One that was refused after others were taken was refused for its own sake.
        if self._delivery.learnt.of("ended_on") != "taken":
            self._delivery.learnt.note("ended_on", "refused")

    def _refused(self, row: OutboxRow, event: ClockEvent, error: NotAsItIs, *, sent_time: bool) -> OutboxRow:
        delivery = self._delivery
        assert row.session_id is not None
        if sent_time and "endedon" in f"{error} {error.answer}".lower():
            return self._without_time(row)
        try:
            session = delivery.client.session(row.session_id)
        except NotAsItIs:
            session = None
        except UpstreamError as looking:
            return delivery.put_off(row, event, looking, sent=True)
        if session is not None and compare_clock_out(theirs(session)) is not Closure.OPEN:
            return self._found_closed(row, event, session)
        if session is not None and sent_time:
            # Not every refusal names its reason: the time of leaving is the only part that no document knows.
            return self._without_time(row)
        return delivery.park(row, event, str(error)[:500], error.answer, session=row.session_id)

    def _without_time(self, row: OutboxRow) -> OutboxRow:
        return self._delivery.change(row, state=RowState.DUE, sends=row.sends - 1, reason=WITHOUT_TIME)

    def _found_closed(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession) -> OutboxRow:
        """Closed by our method and perhaps by us: adopted. Else as found: it was never sent, or not like this."""
        self._seen.add(session)
        earlier_sends = row.sends - (1 if row.state is RowState.SENDING else 0)
        may_be_ours = row.state is RowState.UNKNOWN or earlier_sends > 0
        by_us = compare_clock_out(theirs(session)) is Closure.BY_US and may_be_ours
        return self._closed(row, event, session, Found.ADOPTED if by_us else Found.AS_FOUND)

    def _closed(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        delivery = self._delivery
        if found is not Found.AS_FOUND:
            if times_agree(row.at, session.ended_at, delivery.rules.tolerance_s):
                return delivery.delivered(row, event, session, found)
            return self._settle.begin(row, event, session, found)
        facts = {
            "session": session.session_id,
            "ours": row.at.isoformat(),
            "theirs": session.ended_at.isoformat() if session.ended_at else None,
            "method": session.clock_out_method,
        }
        return delivery.delivered(row, event, session, found, Note(DeskKind.CLOSED_BY_OTHERS, facts))
