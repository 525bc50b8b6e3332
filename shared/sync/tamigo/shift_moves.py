"""What delivering to tamigo needs, and the moves that only its rows make."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.worked_shift import Target, TheirShift, is_as
from shared.store import desk, outbox
from shared.store.database import Store
from shared.sync.moves import Moves
from shared.sync.note import Note, to_desk
from shared.sync.rows import attempted, moved_row
from shared.sync.tamigo.joining import Joining
from shared.sync.tamigo.what_counts import target_of
from shared.upstream.errors import NotAsItIs, UpstreamError
from shared.upstream.tamigo import bodies
from shared.upstream.tamigo.client import Tamigo
from shared.upstream.tamigo.fields import Misread

SECOND: Final = timedelta(seconds=1)
ADD, UPDATE, DELETE, CHECK_IN, CHECK_OUT = "add", "update", "delete", "check_in", "check_out"
"""What an attempt was, in the row's `method`."""
TO_CORRECT: Final[dict[str, Any]] = {
    "state": RowState.DUE,
    "step": Step.CORRECT_TIME,
    "not_before": 0.0,
    "sends": 0,
    "looks": 0,
    "failures": 0,
}
"""The columns of a delivered row whose record must be brought to what counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """What a site is in tamigo. `department` is an id, "all", or "" for the login's own."""

    zone: ZoneInfo
    department: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """What a kept body says. `second`: the other reading of a local time that was twice."""

    started_at: datetime | None
    ended_at: datetime | None
    employee: UUID | None
    second: datetime | None = None


@dataclass(slots=True, kw_only=True)
class ShiftMoves(Moves):
    """Everything that the lanes of worked shifts share. `whole`: a session goes out as one shift, at its end."""

    client: Tamigo
    joining: Joining
    place_of: Callable[[str], Place]
    whole: bool = True
    break_code: str = ""
    department_key: str = ""

    def target(self, store: Store, row: OutboxRow) -> Target:
        """What the row's record should say by now."""
        return target_of(store, row, whole=self.whole and row.kind is Kind.CLOCKED_OUT)

    def freeze(self, row: OutboxRow, body: str, method: str, target: Target) -> OutboxRow | None:
        """Commit the exact body before it goes out; None when by now something else than `target` counts."""
        now = self.clock.read().wall
        columns = {
            "state": RowState.SENDING,
            "body": body,
            "method": method,
            "sends": row.sends + 1,
            **attempted(self.instant()),
        }
        at = target.ended_at if row.kind is Kind.CLOCKED_OUT else target.started_at
        if at is not None:
            columns["at"] = at

        def commit(store: Store) -> OutboxRow | None:
            if self.target(store, row) != target:
                return None
            moved = moved_row(store, row, now, columns)
            return moved if moved.state is RowState.SENDING else None

        return self.writer.write(commit)

    def zone_of(self, event: ClockEvent) -> ZoneInfo:
        """Where the event's site is."""
        return self.place_of(event.draft.site).zone

    def sent(self, row: OutboxRow, zone: ZoneInfo) -> Sent | None:
        """What the last attempt wrote; None where there was none, or one that carried no times."""
        if row.body is None or row.method in (None, DELETE):
            return None
        try:
            start, end = bodies.sent_times(row.body, zone)
            employee = bodies.sent_employee(row.body)
        except Misread:
            return None
        second = next((moment.second for moment in (start, end) if moment and moment.second), None)
        return Sent(start.at if start else None, end.at if end else None, employee, second)

    def arrived(
        self, row: OutboxRow, event: ClockEvent, there: TheirShift, found: Found, note: Note | None = None
    ) -> OutboxRow:
        """tamigo has it, whoever moved the row meanwhile; due once more where something else counts by now."""
        now, zone = self.clock.read().wall, self.zone_of(event)
        self.delivered_wall = now.timestamp()
        columns: dict[str, Any] = {
            "state": RowState.DELIVERED,
            "step": Step.SEND,
            "reason": "",
            "their_id": there.shift_id,
            "their_started": there.started_at,
            "their_ended": there.ended_at,
            "found": row.found or found,
            "remedy": Remedy.NONE,
        }

        def finish(store: Store) -> None:
            target = self.target(store, row)
            if found not in (Found.LINKED, Found.AS_FOUND) and not self.says(row, target, there, zone):
                columns.update(TO_CORRECT)
            outbox.change(store, row.event_id, row.upstream, now, **columns)
            desk.close_parked(store, row.event_id, row.upstream, now, "delivered")
            if note is not None:
                to_desk(store, note, event, self.upstream, now)

        self.writer.write(finish)
        return replace(row, **columns)

    def says(self, row: OutboxRow, target: Target, there: TheirShift, zone: ZoneInfo) -> bool:
        """Does the record say what counts? What we wrote counts to the second, what we found to the minute.

        Attendance may be rounded by tamigo's rules: there it is enough that the right time was sent.
        """
        sent = self.sent(row, zone)
        if sent is None:
            return is_as(target, there)
        if row.method == CHECK_IN:
            return target.started_at is not None and target.started_at in (sent.started_at, sent.second)
        if row.method == CHECK_OUT:
            return target.ended_at is not None and target.ended_at in (sent.ended_at, sent.second)
        return is_as(target, TheirShift(there.shift_id, sent.started_at or there.started_at, sent.ended_at), SECOND)

    def withdrawn(self, row: OutboxRow, why: str) -> OutboxRow:
        """Nothing of it is there, and nothing should be."""
        now = self.clock.read().wall
        columns = {"state": RowState.DROPPED, "reason": why, "by_whom": row.by_whom or row.employee}

        def drop(store: Store) -> OutboxRow:
            desk.close_parked(store, row.event_id, row.upstream, now, "withdrawn")
            return moved_row(store, row, now, columns)

        return self.writer.write(drop)

    def refused(self, row: OutboxRow, event: ClockEvent, error: NotAsItIs, days: set[date]) -> OutboxRow:
        """Parked in tamigo's own words, after whether it is because a day is closed."""
        self.link.answered()
        department = self.place_of(event.draft.site).department
        for day in sorted(days):
            try:
                closed = self.client.is_closed(day, department)
            except UpstreamError:
                # Only a better sentence was to be had.
                break
            if closed:
                return self.park(row, event, f"the day {day.isoformat()} is closed: {error}"[:500], error.answer)
        return self.park(row, event, str(error)[:500], error.answer)
