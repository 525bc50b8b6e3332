"""What delivering a row needs, and the moves that every row can make.

Rule 1: a row that somebody else moved meanwhile (dropped, taken back, held longer) stays as they left it.
Rule 2: a move and what it means for the desk are one transaction.
"""

import random
import threading
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from shared.domain.delivery import Found, Instant, OutboxRow, Remedy, RowState, Step, method_now
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.ports import Clock, UpstreamSession, WorkSessions
from shared.store import desk, ledger, outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.group_writer import GroupWriter
from shared.sync.ages import event_age_s, wall_is_trusted
from shared.sync.backoff import wait_s
from shared.sync.corrected_since import edit_is_due, goes_out_anew, time_to_correct
from shared.sync.learnt import Learnt
from shared.sync.link import Link
from shared.sync.note import Note, difference, to_desk
from shared.sync.rows import attempted, moved_row
from shared.sync.sites import site_of
from shared.upstream.errors import (
    NotAllowed,
    NotAsItIs,
    NotReached,
    OutcomeUnknown,
    TryLater,
    Unreadable,
    UpstreamError,
)

__all__ = ["Delivery", "DeliveryRules", "Learnt"]

LOOK_BACK = timedelta(hours=36)
MOST_SENDS = 5
MOST_LOOKS = 12
OTHERS_LATELY_S = 600.0
VOIDED = {"state": RowState.DROPPED, "reason": "voided at the door"}


@dataclass(frozen=True, slots=True)
class DeliveryRules:
    """The settings of one upstream's delivery."""

    delayed_after_s: float = 120.0
    settle_s: float = 90.0
    waiting_h: float = 72.0
    first_retry_s: float = 5.0
    tolerance_s: float = 60.0
    late_clock_out: str = "auto"
    overlap: str = "park"


@dataclass(slots=True)
class Delivery:
    """Everything one upstream's lanes share. `delivered_wall` is when any record last got through."""

    upstream: str
    client: WorkSessions
    writer: GroupWriter
    clock: Clock
    rules: DeliveryRules
    link: Link
    learnt: Learnt
    sites: tuple[Site, ...]
    draw: random.Random
    own_methods: dict[str, str]
    delivered_wall: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def instant(self) -> Instant:
        """Now, by all clocks."""
        reading = self.clock.read()
        return Instant(reading.wall.timestamp(), reading.boottime_s, reading.boot_id)

    def method(self, store: Store, event: ClockEvent) -> str:
        """KIOSK, PHONE or DELAYED for a request that goes out now."""
        now = self.clock.read()
        same_boot = event.boot_id == now.boot_id
        trusted = same_boot or wall_is_trusted(store, now, site_of(self.sites, event).rules.clock_bound_s)
        age_s = event_age_s(event, now, wall_is_trusted=trusted)
        return method_now(self.own_methods[event.door], age_s, self.rules.delayed_after_s)

    def change(self, row: OutboxRow, **columns: Any) -> OutboxRow:
        """Move a row, durably, and return it as it stands now."""
        now = self.clock.read().wall
        return self.writer.write(lambda store: moved_row(store, row, now, columns))

    def may_edit(self) -> bool:
        """Is an edit of the upstream's record worth a try?"""
        return self.rules.late_clock_out in ("auto", "edit") and self.learnt.of("edit") != "refused"

    def begin_attempt(self, row: OutboxRow, body: str, method: str) -> OutboxRow | None:
        """Freeze the exact body and commit it before it goes out.

        None when there is nothing to send any more, or when its time was corrected meanwhile: what was looked for with
        the old time is not there, so it goes out with the new one.
        """
        now = self.clock.read().wall
        columns = {
            "state": RowState.SENDING,
            "body": body,
            "method": method,
            "sends": row.sends + 1,
            **attempted(self.instant()),
        }

        def freeze(store: Store) -> OutboxRow | None:
            if row.step is Step.SEND and ledger.is_voided(store, row.event_id):
                moved_row(store, row, now, {**VOIDED, "by_whom": row.employee})
                return None
            if goes_out_anew(store, row, now):
                return None
            moved = moved_row(store, row, now, columns)
            return moved if moved.state is RowState.SENDING else None

        return self.writer.write(freeze)

    def delivered(
        self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found, note: Note | None = None
    ) -> OutboxRow:
        """The upstream has it, whoever moved the row meanwhile.

        A void that came too late is for the desk to settle, and so is a correction where no edit is taken.
        """
        now = self.clock.read().wall
        self.delivered_wall = now.timestamp()
        columns: dict[str, Any] = {
            "state": RowState.DELIVERED,
            "reason": "",
            "session_id": session.session_id,
            "their_started": session.started_at,
            "their_ended": session.ended_at,
            "their_method": _method_of(row, session),
            "found": row.found or found,
            "remedy": Remedy.NONE,
        }

        def finish(store: Store) -> None:
            counted_at, told = time_to_correct(store, row), note
            if counted_at is not None and self.may_edit():
                columns.update(edit_is_due(counted_at))
            elif counted_at is not None:
                columns["at"] = counted_at
                told = difference(row, session, counted_at)
            outbox.change(store, row.event_id, row.upstream, now, **columns)
            desk.close(store, DeskKind.PARKED, row.event_id, now, "delivered")
            if told is not None:
                to_desk(store, told, event, self.upstream, now)
            if ledger.is_voided(store, row.event_id):
                facts = {"session": session.session_id}
                to_desk(store, Note(DeskKind.VOIDED_AFTER_DELIVERY, facts), event, self.upstream, now)

        self.writer.write(finish)
        return replace(row, **columns)

    def park(self, row: OutboxRow, event: ClockEvent, reason: str, answer: str = "", **facts: Any) -> OutboxRow:
        """Stop here until a supervisor decides; the reason in plain words, what the upstream answered beside it."""
        now = self.clock.read().wall
        columns = {"state": RowState.PARKED, "reason": reason, "answer": answer}
        note = Note(DeskKind.PARKED, {"reason": reason, "answer": answer, **facts})

        def stop(store: Store) -> OutboxRow:
            if row.step is Step.SEND and ledger.is_voided(store, row.event_id):
                return moved_row(store, row, now, {**VOIDED, "by_whom": row.employee})
            moved = moved_row(store, row, now, columns)
            if moved.state is RowState.PARKED:
                to_desk(store, note, event, self.upstream, now)
            return moved

        return self.writer.write(stop)

    def put_off(self, row: OutboxRow, event: ClockEvent, error: UpstreamError, *, sent: bool) -> OutboxRow:
        """After a failure that is not the record's fault: unknown when it may have arrived, due when it did not.

        A look that fails again and again for reasons of its own record, while others get through, is parked.
        """
        self.link.failed(error)
        looks = row.looks + 1 if not sent and _is_about_the_record(error) else row.looks
        if looks >= MOST_LOOKS and self._others_got_through(self.instant().wall):
            return self.park(row, event, f"cannot be looked up: {error}"[:500], error.answer)
        failures = row.failures + 1
        pause_s = wait_s(failures, self.rules.first_retry_s, self.draw)
        if isinstance(error, TryLater) and error.retry_after_s:
            pause_s = max(pause_s, error.retry_after_s)
        columns: dict[str, Any] = {
            "failures": failures,
            "looks": looks,
            "reason": str(error)[:500],
            "answer": error.answer,
            "not_before": self.instant().wall + pause_s,
        }
        return self.change(row, **columns, **(self._after_sending(row, error) if sent else {}))

    def _after_sending(self, row: OutboxRow, error: UpstreamError) -> dict[str, Any]:
        if isinstance(error, OutcomeUnknown):
            # Signing in may have taken its time: what left last can still be carried out for a third of settle_s.
            now, rest_s = self.instant(), self.rules.settle_s * 2 / 3
            return {
                "state": RowState.UNKNOWN,
                "attempt_wall": max(row.attempt_wall or 0.0, now.wall - rest_s),
                "attempt_boottime": max(row.attempt_boottime or 0.0, now.boottime_s - rest_s),
            }
        # A request that never left, or was turned away at the door, is no send: it must not count towards giving up.
        not_taken = isinstance(error, NotReached | TryLater | NotAllowed)
        return {"state": RowState.DUE, "sends": row.sends - 1 if not_taken else row.sends}

    def settling(self, row: OutboxRow, age_s: float | None) -> OutboxRow | None:
        """The row, waiting, while our lost request may still be carried out; None once not finding it means something.

        `age_s` is how long before the look the attempt began; where no clock can tell, the count starts now.
        """
        if age_s is not None and age_s >= self.rules.settle_s:
            return None
        stamped = attempted(self.instant()) if age_s is None else {}
        rest_s = max(0.05, self.rules.settle_s - (age_s or 0.0))
        return self.change(row, state=RowState.UNKNOWN, not_before=self.instant().wall + rest_s, looks=0, **stamped)

    def waits(self, row: OutboxRow, state: RowState, seconds: float, reason: str) -> OutboxRow:
        """Nothing to do with this row before `seconds` have passed."""
        return self.change(row, state=state, reason=reason, not_before=self.instant().wall + seconds)

    def drop_voided(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """The person took it back before it went out."""
        return self.change(row, **VOIDED, by_whom=event.employee)

    def gave_up(self, row: OutboxRow) -> bool:
        """Were enough sends lost while other records got through?"""
        return row.sends >= MOST_SENDS and self._others_got_through(row.attempt_wall or 0.0)

    def _others_got_through(self, around_wall: float) -> bool:
        return self.delivered_wall > around_wall - OTHERS_LATELY_S


def _is_about_the_record(error: UpstreamError) -> bool:
    return isinstance(error, NotAsItIs | Unreadable) or error.status == 500


def _method_of(row: OutboxRow, session: UpstreamSession) -> str:
    return session.clock_in_method if row.kind is Kind.CLOCKED_IN else session.clock_out_method
