"""The moves that a row of any upstream can make.

Rule 1: a row that somebody else moved meanwhile (dropped, taken back, held longer) stays as they left it.
Rule 2: a move and what it means for the desk are one transaction.
"""

import random
import threading
from dataclasses import dataclass, field
from typing import Any, Final

from shared.domain.delivery import Instant, OutboxRow, RowState, Step
from shared.domain.event import ClockEvent
from shared.ports import Clock
from shared.store import ledger
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.group_writer import GroupWriter
from shared.sync.backoff import wait_s
from shared.sync.link import Link
from shared.sync.note import Note, to_desk
from shared.sync.rows import attempted, moved_row
from shared.upstream.errors import (
    NotAllowed,
    NotAsItIs,
    NotReached,
    OutcomeUnknown,
    TryLater,
    Unreadable,
    UpstreamError,
)

MOST_SENDS: Final = 5
MOST_LOOKS: Final = 12
OTHERS_LATELY_S: Final = 600.0
VOIDED: Final[dict[str, Any]] = {"state": RowState.DROPPED, "reason": "voided at the door"}


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


@dataclass(slots=True, kw_only=True)
class Moves:
    """What one upstream's lanes share, whatever they send.

    `delivered_wall` is when any record last got through; `steps` counts what all lanes did, so that a hang shows.
    """

    upstream: str
    writer: GroupWriter
    clock: Clock
    rules: DeliveryRules
    link: Link
    draw: random.Random
    delivered_wall: float = 0.0
    steps: int = 0
    stopping: threading.Event = field(default_factory=threading.Event)

    def instant(self) -> Instant:
        """Now, by all clocks."""
        reading = self.clock.read()
        return Instant(reading.wall.timestamp(), reading.boottime_s, reading.boot_id)

    def change(self, row: OutboxRow, **columns: Any) -> OutboxRow:
        """Move a row, durably, and return it as it stands now."""
        now = self.clock.read().wall
        return self.writer.write(lambda store: moved_row(store, row, now, columns))

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
