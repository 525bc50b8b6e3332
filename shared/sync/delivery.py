"""What delivering a row needs, and the moves that every row can make."""

import random
import threading
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from shared.domain.delivery import Found, Instant, OutboxRow, RowState, TheirSession
from shared.domain.event import ClockEvent
from shared.domain.site import Site
from shared.ports import Clock, UpstreamSession, WorkSessions
from shared.store import desk, ledger, memory, outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.group_writer import GroupWriter
from shared.sync.backoff import wait_s
from shared.sync.link import Link
from shared.upstream.errors import NotAllowed, NotAsItIs, NotReached, OutcomeUnknown, TryLater, UpstreamError

LOOK_BACK = timedelta(hours=36)
MOST_SENDS = 5


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


class Learnt:
    """What the upstream turned out to accept: remembered in the store, shown by `clockpost outbox`."""

    def __init__(self, store: Store, writer: GroupWriter, upstream: str) -> None:
        self._writer = writer
        self._upstream = upstream
        self._facts: dict[str, str] = memory.recall(store, upstream, "learnt") or {}
        self._lock = threading.Lock()

    def of(self, name: str) -> str:
        """The fact, or ""."""
        return self._facts.get(name, "")

    def note(self, name: str, fact: str) -> None:
        """Remember a fact, writing only when it changed."""
        with self._lock:
            if self._facts.get(name) == fact:
                return
            self._facts = {**self._facts, name: fact}
            facts = dict(self._facts)
        self._writer.write(lambda store: memory.remember(store, self._upstream, "learnt", facts))


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
    site: Site
    draw: random.Random
    own_methods: dict[str, str]
    delivered_wall: float = 0.0
    stopping: threading.Event = field(default_factory=threading.Event)

    def instant(self) -> Instant:
        """Now, by all clocks."""
        reading = self.clock.read()
        return Instant(reading.wall.timestamp(), reading.boottime_s, reading.boot_id)

    def change(self, row: OutboxRow, **columns: Any) -> OutboxRow:
        """Move a row, durably, and return it as it stands now."""
        now = self.clock.read().wall
        self.writer.write(lambda store: outbox.change(store, row.event_id, row.upstream, now, **columns))
        return replace(row, **columns)

    def begin_attempt(self, row: OutboxRow, body: str, method: str) -> OutboxRow | None:
        """Freeze the exact body and commit it before it goes out; None when the row was moved by somebody else."""
        instant, now = self.instant(), self.clock.read().wall
        columns: dict[str, Any] = {
            "state": RowState.SENDING,
            "body": body,
            "method": method,
            "sends": row.sends + 1,
            "attempt_wall": instant.wall,
            "attempt_boottime": instant.boottime_s,
            "attempt_boot": instant.boot_id,
        }

        def freeze(store: Store) -> bool:
            stored = outbox.find(store, row.event_id, row.upstream)
            if stored is None or stored.state is not row.state:
                return False
            outbox.change(store, row.event_id, row.upstream, now, **columns)
            return True

        return replace(row, **columns) if self.writer.write(freeze) else None

    def delivered(self, row: OutboxRow, event: ClockEvent, session: UpstreamSession, found: Found) -> OutboxRow:
        """The upstream has it. A void that came meanwhile is for the desk to settle."""
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
        }

        def finish(store: Store) -> None:
            outbox.change(store, row.event_id, row.upstream, now, **columns)
            desk.close(store, DeskKind.PARKED, row.event_id, now, "delivered")
            if ledger.is_voided(store, row.event_id):
                self._to_desk(store, DeskKind.VOIDED_AFTER_DELIVERY, event, now, session=session.session_id)

        self.writer.write(finish)
        return replace(row, **columns)

    def park(self, row: OutboxRow, event: ClockEvent, reason: str, answer: str = "", **facts: Any) -> OutboxRow:
        """Stop here until a supervisor decides; the reason in plain words, what the upstream answered beside it."""
        now = self.clock.read().wall

        def stop(store: Store) -> None:
            outbox.change(store, row.event_id, row.upstream, now, state=RowState.PARKED, reason=reason, answer=answer)
            self._to_desk(store, DeskKind.PARKED, event, now, reason=reason, answer=answer, **facts)

        self.writer.write(stop)
        return replace(row, state=RowState.PARKED, reason=reason, answer=answer)

    def note_for_desk(self, kind: DeskKind, event: ClockEvent, *, grouped_by: str = "", **facts: Any) -> None:
        """Something a supervisor should see; delivery goes on."""
        now = self.clock.read().wall
        self.writer.write(lambda store: self._to_desk(store, kind, event, now, grouped_by=grouped_by, **facts))

    def put_off(self, row: OutboxRow, error: UpstreamError, *, sent: bool) -> OutboxRow:
        """After a failure that is not the record's fault: unknown when it may have arrived, due when it did not."""
        self.link.failed(error)
        failures = row.failures + 1
        pause_s = wait_s(failures, self.rules.first_retry_s, self.draw)
        if isinstance(error, TryLater) and error.retry_after_s:
            pause_s = max(pause_s, error.retry_after_s)
        state = row.state
        if sent:
            state = RowState.UNKNOWN if isinstance(error, OutcomeUnknown) else RowState.DUE
        # A request that never left is no send: it must not count towards giving up.
        sends = row.sends - 1 if sent and isinstance(error, NotReached | TryLater | NotAllowed) else row.sends
        return self.change(
            row,
            state=state,
            failures=failures,
            sends=sends,
            reason=str(error)[:500],
            answer=error.answer,
            not_before=self.instant().wall + pause_s,
        )

    def settling(self, row: OutboxRow, age_s: float | None) -> OutboxRow | None:
        """The row, waiting, while our lost request may still be carried out; None once not finding it means something.

        `age_s` is how long before the look the attempt began; where no clock can tell, the count starts now.
        """
        if age_s is not None and age_s >= self.rules.settle_s:
            return None
        stamped: dict[str, Any] = {}
        if age_s is None:
            instant = self.instant()
            stamped = {
                "attempt_wall": instant.wall,
                "attempt_boottime": instant.boottime_s,
                "attempt_boot": instant.boot_id,
            }
        rest_s = max(0.05, self.rules.settle_s - (age_s or 0.0))
        return self.change(row, state=RowState.UNKNOWN, not_before=self.instant().wall + rest_s, **stamped)

    def waits(self, row: OutboxRow, state: RowState, seconds: float, reason: str) -> OutboxRow:
        """Nothing to do with this row before `seconds` have passed."""
        return self.change(row, state=state, reason=reason, not_before=self.instant().wall + seconds)

    def drop_voided(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """The person took it back before it went out."""
        return self.change(row, state=RowState.DROPPED, reason="voided at the door", by_whom=event.employee)

    def gave_up(self, row: OutboxRow) -> bool:
        """Were enough sends lost while other records got through?"""
        return row.sends >= MOST_SENDS and self.delivered_wall > (row.attempt_wall or 0) - 600

    def _to_desk(
        self, store: Store, kind: DeskKind, event: ClockEvent, now: datetime, grouped_by: str = "", **facts: Any
    ) -> None:
        desk.put(
            store,
            kind,
            event.event_id,
            now,
            employee=event.employee,
            site=event.draft.site,
            grouped_by=grouped_by,
            facts={"upstream": self.upstream, "at": event.draft.at.isoformat(), **facts},
        )


def theirs(session: UpstreamSession) -> TheirSession:
    """A session as the comparing rules see it."""
    return TheirSession(
        session.session_id,
        session.account_id,
        session.started_at,
        session.ended_at,
        session.status == "OPEN",
        session.clock_out_method,
    )


def is_settled_no(error: UpstreamError) -> bool:
    """Did the upstream refuse this record for good?"""
    return isinstance(error, NotAsItIs)


def _method_of(row: OutboxRow, session: UpstreamSession) -> str:
    return session.clock_in_method if row.kind == "clocked_in" else session.clock_out_method
