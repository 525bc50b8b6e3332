"""Reading events as they count now: with what was corrected since."""

from dataclasses import dataclass
from datetime import datetime

from shared.domain.corrections import Moment, as_corrected
from shared.domain.event import ClockEvent, event_of
from shared.domain.model import ELSEWHERE, Kind
from shared.store import ledger
from shared.store.database import Store


@dataclass(frozen=True, slots=True)
class Counted:
    """An event of the ledger as it was first read and as it counts now."""

    seq: int
    first: ClockEvent
    now: ClockEvent
    voided: bool


def of_employee(store: Store, employee: str) -> list[ClockEvent]:
    """Every correction about this employee's events, in ledger order."""
    rows = store.execute(
        "SELECT body FROM ledger INDEXED BY ledger_corrections WHERE employee = ? AND kind = 'corrected' ORDER BY seq",
        (employee,),
    )
    return [event for row in rows if (event := event_of(row[0])) is not None]


def corrected(store: Store, event: ClockEvent) -> ClockEvent:
    """The event as it counts now."""
    return as_corrected(event, of_employee(store, event.employee))


def find(store: Store, event_id: str) -> Counted | None:
    """One event, first and now; None for none that this version can read."""
    row = ledger.find(store, event_id)
    if row is None or row.event is None:
        return None
    return Counted(row.seq, row.event, corrected(store, row.event), row.voided)


def counted_at(store: Store, event_id: str) -> datetime | None:
    """When the event happened, by all that is known now."""
    found = find(store, event_id)
    return found.now.draft.at if found is not None else None


def work_sessions(store: Store, employee: str, since: datetime) -> dict[str, list[Moment]]:
    """This employee's work sessions with anything since then, each by its clock-in's id, events in ledger order.

    What was voided is left out, and so is what belongs to a clock-in that this ledger does not hold.
    """
    rows = store.execute(
        "SELECT ledger.body FROM ledger LEFT JOIN voided ON voided.target = ledger.id WHERE ledger.employee = ?"
        " AND voided.target IS NULL AND ledger.work_session != ? AND ledger.work_session IN"
        " (SELECT work_session FROM ledger WHERE employee = ? AND at >= ?) ORDER BY ledger.seq",
        (employee, ELSEWHERE, employee, since.isoformat()),
    )
    corrections = of_employee(store, employee)
    found: dict[str, list[Moment]] = {}
    for row in rows:
        event = event_of(row[0])
        if event is None or event.about is not None or event.draft.kind not in _MOVING:
            continue
        counted = as_corrected(event, corrections)
        found.setdefault(event.work_session, []).append(Moment(event.event_id, event.draft.kind, counted.draft.at))
    return found


_MOVING = (Kind.CLOCKED_IN, Kind.BREAK_STARTED, Kind.BREAK_ENDED, Kind.CLOCKED_OUT)
