"""Events recorded under an untrusted clock: corrected once a witness of their boot told the time, else parked.

The first reading is never rewritten. A Corrected event is appended, and the row carries the corrected time. A boot that
ended before anybody told the time gives a span: short enough, its middle is sent and flagged; else it is for a person.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.clock import Reading, new_id
from shared.domain.clock_span import Moment, Span, span_of
from shared.domain.clock_trust import judge_afterwards
from shared.domain.corrected_draft import with_time
from shared.domain.corrections import BY_CLOCK
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import About, ClockEvent
from shared.domain.flags import Flag
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.store import clock_words, corrections, desk, ledger, outbox, presence
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.sync.ages import wall_is_trusted
from shared.sync.sites import site_of

TAPPED_WITHIN_S = 60.0
"""A decision follows its tap within that. Where the wall clock says otherwise, it was set in between."""
CERTAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class _Found:
    """The true time of an event, within `bound_s`, and by whom."""

    at: datetime
    bound_s: float
    source: str


@dataclass(frozen=True, slots=True)
class _Lost:
    """Nobody can tell the time any more: it lies in `span`, so long after the start of its boot."""

    span: Span
    boottime_s: float


def release_held(store: Store, upstream: str, now: Reading, *, hold_h: float, sites: Sequence[Site]) -> int:
    """Look at every held row once, by the rules of its event's site; how many were released or parked."""
    moved = 0
    for row in outbox.held_by_clock(store, upstream):
        stored = ledger.find(store, row.event_id)
        if stored is None or stored.event is None:
            continue
        verdict = _verdict(store, stored.event, now, hold_h, site_of(sites, stored.event).rules.clock_bound_s)
        if verdict is None:
            continue
        with store.writing():
            if outbox.find(store, row.event_id, upstream) != row:
                continue  # dropped or taken back meanwhile
            if isinstance(verdict, _Found):
                _correct(store, stored.event, verdict, now, site_of(sites, stored.event).rules)
                for held in _held_rows(store, row):
                    columns = {"state": RowState.DUE, "reason": "", "at": verdict.at, "not_before": 0.0}
                    outbox.change(store, held.event_id, held.upstream, now.wall, **columns)
            else:
                _park(store, row, stored.event, verdict, now)
            moved += 1
    return moved


def date_kept(store: Store, now: Reading, *, sites: Sequence[Site]) -> int:
    """Correct what was recorded under an untrusted clock and is delivered nowhere, such as breaks; how many were."""
    dated = 0
    for event in clock_words.kept_undated(store):
        rules = site_of(sites, event).rules
        found = _by_its_boot(store, clock_words.moment_of(store, event), rules.clock_bound_s)
        if found is None:
            continue
        with store.writing():
            if not ledger.is_voided(store, event.event_id) and corrections.corrected(store, event) == event:
                _correct(store, event, found, now, rules)
                dated += 1
    return dated


def _verdict(store: Store, event: ClockEvent, now: Reading, hold_h: float, limit_s: float) -> _Found | _Lost | None:
    """Its time, or the span it must lie in; None while somebody may still tell."""
    moment = clock_words.moment_of(store, event)
    found = _by_its_boot(store, moment, limit_s)
    if found is not None or not _is_hopeless(store, moment, event, now, hold_h, limit_s):
        return found
    if moment is None:
        return _Lost(Span(), event.boottime_s)
    lasted_s = clock_words.lasted_s(store, moment.boot_id)
    span = span_of(moment, lasted_s, clock_words.told_around(store, moment.decision))
    return _by_its_neighbours(span, limit_s) or _Lost(span, moment.boottime_s)


def _by_its_boot(store: Store, moment: Moment | None, limit_s: float) -> _Found | None:
    """By what was told in the boot of the tap, before or after it."""
    if moment is None:
        return None
    waited_s = (moment.wall - moment.shown).total_seconds()
    if not 0 <= waited_s <= TAPPED_WITHIN_S:
        return None  # the clock was set between the tap and its decision
    trust = judge_afterwards(moment, *clock_words.of_boot(store, moment.boot_id), limit_s)
    if trust.offset_s is None or trust.bound_s is None:
        return None
    bound_s = trust.bound_s + (waited_s if waited_s > CERTAIN_S else 0.0)
    # To the second, as every event: a clock that was right after all moves nothing.
    moved_s = round(trust.offset_s) if abs(trust.offset_s) >= 1 else 0
    at = moment.shown - timedelta(seconds=moved_s)
    return _Found(at, bound_s, trust.source) if bound_s <= limit_s else None


def _by_its_neighbours(span: Span, limit_s: float) -> _Found | None:
    bound_s, middle = span.bound_s, span.middle
    if bound_s is None or middle is None or bound_s > limit_s - 1:
        return None  # one second is lost by telling whole ones
    return _Found(middle.replace(microsecond=0), bound_s + 1, "the boots before and after")


def _is_hopeless(
    store: Store, moment: Moment | None, event: ClockEvent, now: Reading, hold_h: float, limit_s: float
) -> bool:
    """Nothing can tell the time of a boot that is over; of this one, nothing did for too long."""
    boot_id, boottime_s = (moment.boot_id, moment.boottime_s) if moment else (event.boot_id, event.boottime_s)
    if boot_id == now.boot_id:
        return now.boottime_s - boottime_s > hold_h * 3600
    return (
        wall_is_trusted(store, now, limit_s) or clock_words.running_since_s(store, event.event_id, now) > hold_h * 3600
    )


def _correct(store: Store, event: ClockEvent, found: _Found, now: Reading, rules: Rules) -> None:
    old = event.draft
    reason = f"the clock was found, within {found.bound_s:.0f} s by {found.source}"
    corrected = ClockEvent(
        event_id=new_id(now.wall),
        employee=event.employee,
        draft=with_time(old, found.at, event.work_session, rules),
        door=event.door,
        terminal=event.terminal,
        recorded_at=now.wall,
        boottime_s=now.boottime_s,
        boot_id=now.boot_id,
        flags=(Flag.CLOCK_BOUNDED,) if found.bound_s > CERTAIN_S else (),
        about=About(event.event_id, old.at.isoformat(), found.at.isoformat(), reason, BY_CLOCK),
    )
    ledger.append(store, corrected)
    _correct_presence(store, event)


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


def _park(store: Store, row: OutboxRow, event: ClockEvent, lost: _Lost, now: Reading) -> None:
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
            "not_before": lost.span.not_before.isoformat() if lost.span.not_before else None,
            "not_after": lost.span.not_after.isoformat() if lost.span.not_after else None,
            "s_after_boot": lost.boottime_s,
        },
        again=True,
    )
