"""Delivering a clock-in: look where we must, send, and know what came of it."""

from datetime import timedelta

from shared.domain.delivery import (
    Found,
    Likeness,
    OutboxRow,
    Remedy,
    RowState,
    Step,
    age_since_attempt_s,
    compare_clock_in,
)
from shared.domain.event import ClockEvent
from shared.ports import ClockInOrder, UpstreamSession
from shared.store import outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.delivery import LOOK_BACK, Delivery
from shared.sync.late_plan import PATIENCE, Plan, plan_of
from shared.sync.note import Note
from shared.sync.same_as import SameAs
from shared.sync.sessions_seen import SessionsSeen, theirs
from shared.sync.settle_time import SettleTime
from shared.sync.sites import site_of
from shared.upstream.errors import NotAsItIs, UpstreamError

ASK_ROSTER_AGAIN_S = 15.0
STILL_ON_DUTY = timedelta(hours=16)
"""How far a work session reaches whose clock-out is not known yet: what began later cannot be the same work."""


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
        self._settle = SettleTime(delivery)
        self._same_as = SameAs(delivery, store, employee_id)

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """The row after one step; None when there is nothing to send any more."""
        if row.step is Step.CORRECT_TIME:
            return self._settle.step(row, event)
        if row.remedy is Remedy.SAME_AS:
            return self._same_as.step(row, event)
        late = self._delivery.method(self._store, event) == "DELAYED"
        if row.state is RowState.UNKNOWN or late or self._shown_open:
            return self._look(row, event)
        return self._send(row, event)

    def _look(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        unknown = row.state is RowState.UNKNOWN
        begun_after = delivery.instant().boottime_s if unknown else None
        age_s = age_since_attempt_s(row, delivery.instant())
        try:
            sessions, _ = self._seen.since(row.at - LOOK_BACK, begun_after=begun_after)
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=False)
        delivery.link.answered()
        likeness, found = self._compare(row, event, sessions)
        if likeness is Likeness.SAME and found is not None:
            return delivery.delivered(row, event, found, Found.ADOPTED)
        settling = delivery.settling(row, age_s) if unknown else None
        if settling is not None:
            return settling
        match likeness:
            case Likeness.NEAR if found is not None:
                return self._link(row, event, found)
            case Likeness.OVERLAP if found is not None and self._parks_overlaps(row):
                return delivery.park(row, event, "overlap", session=found.session_id)
            case _ if unknown and delivery.gave_up(row):
                return delivery.park(row, event, "lost too often", answer=row.answer)
            case _:
                return self._send(row, event)

    def _parks_overlaps(self, row: OutboxRow) -> bool:
        return self._delivery.rules.overlap == "park" and row.remedy is not Remedy.SEND_ANYWAY

    def _compare(
        self, row: OutboxRow, event: ClockEvent, sessions: list[UpstreamSession]
    ) -> tuple[Likeness, UpstreamSession | None]:
        by_id = {session.session_id: session for session in sessions}
        bound = outbox.bound_sessions(self._store, row.upstream, by_id, row.event_id)
        until = outbox.clocked_out_at(self._store, row) or row.at + STILL_ON_DUTY
        likeness, found = compare_clock_in(
            row.at, event.draft.account_id, [theirs(one) for one in sessions], bound, until=until
        )
        return likeness, by_id[found.session_id] if found else None

    def _send(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        plan = plan_of(self._store, site_of(delivery.sites, event), event, self._employee_id)
        if plan is None and delivery.clock.read().wall - event.recorded_at < PATIENCE:
            return delivery.waits(row, RowState.WAITING, ASK_ROSTER_AGAIN_S, "no roster yet: position unknown")
        plan = plan or Plan(None, None)
        method = delivery.method(self._store, event)
        order = ClockInOrder(self._employee_id, event.draft.account_id, plan.position_id, plan.shift_id, row.at)
        body = delivery.client.clock_in_body(order, method)
        frozen = delivery.begin_attempt(row, body, method)
        if frozen is None:
            return None
        try:
            session = delivery.client.clock_in(body)
        except NotAsItIs as refused:
            delivery.link.answered()
            return delivery.park(frozen, event, str(refused)[:500], refused.answer)
        except UpstreamError as error:
            return delivery.put_off(frozen, event, error, sent=True)
        delivery.link.answered()
        self._seen.add(session)
        return delivery.delivered(frozen, event, session, Found.SENT)

    def _link(self, row: OutboxRow, event: ClockEvent, found: UpstreamSession) -> OutboxRow:
        """Somebody else's record of the same arrival stands for ours; a second one would double the hours."""
        facts = {
            "session": found.session_id,
            "ours": row.at.isoformat(),
            "theirs": found.started_at.isoformat(),
        }
        return self._delivery.delivered(row, event, found, Found.LINKED, Note(DeskKind.LINKED, facts))
