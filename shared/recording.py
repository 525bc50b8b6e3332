"""Writing down what was decided: ledger, outbox, presence, taps and evidence, inside the caller's transaction."""

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from pydantic import TypeAdapter

from shared.clock import new_id, new_salt
from shared.domain.decide import decide
from shared.domain.decision import Accepted, Ask, Decision, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.delivery import OutboxRow, RowState
from shared.domain.event import ClockEvent
from shared.domain.facts import Argument, Facts
from shared.domain.flags import Flag
from shared.domain.model import Draft, Kind, Person
from shared.domain.presence import Recorded, after
from shared.domain.receipt import next_receipt
from shared.domain.rules import Rules
from shared.domain.site import Site
from shared.domain.tap import Tap
from shared.gather import Surroundings
from shared.store import desk, evidence, ledger, outbox, presence, taps
from shared.store.database import Store
from shared.store.desk import DeskKind
from shared.store.presence import Standing
from shared.store.taps import TapState

SENT_UPSTREAM: Final = (Kind.CLOCKED_IN, Kind.CLOCKED_OUT)
"""TrackTik's break sessions have no public schema: breaks stay in the ledger, and their flag says so."""

_ARGUMENT = TypeAdapter(Argument)
_RULES = TypeAdapter(Rules)


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
    """Where events are made: which site and terminal, what they are delivered to, how long a screen holds them."""

    site: Site
    terminal: str
    upstreams: tuple[str, ...] = ()
    hold_s: float = 4.0


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
    ) -> None:
        self.store, self.door, self.tap, self.person = store, door, tap, person
        self.presented, self.around, self.facts = presented, around, facts
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
            case Ask(question=question):
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
        self._evidence(self.tap.tap_id)
        taps.keep(
            self.store,
            self.tap,
            state,
            now=self.now,
            employee=self.person.number,
            presented=self.presented,
            reason=reason,
        )

    def _accepted(self, decision: Accepted) -> tuple[ClockEvent, ...]:
        evidence_id = self.tap.tap_id
        digest = self._evidence(evidence_id)
        standing = presence.of(self.store, self.person.number)
        events: list[ClockEvent] = []
        for draft in decision.drafts:
            event = self._event(draft, decision.flags, standing, evidence_id, digest)
            standing = self._record(event, standing)
            events.append(event)
        presence.put(self.store, self.person.number, standing)
        self._settle_taps(decision, events[0].event_id)
        return tuple(events)

    def _event(
        self, draft: Draft, flags: tuple[Flag, ...], standing: Standing, evidence_id: str, digest: str
    ) -> ClockEvent:
        reading = self.around.reading
        last = standing.last_event
        return ClockEvent(
            event_id=new_id(reading.wall),
            employee=self.person.number,
            draft=draft,
            door=self.tap.door,
            terminal=self.tap.terminal,
            recorded_at=reading.wall,
            boottime_s=reading.boottime_s,
            boot_id=reading.boot_id,
            receipt=next_receipt(last.receipt if last else "", self.person.number),
            tap_id=self.tap.tap_id,
            flags=flags,
            evidence_id=evidence_id,
            evidence_digest=digest,
        )

    def _record(self, event: ClockEvent, standing: Standing) -> Standing:
        seq = ledger.append(self.store, event)
        for upstream in self.door.upstreams if event.draft.kind in SENT_UPSTREAM else ():
            outbox.add(self.store, self._row(event, seq, upstream), self.now)
        return presence.moved(standing, after(standing.presence, Recorded(event.event_id, seq, event.draft)), event)

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

    def _settle_taps(self, decision: Accepted, event_id: str) -> None:
        if decision.settles_open_tap:
            taps.close_open(self.store, self.person.number, now=self.now, state=TapState.EVENT, event_id=event_id)
        if self.tap.answer is not None:
            taps.move(self.store, self.tap.tap_id, TapState.EVENT, now=self.now, event_id=event_id)

    def _evidence(self, evidence_id: str) -> str:
        argument = Argument(self.tap, self.facts, self.door.site.rules)
        body = _ARGUMENT.dump_json(argument).decode()
        salt = new_salt()
        evidence.keep(self.store, evidence_id, salt, body, fingerprint(self.door.site.rules))
        return evidence.digest(salt, body)


def fingerprint(rules: Rules) -> str:
    """A short name for one set of rules."""
    return hashlib.sha256(_RULES.dump_json(rules)).hexdigest()[:16]


def replayed(body: str, rules: Rules | None = None) -> Decision:
    """Decide again on the kept argument of an earlier decision, under its own rules or others."""
    argument = _ARGUMENT.validate_json(body)
    if rules is not None:
        argument = replace(argument, rules=rules)
    return decide(argument.tap, argument.facts, argument.rules)
