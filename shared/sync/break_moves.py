"""What delivering breaks needs, and the move that only their rows make."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from shared.domain.delivery import Found, OutboxRow, Remedy, RowState, Step
from shared.domain.event import ClockEvent
from shared.domain.site import Site
from shared.store import desk
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.moves import Moves
from shared.sync.note import Note, to_desk
from shared.sync.rows import moved_row


class Client(Protocol):
    """What takes breaks. Both calls may raise an `UpstreamError`."""

    def add_break(self, path: str, body: str, id_field: str) -> str: ...

    def breaks(self, path: str, query: Mapping[str, str]) -> list[dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class BreakForm:
    """The settings' own words for a break. `look` is the query that lists a session's breaks, empty for none."""

    path: str
    body: Mapping[str, Any]
    look: Mapping[str, str] = field(default_factory=dict)
    id_field: str = "id"


@dataclass(slots=True, kw_only=True)
class BreakMoves(Moves):
    """What the lanes of breaks share. `sessions_upstream` is where their sessions go."""

    client: Client
    form: BreakForm
    sessions_upstream: str
    sites: tuple[Site, ...]

    def may_be_there(self, row: OutboxRow, event: ClockEvent) -> OutboxRow:
        """It was taken back while its answer was lost: a person looks there, and takes it away by hand."""
        now = self.clock.read().wall
        reason = "taken back while its answer was lost: look there, and take it away by hand"
        note = Note(DeskKind.VOIDED_AFTER_DELIVERY, {"ours": None, "theirs": row.at.isoformat(), "reason": reason})

        def hand_over(store: Store) -> OutboxRow:
            moved = moved_row(store, row, now, {"state": RowState.HANDED_OVER, "reason": reason})
            if moved.state is RowState.HANDED_OVER:
                to_desk(store, note, event, self.upstream, now)
            return moved

        return self.writer.write(hand_over)

    def delivered(
        self, row: OutboxRow, event: ClockEvent, their_id: str, found: Found, since_sent: Callable[[Store], Note | None]
    ) -> OutboxRow:
        """It is there; what was corrected or taken back meanwhile is told on the desk, as `since_sent` finds it."""
        now = self.clock.read().wall
        self.delivered_wall = now.timestamp()
        columns = {
            "state": RowState.DELIVERED,
            "step": Step.SEND,
            "reason": "",
            "their_id": their_id,
            "found": found,
            "remedy": Remedy.NONE,
        }

        def finish(store: Store) -> OutboxRow:
            note = since_sent(store)
            moved = moved_row(store, row, now, columns)
            desk.close_parked(store, row.event_id, row.upstream, now, "delivered")
            if note is not None:
                to_desk(store, note, event, self.upstream, now)
            return moved

        return self.writer.write(finish)
