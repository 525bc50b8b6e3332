"""What a row of tamigo's should say upstream, by the ledger as it counts now. Read only."""

from shared.domain.delivery import OutboxRow
from shared.domain.model import Kind
from shared.domain.worked_shift import Target
from shared.store import corrections, outbox
from shared.store.database import Store

NO_CLOCK_IN = "its clock-in is not in the ledger"
CLOCK_IN_VOIDED = "its clock-in was voided"
VOIDED = "voided at the door"
WANTED_A_CLOCK = ("clock", "clock untrusted")


def target_of(store: Store, row: OutboxRow, *, whole: bool) -> Target:
    """What the worked shift of this row should say.

    `whole`: a clock-out's row speaks for the session from its beginning to its end. Else each row speaks for its own
    time, as attendance does, and so does one whose clock-in this ledger does not hold.
    """
    came = corrections.find(store, row.work_session)
    if row.kind is Kind.CLOCKED_IN:
        return Target(withdrawn=VOIDED) if came is None or came.voided else Target(came.now.draft.at)
    left = corrections.find(store, row.event_id)
    if came is not None and came.voided:
        return Target(withdrawn=CLOCK_IN_VOIDED if left is not None and not left.voided else VOIDED)
    if left is None or left.voided:
        return Target(withdrawn=VOIDED) if whole else Target(without_end=True)
    if not whole or came is None:
        return Target(ended_at=left.now.draft.at)
    return Target(came.now.draft.at, left.now.draft.at)


def waits_for_clock(store: Store, row: OutboxRow) -> bool:
    """Was the clock-in recorded under a clock that nobody could vouch for, and is its time not settled yet?"""
    rows = outbox.of_event(store, row.work_session)
    return any(one.reason in WANTED_A_CLOCK for one in rows if one.event_id != row.event_id)


def is_voided(store: Store, row: OutboxRow) -> bool:
    """Was the event of this very row voided?"""
    found = corrections.find(store, row.event_id)
    return found is None or found.voided
