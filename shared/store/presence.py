"""One row a person: where they stand and what they last did, so that a tap reads one row."""

from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from shared.domain.event import ClockEvent
from shared.domain.model import OFF_DUTY, Kind, LastEvent, Presence
from shared.domain.presence import Recorded, rebuilt
from shared.store import ledger
from shared.store.database import Row, Store

_PRESENCE = TypeAdapter(Presence)


@dataclass(frozen=True, slots=True)
class Standing:
    """Presence with the last event and the last clock-out of a person."""

    presence: Presence = OFF_DUTY
    last_event: LastEvent | None = None
    last_out_at: datetime | None = None


NOBODY = Standing()
_COLUMNS = "body, last_id, last_kind, last_at, last_recorded_at, last_receipt, last_out_at"


def of(store: Store, employee: str) -> Standing:
    """Where this employee stands; off duty when the store knows nothing."""
    row = store.one(f"SELECT {_COLUMNS} FROM presence WHERE employee = ?", (employee,))
    return _standing(row) if row else NOBODY


def everybody(store: Store) -> dict[str, Standing]:
    """Everybody with a row, by employee number."""
    rows = store.execute(f"SELECT employee, {_COLUMNS} FROM presence ORDER BY employee")
    return {row[0]: _standing(row[1:]) for row in rows}


def put(store: Store, employee: str, standing: Standing) -> None:
    """Write the row, inside the caller's transaction."""
    last = standing.last_event
    store.execute(
        f"INSERT OR REPLACE INTO presence (employee, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            employee,
            _PRESENCE.dump_json(standing.presence).decode(),
            last.event_id if last else None,
            last.kind if last else None,
            last.at.isoformat() if last else None,
            last.recorded_at.isoformat() if last else None,
            last.receipt if last else None,
            standing.last_out_at.isoformat() if standing.last_out_at else None,
        ),
    )


def moved(standing: Standing, presence: Presence, event: ClockEvent) -> Standing:
    """The row after `event` moved presence to `presence`."""
    last = LastEvent(event.event_id, event.draft.kind, event.draft.at, event.recorded_at, event.receipt)
    out = event.draft.at if event.draft.kind is Kind.CLOCKED_OUT else standing.last_out_at
    return Standing(presence, last, out)


def rebuild(store: Store, employee: str) -> Standing:
    """The row as the ledger alone tells it, without voided events."""
    recorded: list[Recorded] = []
    standing = NOBODY
    for row in ledger.of_employee(store, employee):
        if row.event is None or row.voided or row.event.about is not None:
            continue
        recorded.append(Recorded(row.event_id, row.seq, row.event.draft))
        standing = moved(standing, OFF_DUTY, row.event)
    return Standing(rebuilt(recorded), standing.last_event, standing.last_out_at)


def _standing(row: Row) -> Standing:
    body, last_id, last_kind, last_at, last_recorded_at, last_receipt, last_out_at = row
    last = None
    if last_id is not None:
        last = LastEvent(
            last_id,
            Kind(last_kind),
            datetime.fromisoformat(last_at),
            datetime.fromisoformat(last_recorded_at),
            last_receipt,
        )
    out = datetime.fromisoformat(last_out_at) if last_out_at else None
    return Standing(_PRESENCE.validate_json(body), last, out)
