"""A supervisor clocks somebody in or out: now, at a stated time, or out of a work session that was left open.

It is decided by the same rules as a tap, and its whole argument is kept. A time that a person states is not doubted by
the state of this terminal's clock.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from shared import gather
from shared.domain.acceptance import obstacle_to
from shared.domain.clock_trust import ClockTrust, TrustLevel
from shared.domain.corrections import AHEAD, GoesOut, Moment, Span, lies_over, span_of
from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision, Refused, Repeated
from shared.domain.facts import Facts
from shared.domain.model import Kind, LastEvent, Person, Presence, PresenceState
from shared.domain.notice import Notice, NoticeKind
from shared.domain.supervision import NotDone, Obstacle
from shared.domain.tap import Answer, Choice, Question, Tap
from shared.gather import Surroundings
from shared.recording import Commit, Door, Outcome
from shared.store import at_tap, corrections, notices, taps
from shared.store.database import Store
from shared.store.taps import TapState
from shared.supervision.word import Word, keep, objection

BY_WORD: Final = ClockTrust(TrustLevel.TRUSTED, "a supervisor's word")
ALLOWED: Final = (
    Choice.CLOCK_IN,
    Choice.CLOCK_OUT,
    Choice.START_BREAK,
    Choice.END_BREAK,
    Choice.CHANGE_POSITION,
    Choice.MOVE_HERE,
)
NOW_WITHIN: Final = timedelta(seconds=2)
NEIGHBOURS_WITHIN: Final = timedelta(days=4)
TOLD: Final = (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)


@dataclass(frozen=True, slots=True)
class Order:
    """What to record, when (aware UTC), under which id: an order given twice is carried out once.

    `work_session` is the id of the clock-in whose work is ended, empty for where the person stands now.
    """

    order_id: str
    person: Person
    answer: Answer
    at: datetime
    work_session: str = ""


def how_it_will_go(door: Door, choice: Choice) -> GoesOut:
    """How such an event would go out of this door."""
    if not door.upstreams or choice in (Choice.START_BREAK, Choice.END_BREAK):
        return GoesOut.NOWHERE
    return GoesOut.CLOSES_SESSION if choice is Choice.CLOCK_OUT else GoesOut.NEW_SESSION


def clock_for(store: Store, word: Word, order: Order) -> Outcome | NotDone:
    """Record it. The outcome's decision is Accepted, or Repeated where the order was carried out before.

    Raises a StoreError when nothing was written.
    """
    with store.writing():
        return clock_for_and_store(store, word, order)


def clock_for_and_store(store: Store, word: Word, order: Order) -> Outcome | NotDone:
    """The inside of `clock_for`, for a caller that holds the transaction."""
    stopped = objection(store, word, order.person.number) or _impossible(word, order)
    if stopped is not None:
        return stopped
    door = replace(word.door, site=replace(word.site, judged_by_receiver=False), hold_s=0.0)
    tap = _tap_of(door, word, order)
    # Where this supervisor stands says nothing of where the employee was.
    stated = BY_WORD if word.now - order.at > NOW_WITHIN else None
    around = Surroundings(word.around.reading, local_witnesses=word.around.local_witnesses, clock=stated)
    person, site = order.person, door.site
    seen = at_tap.read(store, employee=person.number, terminal=door.terminal, tap_id=tap.tap_id, site=site.name)
    facts = gather.facts_for(store, person, site, around, seen)
    before = taps.recorded_as(store, order.order_id)
    if before is not None:
        return Outcome(tap, person, Repeated(before), facts)
    standing = _as_it_stood(store, order, facts, word)
    if isinstance(standing, NotDone):
        return standing
    decision = decide(tap, standing, site.rules)
    if not isinstance(decision, Accepted):
        return _not_accepted(decision)
    return _commit(store, word, order, Commit(store, door, tap, person, "", around, standing, seen), decision)


def _impossible(word: Word, order: Order) -> NotDone | None:
    if order.at > word.now + AHEAD:
        return NotDone(Obstacle.IN_THE_FUTURE)
    fits = order.answer.choice in ALLOWED and (not order.work_session or order.answer.choice is Choice.CLOCK_OUT)
    return None if fits else NotDone(Obstacle.DOES_NOT_FIT)


def _tap_of(door: Door, word: Word, order: Order) -> Tap:
    at, site = order.at.replace(microsecond=0), door.site
    return Tap(
        order.order_id,
        at,
        door.kind,
        door.terminal,
        site.name,
        site.account_id,
        order.answer,
        accepted_by=word.by.number,
    )


def _as_it_stood(store: Store, order: Order, facts: Facts, word: Word) -> Facts | NotDone:
    """What the decision looks at: where the person stands now, or stood in the work session that is ended."""
    choice, presence = order.answer.choice, facts.presence
    if order.work_session and order.work_session != presence.work_session:
        return _in_older_session(store, order, facts, word)
    tap = _tap_of(word.door, word, order)
    obstacle = obstacle_to(tap, order.answer, facts, word.site)
    if obstacle is not None:
        return NotDone(Obstacle(str(obstacle)))
    if choice is not Choice.CLOCK_IN and presence.state is PresenceState.OFF:
        return NotDone(Obstacle.NOT_ON_DUTY)
    elsewhere = presence.on_duty and presence.account_id not in (None, word.site.account_id)
    if elsewhere and choice is not Choice.MOVE_HERE:
        return NotDone(Obstacle.AT_OTHER_SITE)
    lies = choice in (Choice.CLOCK_IN, Choice.MOVE_HERE) and _lies_in_another(store, order)
    return NotDone(Obstacle.OVERLAPS) if lies else facts


def _lies_in_another(store: Store, order: Order) -> bool:
    """Did the person work then already, by another work session that was ended since?"""
    began = Span(order.at.replace(microsecond=0))
    sessions = corrections.work_sessions(store, order.person.number, order.at - NEIGHBOURS_WITHIN)
    spans = [span for moments in sessions.values() if (span := span_of(moments)) is not None]
    return any(span.ended_at is not None and (lies_over(span, began) or span.started_at > order.at) for span in spans)


def _in_older_session(store: Store, order: Order, facts: Facts, word: Word) -> Facts | NotDone:
    came = corrections.find(store, order.work_session)
    if came is None or came.first.employee != order.person.number or came.first.draft.kind is not Kind.CLOCKED_IN:
        return NotDone(Obstacle.NO_SUCH_EVENT)
    if came.voided:
        return NotDone(Obstacle.VOIDED)
    if came.now.draft.account_id != word.site.account_id:
        return NotDone(Obstacle.OTHER_SITE)
    sessions = corrections.work_sessions(store, order.person.number, came.now.draft.at - NEIGHBOURS_WITHIN)
    own = sessions.pop(order.work_session, [])
    at = order.at.replace(microsecond=0)
    if any(moment.kind is Kind.CLOCKED_OUT for moment in own):
        return NotDone(Obstacle.SETTLED)
    if not own or own[-1].at > at:
        return NotDone(Obstacle.OUT_OF_ORDER)
    others = [span for moments in sessions.values() if (span := span_of(moments)) is not None]
    if any(lies_over(Span(came.now.draft.at, at), other) for other in others):
        return NotDone(Obstacle.OVERLAPS)
    draft, newest = came.now.draft, own[-1]
    presence = Presence(
        PresenceState.ON_BREAK if newest.kind is Kind.BREAK_STARTED else PresenceState.WORKING,
        since=draft.at,
        break_since=newest.at if newest.kind is Kind.BREAK_STARTED else None,
        site=draft.site,
        account_id=draft.account_id,
        position_id=draft.position_id,
        shift_id=draft.shift_id,
        shift_ends_at=draft.shift_ends_at,
        work_session=order.work_session,
        seq=came.seq,
    )
    return replace(facts, presence=presence, last_event=_last(store, newest), last_out_at=None, open_tap=None)


def _last(store: Store, newest: Moment) -> LastEvent | None:
    found = corrections.find(store, newest.event_id)
    if found is None:
        return None
    event = found.first
    return LastEvent(
        event.event_id, event.draft.kind, newest.at, event.recorded_at, event.receipt, event.boot_id, event.boottime_s
    )


def _not_accepted(decision: Decision) -> NotDone:
    match decision:
        case Refused(reason=reason):
            return NotDone(Obstacle.REFUSED_BY_RULE, reason)
        case Ask(question=Question.WHICH_POSITION):
            return NotDone(Obstacle.NEEDS_A_POSITION)
        case _:
            return NotDone(Obstacle.OVERTAKEN)


def _commit(store: Store, word: Word, order: Order, commit: Commit, decision: Accepted) -> Outcome:
    outcome = commit.apply(decision)
    event_id, number = outcome.events[-1].event_id, order.person.number
    taps.keep(
        store,
        outcome.tap,
        TapState.EVENT,
        now=word.now,
        employee=number,
        reason="by a supervisor",
        event_id=event_id,
        evidence=outcome.events[-1].evidence_id,
    )
    for event in outcome.events:
        if event.draft.kind in TOLD and number != word.by.number:
            notices.put(
                store,
                Notice(
                    event.event_id,
                    number,
                    NoticeKind.CLOCKED,
                    event.event_id,
                    event.draft.kind,
                    None,
                    event.draft.at,
                    word.reason.because,
                    word.by.number,
                    event.draft.site,
                    word.now,
                ),
            )
    facts = {
        "choice": order.answer.choice,
        "at": order.at.isoformat(),
        "events": [one.event_id for one in outcome.events],
    }
    keep(store, word, "clock_for", event_id, employee=number, facts=facts)
    return outcome
