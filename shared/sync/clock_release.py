"""Events recorded under an untrusted clock: corrected when the same boot finds the time, else parked with a span.

The first reading is never rewritten. A Corrected event is appended, and the row carries the corrected time.
"""

from datetime import datetime, timedelta

from shared.clock import Reading, new_id
from shared.domain.clock_trust import TrustLevel, judge_clock
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import About, ClockEvent
from shared.domain.model import Draft, Kind
from shared.store import desk, ledger, outbox, witnesses
from shared.store.database import Store
from shared.store.desk import DeskKind


def release_held(store: Store, upstream: str, now: Reading, *, hold_h: float, bound_limit_s: float) -> int:
    """Look at every held row once; how many were released or parked."""
    moved = 0
    for row in outbox.held_by_clock(store, upstream):
        found = ledger.find(store, row.event_id)
        if found is None or found.event is None:
            continue
        true_at = _true_time(store, found.event, now, bound_limit_s)
        if true_at is not None:
            _release(store, row, found.event, true_at, now)
            moved += 1
        elif now.wall - found.event.recorded_at > timedelta(hours=hold_h) or now.boot_id != found.event.boot_id:
            _park(store, row, found.event, now)
            moved += 1
    return moved


def _true_time(store: Store, event: ClockEvent, now: Reading, bound_limit_s: float) -> datetime | None:
    if event.boot_id != now.boot_id:
        return None
    trust = judge_clock(
        wall=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        witnesses=witnesses.all_of(store),
        bound_limit_s=bound_limit_s,
    )
    known_bound = trust.bound_s is not None and trust.bound_s <= bound_limit_s
    if trust.offset_s is None or not known_bound:
        return None
    true_now = now.wall - timedelta(seconds=trust.offset_s)
    true_at = true_now - timedelta(seconds=now.boottime_s - event.boottime_s)
    if trust.level is TrustLevel.TRUSTED and abs(true_at - event.draft.at) < timedelta(seconds=2):
        return event.draft.at
    return true_at.replace(microsecond=0)


def _release(store: Store, row: OutboxRow, event: ClockEvent, true_at: datetime, now: Reading) -> None:
    old = event.draft
    corrected = ClockEvent(
        event_id=new_id(now.wall),
        employee=event.employee,
        draft=Draft(Kind.CORRECTED, true_at, old.site, old.account_id, work_session=event.work_session),
        door=event.door,
        terminal=event.terminal,
        recorded_at=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        about=About(event.event_id, old.at.isoformat(), true_at.isoformat(), "the clock was found", "clock"),
    )
    with store.writing():
        ledger.append(store, corrected)
        outbox.change(
            store, row.event_id, row.upstream, now.wall, state=RowState.DUE, reason="", at=true_at, not_before=0.0
        )


def _park(store: Store, row: OutboxRow, event: ClockEvent, now: Reading) -> None:
    with store.writing():
        outbox.change(store, row.event_id, row.upstream, now.wall, state=RowState.PARKED, reason="clock untrusted")
        desk.put(
            store,
            DeskKind.PARKED,
            event.event_id,
            now.wall,
            employee=event.employee,
            site=event.draft.site,
            facts={
                "reason": "recorded under a clock that nobody could trust",
                "shown": event.draft.at.isoformat(),
                "not_after": now.wall.isoformat(),
                "s_after_boot": event.boottime_s,
            },
        )
