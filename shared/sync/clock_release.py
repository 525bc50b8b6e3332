"""Events recorded under an untrusted clock: corrected once a witness of their boot told the time, else parked.

The first reading is never rewritten. A Corrected event is appended, and the row carries the corrected time.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.clock import Reading, new_id
from shared.domain.clock_trust import ClockTrust, judge_clock
from shared.domain.corrected_draft import with_time
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import About, ClockEvent
from shared.domain.flags import Flag
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.store import desk, ledger, outbox, presence, witnesses
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.ages import wall_is_trusted
from shared.sync.sites import site_of

ANSWERED_WITHIN = timedelta(hours=36)
CERTAIN_S = 5.0
ROWS_BEFORE = 400


def release_held(store: Store, upstream: str, now: Reading, *, hold_h: float, sites: Sequence[Site]) -> int:
    """Look at every held row once, by the rules of its event's site; how many were released or parked."""
    moved = 0
    for row in outbox.held_by_clock(store, upstream):
        found = ledger.find(store, row.event_id)
        if found is None or found.event is None:
            continue
        rules = site_of(sites, found.event).rules
        bound_limit_s = rules.clock_bound_s
        trust = _trust_then(store, found.event, bound_limit_s)
        with store.writing():
            if outbox.find(store, row.event_id, upstream) != row:
                continue  # dropped or taken back meanwhile
            if trust is not None:
                _release(store, row, found.event, trust, now, rules)
                moved += 1
            elif _hopeless(store, found.event, now, hold_h, bound_limit_s):
                _park(store, row, found.event, now, bound_limit_s)
                moved += 1
    return moved


def _trust_then(store: Store, event: ClockEvent, bound_limit_s: float) -> ClockTrust | None:
    """How far the wall clock was off when the event was recorded, by what was told in its boot, before or after it."""
    if not timedelta(0) <= event.recorded_at - event.draft.at <= ANSWERED_WITHIN:
        return None  # the clock jumped between the tap and its recording
    trust = judge_clock(
        wall=event.recorded_at,
        boottime_s=event.boottime_s,
        boot_id=event.boot_id,
        witnesses=witnesses.all_of(store),
        bound_limit_s=bound_limit_s,
    )
    known = trust.offset_s is not None and trust.bound_s is not None and trust.bound_s <= bound_limit_s
    return trust if known else None


def _hopeless(store: Store, event: ClockEvent, now: Reading, hold_h: float, bound_limit_s: float) -> bool:
    """Nothing can tell the time of a boot that is over; of this one, nothing did for too long."""
    if event.boot_id != now.boot_id and wall_is_trusted(store, now, bound_limit_s):
        return True
    held_s = now.boottime_s - (event.boottime_s if event.boot_id == now.boot_id else 0.0)
    return held_s > hold_h * 3600


def _release(store: Store, row: OutboxRow, event: ClockEvent, trust: ClockTrust, now: Reading, rules: Rules) -> None:
    old, offset_s = event.draft, trust.offset_s or 0.0
    # To the second, as every event: a clock that was right after all moves nothing.
    true_at = old.at - timedelta(seconds=round(offset_s) if abs(offset_s) >= 1 else 0)
    corrected = ClockEvent(
        event_id=new_id(now.wall),
        employee=event.employee,
        draft=with_time(old, true_at, event.work_session, rules),
        door=event.door,
        terminal=event.terminal,
        recorded_at=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        flags=(Flag.CLOCK_BOUNDED,) if (trust.bound_s or 0.0) > CERTAIN_S else (),
        about=About(event.event_id, old.at.isoformat(), true_at.isoformat(), "the clock was found", "clock"),
    )
    ledger.append(store, corrected)
    _correct_presence(store, event)
    for held in _held_rows(store, row):
        outbox.change(
            store, held.event_id, held.upstream, now.wall, state=RowState.DUE, reason="", at=true_at, not_before=0.0
        )


def _held_rows(store: Store, row: OutboxRow) -> list[OutboxRow]:
    """The rows of this event, one an upstream, that wait for its clock: one word of the clock is for all of them."""
    rows = outbox.of_event(store, row.event_id)
    return [one for one in rows if one.state is RowState.HELD and one.reason == "clock"]


def _correct_presence(store: Store, event: ClockEvent) -> None:
    """Where the person stands is counted from the time that was found, not from the one that was shown."""
    standing = presence.of(store, event.employee)
    last = standing.last_event
    if standing.presence.work_session == event.work_session or (last is not None and last.event_id == event.event_id):
        presence.put(store, event.employee, presence.rebuild(store, event.employee))


def _park(store: Store, row: OutboxRow, event: ClockEvent, now: Reading, bound_limit_s: float) -> None:
    for held in _held_rows(store, row):
        outbox.change(store, held.event_id, held.upstream, now.wall, state=RowState.PARKED, reason="clock untrusted")
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
            "not_before": _last_trusted_before(store, row),
            "not_after": _not_after(store, event, now, bound_limit_s),
            "s_after_boot": event.boottime_s,
        },
        again=True,
    )


def _last_trusted_before(store: Store, row: OutboxRow) -> datetime | None:
    for earlier in ledger.newest(store, ROWS_BEFORE):
        event = earlier.event
        if earlier.seq < row.seq and event is not None and Flag.CLOCK_UNTRUSTED not in event.flags:
            return event.recorded_at
    return None


def _not_after(store: Store, event: ClockEvent, now: Reading, bound_limit_s: float) -> datetime | None:
    """The start of this boot for an event of an earlier one, as far as this boot's clock is trusted."""
    if not wall_is_trusted(store, now, bound_limit_s):
        return None
    since_s = now.boottime_s if event.boot_id != now.boot_id else now.boottime_s - event.boottime_s
    return now.wall - timedelta(seconds=since_s)
