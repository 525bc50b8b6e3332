"""What delivering a row to the system of record needs, and the moves that only its rows make."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, Step, method_now
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.domain.site import Site
from shared.ports import UpstreamSession, WorkSessions
from shared.store import desk, ledger, outbox
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.ages import event_age_s, wall_is_trusted
from shared.sync.corrected_since import edit_is_due, goes_out_anew, time_to_correct
from shared.sync.learnt import Learnt
from shared.sync.moves import VOIDED, DeliveryRules, Moves
from shared.sync.note import Note, difference, to_desk
from shared.sync.rows import attempted, moved_row
from shared.sync.sites import site_of

__all__ = ["Delivery", "DeliveryRules", "Learnt"]

LOOK_BACK = timedelta(hours=36)


@dataclass(slots=True, kw_only=True)
class Delivery(Moves):
    """Everything that the lanes of work sessions share."""

    client: WorkSessions
    learnt: Learnt
    sites: tuple[Site, ...]
    own_methods: dict[str, str]

    def method(self, store: Store, event: ClockEvent) -> str:
        """KIOSK, PHONE or DELAYED for a request that goes out now."""
        now = self.clock.read()
        same_boot = event.boot_id == now.boot_id
        trusted = same_boot or wall_is_trusted(store, now, site_of(self.sites, event).rules.clock_bound_s)
        age_s = event_age_s(event, now, wall_is_trusted=trusted)
        return method_now(self.own_methods[event.door], age_s, self.rules.delayed_after_s)

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
            desk.close_parked(store, row.event_id, row.upstream, now, "delivered")
            if told is not None:
                to_desk(store, told, event, self.upstream, now)
            if ledger.is_voided(store, row.event_id):
                facts = {"session": session.session_id}
                to_desk(store, Note(DeskKind.VOIDED_AFTER_DELIVERY, facts), event, self.upstream, now)

        self.writer.write(finish)
        return replace(row, **columns)


def _method_of(row: OutboxRow, session: UpstreamSession) -> str:
    return session.clock_in_method if row.kind is Kind.CLOCKED_IN else session.clock_out_method
