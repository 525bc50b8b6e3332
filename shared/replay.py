"""Policy replay: every stored decision, judged again on its own facts. It reads alone, beside whatever runs.

With nothing changed each decision must come out as it was recorded; one that does not is a fault of the program.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from shared.domain.event import ClockEvent
from shared.domain.facts import Argument
from shared.domain.model import Door
from shared.domain.replay import Became, EventSeen, Seen, differences, judged, seen_event, under
from shared.domain.tap import Tap
from shared.store import decided, evidence
from shared.store.calls import HUNG_UP
from shared.store.database import Store
from shared.store.decided import Decided


class Verdict(StrEnum):
    """What replaying one decision shows."""

    SAME = "same"
    DIFFERS = "differs"  # under the changed rules
    NOT_REPRODUCED = "not_reproduced"  # under its own rules already: a fault
    REMOVED = "removed"  # its facts were erased
    UNREAD = "unread"  # of a version that this one cannot read


@dataclass(frozen=True, slots=True)
class Replayed:
    """One decision. `changes` say what differs, `at` is the tap's time (aware UTC), None where it cannot be read."""

    evidence_id: int
    tap_id: str
    verdict: Verdict
    changes: tuple[str, ...] = ()
    at: datetime | None = None
    employee: str = ""
    site: str = ""


Changed = Mapping[str, Mapping[str, Any]]
"""By site name: the fields of `Rules` that are changed there."""


def replay(store: Store, changed: Changed) -> Iterator[Replayed]:
    """Every decision about somebody, oldest first. Raises a StoreError."""
    for one in decided.everything(store):
        found = _replayed(store, one, changed)
        if found is not None:
            yield found


def _replayed(store: Store, one: Decided, changed: Changed) -> Replayed | None:
    """None where nothing was decided: a tap that named nobody, and a caller who had chosen nothing yet."""
    try:
        argument = evidence.argument(store, one.evidence_id)
    except (ValidationError, KeyError, ValueError):
        # A newer version's facts. What cannot be read is told, not skipped: the caller counts it.
        return Replayed(one.evidence_id, one.tap_id, Verdict.UNREAD)
    if argument is None:
        return Replayed(one.evidence_id, one.tap_id, Verdict.REMOVED)
    if not argument.facts.person.number or _has_not_chosen(argument.tap):
        return None
    verdict, changes = _verdict(one, argument, changed.get(argument.tap.site, {}))
    tap = argument.tap
    return Replayed(one.evidence_id, one.tap_id, verdict, changes, tap.at, argument.facts.person.number, tap.site)


def _has_not_chosen(tap: Tap) -> bool:
    """The phone line keeps what it knows once the PIN is right; what the caller wants comes with a key."""
    return tap.door is Door.PHONE and tap.wish is None and tap.answer is None and not tap.accepted_by


def _verdict(one: Decided, argument: Argument, changed: Mapping[str, Any]) -> tuple[Verdict, tuple[str, ...]]:
    if one.unread:
        return Verdict.UNREAD, ()
    again = judged(argument)
    wrong = differences(_recorded(one, again), again)
    if wrong:
        return Verdict.NOT_REPRODUCED, wrong
    changes = differences(again, judged(under(argument, changed)))
    return (Verdict.DIFFERS, changes) if changes else (Verdict.SAME, ())


def _recorded(one: Decided, again: Seen) -> Seen:
    """What the store kept of the decision: its events, or no more than the reason of its tap."""
    if one.events:
        events = tuple(_event(event, number, again) for number, event in enumerate(one.events))
        return Seen(Became.EVENT, "", events, one.events[0].flags)
    if again.became is Became.EVENT:
        return Seen(Became.WITHDRAWN, "nothing was recorded")
    # A tap keeps the reason of its last decision alone, and some decisions have none. That the caller hung up says
    # nothing of what had been decided until then.
    kept = one.reason if one.reason != HUNG_UP else ""
    return Seen(again.became, kept if kept and again.why else again.why)


def _event(event: ClockEvent, number: int, again: Seen) -> EventSeen:
    seen = seen_event(event.draft)
    if seen.status is None and number < len(again.events):
        # Recorded by a version that judged no status.
        return replace(seen, status=again.events[number].status)
    return seen
