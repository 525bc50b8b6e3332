"""A fortnight without a link: clock-ins and clock-outs that were recorded and never sent."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import islice

from shared.clock import SystemClock, new_id
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.model import Door, Draft, Kind
from shared.store import ledger, outbox
from shared.store.database import Store
from shared.wiring import TRACKTIK
from tests.benchmarks.installation import ACCOUNT, POSITION, Guard

EVERY = timedelta(hours=1)
WORKED = timedelta(minutes=40)
HOLD_S = 4.0
AT_ONCE = 1000
ANOTHER_BOOT = "00000000-0000-0000-0000-000000000000"


def add_backlog(store: Store, people: Sequence[Guard], events: int) -> int:
    """Put `events` events of these people into ledger and outbox, pair by pair and hour by hour; how many there are.

    Everybody works 40 minutes of each hour, so that no two sessions of one person are within the 15 minutes in which
    the delivery takes one for the other. The rows are as a tap leaves them; their hold is long over.
    """
    hours = -(-events // (2 * len(people)))
    first = SystemClock().now().replace(microsecond=0) - EVERY * (hours + 1)
    drafts = islice(_drafts(people, first, hours), events)
    added = 0
    while piece := list(islice(drafts, AT_ONCE)):
        with store.writing():
            for guard, draft in piece:
                _record(store, guard, draft)
        added += len(piece)
    return added


def _drafts(people: Sequence[Guard], first: datetime, hours: int) -> Iterator[tuple[Guard, tuple[str, Draft]]]:
    for hour in range(hours):
        for place, guard in enumerate(people):
            came = first + EVERY * hour + timedelta(seconds=place)
            opened = new_id(came)
            yield guard, (opened, _draft(Kind.CLOCKED_IN, came, ""))
            yield guard, (new_id(came + WORKED), _draft(Kind.CLOCKED_OUT, came + WORKED, opened))


def _draft(kind: Kind, at: datetime, work_session: str) -> Draft:
    return Draft(kind, at, "Harbour Tower", ACCOUNT, POSITION, None, None, work_session)


def _record(store: Store, guard: Guard, told: tuple[str, Draft]) -> None:
    event_id, draft = told
    event = ClockEvent(
        event_id=event_id,
        employee=str(guard.number),
        draft=draft,
        door=Door.KIOSK,
        terminal="Terminal 1",
        recorded_at=draft.at,
        boottime_s=1000.0,
        boot_id=ANOTHER_BOOT,
        receipt="0042",
        tap_id=event_id[::-1],
    )
    seq = ledger.append(store, event).seq
    row = OutboxRow(
        event.event_id,
        TRACKTIK,
        seq,
        event.employee,
        event.work_session,
        draft.kind,
        draft.at,
        RowState.HELD,
        reason="screen",
        not_before=draft.at.timestamp() + HOLD_S,
    )
    outbox.add(store, row, draft.at)
