"""Judging a decision again: on the facts that it was made on, under other rules, and what differs then.

Rule 1: nothing is looked up. What was measured is judged again, what was not measured stays as it was told.
Rule 2: what is compared is what people and payroll would see: events, flags, refusals, questions.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.domain.clock_status import ClockStatus
from shared.domain.decide import decide
from shared.domain.decision import Accepted, AlreadySo, Ask, Decision, Kept, Refused, Repeated, StillHere, Withdrawn
from shared.domain.facts import Argument
from shared.domain.flags import Flag
from shared.domain.geofence import judged_by_distance
from shared.domain.model import Draft, Kind


class Became(StrEnum):
    """What a tap became."""

    EVENT = "event"
    REFUSED = "refused"
    REPEATED = "repeated"
    ASKED = "asked"
    KEPT = "kept"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class EventSeen:
    """One event as far as a decision makes it."""

    kind: Kind
    at: datetime
    position_id: int | None
    shift_id: int | None
    status: ClockStatus | None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a decision comes to. `why` is the refusal, the question, or the event that was repeated."""

    became: Became
    why: str = ""
    events: tuple[EventSeen, ...] = ()
    flags: tuple[Flag, ...] = ()


def seen_event(draft: Draft) -> EventSeen:
    """What is compared of an event."""
    return EventSeen(draft.kind, draft.at, draft.position_id, draft.shift_id, draft.status)


def seen_of(decision: Decision) -> Seen:
    """What a decision comes to."""
    match decision:
        case Accepted():
            return Seen(Became.EVENT, "", tuple(seen_event(draft) for draft in decision.drafts), decision.flags)
        case Refused(reason=reason):
            return Seen(Became.REFUSED, reason)
        case Ask(question=question):
            return Seen(Became.ASKED, question)
        case Repeated(of=last):
            return Seen(Became.REPEATED, last.event_id)
        case AlreadySo(of=last):
            return Seen(Became.REPEATED, last.event_id if last is not None else "")
        case Kept():
            return Seen(Became.KEPT)
        case Withdrawn():
            return Seen(Became.WITHDRAWN)
        case StillHere(then=then):
            return seen_of(then)


def under(argument: Argument, changed: Mapping[str, Any]) -> Argument:
    """The same facts with these rules (fields of `Rules`) changed; a measured place is judged again by them.

    How many fixes in a row had been outside is as recorded: those fixes were not kept.
    """
    if not changed:
        return argument
    rules = replace(argument.rules, **changed)
    place = judged_by_distance(argument.facts.place, rules)
    return replace(argument, facts=replace(argument.facts, place=place), rules=rules)


def judged(argument: Argument) -> Seen:
    """What these facts come to under these rules."""
    return seen_of(decide(argument.tap, argument.facts, argument.rules))


def differences(was: Seen, would_be: Seen) -> tuple[str, ...]:
    """What differs, in words for a table; nothing where nothing does."""
    if (was.became, was.why) != (would_be.became, would_be.why):
        return (f"{_named(was)} -> {_named(would_be)}",)
    found = [f"+{one.kind} {_event(one)}" for one in would_be.events if one not in was.events]
    found += [f"-{one.kind} {_event(one)}" for one in was.events if one not in would_be.events]
    found += [f"+{flag}" for flag in would_be.flags if flag not in was.flags]
    found += [f"-{flag}" for flag in was.flags if flag not in would_be.flags]
    return tuple(found)


def _named(seen: Seen) -> str:
    return f"{seen.became} ({seen.why})" if seen.why else str(seen.became)


def _event(one: EventSeen) -> str:
    status = one.status.name.lower() if one.status is not None else "-"
    return f"{one.at.isoformat()}, position {one.position_id or '-'}, shift {one.shift_id or '-'}, {status}"
