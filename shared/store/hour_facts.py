"""The events of one site around a span of time, for counting hours: read in one pass, in ledger order."""

from datetime import datetime, timedelta
from typing import Final

from shared.domain.event import ClockEvent, event_of
from shared.store.database import Store

AROUND: Final = timedelta(days=4)
"""No work session is longer, and no clock was corrected further by chance: a correction itself finds its session."""


def events_around(store: Store, account_id: int, since: datetime, until: datetime) -> list[ClockEvent]:
    """Every event at this account that may belong to a work session of the span, without the voided ones."""
    bounds = ((since - AROUND).isoformat(), (until + AROUND).isoformat())
    rows = store.execute(
        "SELECT ledger.body FROM ledger LEFT JOIN voided ON voided.target = ledger.id WHERE voided.target IS NULL"
        " AND ledger.kind IN ('clocked_in', 'break_started', 'break_ended', 'clocked_out')"
        " AND (ledger.at BETWEEN ?1 AND ?2 OR (ledger.employee, ledger.work_session) IN"
        " (SELECT employee, work_session FROM ledger WHERE kind = 'corrected' AND at BETWEEN ?1 AND ?2))"
        " ORDER BY ledger.seq",
        bounds,
    )
    events = (event_of(row[0]) for row in rows)
    return [event for event in events if event is not None and event.draft.account_id == account_id]
