"""The one function both doors call: gather the facts, decide, store, commit, and only then answer.

Everything that a decision moves (ledger, outbox, presence, taps, evidence) moves in one transaction that began with
BEGIN IMMEDIATE, so no decision is made on a presence that another process is changing.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from shared import gather
from shared.clock import Reading, new_id
from shared.domain.clock_trust import TrustLevel, less_sure
from shared.domain.decide import decide
from shared.domain.decision import Repeated, StillHere
from shared.domain.facts import Argument, Facts
from shared.domain.model import Door as DoorKind
from shared.domain.model import Person
from shared.domain.tap import Answer, Choice, Tap, Unidentified
from shared.gather import Surroundings
from shared.recording import Commit, Door, Outcome
from shared.store import at_tap, desk, evidence, memory, taps
from shared.store.at_tap import AtTap
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.taps import TapState


@dataclass(frozen=True, slots=True)
class Claim:
    """A tap that identified nobody, kept for a supervisor. `clock_sure`: did anything vouch for its time?"""

    tap: Tap
    reason: Unidentified
    clock_sure: bool = True


def present(store: Store, door: Door, tap: Tap, person: Person, presented: str, around: Surroundings) -> Outcome:
    """Decide what an identified person's tap (or chosen answer) becomes, and commit it.

    Raises a StoreError when nothing was written: then nobody may be told "recorded".
    """
    with store.writing():
        return decide_and_store(store, door, tap, person, presented, around)


def decide_and_store(
    store: Store, door: Door, tap: Tap, person: Person, presented: str, around: Surroundings
) -> Outcome:
    """The inside of `present`, for a caller that holds the transaction."""
    seen = _seen(store, door, tap, person)
    if tap.answer is None and seen.anything_asked and door.kind is DoorKind.KIOSK:
        _leave_what_was_asked(store, door, tap, person, around.reading.wall)
        seen = _seen(store, door, tap, person)
    facts = gather.facts_for(store, person, door.site, around, seen)
    chosen = tap.answer is not None or tap.wish is not None
    recorded = taps.recorded_as(store, tap.tap_id) if chosen else None
    if recorded is not None:
        return Outcome(tap, person, Repeated(recorded), facts)
    if tap.answer is not None:
        facts = _with_clock_of_its_tap(store, tap.tap_id, tap.answer.choice, facts)
    decision = decide(tap, facts, door.site.rules)
    commit = Commit(store, door, tap, person, presented, around, facts, seen)
    if isinstance(decision, StillHere):
        taps.close_open(store, person.number, now=around.reading.wall, state=TapState.EXPLAINED)
        decision = decision.then
    return commit.apply(decision)


def _with_clock_of_its_tap(store: Store, tap_id: str, choice: Choice, facts: Facts) -> Facts:
    """The clock may have been set while the question stood: the time of the tap is no better for it."""
    dated_by = facts.open_tap.tap_id if choice is Choice.LEFT_THEN and facts.open_tap is not None else tap_id
    then = taps.clock_at(store, dated_by)
    return replace(facts, clock=less_sure(then, facts.clock)) if then is not None else facts


def _seen(store: Store, door: Door, tap: Tap, person: Person) -> AtTap:
    return at_tap.read(store, employee=person.number, terminal=door.terminal, tap_id=tap.tap_id, site=door.site.name)


def _leave_what_was_asked(store: Store, door: Door, tap: Tap, person: Person, now: datetime) -> None:
    """The screen is this tap's now. Whoever was asked has gone, unless it is the same person tapping again."""
    repeat = timedelta(seconds=door.site.rules.repeat_s)
    taps.ask_again(store, door.terminal, person.number, since=tap.at - repeat, until=tap.at + repeat, now=now)
    taps.leave_open(store, door.terminal, now=now, except_tap=tap.tap_id)


def claim(
    store: Store,
    door: Door,
    tap: Tap,
    reason: Unidentified,
    presented: str,
    around: Surroundings,
    holder: Person | None = None,
) -> Claim:
    """Keep a tap that identified nobody. `holder` is whoever reported the badge lost: for the desk only."""
    with store.writing():
        return claim_and_store(store, door, tap, reason, presented, around, holder)


def claim_and_store(
    store: Store,
    door: Door,
    tap: Tap,
    reason: Unidentified,
    presented: str,
    around: Surroundings,
    holder: Person | None = None,
) -> Claim:
    """The inside of `claim`, for a caller that holds the transaction."""
    now = around.reading.wall
    if door.kind is DoorKind.KIOSK:
        taps.leave_open(store, door.terminal, now=now, except_tap=tap.tap_id)
    facts = gather.facts_of_nobody(store, door.site, around)
    kept, _ = evidence.keep(store, Argument(tap, facts, door.site.rules))
    clock_sure = facts.clock.level is not TrustLevel.UNTRUSTED
    taps.keep(
        store,
        tap,
        TapState.CLAIM,
        now=now,
        presented=presented,
        reason=reason,
        evidence=kept,
        clock_sure=clock_sure,
    )
    if reason is Unidentified.UNKNOWN_BADGE:
        memory.remember(store, memory.EVERY_UPSTREAM, memory.WANTS_ROSTER, now.isoformat())
    if reason is Unidentified.LOST_BADGE and holder is not None:
        desk.put(store, DeskKind.LOST_BADGE, tap.tap_id, now, employee=holder.number, site=tap.site)
    return Claim(tap, reason, clock_sure)


def left_unanswered(store: Store, door: Door, now: datetime) -> int:
    """Nobody answered what this terminal asked: the taps become open taps. How many."""
    with store.writing():
        return taps.leave_open(store, door.terminal, now=now)


def make_tap(door: Door, reading: Reading, answer: Answer | None = None) -> Tap:
    """A tap at this instant, dated to the second: what every upstream keeps."""
    at = reading.wall.replace(microsecond=0)
    return Tap(new_id(reading.wall), at, door.kind, door.terminal, door.site.name, door.site.account_id, answer)
