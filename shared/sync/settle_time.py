"""The second step of a late clock-out: the session is closed, but with the wrong time."""

from typing import Any

from shared.domain.delivery import Found, OutboxRow, RowState, Step, age_since_attempt_s, times_agree
from shared.domain.event import ClockEvent
from shared.ports import UpstreamSession
from shared.store.desk import DeskKind
from shared.sync.delivery import Delivery, Note
from shared.upstream.errors import NotAllowed, NotAsItIs, SignInFailed, UpstreamError


class SettleTime:
    """Edits the session where the upstream allows it, else reports the difference to the desk."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def begin(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        """The session is closed: keep that durably, then edit or report."""
        if not self._may_edit():
            return self._report(row, event, session, found)
        columns: dict[str, Any] = {
            "state": RowState.DUE,
            "step": Step.SETTLE_TIME,
            "found": found,
            "sends": 0,
            "failures": 0,
            "not_before": 0.0,
            "their_started": session.started_at,
            "their_ended": session.ended_at,
            "their_method": session.clock_out_method,
        }
        return self._delivery.change(row, **columns)

    def step(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        """One try at the right time; an unknown outcome is looked at first, and so is a session left for a while."""
        if row.state is RowState.UNKNOWN or row.failures:
            return self._look(row, event)
        return self._edit(row, event)

    def _may_edit(self) -> bool:
        strategy = self._delivery.rules.late_clock_out
        return strategy in ("auto", "edit") and self._delivery.learnt.of("edit") != "refused"

    def _look(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        assert row.session_id is not None
        age_s = age_since_attempt_s(row, delivery.instant())
        try:
            session = delivery.client.session(row.session_id)
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=False)
        delivery.link.answered()
        if session is None:
            return delivery.park(row, event, "the session is gone upstream", session=row.session_id)
        if times_agree(row.at, session.ended_at, delivery.rules.tolerance_s):
            return delivery.delivered(row, event, session, Found.SENT)
        if session.ended_at != row.their_ended:
            # Somebody gave it a time of their own meanwhile: both are kept, and a person decides.
            return self._report(row, event, session, Found.SENT)
        settling = delivery.settling(row, age_s) if row.state is RowState.UNKNOWN else None
        if settling is not None:
            return settling
        if delivery.gave_up(row):
            return self._report(row, event, session, Found.SENT)
        return self._edit(row, event)

    def _edit(self, row: OutboxRow, event: ClockEvent) -> OutboxRow | None:
        delivery = self._delivery
        frozen = delivery.begin_attempt(row, row.body or "", row.method or "DELAYED")
        if frozen is None:
            return None
        assert frozen.session_id is not None
        try:
            session = delivery.client.set_times(frozen.session_id, ended_at=row.at)
        except UpstreamError as error:
            if _is_refusal(error):
                delivery.link.answered()
                self._learn_refused(error)
                return self._report_as_stands(frozen, event)
            return delivery.put_off(frozen, event, error, sent=True)
        delivery.link.answered()
        if not times_agree(row.at, session.ended_at, delivery.rules.tolerance_s):
            delivery.learnt.note("edit", "ignored")
            return self._report(frozen, event, session, Found.SENT)
        delivery.learnt.note("edit", "allowed")
        return delivery.delivered(frozen, event, session, Found.SENT)

    def _learn_refused(self, error: UpstreamError) -> None:
        # After edits that were allowed, and where the session is gone, the refusal is about this one session.
        if error.status != 404 and self._delivery.learnt.of("edit") != "allowed":
            self._delivery.learnt.note("edit", "refused")

    def _report_as_stands(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        delivery = self._delivery
        assert row.session_id is not None
        try:
            session = delivery.client.session(row.session_id)
        except NotAsItIs:
            session = None
        except UpstreamError as error:
            return delivery.put_off(row, event, error, sent=True)
        if session is None:
            return delivery.park(row, event, "the session is gone upstream", session=row.session_id)
        return self._report(row, event, session, Found.SENT)

    def _report(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        """Delivered, with a difference that a person must settle; grouped by the hour it went out in."""
        facts = {
            "session": session.session_id,
            "ours": row.at.isoformat(),
            "theirs": session.ended_at.isoformat() if session.ended_at else None,
        }
        hour = self._delivery.clock.read().wall.strftime("%Y-%m-%dT%H")
        return self._delivery.delivered(row, event, session, found, Note(DeskKind.TIME_DIFFERS, facts, hour))


def _is_refusal(error: UpstreamError) -> bool:
    """Does the upstream not let this be edited? A sign-in that failed says nothing about that."""
    if isinstance(error, NotAllowed):
        return error.status == 403 and not error.by_firewall and not isinstance(error, SignInFailed)
    return isinstance(error, NotAsItIs)
