"""What a supervisor should see of a move of delivery, put on the desk in the transaction of the move."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.delivery import OutboxRow
from shared.domain.event import ClockEvent
from shared.domain.model import Kind
from shared.ports import UpstreamSession
from shared.store import desk
from shared.store.database import Store
from shared.store.desk import DeskKind

HAPPENS_AGAIN = (DeskKind.PARKED, DeskKind.TIME_DIFFERS)


@dataclass(frozen=True, slots=True)
class Note:
    """What is told beside the times that every item tells."""

    kind: DeskKind
    facts: dict[str, Any]
    grouped_by: str = ""


def to_desk(store: Store, note: Note, event: ClockEvent, upstream: str, now: datetime) -> None:
    """Open the item about this event, or tell it anew where it happened again."""
    desk.put(
        store,
        note.kind,
        event.event_id,
        now,
        employee=event.employee,
        site=event.draft.site,
        grouped_by=note.grouped_by,
        facts={"upstream": upstream, "at": event.draft.at.isoformat(), **note.facts},
        again=note.kind in HAPPENS_AGAIN,
    )


def their_time(row: OutboxRow, session: UpstreamSession) -> datetime | None:
    """When it happened, as the upstream has it."""
    return session.started_at if row.kind is Kind.CLOCKED_IN else session.ended_at


def difference(row: OutboxRow, session: UpstreamSession, ours: datetime, grouped_by: str = "") -> Note:
    """Our time and theirs, for a person to settle."""
    theirs = their_time(row, session)
    facts = {
        "session": session.session_id,
        "ours": ours.isoformat(),
        "theirs": theirs.isoformat() if theirs else None,
    }
    return Note(DeskKind.TIME_DIFFERS, facts, grouped_by)
