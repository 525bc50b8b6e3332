"""A supervisor said which upstream session an event belongs to: looked at once, then linked."""

from shared.domain.delivery import Found, OutboxRow, Remedy
from shared.domain.event import ClockEvent
from shared.domain.model import ELSEWHERE, Kind
from shared.store import outbox
from shared.store.database import Store
from shared.sync.delivery import Delivery
from shared.upstream.errors import UpstreamError


class SameAs:
    """Links one employee's event to the session that was named, where there is such a session of theirs."""

    def __init__(self, delivery: Delivery, store: Store, employee_id: int) -> None:
        self._delivery = delivery
        self._store = store
        self._employee_id = employee_id

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """A clock-in is delivered by that session, a clock-out closes it; parked again where it cannot be meant."""
        delivery, wanted = self._delivery, row.wanted_session
        assert wanted is not None
        try:
            session = delivery.client.session(wanted)
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=False)
        delivery.link.answered()
        wrong = ""
        if session is None:
            wrong = f"session {wanted} does not exist upstream"
        elif session.employee_id != self._employee_id:
            wrong = f"session {wanted} is of somebody else"
        elif self._is_taken(row, wanted):
            wrong = f"session {wanted} belongs to another event"
        if session is None or wrong:
            unlinked = delivery.change(row, remedy=Remedy.NONE, wanted_session=None)
            return delivery.park(unlinked, event, wrong)
        if row.kind is Kind.CLOCKED_IN:
            return delivery.delivered(row, event, session, Found.LINKED)
        return delivery.change(row, session_id=wanted, remedy=Remedy.NONE)

    def _is_taken(self, row: OutboxRow, wanted: int) -> bool:
        """Does the session belong to another work session of ours?"""
        own = row.work_session if row.work_session != ELSEWHERE else row.event_id
        bound = outbox.bound_sessions(self._store, row.upstream, [wanted], own)
        others = [one for one in outbox.events_of_session(self._store, row.upstream, wanted) if one != row.event_id]
        return bool(bound and others)
