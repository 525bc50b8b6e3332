"""Writing down what was decided: ledger, outbox, presence, taps and evidence, inside the caller's transaction."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from shared.clock import new_id
from shared.domain.break_summary import QuestionKind, questions_of
from shared.domain.clock_trust import TrustLevel
from shared.domain.decide import decide
from shared.domain.decision import Accepted, AlreadySo, Ask, Decision, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.facts import Argument, Facts
from shared.domain.flags import Flag
from shared.domain.model import ELSEWHERE, Break, Draft, Kind, Person
from shared.domain.model import Door as DoorKind
from shared.domain.presence import Recorded, after
from shared.domain.receipt import next_receipt
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.domain.tap import Tap
from shared.gather import Surroundings
from shared.store import break_answers, break_facts, desk, evidence, ledger, outbox, presence, taps
from shared.store.at_tap import AtTap
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.presence import Standing
from shared.store.taps import TapState

SENT_UPSTREAM: Final = (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)
"""TrackTik's breaks have no public schema: without `break_upstreams` they stay here and their flag says so."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tap became, committed. `events` are new; `facts` are what was known."""

    tap: Tap
    person: Person
    decision: Decision
    facts: Facts
    events: tuple[ClockEvent, ...] = ()


@dataclass(frozen=True, slots=True)
class Door:
    """Where events are made: which site and terminal, what they are delivered to, how long they are held.

    `shift_upstreams` take a whole worked shift, which goes out with the clock-out that ends it; `break_upstreams` take
    a break once it has ended.

    At a wall one person stands before one screen; a phone line has many callers, and none of them ends another's
    question.
    """

    site: Site
    terminal: str
    upstreams: tuple[str, ...] = ()
    hold_s: float = 4.0
    kind: DoorKind = DoorKind.KIOSK
    shift_upstreams: tuple[str, ...] = ()
    break_upstreams: tuple[str, ...] = ()

    def upstreams_of(self, draft: Draft) -> tuple[str, ...]:
        """Where an event goes. One that began elsewhere makes no whole shift: its clock-in is not ours to tell."""
        ends_here = draft.kind is Kind.CLOCKED_OUT and draft.work_session != ELSEWHERE
        whole = self.shift_upstreams if ends_here else ()
        # A break is one record, which is whole when it has ended; of a session of elsewhere nothing can be named.
        is_whole = draft.kind is Kind.BREAK_ENDED and draft.work_session != ELSEWHERE
        breaks = self.break_upstreams if is_whole else ()
        return (*(self.upstreams if draft.kind in SENT_UPSTREAM else ()), *breaks, *whole)


class Commit:
    """Writes what one decision says, inside the caller's transaction."""

    def __init__(
        self,
        store: Store,
        door: Door,
        tap: Tap,
        person: Person,
        presented: str,
        around: Surroundings,
        facts: Facts,
        seen: AtTap,
    ) -> None:
        self.store, self.door, self.tap, self.person = store, door, tap, person
        self.presented, self.around, self.facts, self.seen = presented, around, facts, seen
        self.now = around.reading.wall

    def apply(self, decision: Decision) -> Outcome:
        events: tuple[ClockEvent, ...] = ()
        match decision:
            case Accepted():
                events = self._accepted(decision)
            case Refused(reason=reason):
                self._kept(TapState.CLAIM, reason)
            case Repeated(of=last):
                self._kept(TapState.REPEAT, last.event_id)
            case AlreadySo(of=last):
                self._kept(TapState.REPEAT, last.event_id if last else "already so")
            case Ask(question=question):
                if not self.tap.accepted_by:
                    self._kept(TapState.ASKED, question)
            case Kept():
                self._kept(TapState.CLAIM, DeskKind.LEFT_EARLIER)
                desk.put(
                    self.store,
                    DeskKind.LEFT_EARLIER,
                    self.tap.tap_id,
                    self.now,
                    employee=self.person.number,
                    site=self.tap.site,
                )
            case Withdrawn():
                self._kept(TapState.WITHDRAWN, "")
            case StillHere():
                raise AssertionError("settled before it comes here")
        return Outcome(self.tap, self.person, decision, self.facts, events)

    def _kept(self, state: TapState, reason: str) -> None:
        evidence_id, _ = self._evidence()
        taps.keep(
            self.store,
            self.tap,
            state,
            now=self.now,
            employee=self.person.number,
            presented=self.presented,
            reason=reason,
            evidence=evidence_id,
            clock_sure=self.facts.clock.level is not TrustLevel.UNTRUSTED,
        )

    def _accepted(self, decision: Accepted) -> tuple[ClockEvent, ...]:
        evidence_id, digest = self._evidence()
        standing, head = self.seen.standing, self.seen.head
        events: list[ClockEvent] = []
        for draft in decision.drafts:
            event = self._event(draft, decision.flags, standing, evidence_id, digest)
            head = ledger.append(self.store, event, head)
            self._queue(event, head.seq)
            now_at = after(standing.presence, Recorded(event.event_id, head.seq, draft))
            standing = presence.moved(standing, now_at, event)
            events.append(event)
        presence.put(self.store, self.person.number, standing)
        self._settle_taps(decision, events[0].event_id)
        self._ask_of_breaks(tuple(events))
        return tuple(events)

    def _event(
        self, draft: Draft, flags: tuple[Flag, ...], standing: Standing, evidence_id: int, digest: str
    ) -> ClockEvent:
        reading = self.around.reading
        return ClockEvent(
            event_id=new_id(reading.wall),
            employee=self.person.number,
            draft=draft,
            door=self.tap.door,
            terminal=self.tap.terminal,
            recorded_at=reading.wall,
            boottime_s=round(reading.boottime_s, 3),
            boot_id=reading.boot_id,
            receipt=next_receipt(standing.receipt, self.person.number),
            tap_id=self.tap.tap_id,
            flags=flags,
            evidence_id=evidence_id,
            evidence_digest=digest,
        )

    def _queue(self, event: ClockEvent, seq: int) -> None:
        for upstream in self.door.upstreams_of(event.draft):
            row = self._row(event, seq, upstream)
            outbox.add(self.store, row, self.now)
            if row.state is RowState.PARKED:
                desk.put(
                    self.store,
                    DeskKind.PARKED,
                    event.event_id,
                    self.now,
                    employee=event.employee,
                    site=event.draft.site,
                    facts={"upstream": upstream, "reason": row.reason, "at": event.draft.at.isoformat()},
                )

    def _row(self, event: ClockEvent, seq: int, upstream: str) -> OutboxRow:
        state, reason, not_before = (
            RowState.HELD,
            "screen",
            (self.now + timedelta(seconds=self.door.hold_s)).timestamp(),
        )
        if Flag.CLOCK_UNTRUSTED in event.flags:
            state, reason, not_before = RowState.HELD, "clock", 0.0
        elif event.draft.kind is Kind.CLOCKED_IN and event.draft.shift_id is None and self.door.site.park_unscheduled:
            state, reason, not_before = RowState.PARKED, "unscheduled", 0.0
        return OutboxRow(
            event.event_id,
            upstream,
            seq,
            event.employee,
            event.work_session,
            event.draft.kind,
            event.draft.at,
            state,
            reason=reason,
            not_before=not_before,
        )

    def _ask_of_breaks(self, events: tuple[ClockEvent, ...]) -> None:
        """What the employee is to be told of their breaks is known from here on, whatever happens to the screen."""
        if not self.door.site.asks_of_breaks:
            return

        def taken(work_session: str) -> tuple[Break, ...]:
            return break_facts.breaks_of(self.store, self.person.number, work_session)

        for question in questions_of(events, self.facts.presence, taken, self.door.site.rules):
            break_answers.put(self.store, question)
            if question.kind is QuestionKind.SUMMARY:
                # Whoever ended a break to go home is asked nothing about its end: the summary tells it.
                since = question.made_at - timedelta(seconds=self.door.site.rules.repeat_s)
                break_answers.drop_ends_of_break(self.store, question.employee, question.work_session, since)

    def _settle_taps(self, decision: Accepted, event_id: str) -> None:
        if decision.settles_open_tap:
            taps.close_open(self.store, self.person.number, now=self.now, state=TapState.EVENT, event_id=event_id)
        if self.tap.answer is not None:
            taps.move(self.store, self.tap.tap_id, TapState.EVENT, now=self.now, event_id=event_id)

    def _evidence(self) -> tuple[int, str]:
        return evidence.keep(self.store, Argument(self.tap, self.facts, self.door.site.rules))


def replayed(store: Store, evidence_id: int, rules: Rules | None = None) -> Decision | None:
    """Decide again on the kept argument of an earlier decision, under its own rules or others.

    None where the argument was erased, or its rules are not known.
    """
    argument = evidence.argument(store, evidence_id)
    if argument is None:
        return None
    if rules is not None:
        argument = replace(argument, rules=rules)
    return decide(argument.tap, argument.facts, argument.rules)
