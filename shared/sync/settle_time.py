"""The upstream has it, but with another time: a late clock-out stamped on arrival, or a time corrected since.

The record is edited where the upstream allows it, else the difference is reported to the desk.
"""

from datetime import datetime
from typing import Any, Final

from shared.domain.delivery import Found, OutboxRow, RowState, Step, age_since_attempt_s, times_agree
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.ports import UpstreamSession
from shared.sync.delivery import Delivery
from shared.sync.note import difference, their_time
from shared.upstream.errors import NotAllowed, NotAsItIs, SignInFailed, UpstreamError

CORRECTED_TO_S: Final = 1.0
"""A person said this time, to the second."""


class SettleTime:
    """Edits the session where the upstream allows it, else reports the difference to the desk."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery

    def begin(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        """The session is closed: keep that durably, then edit or report."""
        if not self._delivery.may_edit():
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

    def _agrees(self, row: OutboxRow, session: UpstreamSession) -> bool:
        corrected = row.step is Step.CORRECT_TIME
        tolerance_s = CORRECTED_TO_S if corrected else self._delivery.rules.tolerance_s
        return times_agree(row.at, their_time(row, session), tolerance_s)

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
        if self._agrees(row, session):
            return delivery.delivered(row, event, session, Found.SENT)
        if their_time(row, session) != _known_time(row):
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
            times = {"started_at": row.at} if row.kind is Kind.CLOCKED_IN else {"ended_at": row.at}
            session = delivery.client.set_times(frozen.session_id, **times)
        except UpstreamError as error:
            if _is_refusal(error):
                delivery.link.answered()
                self._learn_refused(frozen, error)
                return self._report_as_stands(frozen, event)
            return delivery.put_off(frozen, event, error, sent=True)
        delivery.link.answered()
        if not self._agrees(frozen, session):
            delivery.learnt.note("edit", "ignored")
            return self._report(frozen, event, session, Found.SENT)
        delivery.learnt.note("edit", "allowed")
        return delivery.delivered(frozen, event, session, Found.SENT)

    def _learn_refused(self, row: OutboxRow, error: UpstreamError) -> None:
        # After edits that were allowed, and where the session is gone, the refusal is about this one session; a time
        # that a person chose may be one that no session of that day can have.
        of_this_one = error.status == 404 or (error.status == 400 and row.step is Step.CORRECT_TIME)
        if not of_this_one and self._delivery.learnt.of("edit") != "allowed":
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
        hour = self._delivery.clock.read().wall.strftime("%Y-%m-%dT%H")
        return self._delivery.delivered(row, event, session, found, difference(row, session, row.at, hour))


def _known_time(row: OutboxRow) -> datetime | None:
    return row.their_started if row.kind is Kind.CLOCKED_IN else row.their_ended


def _is_refusal(error: UpstreamError) -> bool:
    """Does the upstream not let this be edited? A sign-in that failed says nothing about that."""
    if isinstance(error, NotAllowed):
        return error.status == 403 and not error.by_firewall and not isinstance(error, SignInFailed)
    return isinstance(error, NotAsItIs)
