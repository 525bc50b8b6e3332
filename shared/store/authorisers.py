"""By whose word an event was made that no tap alone made: a claim accepted, a refusal lifted, somebody clocked."""

from shared.domain.event import ClockEvent
from shared.domain.flags import Flag
from shared.store.database import Store


def authoriser_of(store: Store, event: ClockEvent) -> str:
    """The number of that supervisor; "" for an event that nobody had to authorise.

    It stands in the decision's own argument. Where that was erased, what was written down of the word still tells it.
    """
    if event.about is not None:
        return event.about.by if Flag.ACCEPTED_BY_SUPERVISOR in event.flags else ""
    if Flag.ACCEPTED_BY_SUPERVISOR not in event.flags:
        return ""
    row = store.one(
        "SELECT json_extract(body, '$.tap.accepted_by') FROM evidence WHERE id = ? AND body IS NOT NULL",
        (event.evidence_id,),
    )
    if row is None or not row[0]:
        row = store.one(
            "SELECT by_whom FROM decisions WHERE subject IN (?, ?) AND what IN ('accept', 'clock_for') ORDER BY id",
            (event.tap_id, event.event_id),
        )
    return str(row[0]) if row and row[0] else ""
