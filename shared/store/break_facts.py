"""The breaks of one work session, as they count now."""

from datetime import datetime

from shared.domain.breaks import breaks_in
from shared.domain.corrections import as_corrected
from shared.domain.event import ClockEvent, event_of
from shared.domain.flags import Flag
from shared.domain.model import Break
from shared.store import corrections
from shared.store.database import Store


def breaks_of(store: Store, employee: str, work_session: str) -> tuple[Break, ...]:
    """What this employee took of that session until now, without what was voided; one read where there is nothing."""
    rows = store.execute(
        "SELECT body FROM ledger WHERE employee = ? AND work_session = ? AND kind IN ('break_started', 'break_ended')"
        " AND seq > (SELECT coalesce(max(seq), 0) FROM ledger WHERE id = ?)"
        " AND id NOT IN (SELECT target FROM voided) ORDER BY seq",
        (employee, work_session, work_session),
    )
    events = [event for (body,) in rows if (event := event_of(body)) is not None]
    return breaks_in(event.draft for event in _as_they_count(store, employee, events))


def is_beginning_undated(store: Store, employee: str, work_session: str, started_at: datetime) -> bool:
    """Was the break that counts from `started_at` begun under a clock that nobody vouched for, and never corrected?"""
    rows = store.execute(
        "SELECT body FROM ledger WHERE employee = ? AND work_session = ? AND kind = 'break_started'"
        " AND id NOT IN (SELECT target FROM voided)",
        (employee, work_session),
    )
    events = [event for (body,) in rows if (event := event_of(body)) is not None]
    return any(
        Flag.CLOCK_UNTRUSTED in event.flags
        and event.draft.at == started_at
        and corrections.corrected(store, event) == event
        for event in events
    )


def _as_they_count(store: Store, employee: str, events: list[ClockEvent]) -> list[ClockEvent]:
    corrected = corrections.of_employee(store, employee) if events else []
    return [as_corrected(event, corrected) for event in events]
